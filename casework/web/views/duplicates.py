"""Hồ sơ trùng: what is being entered may be on record already; linking records that are one matter, and undoing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import CORRECT, LOG, NoSuchRecordError
from casework.domain.access_levels import Level
from casework.domain.duplicates import OFFICER_LINKS, RULES
from casework.domain.entry import EntryError
from casework.domain.fields import FIELDS
from casework.domain.items import LinkType
from casework.domain.vocabulary import RecordKind
from casework.services import duplicates
from casework.services.handling import linking
from casework.services.handling.holding import StaleVersionError
from casework.web.clock import now, today
from casework.web.converters import LARGEST_ID, REGISTERS, WORDS
from casework.web.gate import act_on, allow, database, reader, sees

blueprint = Blueprint("duplicates", __name__)

_PICKED = re.compile(rf"({'|'.join(REGISTERS)})-([1-9]\d{{0,15}})(?::([a-z_]{{1,30}}))?")
_MOST = 10
_STALE = "Hồ sơ đã được người khác thay đổi trong lúc trang này đang mở; trang đã được tải lại, xin làm lại."


@dataclass(frozen=True, slots=True)
class Picked:
    """A record that an officer ticked as the same matter; `link_type` None where he chose no relation."""

    kind: RecordKind
    id: int
    link_type: LinkType | None


def picked(values: Iterable[str]) -> tuple[Picked, ...]:
    """The records named by "letters-12:duplicate", "cases-7"; what names none is not looked at."""
    found = []
    for value in list(values)[:_MOST]:
        match = _PICKED.fullmatch(value)
        if match is None or int(match[2]) > LARGEST_ID:
            continue
        link_type = next((link for link in OFFICER_LINKS if link.value == match[3]), None)
        found.append(Picked(REGISTERS[match[1]], int(match[2]), link_type))
    return tuple(found)


def box(kind: RecordKind, values: Mapping[str, object] | None) -> dict[str, Any]:
    """What `parts/duplicates.html` shows for a form of `kind` with these values (None: nobody has asked yet)."""
    asked = values is not None
    return {
        "suggestions": duplicates.suggest(database(), reader(), kind, values) if values is not None else (),
        "checked": frozenset(request.form.getlist("same")[:_MOST]),
        "words": WORDS,
        "rule": RULES[kind],
        "kind": kind,
        "asked": asked,
        "look": "desk" if request.form.get("look") == "desk" else "entry",
    }


@blueprint.post("/<register:kind>/duplicates")
@allow(act_on(LOG))
def check(kind: RecordKind) -> ResponseReturnValue:
    """Hồ sơ có thể trùng với nội dung đang gõ: một mảnh trang. Sent as a form, so that no address holds a name."""
    typed = {f.name: request.form[f.name][: f.limit] for f in FIELDS[kind] if f.name in request.form}
    return render_template("parts/duplicates.html", **box(kind, typed))


@blueprint.get("/<register:kind>/<id:record_id>/duplicates")
@allow(sees(Level.LIST, unseen=True))
def index(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Hồ sơ trùng, cùng vụ việc với một hồ sơ."""
    return _page(kind, record_id, ())


def _page(kind: RecordKind, record_id: int, problems: Iterable[str]) -> str:
    found = duplicates.duplicates_page(database(), reader(), kind, record_id)
    return render_template(
        "records/duplicates.html", found=found, word=WORDS[kind], words=WORDS, problems=tuple(problems)
    )


@blueprint.post("/<register:kind>/<id:record_id>/duplicates")
@allow(act_on(CORRECT, unseen=True))
def link(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Nối với một hồ sơ."""
    to = next(iter(picked([request.form.get("to", "")])), None)
    wanted = next((one for one in OFFICER_LINKS if one.value == request.form.get("link_type")), None)
    if to is None or wanted is None:
        return _page(kind, record_id, ["Phải chọn hồ sơ cần nối và quan hệ."]), 422
    try:
        linking.link(
            database(),
            reader(),
            kind,
            record_id,
            (to.kind, to.id),
            wanted,
            request.form.get("reason", ""),
            _version(),
            counted=request.form.get("counted") == "1",
            on=today(),
            now=now(),
        )
    except EntryError as error:
        return _page(kind, record_id, error.errors.values()), 422
    except StaleVersionError:
        return _page(kind, record_id, [_STALE]), 409
    flash("Đã nối hai hồ sơ; số liệu chỉ đổi nếu mục tính đã được đánh dấu.", "good")
    return redirect(f"/{WORDS[kind]}/{record_id}/duplicates", code=303)


@blueprint.post("/<register:kind>/<id:record_id>/duplicates/<id:link_id>/undo")
@allow(act_on(CORRECT, unseen=True))
def undo(kind: RecordKind, record_id: int, link_id: int) -> ResponseReturnValue:
    """Bỏ nối."""
    try:
        linking.unlink(
            database(),
            reader(),
            kind,
            record_id,
            link_id,
            request.form.get("reason", ""),
            _version(),
            counted=request.form.get("counted") == "1",
            on=today(),
            now=now(),
        )
    except EntryError as error:
        return _page(kind, record_id, error.errors.values()), 422
    except StaleVersionError:
        return _page(kind, record_id, [_STALE]), 409
    flash("Đã bỏ nối; cả hai hồ sơ còn ghi lại việc này.", "good")
    return redirect(f"/{WORDS[kind]}/{record_id}/duplicates", code=303)


def _version() -> int:
    text = request.form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NoSuchRecordError
    return int(text)
