"""Nháp: what is being typed is kept by itself; a page's own script sends it, nothing depends on it."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from casework.services import drafts
from casework.web.clock import now
from casework.web.gate import SIGNED_IN, allow, database, reader, settings

blueprint = Blueprint("drafts", __name__)

PASSAGES = "passages"
OWN_PAGES = {"desk": "/desk", PASSAGES: "/composer/passages"}
FORMS = frozenset({*OWN_PAGES, "petitions", "receptions", "letters", "cases", "feedback"})
"""The forms that keep drafts: the desk's, a report's written passages, the entry form of each register."""
_OWN = frozenset({"csrf_token", "token", "version", "choose", "then", "do"})


@blueprint.post("/drafts/<form>")
@allow(SIGNED_IN)
def keep(form: str) -> ResponseReturnValue:
    """Giữ bản nháp mới nhất của một biểu mẫu."""
    if form not in FORMS:
        return "", 404
    values = {name: value for name, value in request.form.items() if name not in _OWN}
    kept = drafts.keep(database(), reader(), form, values, now(), settings().require_secret_key())
    return "", 204 if kept else 200


@blueprint.post("/drafts/<form>/drop")
@allow(SIGNED_IN)
def drop(form: str) -> ResponseReturnValue:
    """Bỏ bản nháp của một biểu mẫu."""
    if form not in FORMS:
        return "", 404
    drafts.drop(database(), reader(), form)
    return "", 303, {"Location": OWN_PAGES.get(form, f"/{form}/new")}
