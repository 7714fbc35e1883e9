"""Every figure against its members, its lists and a slow replay of the journal, on random histories, both databases."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.domain.fields import field
from casework.domain.figures import Figure, FigureKind, FigureSet
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.services.figures import figures
from casework.services.register_export import export
from casework.services.registers import ListQuery, register_page
from casework.statistics.measures import MEASURES, RATES
from casework.statistics.members import select_members, sum_of_members
from casework.statistics.rules import load_rules
from casework.statistics.scope import EVERYTHING
from casework.store.chain import verify_chain
from casework.store.journal import all_histories, last_position
from tests.databases import migrated
from tests.statistics.oracle import WORDS, Oracle
from tests.statistics.world import FIRST, World

SEEDS = st.integers(0, 2**32)
few = settings(max_examples=8, deadline=None)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both databases; each example has a database of its own."""
    return str(request.param)


@contextmanager
def world(request: pytest.FixtureRequest, kind: str, folder: Path, seed: int, acts: int = 60) -> Iterator[World]:
    """A fresh database in which `acts` things have happened."""
    with migrated(request, kind, folder) as url:
        made = World(url, seed)
        try:
            made.happen(acts)
            yield made
        finally:
            made.db.close()


def oracle(made: World) -> Oracle:
    """The replay of everything in the journal."""
    with made.db.read() as session:
        return Oracle({kind: [e for _id, e in all_histories(session, kind)] for kind in RecordKind}, made.law)


def questions(made: World, seed: int, count: int) -> list[Question]:
    """Random periods, as-of days and, for every other one, a state of knowledge in the past.

    Most days are such on which something happened or was due: what is wrong by one day is wrong there.
    """
    dice = random.Random(seed + 1)
    slow = oracle(made)
    with made.db.read() as session:
        last = last_position(session)
    days = slow.days()
    found = []
    for number in range(count):
        pair = [dice.choice(days) if dice.random() < 0.8 else FIRST + timedelta(days=dice.randint(0, 330))]
        pair.append(dice.choice(days))
        found.append(Question(min(pair), max(pair), dice.randint(1, last) if number % 2 else None))
    return found


def counted(found: FigureSet) -> list[Figure]:
    """The figures that have members."""
    return [figure for figure in found if figure.kind is FigureKind.RECORDS]


def test_the_oracle_knows_every_measure() -> None:
    assert set(WORDS) == set(MEASURES)


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_every_cell_equals_a_slow_replay_of_the_journal(
    seed: int, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with world(request, database_kind, tmp_path, seed) as made:
        slow = oracle(made)
        for question in questions(made, seed, 6):
            found = figures(made.db, made.reader, question)
            cells = {(f.code, f.cell): f.value for f in counted(found)}
            told: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
            dimensions = {(f.code, tuple(name for name, _key in f.cell)) for f in counted(found)}
            for code, names in dimensions:
                members = slow.members(code, question)
                for record in members:
                    cell = tuple((name, slow.key(record, name)) for name in names)
                    told[code, cell] += slow.value(code, [record])
            assert {key: value for key, value in cells.items() if value} == {k: n for k, n in told.items() if n}
            wholes = {code: slow.value(code, slow.members(code, question)) for code in MEASURES}
            assert {code: found.value(code) for code in MEASURES} == wholes


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_every_figure_is_the_number_of_its_members(
    seed: int, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with world(request, database_kind, tmp_path, seed) as made, made.db.read() as session:
        rules = load_rules(session)
        assert list(verify_chain(session)) == []
        for question in questions(made, seed, 2):
            for figure in counted(figures(made.db, made.reader, question)):
                measure, cell = MEASURES[figure.code], dict(figure.cell)
                assert figure.value == sum_of_members(session, measure, cell, question, rules, EVERYTHING), figure
                ids = list(session.scalars(select_members(measure, cell, question, rules, EVERYTHING)))
                assert len(ids) == len(set(ids))
                if measure.quantity is None:
                    assert figure.value == len(ids), figure


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_every_figure_again_from_the_listed_and_the_exported_rows(
    seed: int, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with world(request, database_kind, tmp_path, seed) as made:
        dice = random.Random(seed)
        for question in questions(made, seed, 2):
            found = counted(figures(made.db, made.reader, question))
            for figure in dice.sample(found, min(40, len(found))):
                measure = MEASURES[figure.code]
                query = ListQuery(measure.population.kind, question, figure.code, dict(figure.cell))
                given_out = export(made.db, made.reader, query)
                text = io.StringIO()
                writer = csv.writer(text)
                writer.writerow(given_out.heading)
                writer.writerows(given_out.rows)
                rows = list(csv.DictReader(io.StringIO(text.getvalue())))
                if measure.quantity is None:
                    assert figure.value == len(rows), figure
                else:
                    label = field(measure.population.kind, measure.quantity).label
                    assert figure.value == sum(int(row[label] or 0) for row in rows), figure
                page = register_page(made.db, made.reader, query)
                assert page.total == len(rows)
                assert page.figure is not None
                assert page.figure.value == figure.value


IDENTITIES = [
    *((f"petitions.{name}.total", ("resolved", "open")) for name in ("council", "basket", "untracked")),
    ("petitions.national_assembly.total", ("resolved", "open")),
    ("letters.total", ("eligible", "not_eligible")),
    ("letters.total", ("handled", "open")),
    ("kntc.total", ("carried_in", "received")),
    ("kntc.total", ("resolved", "open")),
    ("pakn.received", ("on_time", "late", "open")),
]
PARTS = [
    ("petitions.council.total", ("petitions.basket.total", "petitions.untracked.total")),
    ("petitions.council.answered", ("petitions.basket.answered", "petitions.untracked.answered")),
]
BOUNDS = [
    ("kntc.open_overdue", "kntc.open"),
    ("kntc.resolved_late", "kntc.resolved"),
    ("letters.handled_late", "letters.handled"),
    ("letters.open_overdue", "letters.open"),
    ("pakn.open_overdue", "pakn.open"),
    ("reception.large_groups", "reception.visits"),
    ("reception.large_group_people", "reception.people"),
    *((f"petitions.{name}.overdue", f"petitions.{name}.open") for name in ("council", "basket", "untracked")),
]


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_partitions_add_up(seed: int, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with world(request, database_kind, tmp_path, seed) as made:
        for question in questions(made, seed, 6):
            found = figures(made.db, made.reader, question)
            for code, measure in MEASURES.items():
                for name in measure.cuts:
                    cells = found.breakdown(code, name)
                    assert sum(cell.value or 0 for cell in cells) == found.value(code), (code, name)
            cells_of = {dict(f.cell).__repr__(): dict(f.cell) for f in counted(found)}
            for whole, parts in IDENTITIES:
                stem = whole.rsplit(".", 1)[0]
                for cell in cells_of.values():
                    if found.get(whole, **cell) and all(found.get(f"{stem}.{part}", **cell) for part in parts):
                        assert found.value(whole, **cell) == sum(found.value(f"{stem}.{p}", **cell) for p in parts)
                assert found.value(whole) == sum(found.value(f"{stem}.{part}") for part in parts)
            for whole, codes in PARTS:
                assert found.value(whole) == sum(found.value(code) for code in codes)
            for small, great in BOUNDS:
                assert found.value(small) <= found.value(great)
            for rate in RATES.values():
                for figure in (f for f in found if f.code == rate.code):
                    cell = dict(figure.cell)
                    assert figure.numerator == found.value(rate.numerator.code, **cell)
                    assert figure.denominator == found.value(rate.denominator.code, **cell)


@pytest.mark.slow
@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_what_was_known_then_is_still_answered_so(
    seed: int, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The second question about the past: later recording changes nothing of what was known at a position."""
    with world(request, database_kind, tmp_path, seed, acts=40) as made:
        with made.db.read() as session:
            then = last_position(session)
        day = FIRST + timedelta(days=150)
        now = Question(FIRST + timedelta(days=60), day)
        before = figures(made.db, made.reader, now)
        made.happen(30, share_new=0.3)
        known = figures(made.db, made.reader, Question(now.first, day, then))
        assert {(f.code, f.cell): f.value for f in counted(known)} == {
            (f.code, f.cell): f.value for f in counted(before)
        }
        fresh = World(made.db.url, seed)
        for question in (now, known.question):
            told = figures(made.db, made.reader, question)
            assert told.fingerprint() == figures(fresh.db, fresh.reader, question).fingerprint()
        fresh.db.close()
