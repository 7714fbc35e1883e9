"""The petitions not yet resolved as of a day, one by one: what the report's annex lists."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.measures import MEASURES
from casework.statistics.members import member_condition
from casework.statistics.overdue import OVERDUE
from casework.statistics.predicates import Ask
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.catalogue_tables import Unit
from casework.store.facts import FACTS
from casework.store.records import RECORDS

OPEN = "petitions.council.open"
"""The figure whose members are listed."""


class OpenRow(NamedTuple):
    """A petition that is open: `council_resolution_id` None when no resolution tracks it; `overdue` as counted."""

    record_id: int
    council_resolution_id: int | None
    unit: str
    code: str
    content: str
    due_on: date | None
    overdue: bool


def open_petitions(session: Session, question: Question, rules: CountingRules, scope: Scope) -> list[OpenRow]:
    """Every open petition to the Council in `scope` (the members of `OPEN`), by number."""
    facts, record = FACTS[RecordKind.PETITION], RECORDS[RecordKind.PETITION]
    ask = Ask(facts, question, rules)
    query = (
        select(
            record.c.id,
            facts.c.council_resolution_id,
            Unit.name,
            record.c.code,
            record.c.content,
            facts.c.due_on,
            OVERDUE[RecordKind.PETITION](ask),
        )
        .join(record, record.c.id == facts.c.record_id)
        .outerjoin(Unit, Unit.id == facts.c.unit_id)
        .where(member_condition(MEASURES[OPEN], {}, question, rules))
        .where(*scope.conditions(RecordKind.PETITION, record.c.id))
        .order_by(record.c.code, record.c.id)
    )
    return [OpenRow(r[0], r[1], r[2] or "", r[3], r[4], r[5], bool(r[6])) for r in session.execute(query)]
