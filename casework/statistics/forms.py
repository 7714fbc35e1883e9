"""Filling statutory forms from the records and the returns: by unit, with the line of all, never 0 for "not known"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from casework.domain.fields import DENUNCIATION
from casework.domain.form_checks import form_checks
from casework.domain.forms import (
    FilledForm,
    FormCell,
    FormColumn,
    FormDefinition,
    FormGap,
    FormLack,
    FormRow,
    standing_line,
)
from casework.domain.numerals import write_count
from casework.domain.periods import Question
from casework.domain.unit_structure import SEVERAL
from casework.domain.vocabulary import RecordKind
from casework.statistics.form_measures import gap_code
from casework.statistics.form_populations import POPULATIONS
from casework.statistics.form_tallies import Tally, Wanted, tally
from casework.statistics.labels import UNKNOWN, load_labels
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.returned import returned
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.memory import position_of_kinds, remembered
from casework.store.unit_structure import units_today

WHOLE = "Tổng số"
ONLY_BANDS = "về tố cáo, người xem chỉ được biết số hồ sơ thành khoảng"
NOT_SEEN = "thuộc sổ mà người xem không được xem số liệu"
NOT_RECORDED = "chưa ghi nhận: đến ngày được hỏi, sổ này chưa có hồ sơ nào được ghi"
_SECRET = frozenset({DENUNCIATION})
_SECRET_POPULATIONS = frozenset({"letters.eligible_denunciations"})


def fill(
    session: Session,
    forms: Sequence[FormDefinition],
    question: Question,
    rules: CountingRules,
    scope: Scope,
    *,
    structure_now: bool = False,
) -> list[FilledForm]:
    """Fills forms for a question as `scope` may see it: all of them in one pass for each record kind.

    Returned numbers of the same days are added where nothing is kept from the reader: a return is of all matters of a
    unit. `structure_now`: the lines are the units of today.
    """
    seen = [form for form in forms if any(_seen(scope, column) for column in form.counted)]
    wanted = tuple(one for form in seen for one in _wanted(form, scope))
    counts = remembered(
        session,
        ("forms", wanted, question, rules, scope),
        lambda: tally(session, wanted, question, rules, scope),
        position_of_kinds(*(kind.value for kind in (RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE))),
    )
    unrecorded = unrecorded_kinds(session, question, scope)
    names = load_labels(session).units
    today = units_today(session) if structure_now else None
    whole = _sees_all(scope)
    filled = []
    for form in forms:
        given = returned(session, form, question) if whole else {}
        filled.append(_Filling(form, question, scope, counts, given, names, today, unrecorded).made())
    return filled


def _sees_all(scope: Scope) -> bool:
    """Whether nothing is kept from the reader: only then are returns, which tell no type apart, added."""
    return not scope.of_unit and not scope.banded and scope.kinds.issuperset(RecordKind)


def _seen(scope: Scope, column: FormColumn) -> bool:
    return not column.missing and POPULATIONS[column.population].kind in scope.kinds


def _secret(column: FormColumn) -> bool:
    return bool(_SECRET & {*column.conditions}) or column.population in _SECRET_POPULATIONS


def _of(column: FormColumn) -> Wanted:
    return Wanted(column.population, column.conditions, column.quantity)


def _lacking(gap: FormGap) -> Wanted:
    return Wanted(gap.population, gap.conditions)


def _among(gap: FormGap) -> Wanted:
    return Wanted(gap.population, gap.among)


def _wanted(form: FormDefinition, scope: Scope) -> Iterable[Wanted]:
    for column in form.counted:
        if _seen(scope, column):
            yield _of(column)
    for gap in form.gaps:
        if POPULATIONS[gap.population].kind in scope.kinds:
            yield _lacking(gap)
            yield _among(gap)


@dataclass(frozen=True, slots=True)
class _Filling:
    """One form being filled."""

    form: FormDefinition
    question: Question
    scope: Scope
    counts: Mapping[Wanted, Tally]
    given: Mapping[tuple[int, int], int]
    names: Mapping[str, str]
    today: Mapping[int, int | None] | None
    unrecorded: frozenset[RecordKind]

    def made(self) -> FilledForm:
        """The form with its lines, what is missing and what its checks say."""
        merged = {column.number: self._merged(self._tally(column)) for column in self.form.counted}
        gaps = [
            (gap, self._merged(self.counts.get(_lacking(gap), {})), self._merged(self.counts.get(_among(gap), {})))
            for gap in self.form.gaps
        ]
        given = self._given()
        units = {unit for sums in merged.values() for unit, value in sums.items() if value}
        units |= {unit for unit, _column in given}
        units |= {unit for _gap, lacking, _among in gaps for unit, value in lacking.items() if value}
        rows = tuple(
            FormRow(
                unit, self._label(unit), tuple(self._cell(c, {unit}, merged, gaps, given) for c in self.form.counted)
            )
            for unit in self._ordered(units)
        )
        everything = {*units}
        total = FormRow(None, WHOLE, tuple(self._cell(c, everything, merged, gaps, given) for c in self.form.counted))
        filled = FilledForm(
            self.form,
            self.question,
            rows,
            total,
            tuple(self._missing(gaps)),
            scope=self.scope.said(dict(self.names)),
            standing=standing_line(self.form, self.question),
            structure_now=self.today is not None,
        )
        return replace(filled, checks=tuple(form_checks(filled)))

    def _tally(self, column: FormColumn) -> Tally:
        return self.counts.get(_of(column), {}) if _seen(self.scope, column) else {}

    def _merged(self, sums: Tally) -> Tally:
        """By the units asked for: those of then, or those of today that stand for them."""
        if self.today is None:
            return sums
        found: Tally = {}
        for unit, value in sums.items():
            key = None if unit is None else self.today.get(unit, unit)
            found[key] = found.get(key, 0) + value
        return found

    def _given(self) -> dict[tuple[int | None, int], int]:
        found: dict[tuple[int | None, int], int] = {}
        for (unit, column), value in self.given.items():
            key = unit if self.today is None else self.today.get(unit, unit)
            found[key, column] = found.get((key, column), 0) + value
        return found

    def _ordered(self, units: Iterable[int | None]) -> list[int | None]:
        known = {*units}
        ordered: list[int | None] = [int(key) for key in self.names if int(key) in known]
        return [*ordered, *([None] if None in known else [])]

    def _label(self, unit: int | None) -> str:
        if unit is None:
            return UNKNOWN if self.today is None else SEVERAL
        return self.names[str(unit)]

    def _hidden(self, column: FormColumn) -> str:
        """Why the reader is not told the column, "" where he is."""
        if column.missing:
            return column.missing
        kind = POPULATIONS[column.population].kind
        if kind not in self.scope.kinds:
            return NOT_SEEN
        if kind in self.unrecorded:
            return NOT_RECORDED
        return ONLY_BANDS if kind in self.scope.banded and _secret(column) else ""

    def _cell(
        self,
        column: FormColumn,
        units: set[int | None],
        merged: Mapping[int, Tally],
        gaps: Sequence[tuple[FormGap, Tally, Tally]],
        given: Mapping[tuple[int | None, int], int],
    ) -> FormCell:
        number = column.number
        told = [given[unit, number] for unit in units if (unit, number) in given]
        from_returns = sum(told) if told else None
        counted: int | None = sum(merged[number].get(unit, 0) for unit in units)
        doubts = []
        if self._hidden(column):
            counted = None
        for gap, lacking, among in gaps:
            if number not in gap.columns or counted is None:
                continue
            missing, of = (sum(sums.get(unit, 0) for unit in units) for sums in (lacking, among))
            if missing and missing == of and number in gap.blank:
                counted = None
            elif missing:
                doubts.append(f"còn {write_count(missing)} hồ sơ {gap.what}")
        value = counted if from_returns is None else (counted or 0) + from_returns
        return FormCell(number, value, from_returns, "; ".join(doubts) if counted is not None else "")

    def _missing(self, gaps: Sequence[tuple[FormGap, Tally, Tally]]) -> Iterable[FormLack]:
        reasons: dict[str, list[int]] = {}
        for column in self.form.counted:
            why = self._hidden(column)
            if why:
                reasons.setdefault(why, []).append(column.number)
        for why, numbers in reasons.items():
            yield FormLack(tuple(numbers), why, blank=True)
        hidden = {number for numbers in reasons.values() for number in numbers}
        for place, (gap, lacking, among) in enumerate(gaps, start=1):
            columns = tuple(number for number in gap.columns if number not in hidden)
            missing, of = sum(lacking.values()), sum(among.values())
            if not missing or not columns:
                continue
            blank = tuple(n for n in columns if n in gap.blank and missing == of)
            rest = tuple(n for n in columns if n not in blank)
            code = gap_code(self.form, place)
            for numbers_of, is_blank in ((blank, True), (rest, False)):
                if numbers_of:
                    yield FormLack(numbers_of, gap.what, missing, of, is_blank, code)
