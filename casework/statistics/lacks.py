"""What records lack for a report, counted by the unit that must act, and listed; one pass a record kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.domain.rehearsal import Lack, LackHere
from casework.domain.vocabulary import RecordKind
from casework.statistics.labels import UNKNOWN, load_labels
from casework.statistics.lack_table import LACKS, POPULATIONS, LackRule
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.records import RECORDS


def lacks(session: Session, question: Question, rules: CountingRules, scope: Scope) -> list[Lack]:
    """What the records of the question's period lack now, in the table's order; only what some record lacks.

    The unit that must act is the one that handles the matter, or where there is none the one that keeps the register.
    Fields that are no facts are asked as they are now.
    """
    names = load_labels(session).units
    ranks = {key: rank for rank, key in enumerate(names)}
    found: dict[str, list[LackHere]] = {}
    for kind in RecordKind:
        if kind not in scope.kinds:
            continue
        of_kind = [rule for rule in LACKS if rule.kind is kind]
        source, place, conditions = _source(kind, question, rules, scope)
        ask, record = Ask(FACTS[kind], question, rules), RECORDS[kind]
        sums = [func.count().filter(rule.condition(ask, record)) for rule in of_kind]
        query = select(place, *sums).select_from(source).where(*conditions).group_by(place)
        for row in session.execute(query):
            key = str(row[0])
            for rule, number in zip(of_kind, row[1:], strict=True):
                if number:
                    found.setdefault(rule.code, []).append(LackHere(row[0], names.get(key, UNKNOWN), number))
    told = []
    for rule in LACKS:
        units = sorted(found.get(rule.code, ()), key=lambda one: ranks.get(str(one.unit_id), len(ranks)))
        if units:
            told.append(Lack(rule.code, rule.kind, rule.label, rule.todo, tuple(units)))
    return told


def lacking(rule: LackRule, unit_id: int | None, question: Question, rules: CountingRules, scope: Scope) -> Select[int]:
    """SELECT of the records that lack one thing, of all units or of one, by their id."""
    source, place, conditions = _source(rule.kind, question, rules, scope)
    ask, record = Ask(FACTS[rule.kind], question, rules), RECORDS[rule.kind]
    query = select(record.c.id).select_from(source).where(*conditions, rule.condition(ask, record))
    return (query if unit_id is None else query.where(place == unit_id)).order_by(record.c.id)


def _source(
    kind: RecordKind, question: Question, rules: CountingRules, scope: Scope
) -> tuple[FromClause, ColumnElement[Any], Sequence[ColumnElement[bool]]]:
    """The facts beside their records, the unit that must act, and which rows count."""
    table, record = FACTS[kind], RECORDS[kind]
    ask = Ask(table, question, rules)
    source = table.join(record, record.c.id == table.c.record_id)
    place = func.coalesce(table.c.unit_id, record.c.office_id) if "unit_id" in table.c else record.c.office_id
    return source, place, (standing(ask), POPULATIONS[kind](ask), *scope.conditions(kind, table.c.record_id))
