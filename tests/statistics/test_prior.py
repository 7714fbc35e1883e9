"""The same span a year before: declared, counted, or unknown; and what a reader's scope hides."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.domain.access import ForbiddenError, Reader
from casework.domain.figures import FigureKind
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.services.figures import catalogue, figures
from casework.statistics.figure_set import figure_set
from casework.statistics.measures import MEASURES
from casework.statistics.prior import TOLERANCE, Prior, prior_count
from casework.statistics.rules import load_rules
from casework.statistics.scope import EVERYTHING, Scope, scope_of
from casework.store.declared import Declaration, declare
from casework.store.journal import Act
from tests.statistics.test_edges import AS_OF, FIRST, HALF, Desk, desk

__all__ = ["desk"]
K = RecordKind
VISITS = MEASURES["reception.visits"]


def visit(desk: Desk, day: date) -> None:
    """A reception on a day."""
    desk.write(K.RECEPTION, day, received_on=day, form="regular", people=1, type="complaint")


def asked(desk: Desk, question: Question = HALF, scope: Scope = EVERYTHING) -> Prior:
    """The visits of the year before."""
    with desk.db.read() as session:
        return prior_count(session, VISITS, question, load_rules(session), scope)


def declared(desk: Desk, value: int, first: date, last: date, period: str = "6 tháng đầu năm 2023") -> None:
    """A declared figure of the visits."""
    act = Act("declare", desk.reader.user_id, "", datetime(2024, 7, 1, tzinfo=UTC))
    with desk.db.write() as session:
        declare(session, [Declaration(VISITS.code, VISITS.label, period, first, last, value, "Báo cáo số 9")], act)


def test_unknown_when_the_register_was_not_kept_throughout(desk: Desk) -> None:
    for month in (1, 2, 3, 5, 6):
        visit(desk, date(2023, month, 10))
    visit(desk, date(2024, 3, 1))
    assert asked(desk).value is None
    change = figures(desk.db, desk.reader, HALF).get("reception.visits_change")
    assert change is not None
    assert (change.numerator, change.denominator, change.printed) == (1, None, "")


def test_counted_when_every_month_has_records(desk: Desk) -> None:
    for day in (date(2022, 12, 20), *(date(2023, month, 10) for month in range(1, 7))):
        visit(desk, day)
    visit(desk, date(2022, 12, 14))
    visit(desk, date(2023, 6, 16))
    visit(desk, date(2024, 3, 1))
    found = asked(desk)
    assert (found.value, found.declared) == (7, False)
    change = figures(desk.db, desk.reader, HALF).get("reception.visits_change")
    assert change is not None
    assert change.printed == "giảm 86% so với cùng kỳ năm 2023"


def test_a_declared_figure_wins_and_names_its_source(desk: Desk) -> None:
    for day in (date(2022, 12, 20), *(date(2023, month, 10) for month in range(1, 7))):
        visit(desk, day)
    declared(desk, 70, date(2022, 12, 15), date(2023, 6, 14))
    found = asked(desk)
    assert (found.value, found.declared) == (70, True)
    assert "Báo cáo số 9" in found.source
    # Whoever counts without denunciations is not compared with a figure that counts them.
    apart = asked(desk, scope=scope_of(Reader(desk.reader.user_id, Role.AUDITOR)))
    assert (apart.value, apart.declared) == (7, False)


def test_a_declared_figure_counts_for_its_own_span_only(desk: Desk) -> None:
    declared(desk, 70, date(2022, 12, 15), date(2023, 6, 14))
    assert asked(desk, Question(FIRST, date(2024, 6, 14) + TOLERANCE)).value == 70
    assert asked(desk, Question(FIRST, date(2024, 6, 30))).value is None
    assert asked(desk, Question(date(2024, 1, 1), AS_OF)).value is None


def test_a_newer_declaration_replaces_the_older_one(desk: Desk) -> None:
    for value in (70, 80):
        declared(desk, value, date(2022, 12, 15), date(2023, 6, 14))
    assert asked(desk).value == 80
    printed = [f for f in figures(desk.db, desk.reader, HALF) if f.kind is FigureKind.DECLARED]
    assert [(f.value, f.source) for f in printed] == [(80, "Báo cáo số 9")]


def test_a_past_state_of_knowledge_has_its_own_declared_figures(desk: Desk) -> None:
    visit(desk, date(2024, 3, 1))
    for value in (70, 80):
        declared(desk, value, date(2022, 12, 15), date(2023, 6, 14))
    told = {known: asked(desk, Question(FIRST, AS_OF, known)).value for known in (1, 2, 3)}
    assert told == {1: None, 2: 70, 3: 80}
    for known in (1, 2, 3):
        printed = figures(desk.db, desk.reader, Question(FIRST, AS_OF, known))
        assert [f.value for f in printed if f.kind is FigureKind.DECLARED] == [n for n in [told[known]] if n]


def test_a_scope_hides_kinds_and_says_so(desk: Desk) -> None:
    visit(desk, date(2024, 3, 1))
    declared(desk, 70, date(2022, 12, 15), date(2023, 6, 14))
    scope = Scope.of({K.PETITION, K.CASE})
    assert "Tiếp công dân" in scope.words
    assert EVERYTHING.words != scope.words
    nobody = Reader(desk.reader.user_id, Role.ADMINISTRATOR)
    with desk.db.read() as session:
        assert list(figure_set(session, HALF, scope_of(nobody))) == []
    with pytest.raises(ForbiddenError):
        figures(desk.db, nobody, HALF)
    assert catalogue(nobody) == []
    assert {entry.code for entry in catalogue(desk.reader)} >= set(MEASURES)


def test_the_fingerprint_is_of_the_figures(desk: Desk) -> None:
    visit(desk, date(2024, 3, 1))
    before = figures(desk.db, desk.reader, HALF)
    assert figures(desk.db, desk.reader, HALF).fingerprint() == before.fingerprint()
    other = Question(FIRST, date(2024, 6, 14))
    assert figures(desk.db, desk.reader, other).fingerprint() != before.fingerprint()
    visit(desk, date(2024, 6, 16))
    assert figures(desk.db, desk.reader, HALF).fingerprint() == before.fingerprint()
    visit(desk, AS_OF)
    assert figures(desk.db, desk.reader, HALF).fingerprint() != before.fingerprint()
