"""Drafts: what was typed into a form is kept while it is being typed, and survives a lost session.

A draft is the account's own, sealed under the server's secret, and gone when the form is stored or after two days. As
long as the matter's type is not chosen, and of a denunciation for good, nothing is kept that says who the person is
(design.md, decision 11): the officer types it again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete
from sqlalchemy.exc import IntegrityError

from casework.domain.access import Reader
from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS
from casework.store.database import Database
from casework.store.draft_table import Draft
from casework.store.sealing import SealBrokenError, seal, unseal

KEPT_FOR = timedelta(days=2)
LONGEST, MOST = 10_000, 80
"""Characters of a box, and boxes of a form, at most: beyond these a draft is not kept."""

_PURPOSE = "drafts"
_IDENTITIES = frozenset(name for names in IDENTITY_FIELDS.values() for name in names)
_POINTERS = frozenset({"earlier", "same"})
"""Boxes that name another record: of a denunciation they would say by whose complaint the denouncer is known."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft: what was typed, by name of the box, and when it was last kept."""

    values: Mapping[str, str]
    saved_at: datetime


def without_secrets(values: Mapping[str, str]) -> dict[str, str]:
    """What of a form may be kept before it is stored: no identity while the type is open or is a denunciation."""
    secret = values.get("type", "") in ("", DENUNCIATION)
    return {n: v for n, v in values.items() if v.strip() and not (secret and n in _IDENTITIES | _POINTERS)}


def keep(db: Database, reader: Reader, form: str, values: Mapping[str, str], now: datetime, secret: str) -> bool:
    """Keeps the newest draft of a form in place of the one before; an empty form, or one too large, keeps none."""
    kept = without_secrets(values)
    fits = bool(kept) and len(kept) <= MOST and all(len(v) <= LONGEST for v in kept.values())
    with suppress(IntegrityError), db.write() as session:  # another window of the same person kept one just now
        session.execute(delete(Draft).where(_of(reader, form) | (Draft.saved_at < now - KEPT_FOR)))
        if fits:
            content = seal(secret, _PURPOSE, _place(reader, form), json.dumps(kept, ensure_ascii=False).encode())
            session.add(Draft(user_id=reader.user_id, form=form, saved_at=now, content=content))
    return fits


def kept(db: Database, reader: Reader, form: str, now: datetime, secret: str) -> KeptDraft | None:
    """The draft of a form that `reader` left; None for none, an old one, or one that this server cannot open."""
    with db.read() as session:
        row = session.get(Draft, (reader.user_id, form))
        if row is None:
            return None
        saved_at, content = row.saved_at, row.content
    saved_at = saved_at if saved_at.tzinfo else saved_at.replace(tzinfo=UTC)
    if saved_at < now - KEPT_FOR:
        return None
    try:
        return KeptDraft(json.loads(unseal(secret, _PURPOSE, _place(reader, form), content)), saved_at)
    except SealBrokenError:
        return None


def drop(db: Database, reader: Reader, form: str) -> None:
    """Forgets the draft of a form."""
    with db.write() as session:
        session.execute(delete(Draft).where(_of(reader, form)))


def _of(reader: Reader, form: str) -> ColumnElement[bool]:
    return and_(Draft.user_id == reader.user_id, Draft.form == form)


def _place(reader: Reader, form: str) -> str:
    return f"draft:{reader.user_id}:{form}"
