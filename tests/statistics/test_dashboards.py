"""The panels against a slow replay of the journal, and each of their numbers against the list that it opens."""

from __future__ import annotations

import dataclasses
import random
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.domain.access import Reader
from casework.domain.panels import FEWEST, Number
from casework.domain.periods import Question
from casework.domain.vocabulary import Role
from casework.statistics.dashboards.compared import offered, ranking
from casework.statistics.dashboards.lasting import durations
from casework.statistics.dashboards.months import by_month
from casework.statistics.dashboards.open_now import AGES, DUES, by_age, by_due
from casework.statistics.dashboards.streams import BEGINNING, Look
from casework.statistics.dashboards.tracked import tracks
from casework.statistics.dashboards.year import goals, year_lines
from casework.statistics.labels import load_labels
from casework.statistics.list_query import ListQuery, listing_of
from casework.statistics.listing import count_listed
from casework.statistics.measures import MEASURES
from casework.statistics.rules import load_rules
from casework.statistics.scope import EVERYTHING, Scope, scope_of
from casework.store.database import Database
from casework.store.journal import last_position
from tests.statistics.oracle import Oracle, Record
from tests.statistics.test_histories import oracle, questions, world
from tests.statistics.test_scope import AS_OF, SEED, Office

SEEDS = st.integers(0, 2**32)
few = settings(max_examples=3, deadline=None)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both databases; each example has a database of its own."""
    return str(request.param)


def look_of(session: Any, question: Question, scope: Scope = EVERYTHING) -> Look:
    """What the panels are asked with."""
    return Look(session, question, load_rules(session), scope, load_labels(session))


def numbers_in(found: Any) -> Iterator[Number]:
    """Every number that stands anywhere in a panel."""
    if isinstance(found, Number):
        yield found
    elif dataclasses.is_dataclass(found) and not isinstance(found, type):
        for one in dataclasses.fields(found):
            yield from numbers_in(getattr(found, one.name))
    elif isinstance(found, dict):
        yield from numbers_in(tuple(found.values()))
    elif isinstance(found, tuple | list):
        for one in found:
            yield from numbers_in(one)


def everything(look: Look) -> list[Any]:
    """All panels of one question."""
    kept: list[Any] = [by_age(look), by_due(look), by_month(look), tracks(look), durations(look)]
    kept += [ranking(look, code, name) for code, _label, by in offered(look) for name, _word in by]
    return [*kept, year_lines(look), goals(look)]


# --- each number opens ------------------------------------------------------------------------------------------


def opened(db: Database, who: Reader, question: Question) -> int:
    """Opens numbers of all panels, at least one of each kind of mark, and a part of the empty sets; how many were above
    nought."""
    with db.read() as session:
        told = dict.fromkeys(numbers_in(everything(look_of(session, question, scope_of(who)))))
        empty = [one for one in told if not one.value]
        full = [one for one in told if one.value]
        dice = random.Random(f"{SEED} {question} {who.user_id}")
        chosen = {(one.code, tuple(name for name, _key in one.cell)): one for one in dice.sample(full, len(full))}
        rest = (*dice.sample(full, min(60, len(full))), *dice.sample(empty, min(20, len(empty))))
        for one in (*chosen.values(), *rest):
            kind = MEASURES[one.code].population.kind
            query = ListQuery(kind, one.question, one.code, dict(one.cell))
            assert count_listed(session, listing_of(query, who, load_rules(session))) == one.value, one
    return len(full)


def test_each_number_is_as_many_records_as_its_list_shows(database_url: str) -> None:
    """For a leader and the head of a unit, some records being closed to them; today and on a past day, as known then
    and as known now."""
    office = Office(database_url, SEED)
    day = date(2024, 5, 31)
    with office.db.read() as session:
        known = last_position(session) * 2 // 3
    past = Question(AS_OF.first, day)
    asked = (
        (Role.LEADER, AS_OF),
        (Role.LEADER, Question(AS_OF.first, day, known)),
        (Role.UNIT_HEAD, past),
    )
    for role, question in asked:
        who = next(one for one in office.readers if one.role is role)
        assert opened(office.db, who, question) > (100 if role is Role.LEADER else 10), (role, question)
    office.db.close()


# --- the slow replay --------------------------------------------------------------------------------------------


OPEN = {
    "petitions.council.total": "petitions.council.open",
    "petitions.national_assembly.total": "petitions.national_assembly.open",
    "letters.total": "letters.open",
    "kntc.total": "kntc.open",
    "pakn.received": "pakn.open",
}
FINISHED = {
    "petitions.council.total": "petitions.council.resolved",
    "petitions.national_assembly.total": "petitions.national_assembly.resolved",
    "letters.total": "letters.total",
    "kntc.total": "kntc.total",
    "pakn.received": "pakn.received",
}


def _ages(records: list[Record], day: date) -> list[int]:
    edges = (10, 30, 60, 90, 180, 365, 730)
    counts = [0] * 8
    for record in records:
        age = (day - record["opened_on"]).days
        counts[sum(1 for edge in edges if age > edge)] += 1
    return counts


def _due(record: Record, day: date) -> str:
    if record["closed_on"] is not None:
        return "settled"
    if record["state"] == "suspended":
        return "suspended"
    if record["due_on"] is None:
        return "none"
    ahead = (record["due_on"] - day).days
    return "past" if ahead < 0 else f"w{ahead // 7}" if ahead < 56 else "later"


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_the_panels_equal_a_slow_replay_of_the_journal(
    seed: int, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with world(request, database_kind, tmp_path, seed, acts=90) as made:
        slow = oracle(made)
        for question in questions(made, seed, 4):
            ever = Question(BEGINNING, question.as_of, question.known)
            with made.db.read() as session:
                look = look_of(session, question)
                for spread in by_age(look):
                    records = slow.members(OPEN[spread.stream.total], ever)
                    assert [spread.parts[key].value for key in AGES] == _ages(records, question.as_of)
                    assert spread.whole.value == len(records)
                for spread in by_due(look):
                    records = slow.members(OPEN[spread.stream.total], ever)
                    told = Counter(_due(record, question.as_of) for record in records)
                    assert {key: one.value for key, one in spread.parts.items()} == {key: told[key] for key in DUES}
                    assert told["past"] == len(slow.members(spread.stream.overdue, ever))
                _months(slow, look)
                _tracks(slow, look)
                _rankings(slow, look)
                _durations(slow, look)


def _months(slow: Oracle, look: Look) -> None:
    as_of = look.question.as_of
    ever = Question(BEGINNING, as_of, look.question.known)
    months = [as_of.year * 100 + as_of.month]
    while len(months) < 13:
        months.insert(0, months[0] - 89 if months[0] % 100 == 1 else months[0] - 1)
    for stream, lines in by_month(look):
        came = Counter(r["month"] for r in slow.members(stream.total, ever))
        done = [r["closed_on"] for r in slow.members(FINISHED[stream.total], ever) if r["closed_on"]]
        went = Counter(day.year * 100 + day.month for day in done)
        assert [(one.month, one.received.value, one.finished.value) for one in lines] == [
            (month, came[month], went[month]) for month in months
        ]


def _tracks(slow: Oracle, look: Look) -> None:
    as_of, known = look.question.as_of, look.question.known
    days = [as_of]
    day = as_of.replace(day=1) - timedelta(days=1)
    while len(days) < 13:
        days.insert(0, day)
        day = day.replace(day=1) - timedelta(days=1)
    keys = {
        str(r["council_resolution_id"]) for r in slow.members("petitions.basket.total", Question(days[0], as_of, known))
    }
    found = tracks(look)
    assert {one.key for one in found} == keys
    for track in found:
        for day, point in zip(days, track.points, strict=True):
            assert day == as_of or day.day == monthrange(day.year, day.month)[1]
            for word, number in (("total", point.total), ("resolved", point.resolved)):
                records = slow.members(f"petitions.basket.{word}", Question(BEGINNING, day, known))
                own = [r for r in records if str(r["council_resolution_id"]) == track.key]
                assert (number.value, number.question.as_of) == (len(own), day)


def _rankings(slow: Oracle, look: Look) -> None:
    for code, by, reached, total in (
        ("kntc.resolved_rate", "unit", "kntc.resolved", "kntc.total"),
        ("petitions.council.resolved_rate", "place", "petitions.council.resolved", "petitions.council.total"),
        ("pakn.on_time_rate", "unit", "pakn.on_time", "pakn.received"),
    ):
        found = ranking(look, code, by)
        assert found is not None
        whole = Counter(slow.key(r, by) for r in slow.members(total, look.question))
        part = Counter(slow.key(r, by) for r in slow.members(reached, look.question))
        lines = [*found.compared, *found.few]
        assert {dict(one.total.cell)[by]: one.total.value for one in lines} == dict(whole)
        assert all(one.reached.value == part[dict(one.total.cell)[by]] for one in lines)
        assert all((one.total.value >= FEWEST) == (one in found.compared) for one in lines)
        assert (found.whole.total.value, found.whole.reached.value) == (whole.total(), part.total())


def _durations(slow: Oracle, look: Look) -> None:
    as_of = look.question.as_of
    three = date(as_of.year - 3, as_of.month, min(as_of.day, 28) if as_of.month == 2 else as_of.day)
    for found in durations(look):
        total = found.stream.total
        first = BEGINNING if total.startswith("petitions") else three
        code = "kntc.received" if total == "kntc.total" else total
        records = slow.members(code, Question(first, as_of, look.question.known))
        assert found.whole.value == len(records)
        lives = [(((r["closed_on"] or as_of) - r["opened_on"]).days, r["closed_on"] is not None) for r in records]
        share = Fraction(1)
        at = 0
        days = sorted({max(0, days) for days, _ended in lives})
        for stage in found.stages:
            most = days[-1] if stage.most is None and days else stage.most or 0
            while at < len(days) and days[at] <= most:
                left = sum(1 for life, _ended in lives if max(0, life) >= days[at])
                ended = sum(1 for life, over in lives if over and max(0, life) == days[at])
                share *= 1 - Fraction(ended, left)
                at += 1
            assert (Fraction(1) if stage.step is None else stage.step.open_share) == share
            assert (0 if stage.longer is None else stage.longer.value) == sum(1 for life, _over in lives if life > most)
            inside = [over for life, over in lives if stage.least <= max(0, life) <= most]
            assert (stage.ended.value, stage.waiting.value) == (sum(inside), len(inside) - sum(inside))
        assert sum(one.ended.value + one.waiting.value for one in found.stages) == len(records)
