"""The statutory forms of a period: the list with its state, one form filled, and the files made from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.checks import CheckResult
from casework.domain.figures import Cell
from casework.domain.form_checks import quarter_checks
from casework.domain.form_files import FormFileError, read_form
from casework.domain.form_validation import faults_of, overlaps
from casework.domain.forms import FilledForm, FormDefinition, FormRow, standing_line
from casework.domain.periods import Period, Question, ask, parse_period
from casework.domain.unit_structure import NOW
from casework.reports.form_paper import render_forms_pdf
from casework.reports.form_sheet import render_forms_xlsx
from casework.statistics.form_measures import cell_code, form_named, shipped_forms
from casework.statistics.form_populations import POPULATIONS, UNIT_OF
from casework.statistics.form_vocabulary import FORM_WORDS
from casework.statistics.forms import fill
from casework.statistics.rules import load_rules
from casework.statistics.scope import Scope, scope_of
from casework.store.database import Database
from casework.store.form_files import FORMS_FOLDER, read_form_file, read_form_files

FileKind = Literal["xlsx", "pdf"]


@dataclass(frozen=True, slots=True)
class FormOrder:
    """What is asked of the forms: a period, as of a day (None: its last), as known at a journal position and the day
    that it stands for (None: now); `structure_now`: by the units of today."""

    period: Period
    as_of: date | None = None
    known: int | None = None
    known_on: date | None = None
    structure_now: bool = False

    @property
    def question(self) -> Question:
        """The question that the forms answer. Raises PeriodError for an as-of day before the period."""
        return ask(self.period, self.as_of, self.known, self.known_on)


def forms_filled(db: Database, reader: Reader, order: FormOrder, keys: Sequence[str] | None = None) -> list[FilledForm]:
    """The forms with these keys (None: all), filled as `reader` may see them. Raises ForbiddenError,
    NoSuchRecordError for a key that no form has."""
    require(reader.role, Act.FIGURES)
    definitions = _chosen(keys)
    with db.read() as session:
        rules = load_rules(session)
        return fill(session, definitions, order.question, rules, scope_of(reader), structure_now=order.structure_now)


def forms_file(
    db: Database, reader: Reader, order: FormOrder, kind: FileKind, keys: Sequence[str] | None = None
) -> bytes:
    """The filled forms as one workbook (a sheet a form) or one PDF. Raises ForbiddenError, NoSuchRecordError."""
    filled = forms_filled(db, reader, order, keys)
    if kind == "pdf":
        return render_forms_pdf(filled, order.period)
    return render_forms_xlsx(filled, order.period)


def frozen_forms(session: Session, question: Question, scope: Scope) -> bytes:
    """All forms of a question as a workbook, for a report that is issued: the same records give the same bytes."""
    filled = fill(session, shipped_forms(), question, load_rules(session), scope)
    return render_forms_xlsx(filled, None)


def checks_of_forms(session: Session, question: Question, scope: Scope) -> list[CheckResult]:
    """What the checks of all forms say, form by form."""
    filled = fill(session, shipped_forms(), question, load_rules(session), scope)
    return [check for one in filled for check in one.checks]


def year_checks(db: Database, reader: Reader, year: int, key: str) -> list[CheckResult]:
    """Whether the four quarters of a form make its year, for the columns that are flows."""
    whole, *quarters = (
        forms_filled(db, reader, FormOrder(parse_period(f"{name}-{year}")), [key])[0]
        for name in ("nam", "quy-1", "quy-2", "quy-3", "quy-4")
    )
    return quarter_checks(whole, quarters)


@dataclass(frozen=True, slots=True)
class FormState:
    """A form in the list of a period: how much of it could be filled, and how many of its checks do not hold."""

    definition: FormDefinition
    filled: FilledForm
    blank: int
    faults: int
    doubtful: int


def form_states(db: Database, reader: Reader, order: FormOrder) -> list[FormState]:
    """Every form with its state for a period. Raises ForbiddenError."""
    return [
        FormState(
            one.definition,
            one,
            sum(cell.value is None for cell in one.total.cells),
            sum(not check.holds for check in one.checks),
            sum(bool(cell.doubt) for cell in one.total.cells),
        )
        for one in forms_filled(db, reader, order)
    ]


def known_forms() -> tuple[FormDefinition, ...]:
    """The forms that the system has, in their order."""
    return shipped_forms()


def keys_named(code: str, day: date) -> list[str]:
    """The key of the form that `code` names: its key, or its number (01/TCD), of several circulars the one in force on
    `day`, else the newest. Raises NoSuchRecordError."""
    found = [form for form in shipped_forms() if code.casefold() in (form.key, form.code.casefold())]
    if not found:
        raise NoSuchRecordError
    return [max(found, key=lambda form: (form.in_force(day), form.valid_from)).key]


def standing(form: FormDefinition, order: FormOrder) -> str:
    """The line about a form that was not in force throughout a period; "" where it was."""
    return standing_line(form, order.question)


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a number of a form opens: the figure, and the cell of its line."""

    code: str
    cell: Cell


def cell_place(filled: FilledForm, row: FormRow, column: int) -> CellPlace | None:
    """Where a cell opens to its records; None for one that prints "–" or holds returned numbers alone."""
    number = row.cell(column)
    definition = filled.definition.column(column)
    if number.value is None or definition.missing or (number.from_returns == number.value and number.value):
        return None
    code = cell_code(filled.definition, column)
    if row is filled.total:
        return CellPlace(code, ())
    dimension = UNIT_OF[POPULATIONS[definition.population].kind]
    key = "" if row.unit_id is None else str(row.unit_id)
    return CellPlace(code, ((dimension, f"{NOW}{key}" if filled.structure_now else key),))


def check_form_files(paths: Sequence[Path]) -> dict[str, list[str]]:
    """What is wrong with form files, by name, [] where nothing is; without paths: with the shipped ones.

    Files of one call are also judged together (one code of one circular in force twice), under the name "".
    """
    files = {str(path): read_form_file(path) for path in paths} if paths else read_form_files(FORMS_FOLDER)
    found: dict[str, list[str]] = {}
    forms = []
    for name, data in files.items():
        try:
            form = read_form(data)
        except FormFileError as error:
            found[name] = error.faults
            continue
        forms.append(form)
        found[name] = faults_of(form, FORM_WORDS)
    together = overlaps(forms)
    return {**found, "": together} if together else found


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    return frozenset(form.key for form in shipped_forms())


def _chosen(keys: Sequence[str] | None) -> list[FormDefinition]:
    if keys is None:
        return list(shipped_forms())
    if not {*keys} <= _keys():
        raise NoSuchRecordError
    return [form for key in keys if (form := form_named(key)) is not None]
