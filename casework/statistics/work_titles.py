"""Lines of the work lists as people read them: what a record is called, what it is about, who has to act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.duties import DUTIES
from casework.domain.fields import DENUNCIATION
from casework.domain.vocabulary import RecordKind
from casework.domain.words import titled
from casework.domain.work import WHAT_LABELS, What, days_left_words
from casework.statistics.labels import load_labels
from casework.statistics.work_lines import WorkLine
from casework.store.account_tables import User
from casework.store.database import portions
from casework.store.records import RECORDS
from casework.store.work import Reference

CLIPPED = 110
"""How many characters of a record's content a line shows."""


@dataclass(frozen=True, slots=True)
class About:
    """What a record is called and about. `secret`: of a denunciation nothing leaves the system but that it is there."""

    title: str
    content: str
    secret: bool


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line in words. `left`: how much time is left; `unit` and `person`: who has to act, "" where nobody is named."""

    line: WorkLine
    about: About
    what: str
    left: str
    unit: str
    person: str


def about_records(session: Session, references: Sequence[Reference]) -> dict[Reference, About]:
    """What some records are called; one question a kind. Whether the reader may see them has been asked before."""
    found: dict[Reference, About] = {}
    for kind in RecordKind:
        ids = {record_id for other, record_id in references if other is kind}
        table = RECORDS[kind]
        wanted = [table.c[name] for name in ("id", "opened_on", "code", "type", "content") if name in table.c]
        for portion in portions(ids):
            for row in session.execute(select(*wanted).where(table.c.id.in_(portion))).mappings():
                text = row["content"] or ""
                content = text if len(text) <= CLIPPED else text[:CLIPPED].rstrip() + "…"
                title = titled(kind, row.get("code"), row["opened_on"])
                found[kind, row["id"]] = About(title, content, row.get("type") == DENUNCIATION)
    return found


def people(session: Session, ids: Sequence[int | None]) -> Mapping[int, str]:
    """The names of some accounts."""
    wanted = sorted({one for one in ids if one is not None})
    return {row[0]: row[1] for row in session.execute(select(User.id, User.full_name).where(User.id.in_(wanted)))}


def _what(line: WorkLine) -> str:
    if line.what is not What.DUTY:
        return WHAT_LABELS[line.what]
    return next((row.label for row in DUTIES[line.kind] if row.code == line.code), WHAT_LABELS[What.DUTY])


def told_lines(session: Session, found: Sequence[WorkLine], day: date) -> list[ToldLine]:
    """Lines in words, in their order."""
    about = about_records(session, [(line.kind, line.record_id) for line in found])
    names = people(session, [line.person_id for line in found])
    units = load_labels(session).units
    return [
        ToldLine(
            line,
            about[line.kind, line.record_id],
            _what(line),
            days_left_words(day, line.due_on),
            units.get(str(line.unit_id), "") if line.unit_id else "",
            names.get(line.person_id, "") if line.person_id else "",
        )
        for line in found
    ]
