"""The rows of a register as checked plain values: accepted with what is to be looked at, or refused with the reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from casework.domain.derivation import DueDays
from casework.domain.entry import number_key, register_year
from casework.domain.fields import FIELDS, Field, Shape, Value
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.files.cells import Complaint, Reader, Reading, plain_readers, read_text
from casework.files.checks import Found, check_row
from casework.files.datarows import data_rows
from casework.files.headings import SheetPlan
from casework.files.problems import Problem, Sort, Verdict
from casework.files.references import Kept, References
from casework.files.sessions import resolve_petition
from casework.files.withholding import keep_lawful, without_identity
from casework.files.workbook import Cell, Row

PROGRESS_EVERY = 500

OPENING_DAY = {
    RecordKind.RECEPTION: "received_on",
    RecordKind.LETTER: "received_on",
    RecordKind.CASE: "accepted_on",
    RecordKind.FEEDBACK: "received_on",
}

Seen = dict[tuple[RecordKind, int | None, str], tuple[str, int]]
"""Where each number of a register stood first: sheet and row."""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """An accepted row: what may be stored of it, only what is filled. `first_day` may be inferred ("ngày suy ra")."""

    row: int
    kind: RecordKind
    values: dict[str, Kept]
    first_day: date
    first_day_inferred: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What a sheet says: `fields` are the columns that it has, so that an empty one differs from an absent one."""

    sheet: str
    kind: RecordKind
    rows: int
    accepted: tuple[ParsedRow, ...]
    problems: tuple[Problem, ...]
    fields: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The shape that `casework import --json` prints of a sheet; rows = accepted + refused."""
        return {
            "name": self.sheet,
            "rows": self.rows,
            "accepted": len(self.accepted),
            "refused": self.rows - len(self.accepted),
            "warned": self._with(Verdict.WARNING),
            "withheld": self._with(Verdict.WITHHELD),
        }

    def _with(self, verdict: Verdict) -> int:
        return sum(1 for row in self.accepted if any(p.verdict is verdict for p in row.problems))


def interpret(
    plan: SheetPlan,
    references: References,
    law: Law,
    today: date,
    seen: Seen | None = None,
    progress: Callable[[int], None] | None = None,
) -> SheetResult:
    """Return the rows of a recognised sheet, read and checked; `today` is the last day on which anything happened.

    `seen` carries the numbers of earlier sheets of the same file. `progress` is told every 500 rows how many were
    read. A plan with errors refuses every row.
    """
    reader = _RowReader(plan, references, law, today, {} if seen is None else seen)
    accepted: list[ParsedRow] = []
    problems: list[Problem] = list(plan.problems)
    count = 0
    for number, row in data_rows(plan):
        count += 1
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress(count)
        if not plan.readable:
            continue
        parsed, complaints = reader.read(number, row)
        if complaints:
            problems.extend(complaints)
        if parsed is not None:
            accepted.append(parsed)
    if progress is not None:
        progress(count)
    fields = tuple(column.field.name for column in plan.columns)
    return SheetResult(plan.sheet.name, plan.kind, count, tuple(accepted), tuple(problems), fields)


class _RowReader:
    """The readers of one sheet's columns, and what they have read before."""

    def __init__(self, plan: SheetPlan, references: References, law: Law, today: date, seen: Seen) -> None:
        plain = plain_readers(today)
        self._plan, self._kind = plan, plan.kind
        self._references, self._today, self._seen = references, today, seen
        self._due_days = DueDays(law)
        self._columns: list[tuple[int, str, Field, Reader, dict[Cell, Reading] | None]] = []
        for column in plan.columns:
            reader = plain.get(column.field.shape, read_text)
            cache: dict[Cell, Reading] | None = None if reader is read_text else {}
            self._columns.append((column.index, column.field.name, column.field, reader, cache))
        self._required = [field for field in FIELDS[self._kind] if field.required]
        self._order = {field.name: place for place, field in enumerate(FIELDS[self._kind])}
        present = {column.field.name: column.field for column in plan.columns}
        self._units = [name for name, field in present.items() if field.shape is Shape.UNIT]
        self._places = [name for name, field in present.items() if field.shape is Shape.PLACE]
        self._subjects = [name for name, field in present.items() if field.shape is Shape.SUBJECT]

    def read(self, number: int, row: Row) -> tuple[ParsedRow | None, list[Problem]]:
        """The row's values, None when it is refused, and its problems."""
        values, found = self._cells(row)
        refused = {name for name, complaint in found if complaint.verdict is Verdict.ERROR}
        for field in self._required:
            if field.name not in values and field.name not in refused:
                found.append((field.name, _MISSING))
        first_day, inferred = self._resolve(values, found)
        found.extend(self._duplicate(number, values, first_day))
        plain = cast("Mapping[str, Value]", values)  # the rules ask for days, terms and truth values only
        found.extend(check_row(self._kind, plain, first_day, self._due_days))
        errors = [item for item in found if item[1].verdict is Verdict.ERROR]
        if errors or first_day is None:
            once = dict(reversed(errors))  # one error a column, the first that was found
            return None, self._problems(number, values, once.items())
        kept, withheld, cut = keep_lawful(self._kind, values)
        problems = self._problems(number, values, found) if found else []
        if withheld:
            problems.append(self._withheld(number, withheld, cut))
        return ParsedRow(number, self._kind, kept, first_day, inferred, tuple(problems)), problems

    def _cells(self, row: Row) -> tuple[dict[str, Kept], list[Found]]:
        values: dict[str, Kept] = {}
        found: list[Found] = []
        for index, name, field, reader, cache in self._columns:
            cell = row[index]
            if cell == "":
                continue
            if cache is None:
                if type(cell) is str:  # the usual text, kept as it stands
                    text = cell.strip()
                    plain = text.isascii() or unicodedata.is_normalized("NFC", text)
                    if plain and text.isprintable() and 0 < len(text) <= field.limit:
                        values[name] = text
                        continue
                reading = reader(cell, field)
            elif isinstance(cell, bool):  # True is 1 as a key
                reading = reader(cell, field)
            else:
                known = cache.get(cell)
                reading = cache[cell] = reader(cell, field) if known is None else known
            if reading.value is not None:
                values[name] = reading.value
            if reading.complaint is not None:
                found.append((name, reading.complaint))
        return values, found

    def _resolve(self, values: dict[str, Kept], found: list[Found]) -> tuple[date | None, bool]:
        """Put entries of the lists in the place of texts; the record's first day, and whether it is inferred."""
        inferred = self._kind is RecordKind.PETITION
        if inferred:
            first_day = resolve_petition(values, found, self._references, self._today)
        else:
            told = values.get(OPENING_DAY[self._kind])
            first_day = told if isinstance(told, date) else None
        day = first_day or self._today
        for name in self._units:
            text = values.get(name)
            if isinstance(text, str):
                reading = self._references.unit(text, day)
                values[name] = reading.value
                if reading.complaint is not None:
                    found.append((name, reading.complaint))
        for name in self._places:
            text = values.get(name)
            if isinstance(text, str):
                values[name] = self._references.place(text, day)
        for name in self._subjects:
            text = values.get(name)
            if isinstance(text, str):
                values[name] = self._references.subject(self._kind, text)
        return first_day, inferred

    def _duplicate(self, number: int, values: dict[str, Kept], first_day: date | None) -> list[Found]:
        code = values.get("code")
        if not isinstance(code, str):
            return []
        year = None if first_day is None else register_year(self._kind, code, first_day)
        key = (self._kind, year, number_key(code))
        first = self._seen.setdefault(key, (self._plan.sheet.name, number))
        if first == (self._plan.sheet.name, number):
            return []
        where = f"dòng {first[1]}" + (f" của “{first[0]}”" if first[0] != self._plan.sheet.name else "")
        message = f"trùng số với {where}; dòng đứng trước được giữ, hãy sửa số hoặc bỏ dòng này"
        return [("code", Complaint(Verdict.ERROR, message, Sort.DUPLICATE))]

    def _problems(self, number: int, values: dict[str, Kept], found: Iterable[Found]) -> list[Problem]:
        """The problems of a row in the order of the register's columns."""
        ordered = sorted(found, key=lambda item: self._order[item[0]])
        return [self._problem(number, values, item) for item in ordered]

    def _problem(self, number: int, values: dict[str, Kept], item: Found) -> Problem:
        name, complaint = item
        message = without_identity(self._kind, values, complaint.message)
        heading = self._plan.heading(name)
        return Problem(self._plan.sheet.name, number, heading, complaint.verdict, message, complaint.sort)

    def _withheld(self, number: int, withheld: tuple[str, ...], cut: tuple[str, ...]) -> Problem:
        shown = "person_name" if "person_name" in withheld else withheld[0]
        columns = ", ".join(f"“{self._plan.heading(name)}”" for name in withheld)
        message = (
            f"đơn, vụ việc tố cáo: không lưu danh tính người tố cáo (cột {columns}); hãy ghi số hồ sơ giấy thay thế"
        )
        if cut:
            others = ", ".join(f"“{self._plan.heading(name)}”" for name in cut)
            message += f"; danh tính nhắc lại ở cột {others} cũng đã được lược bỏ"
        heading = self._plan.heading(shown)
        return Problem(self._plan.sheet.name, number, heading, Verdict.WITHHELD, message, Sort.IDENTITY)


_MISSING = Complaint(Verdict.ERROR, "bắt buộc phải có nội dung; hãy ghi vào ô này", Sort.MISSING)
