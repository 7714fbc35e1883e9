"""Statutory forms filled from random histories: each number is its members, and what a slow count says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from casework.domain import grounds as g
from casework.domain import vocabulary as v
from casework.domain.form_files import forms_of
from casework.domain.form_validation import faults_of, overlaps
from casework.domain.forms import FilledForm, FormDefinition
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.reports.form_paper import render_forms_pdf
from casework.reports.form_sheet import render_forms_xlsx
from casework.statistics.form_measures import column_measure, form_named, gap_measure, shipped_forms
from casework.statistics.form_populations import UNIT_OF
from casework.statistics.form_vocabulary import FORM_WORDS
from casework.statistics.forms import ONLY_BANDS, fill
from casework.statistics.members import member_condition, sum_of_members
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import EVERYTHING, Scope, scope_of
from casework.store.facts import FACTS
from casework.store.form_files import read_form_files
from casework.store.records import RECORDS
from tests.conftest import DATABASES
from tests.databases import migrated
from tests.services.desk import reader
from tests.statistics.world import World

K = RecordKind
QUESTIONS = (
    Question(date(2023, 12, 15), date(2024, 6, 14)),
    Question(date(2023, 10, 1), date(2024, 8, 31)),
    Question(date(2024, 3, 15), date(2024, 6, 14), known=300),
)
RULES = CountingRules(large_group=9)


class FormsWorld(World):
    """Random histories whose records also tell what the forms ask."""

    def _create(self, session: Any, kind: RecordKind) -> None:
        self.office = self.dice.choice(self.units)
        super()._create(session, kind)

    def _row(self, kind: RecordKind, filled: float = 0.6) -> tuple[dict[str, Any], date]:
        made, day = super()._row(kind, filled)
        if kind is K.RECEPTION:
            made.setdefault("form", self._term(v.ReceptionForm))  # no register leaves it empty
        return made, day

    def _reception(self, day: date) -> dict[str, Any]:
        return {
            **super()._reception(day),
            "delegated": self.dice.random() < 0.3,
            "matter": self.dice.choice([None, "A", "B", "C"]),
            "matters": self.dice.choice([None, 0, 1, 2]),
        }

    def _letter(self, day: date) -> dict[str, Any]:
        return {
            **super()._letter(day),
            "competence": self._term(g.LetterCompetence),
            "anonymous": self.dice.random() < 0.2,
            "instance": self._term(v.Instance),
            "form_content": self._term(g.MatterContent),
            "settlement": self._term(g.EarlierSettlement),
            "matter": self.dice.choice([None, "A", "B", "C"]),
            "replied_on": self._day(),
        }

    def _case(self, day: date) -> dict[str, Any]:
        quantities = (
            *(f"{what}_{when}_{whose}" for what in ("money", "land") for when in ("due", "done") for whose in WHOSE),
            *("organisations_due", "persons_due", "organisations_done", "persons_done"),
            *("disciplined", "disciplined_officials", "investigated_people", "investigated_officials"),
            *("prosecuted", "prosecuted_people", "prosecuted_officials"),
        )
        return {
            **super()._case(day),
            "letters": self.dice.randint(1, 4),
            "persuaded": self.dice.random() < 0.5,
            "executing_on": self._day(),
            "executed_on": self._day() if self.dice.random() < 0.5 else None,
            **{name: self.dice.randint(0, 9) for name in quantities},
        }


WHOSE = ("state", "organisations", "persons")


@pytest.fixture(scope="module", params=DATABASES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormsWorld]:
    """One random history on each database."""
    with migrated(request, request.param, tmp_path_factory.mktemp("forms")) as url:
        made = FormsWorld(url, seed=17)
        for _ in range(6):
            made.happen(90, share_new=0.7)
        yield made
        made.db.close()


def filled(world: World, question: Question, scope: Scope = EVERYTHING, **more: Any) -> dict[str, FilledForm]:
    """All forms of a question, by code."""
    with world.db.read() as session:
        session.info.clear()
        return {one.definition.code: one for one in fill(session, shipped_forms(), question, RULES, scope, **more)}


def rows(world: World, kind: RecordKind, question: Question) -> list[dict[str, Any]]:
    """The facts that stood on the as-of day, each with the unit that keeps the register: for a slow count."""
    table, record = FACTS[kind], RECORDS[kind]
    query = select(table, record.c.office_id).join(record, record.c.id == table.c.record_id)
    with world.db.read() as session:
        found = session.execute(query.where(standing(Ask(table, question, RULES)))).mappings().all()
    return [dict(row) for row in found]


def values(form: FilledForm) -> dict[int, int | None]:
    """Column → number of the line of all."""
    return dict(form.total.values())


# --- one condition for number and list -----------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS, ids=["half", "all", "known"])
def test_every_number_is_its_members(world: FormsWorld, question: Question) -> None:
    compared = 0
    for form in filled(world, question).values():
        with world.db.read() as session:
            for column in form.definition.counted:
                measure = column_measure(form.definition, column)
                dimension = UNIT_OF[measure.population.kind]
                for row in (form.total, *form.rows):
                    value = row.cell(column.number).value
                    if value is None:
                        continue
                    cell = {} if row is form.total else {dimension: str(row.unit_id or "")}
                    assert sum_of_members(session, measure, cell, question, RULES, EVERYTHING) == value, (
                        form.definition.code,
                        column.number,
                        row.label,
                    )
                    compared += value > 0
    assert compared > 100


def test_every_gap_is_its_members_and_the_total_is_the_sum_of_the_units(world: FormsWorld) -> None:
    question = QUESTIONS[0]
    for form in filled(world, question).values():
        with world.db.read() as session:
            for lack in (one for one in form.missing if one.code):
                place = int(lack.code.rpartition("gap")[2])
                measure = gap_measure(form.definition, place)
                assert sum_of_members(session, measure, {}, question, RULES, EVERYTHING) == lack.records
        for column in form.definition.counted:
            parts = [row.cell(column.number).value for row in form.rows]
            total = form.total.cell(column.number).value
            if total is not None and None not in parts:
                assert total == sum(part or 0 for part in parts), (form.definition.code, column.number)


# --- the slow count ------------------------------------------------------------------------------------------------


def _first_of_matters(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: set[tuple[Any, ...]] = set()
    first = []
    for row in sorted(members, key=lambda r: (r["opened_on"], r["record_id"])):
        key = (row["office_id"], row["type"], row["matter"])
        if row["matter"] is None or key not in seen:
            first.append(row)
        seen.add(key)
    return first


@pytest.mark.parametrize("question", QUESTIONS, ids=["half", "all", "known"])
def test_reception_as_a_slow_count_says(world: FormsWorld, question: Question) -> None:
    found = values(filled(world, question)["01/TCD"])
    visits = [r for r in rows(world, K.RECEPTION, question) if question.first <= r["opened_on"] <= question.as_of]
    held = [r for r in visits if r["form"] in ("scheduled", "ad_hoc")]
    head = [r for r in held if r["delegated"] is not True]
    assert found[1] == len(visits)
    assert found[2] == sum(r["people"] for r in visits)
    assert found[3] == sum(1 if r["matters"] is None else r["matters"] for r in _first_of_matters(visits))
    assert found[4] == sum(r["form"] == "regular" for r in visits)
    assert (found[8] or 0) + (found[17] or 0) + (found[26] or 0) == sum(r["people"] >= 9 for r in visits if r["form"])
    sittings = {(r["opened_on"], r["place"], r["office_id"], r["delegated"]) for r in head if r["form"] == "scheduled"}
    assert found[12] == len(sittings)
    assert found[22] == sum(r["delegated"] is True for r in held)


@pytest.mark.parametrize("question", QUESTIONS, ids=["half", "all", "known"])
def test_letters_and_cases_as_a_slow_count_says(world: FormsWorld, question: Question) -> None:
    forms = filled(world, question)
    letters = [r for r in rows(world, K.LETTER, question) if r["closed_on"] is None or r["closed_on"] >= question.first]
    handled = [r for r in letters if r["closed_on"] is not None]
    eligible = [r for r in handled if r["eligible"] is True]
    found = values(forms["01/XLD"])
    assert found[1] == len(letters)
    carried = [r for r in letters if r["opened_on"] < question.first]
    assert found[2] == sum(r["anonymous"] is not True and (r["signers"] or 0) > 1 for r in carried)
    assert found[8] == len(handled)
    assert (found[9], found[10]) == (len(eligible), len(_first_of_matters(eligible)))
    complaints = [r for r in eligible if r["type"] == "complaint"]
    assert values(forms["02/XLD"])[10] == len(_first_of_matters(complaints))
    cases = [
        r
        for r in rows(world, K.CASE, question)
        if (r["closed_on"] is None or r["closed_on"] >= question.first) and r["type"] == "complaint"
    ]
    ruled = [r for r in cases if r["closed_on"] and r["outcome"] in ("correct", "partly", "wrong", "upheld", "changed")]
    found = values(forms["01/KQGQ"])
    assert found[4] == len(cases)
    assert found[5] in (None, len(ruled)), "not known where no closed case tells its outcome"
    assert found[7] == sum(r["money_recovered"] or 0 for r in cases if r["closed_on"])
    assert found[1] in (None, sum(r["letters"] or 0 for r in cases))


def test_sums_of_sets_hold_where_nothing_is_missing(world: FormsWorld) -> None:
    """What a form adds up are the parts of one set, so a sum fails only for records that lack something.

    Left out is what random records contradict: another body's letter that was returned or filed, an outcome of a
    complaint on a denunciation.
    """
    compared = 0
    for form in filled(world, QUESTIONS[1]).values():
        doubtful = {number for lack in form.missing for number in lack.columns}
        for one in form.definition.sums if form.definition.code != "03/KQGQ" else ():
            elsewhere = "other_competence" in form.definition.column(one.column).conditions
            if elsewhere or {one.column, *one.parts} & doubtful:
                continue
            cells = form.total.values()
            assert cells[one.column] == sum(cells[part] or 0 for part in one.parts), (form.definition.code, one.written)
            compared += 1
    assert compared >= 5


# --- what may not be known, and who may not know -------------------------------------------------------------------


def test_who_only_counts_denunciations_is_told_no_number_that_moves_with_one(world: FormsWorld) -> None:
    auditor = scope_of(reader(world.db, Role.AUDITOR))
    before = {code: (values(form), form.scope) for code, form in filled(world, QUESTIONS[1], auditor).items()}
    for code in ("03/XLD", "03/KQGQ", "04/KQGQ"):
        assert set(before[code][0].values()) == {None}
    assert before["02/TCD"][0][5] is None
    assert before["01/XLD"][0][12] is None
    assert "không gồm tố cáo" in before["01/XLD"][1]
    lacks = filled(world, QUESTIONS[1], auditor)["01/XLD"].missing
    assert any(lack.what == ONLY_BANDS and 12 in lack.columns for lack in lacks)
    with world.db.read() as session:
        table = FACTS[K.LETTER]
        secret = session.scalars(
            select(table.c.record_id).where(table.c.type == "denunciation", standing(Ask(table, QUESTIONS[1], RULES)))
        ).all()
        form = form_named("tt02-2021-01-xld")
        assert form is not None
        measure = column_measure(form, form.column(1))
        condition = member_condition(measure, {}, QUESTIONS[1], RULES)
        seen = set(
            session.scalars(
                select(table.c.record_id).where(condition, *auditor.conditions(K.LETTER, table.c.record_id))
            )
        )
    assert secret
    assert not seen & set(secret)
    assert before["01/XLD"][0][1] == len(seen)


def test_before_the_first_recording_nothing_is_known_and_nothing_is_nought(world: FormsWorld) -> None:
    asked = Question(date(2023, 12, 15), date(2024, 6, 14), known=0, known_on=date(2020, 1, 1))
    for form in filled(world, asked).values():
        assert set(values(form).values()) == {None}, form.definition.code
        assert all("chưa ghi nhận" in lack.what for lack in form.missing)


def test_the_units_of_today_hold_the_same_sums(world: FormsWorld) -> None:
    then, now = filled(world, QUESTIONS[1]), filled(world, QUESTIONS[1], structure_now=True)
    for code, form in then.items():
        assert values(form) == values(now[code]), code


# --- a form is a file ----------------------------------------------------------------------------------------------

SEVENTH: dict[str, Any] = {
    "key": "tt99-2030-07-moi",
    "code": "07/MOI",
    "circular": "Thông tư thử nghiệm",
    "title": "Biểu thử nghiệm thứ bảy",
    "valid_from": "2024-01-01",
    "confidence": "low",
    "source": "Bịa ra để kiểm thử",
    "columns": [
        {
            "number": 1,
            "path": ["Đơn", "Tổng số"],
            "unit": "letter",
            "what": "count",
            "population": "letters.in_hand",
        },
        {
            "number": 2,
            "path": ["Đơn", "Kỳ trước"],
            "unit": "letter",
            "what": "count",
            "population": "letters.in_hand",
            "conditions": ["carried_in"],
        },
        {
            "number": 3,
            "path": ["Đơn", "Trong kỳ"],
            "unit": "letter",
            "what": "count",
            "population": "letters.in_hand",
            "conditions": ["opened_since_first"],
        },
        {"number": 4, "path": ["Số văn bản mật"], "unit": "document", "what": "count", "missing": "hệ thống không giữ"},
        {"number": 5, "path": ["Ghi chú"], "unit": None, "what": "text"},
    ],
    "sums": [{"column": 1, "parts": [2, 3]}],
}


def test_a_new_form_is_a_new_file_and_nothing_else(world: FormsWorld, tmp_path: Path) -> None:
    (tmp_path / "tt99-2030-07-moi.json").write_text(json.dumps(SEVENTH, ensure_ascii=False), encoding="utf-8")
    forms: tuple[FormDefinition, ...] = forms_of(read_form_files(tmp_path))
    assert [faults_of(form, FORM_WORDS) for form in forms] == [[]]
    assert overlaps([*shipped_forms(), *forms]) == []
    question = QUESTIONS[0]
    with world.db.read() as session:
        [form] = fill(session, forms, question, RULES, EVERYTHING)
    shipped = values(filled(world, question)["01/XLD"])
    found = values(form)
    assert found[1] == shipped[1]
    assert found[1] == (found[2] or 0) + (found[3] or 0)
    assert found[4] is None
    assert [lack.sentence for lack in form.missing] == ["Cột 4: hệ thống không giữ; in “–”."]
    assert all(check.holds for check in form.checks)
    book = CalamineWorkbook.from_filelike(BytesIO(render_forms_xlsx([form], None)))
    assert book.get_sheet_by_name("07-MOI").to_python()[0][0] == "Biểu số 07/MOI – Thông tư thử nghiệm"
    assert render_forms_pdf([form], None).startswith(b"%PDF")
