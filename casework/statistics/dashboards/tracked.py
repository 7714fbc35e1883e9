"""How the petitions of each council resolution came to be resolved: month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select

from casework.domain.panels import Point, Track
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.dashboards.months import months_until
from casework.statistics.dashboards.streams import Look, number
from casework.statistics.measures import MEASURES
from casework.statistics.predicates import Ask, held, standing
from casework.store.facts import FACTS

TOTAL, RESOLVED = "petitions.basket.total", "petitions.basket.resolved"
MOST = 6
"""How many resolutions are told: the latest ones that track anything."""


def days_of(as_of: date) -> tuple[date, ...]:
    """The last days of the twelve months before, and the day itself."""
    firsts = [date(month // 100, month % 100, 1) for month in months_until(as_of)]
    return (*(first - timedelta(days=1) for first in firsts[1:]), as_of)


def tracks(look: Look) -> tuple[Track, ...]:
    """The latest resolutions that track anything on the as-of day, the oldest first; all days in one pass."""
    if RecordKind.PETITION not in look.scope.kinds or RecordKind.PETITION in look.unrecorded():
        return ()
    questions = [replace(look.all_time, as_of=day) for day in days_of(look.question.as_of)]
    table = FACTS[RecordKind.PETITION]
    total, resolved = MEASURES[TOTAL], MEASURES[RESOLVED]
    counts = []
    for question in questions:
        ask = Ask(table, question, look.rules)
        there = standing(ask)
        counts += [func.count().filter(there), func.count().filter(there, resolved.condition(ask))]
    asked = Ask(table, look.all_time, look.rules)
    first, last = questions[0].as_of, questions[-1].as_of
    query = (
        select(table.c.council_resolution_id, *counts)
        .where(held(table.c, look.question), table.c.valid_from <= last, table.c.valid_to > first)
        .where(total.population.condition(asked), *look.scope.conditions(RecordKind.PETITION, table.c.record_id))
        .group_by(table.c.council_resolution_id)
    )
    found = {str(row[0]): tuple(int(n) for n in row[1:]) for row in look.session.execute(query)}
    told = [key for key in look.labels.council_resolutions if found.get(key, (0, 0))[-2]][-MOST:]
    return tuple(Track(key, look.labels.council_resolutions[key], _points(questions, key, found[key])) for key in told)


def _points(questions: Sequence[Question], key: str, counts: Sequence[int]) -> tuple[Point, ...]:
    return tuple(
        Point(
            question,
            number(counts[2 * at], TOTAL, question, council_resolution=key),
            number(counts[2 * at + 1], RESOLVED, question, council_resolution=key),
        )
        for at, question in enumerate(questions)
    )
