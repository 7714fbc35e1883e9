"""Duties by law: the worked days of law-and-forms 8, each row of the table on a record that has it, or has not."""

from __future__ import annotations

from datetime import date

import pytest

from casework.domain.duties import DUTIES, Duty, duties
from casework.domain.fields import Value
from casework.domain.papers import PAPERS
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import form_field
from tests.domain.reference import LAW

K = RecordKind
DAY = date(2024, 3, 1)
DECIDED: dict[str, Value] = {"type": "complaint", "finished_on": DAY, "outcome": "correct"}
CONCLUDED: dict[str, Value] = {"type": "denunciation", "finished_on": DAY, "outcome": "denunciation_correct"}

CASES: list[tuple[RecordKind, str, dict[str, Value], date | None]] = [
    (K.LETTER, "letter.acceptance", {"type": "complaint", "received_on": date(2024, 1, 31)}, date(2024, 2, 15)),
    (K.LETTER, "letter.intake", {"type": "denunciation", "received_on": date(2024, 4, 22)}, date(2024, 5, 4)),
    (
        K.LETTER,
        "letter.intake",
        {"type": "denunciation", "received_on": date(2024, 4, 22), "several_places": True},
        date(2024, 5, 8),
    ),
    (
        K.LETTER,
        "letter.transfer",
        {"type": "denunciation", "received_on": DAY, "competence": "other"},
        date(2024, 3, 8),
    ),
    (K.LETTER, "letter.retention", {"handling": "filed", "handled_on": DAY}, date(2025, 3, 3)),
    (K.RECEPTION, "reception.result", {"received_on": DAY, "handling": "accepted"}, date(2024, 3, 15)),
    (K.RECEPTION, "reception.conclusion", {"received_on": DAY, "form": "scheduled"}, None),
    (K.CASE, "case.acceptance", {"type": "complaint", "received_on": DAY}, date(2024, 3, 11)),
    (K.CASE, "case.notice", {"type": "denunciation", "accepted_on": DAY}, date(2024, 3, 8)),
    (K.CASE, "case.suspension_sent", {"type": "denunciation", "suspended_on": DAY}, date(2024, 3, 8)),
    (K.CASE, "case.termination_sent", {**CONCLUDED, "outcome": "terminated"}, date(2024, 3, 8)),
    (K.CASE, "case.decision_sent", DECIDED, date(2024, 3, 6)),
    (K.CASE, "case.decision_sent", {**DECIDED, "instance": "second"}, date(2024, 3, 8)),
    (K.CASE, "case.conclusion_sent", CONCLUDED, date(2024, 3, 8)),
    (K.CASE, "case.published", {**DECIDED, "instance": "second"}, date(2024, 3, 18)),
    (K.CASE, "case.conclusion_acted", CONCLUDED, date(2024, 3, 12)),
    (K.CASE, "case.effect", DECIDED, date(2024, 4, 1)),
    (K.CASE, "case.effect", {**DECIDED, "remote": True}, date(2024, 4, 15)),
    (K.CASE, "case.second_file", DECIDED, date(2024, 4, 1)),
    (K.CASE, "case.investigation", {"type": "denunciation", "investigated_on": DAY}, date(2024, 3, 21)),
]
NOT: list[tuple[RecordKind, str, dict[str, Value]]] = [
    (K.LETTER, "letter.acceptance", {"type": "petition_or_feedback", "received_on": DAY}),
    (K.LETTER, "letter.transfer", {"type": "denunciation", "received_on": DAY, "competence": "own"}),
    (K.LETTER, "letter.retention", {"handling": "guided", "handled_on": DAY}),
    (K.RECEPTION, "reception.result", {"received_on": DAY, "handling": "explained"}),
    (K.RECEPTION, "reception.conclusion", {"received_on": DAY, "form": "regular"}),
    (K.CASE, "case.decision_sent", {**DECIDED, "outcome": "withdrawn"}),
    (K.CASE, "case.published", DECIDED),
    (K.CASE, "case.effect", {**DECIDED, "instance": "second"}),
    (K.CASE, "case.second_file", {**DECIDED, "disciplinary": True}),
    (K.CASE, "case.suspension_sent", {"type": "complaint", "suspended_on": DAY}),
]


def found(kind: RecordKind, code: str, values: dict[str, Value]) -> Duty | None:
    """The duty of this code, if a record with these values has it."""
    return next((one for one in duties(kind, values, LAW) if one.code == code), None)


@pytest.mark.parametrize(("kind", "code", "values", "due_on"), CASES)
def test_a_duty_is_due_on_its_day(kind: RecordKind, code: str, values: dict[str, Value], due_on: date | None) -> None:
    duty = found(kind, code, values)
    assert duty is not None
    assert (duty.due_on, duty.done_on) == (due_on, None)
    assert duty.explanation


@pytest.mark.parametrize(("kind", "code", "values"), NOT)
def test_a_record_that_is_not_so_has_it_not(kind: RecordKind, code: str, values: dict[str, Value]) -> None:
    assert found(kind, code, values) is None


def test_every_row_is_shown_and_names_real_fields() -> None:
    """No row of the table without a worked day here; what it reads is declared."""
    assert {(kind, row.code) for kind, rows in DUTIES.items() for row in rows} == {(k, c) for k, c, _v, _d in CASES}
    for kind, rows in DUTIES.items():
        for row in rows:
            for name in (row.start, *row.done, *row.when, *row.unless):
                form_field(kind, name)


def test_what_was_done_before_the_start_does_not_count() -> None:
    """A notice of a former suspension does not fulfil the duty of the next one; the first fitting day does."""
    before: dict[str, Value] = {"type": "denunciation", "suspended_on": DAY, "ruling_sent_on": date(2024, 2, 1)}
    duty = found(K.CASE, "case.suspension_sent", before)
    assert duty is not None
    assert duty.done_on is None
    late = found(K.CASE, "case.suspension_sent", {**before, "ruling_sent_on": date(2024, 3, 11)})
    assert late is not None
    assert late.late


def test_a_paper_fulfils_the_duty_that_names_it() -> None:
    """Issued on its first day or after, whichever of field and paper came first; a paper that is only made for it does
    not, nor one from before the start."""
    case: dict[str, Value] = {"type": "denunciation", "accepted_on": DAY}

    def done(*days: date, paper: str = "acceptance", **more: Value) -> date | None:
        return next(one.done_on for one in duties(K.CASE, {**case, **more}, LAW, {paper: days}) if "notice" in one.code)

    early, first, second = date(2024, 2, 29), DAY, date(2024, 3, 12)
    assert done() is None
    assert done(early) is None
    assert done(second, early, first) == first
    assert done(second, acceptance_noticed_on=date(2024, 3, 4)) == date(2024, 3, 4)
    assert done(first, paper="proposal") is None
    for kind, rows in DUTIES.items():
        for row in rows:
            assert all(kind in PAPERS[code].kinds for code in row.fulfilled_by), row.code


def test_only_confirmed_law_is_cited() -> None:
    """A limit that is the office's own setting cites nothing (law-and-forms: [K-med] is never printed as law)."""
    for kind, _code, values, _due in CASES:
        for duty in duties(kind, values, LAW):
            assert duty.confidence == "high" or duty.citation == ""
