"""Two hundred random histories: both questions about the past against a slow replay, issued reports that stay as they
were, and every difference told record by record, none left over; a hundred on each database."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.domain.differences import Reason
from casework.domain.figures import Cell
from casework.domain.periods import Question, free_range
from casework.domain.vocabulary import RecordKind
from casework.services.figures import figures
from casework.services.reporting.comparing import Comparison, compare_issued, compare_questions, compare_today
from casework.services.reporting.issuing import IssueOrder, issue
from casework.services.reporting.making import ReportOrder
from casework.statistics.measures import MEASURES
from casework.store.issued import heads, read_part
from casework.store.journal import all_histories, last_position
from tests.databases import migrated
from tests.statistics.oracle import Oracle
from tests.statistics.world import FIRST, World

NOW = datetime(2024, 9, 2, tzinfo=UTC)


@contextmanager
def world(request: pytest.FixtureRequest, kind: str, folder: Path, seed: int) -> Iterator[World]:
    """A fresh database."""
    with migrated(request, kind, folder) as url:
        made = World(url, seed)
        try:
            yield made
        finally:
            made.db.close()


def replayed(made: World, question: Question) -> dict[str, int]:
    """The whole figures by a slow replay of the journal."""
    with made.db.read() as session:
        slow = Oracle({kind: [e for _id, e in all_histories(session, kind)] for kind in RecordKind}, made.law)
    return {code: slow.value(code, slow.members(code, question)) for code in MEASURES}


def counted(made: World, question: Question) -> dict[str, int]:
    """The whole figures as counted."""
    found = figures(made.db, made.reader, question)
    return {code: found.value(code) for code in MEASURES}


def parts(made: World, issued_id: int) -> dict[str, bytes]:
    """Every part of an issued report as kept."""
    with made.db.read() as session:
        return {part.name: read_part(session, issued_id, part.name) or b"" for part in heads(session, issued_id)}


def position(made: World) -> int:
    """The journal's last position."""
    with made.db.read() as session:
        return last_position(session)


def add_up(found: Comparison) -> None:
    """Each figure's difference is the sum of its records' differences, and each of these has its reasons."""
    assert found.unexplained == 0
    told: Counter[tuple[str, Cell]] = Counter()
    for records in found.records.values():
        for record in records:
            assert record.explained, record
            assert record.deltas
            for key, number in record.deltas.items():
                told[key] += number
    for one in found.figures:
        if one.difference is not None and "cùng kỳ" not in one.label:
            key = (one.difference.code, one.difference.cell)
            assert told.pop(key, 0) == one.difference.difference == sum(one.difference.parts.values())
            assert one.difference.rest == 0
    assert not any(told.values())


def order(first: date, as_of: date) -> IssueOrder:
    """A report over some days, without its files: these are proved in `test_issuing`."""
    return IssueOrder(ReportOrder(free_range(first, as_of)), files=())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("part", range(4))
def test_every_difference_is_explained(kind: str, part: int, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """200 histories in all, a hundred on each database."""
    told: set[Reason] = set()
    begin = part * 25 + (0 if kind == "sqlite" else 100)
    for seed in range(begin, begin + 25):
        dice = random.Random(seed)
        with world(request, kind, tmp_path, seed) as made:
            made.happen(25)
            then = position(made)
            first = FIRST + timedelta(days=dice.randint(0, 200))
            as_of = first + timedelta(days=dice.randint(20, 150))
            asked = Question(first, as_of)
            before = counted(made, asked)
            assert before == replayed(made, asked)
            issued = issue(made.db, made.reader, order(first, as_of), now=NOW)
            kept = parts(made, issued)
            made.happen(15, share_new=0.25)
            assert counted(made, asked) == replayed(made, asked)
            known = replace(asked, known=then)
            assert counted(made, known) == replayed(made, known) == before
            assert parts(made, issued) == kept
            today = compare_today(made.db, made.reader, issued)
            add_up(today)
            differs = {code for code, n in counted(made, asked).items() if n != before[code]}
            named = {one.difference.code for one in today.figures if one.difference and not one.difference.cell}
            assert differs <= named
            other = max(as_of + timedelta(days=dice.randint(-15, 60)), first + timedelta(days=31))
            again = issue(made.db, made.reader, order(first + timedelta(days=dice.choice([0, 0, 30])), other), now=NOW)
            both = compare_issued(made.db, made.reader, again, issued)
            assert both.then.issued_id == issued
            add_up(both)
            add_up(compare_questions(made.db, made.reader, asked, Question(date(2023, 1, 1), other, then)))
            told |= {*today.reasons, *both.reasons}
    assert Reason.UNEXPLAINED not in told
    assert {Reason.ENTERED_LATE, Reason.CORRECTED, Reason.HAPPENED, Reason.STRUCK_OUT} <= told


def test_what_went_past_the_journal_stays_unexplained(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A row of facts changed by hand: the difference is shown as unexplained, not silently told as something else."""
    with world(request, "sqlite", tmp_path, 7) as made:
        made.happen(30)
        issued = issue(made.db, made.reader, order(date(2023, 1, 1), date(2024, 12, 31)), now=NOW)
        add_up(compare_today(made.db, made.reader, issued))
        with made.db.write() as session:
            session.execute(text("UPDATE letter_facts SET eligible = NOT coalesce(eligible, false)"))
        made.happen(1)  # an answer that is remembered is asked anew
        found = compare_today(made.db, made.reader, issued)
        assert found.unexplained > 0
        assert Reason.UNEXPLAINED in found.reasons
