"""Statutory statistics forms (biểu thống kê) as data: their columns, printed sums, validity, and a form filled.

A form is a file of its own (docs/forms.md); nothing of a form stands in code. Each numbered column names a population
and conditions, which `statistics.form_conditions` knows, so that a cell is a named set of records like every figure.
Sources: law-and-forms 5.2 (the ten forms of TT 02/2021/TT-TTCP), 5.3 (counting rules), 5.5 (checks).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from casework.domain.checks import CheckResult
from casework.domain.numerals import write_count, write_date
from casework.domain.periods import Question
from casework.domain.vocabulary import CountingUnit

What = Literal["count", "sum", "text"]
Severity = Literal["error", "warning"]
Confidence = Literal["high", "med", "low"]
Relation = Literal["part", "matters", "people"]

UNFILLED = "–"
"""What a cell prints that the data cannot fill; never 0."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One numbered column. `path`: its headings from the top of the header tree down to itself.

    `what`: the number of records, the sum of `quantity` over them, or text (ghi chú). `conditions` hold all together,
    within `population`. `flow`: happened within the period (quarters add up to the year), else a stock. `missing`: what
    the data lack to fill it, in Vietnamese, "" where they can. `note`: how it is counted, where that is not plain.
    """

    number: int
    path: tuple[str, ...]
    unit: CountingUnit | None
    what: What = "count"
    population: str = ""
    conditions: tuple[str, ...] = ()
    quantity: str | None = None
    flow: bool = True
    uncertain: bool = False
    missing: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """The headings in one line: "Thường xuyên – Đoàn đông người – Số đoàn"."""
        return " – ".join(self.path)


@dataclass(frozen=True, slots=True)
class FormSum:
    """Column `column` = the sum of the columns `parts`; `printed`: the form itself says so below the number."""

    column: int
    parts: tuple[int, ...]
    printed: bool = True
    severity: Severity = "error"

    @property
    def written(self) -> str:
        """As a form prints it: "1=4+13+22"."""
        return f"{self.column}={'+'.join(map(str, self.parts))}"


@dataclass(frozen=True, slots=True)
class FormPart:
    """Column `whole` ≥ column `part`: a "trong đó", đơn ≥ vụ of the same class ("matters"), người ≥ lượt ("people")."""

    whole: int
    part: int
    relation: Relation = "part"


@dataclass(frozen=True, slots=True)
class FormGap:
    """Records that lack what some columns ask for. `what`: the lack, in Vietnamese ("chưa ghi số người ký").

    Those of `population` with all `conditions` lack it, those with all `among` ought to have it. While some lack it the
    columns `columns` are doubtful; when all do, those of them that stand in `blank` print "–".
    """

    what: str
    population: str
    conditions: tuple[str, ...]
    among: tuple[str, ...]
    columns: tuple[int, ...]
    blank: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form of a circular in one version. `key`: its name in addresses and files; `valid_to` None: still in force."""

    key: str
    code: str
    circular: str
    title: str
    valid_from: date
    valid_to: date | None
    confidence: Confidence
    source: str
    columns: tuple[FormColumn, ...]
    sums: tuple[FormSum, ...] = ()
    parts: tuple[FormPart, ...] = ()
    gaps: tuple[FormGap, ...] = ()
    notes: tuple[str, ...] = ()

    def column(self, number: int) -> FormColumn:
        """The column with this number. Raises KeyError when there is none."""
        for one in self.columns:
            if one.number == number:
                return one
        raise KeyError(number)

    @property
    def counted(self) -> tuple[FormColumn, ...]:
        """The columns that hold numbers."""
        return tuple(one for one in self.columns if one.what != "text")

    def in_force(self, day: date) -> bool:
        """Whether the form is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class FormCell:
    """One number of a filled form. `value`: what is printed, with what returns add; None prints "–".

    `from_returns`: the part of it that units returned, None where no return has this column. `doubt`: what records lack
    that would change it, "" where nothing.
    """

    column: int
    value: int | None
    from_returns: int | None = None
    doubt: str = ""

    @property
    def from_records(self) -> int | None:
        """The part that is counted from records, None where records do not fill it."""
        if self.value is None or self.from_returns is None:
            return self.value
        return self.value - self.from_returns


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line of a form: a unit (None: the line of all, or of records without a unit) and its cells by column."""

    unit_id: int | None
    label: str
    cells: tuple[FormCell, ...]

    def cell(self, number: int) -> FormCell:
        """The cell of a column; one that prints "–" where the row has none."""
        for one in self.cells:
            if one.column == number:
                return one
        return FormCell(number, None)

    def values(self) -> Mapping[int, int | None]:
        """Column → number."""
        return {one.column: one.value for one in self.cells}


@dataclass(frozen=True, slots=True)
class FormLack:
    """A line of "số liệu còn thiếu": which columns, what is missing, of how many records (None: of all, by design).

    `blank`: the columns print "–"; `code`: the figure that opens to these records, "" where none does.
    """

    columns: tuple[int, ...]
    what: str
    records: int | None = None
    of_records: int | None = None
    blank: bool = False
    code: str = ""

    @property
    def sentence(self) -> str:
        """As it is printed: "Cột 21–29: chưa ghi … (12/30 hồ sơ)"."""
        counted = (
            "" if self.records is None else f" ({write_count(self.records)}/{write_count(self.of_records or 0)} hồ sơ)"
        )
        shown = f"; in “{UNFILLED}”" if self.blank else ""
        return f"Cột {column_list(self.columns)}: {self.what}{counted}{shown}."


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form with its numbers: the unit's lines, the line of all, what is missing, and what its checks say.

    `total` is counted over all records at once, not added up from the lines. `scope`: what it covers, in words.
    `standing`: the line about a form that was not in force for the whole period, "" where it was. `structure_now`: the
    lines are the units of today (that without a unit: of units that several took over).
    """

    definition: FormDefinition
    question: Question
    rows: tuple[FormRow, ...]
    total: FormRow
    missing: tuple[FormLack, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    scope: str = ""
    standing: str = ""
    structure_now: bool = False


def column_list(numbers: tuple[int, ...]) -> str:
    """Column numbers as officials write them: "3, 5–8, 12"."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]}{', ' if len(s) == 2 else '–'}{s[-1]}" for s in spans)


def standing_line(form: FormDefinition, question: Question) -> str:
    """What must be told of a form for a period in which it was not in force throughout; "" where it was."""
    if form.valid_to is not None and question.as_of > form.valid_to:
        return f"Biểu theo {form.circular}, không còn hiệu lực từ ngày {write_date(form.valid_to + timedelta(days=1))}."
    if question.first < form.valid_from:
        since = write_date(form.valid_from)
        return f"Biểu theo {form.circular}, chỉ có hiệu lực từ ngày {since}; kỳ này bắt đầu trước ngày đó."
    return ""
