"""Time to resolution with the open ones counted (`domain.survival`), told at the days that people speak of."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from casework.domain.panels import Duration, Stage, Stream
from casework.domain.periods import Question, prior_year
from casework.domain.survival import days_until, survival
from casework.statistics.buckets import LASTED, LIFE, WAITING, lasted, span_key
from casework.statistics.dashboards.streams import Look, kind_of, number
from casework.statistics.measures import MEASURES
from casework.statistics.members import member_condition
from casework.statistics.predicates import Ask, closed, still_open
from casework.store.facts import FACTS

YEARS = 3
"""Of how many years the records are that are looked at; of petitions, which are a stock, all of them."""
MARKS = (0, 3, 7, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 365, 455, 545, 730, 1095)
"""The days at which it is told how many are still open."""
SHARES = (Fraction(1, 2), Fraction(3, 4), Fraction(9, 10))
"""Of what share of all it is told after how many days they were finished."""
COHORTS = {"kntc.total": "kntc.received"}
"""The measure of what began in the period, where it is another than the total."""


def durations(look: Look) -> tuple[Duration, ...]:
    """How long each stream takes, from the first day to the final result."""
    return tuple(_duration(look, stream) for stream in look.streams())


def cohort(question: Question) -> Question:
    """The question about what was received in the last `YEARS` years before the as-of day."""
    first: date = question.as_of
    for _ in range(YEARS):
        first = prior_year(first) if first.year > 1900 else first
    return replace(question, first=first)


def _duration(look: Look, stream: Stream) -> Duration:
    code = COHORTS.get(stream.total, stream.total)
    measure, kind = MEASURES[code], kind_of(stream)
    question = look.all_time if code.startswith("petitions.") else cohort(look.question)
    table = FACTS[kind]
    ask = Ask(table, question, look.rules)
    conditions = (
        member_condition(measure, {}, question, look.rules),
        *look.scope.conditions(kind, table.c.record_id),
    )
    took = lasted(ask).label("took")
    ended: Counter[int] = Counter()
    for days, count in look.session.execute(
        select(took, func.count()).where(*conditions, closed(ask)).group_by(took.name)
    ):
        ended[max(0, int(days))] += count
    going: Counter[int] = Counter()
    begun = table.c.opened_on
    for day, count in look.session.execute(
        select(begun, func.count()).where(*conditions, still_open(ask)).group_by(begun)
    ):
        going[max(0, (question.as_of - day).days)] += count
    steps = survival(ended, going)
    last = max((*ended, *going), default=0)
    marks = MARKS[: bisect_left(MARKS, last) + 1]
    stages, least = [], 0
    for most in (*marks, None) if last > MARKS[-1] else marks:
        key = span_key(least, most)
        inside = range(least, (last if most is None else most) + 1)
        longer = None
        if most is not None:
            left = sum(n for days, n in (*ended.items(), *going.items()) if days > most)
            longer = number(left, code, question, **{LIFE.code: span_key(most + 1, None)})
        stages.append(
            Stage(
                least,
                most,
                number(sum(ended[day] for day in inside), code, question, **{LASTED.code: key}),
                number(sum(going[day] for day in inside), code, question, **{WAITING.code: key}),
                longer,
                next((step for step in reversed(steps) if most is None or step.day <= most), None),
            )
        )
        least = (last if most is None else most) + 1
    whole = number(ended.total() + going.total(), code, question)
    return Duration(stream, whole, tuple(stages), {share: days_until(steps, 1 - share) for share in SHARES})
