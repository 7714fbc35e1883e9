"""Which register a sheet is, where its header stands, and which field each of its columns holds.

Headings are compared by their words: accents, case, punctuation and word order apart. A mapping given by the office
goes before what is recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from casework.domain.fields import REGISTER_FIELDS, Field
from casework.domain.text import nearest
from casework.domain.vocabulary import RecordKind
from casework.files.cells import is_blank
from casework.files.header_rows import HeaderRow, header_rows
from casework.files.mapping import SheetMapping
from casework.files.problems import Problem, Sort, Verdict
from casework.files.wording import bag, read_term, words
from casework.files.workbook import Sheet

_FEWEST = 3
_FEWEST_OF_KNOWN_SHEET = 2
_TITLE_ROWS = 6
_ORDINAL_HEADINGS = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "no"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: where it stands, its heading as typed, the field that it holds."""

    index: int
    heading: str
    field: Field


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a sheet is read: its register, the index of its (last) header row, its columns, and what is wrong with them.

    With an error among `problems` no row of the sheet can be stored. `found`: the header, of one row or two.
    """

    sheet: Sheet
    kind: RecordKind
    header: int
    columns: tuple[Column, ...]
    found: HeaderRow
    problems: tuple[Problem, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether every required column was found."""
        return not any(problem.verdict is Verdict.ERROR for problem in self.problems)

    def heading(self, name: str) -> str:
        """The heading as typed of the field `name`; its label when the sheet has no such column."""
        for column in self.columns:
            if column.field.name == name:
                return column.heading
        return next(field.label for field in REGISTER_FIELDS[self.kind] if field.name == name)


def recognise(sheet: Sheet, mapping: SheetMapping | None = None) -> SheetPlan | None:
    """How `sheet` is to be read, None when it is no register (then nothing of it is stored)."""
    mapping = mapping or SheetMapping()
    kind = mapping.kind or kind_of_name(sheet.name)
    best, header, found = 0, None, kind
    for row in header_rows(sheet):
        scores = {candidate: _score(row, candidate, mapping) for candidate in ([kind] if kind else RecordKind)}
        score = max(scores.values())
        if score >= (1 if kind else _FEWEST * 10) and score > best:
            alike = [candidate for candidate, value in scores.items() if value == score]
            best, header, found = score, row, _titled(sheet, row.top, alike)
    return None if header is None or found is None else plan_of(sheet, header, found, mapping)


def plan_of(sheet: Sheet, header: HeaderRow, kind: RecordKind, mapping: SheetMapping | None = None) -> SheetPlan:
    """How `sheet` is to be read as a register of `kind` under this header."""
    columns, unknown = _columns(header, kind, mapping or SheetMapping())
    problems = _problems(sheet, header, kind, columns, unknown)
    return SheetPlan(sheet, kind, header.last, columns, header, tuple(problems))


def kind_of_name(name: str) -> RecordKind | None:
    """The register that a sheet's name says it is."""
    member = read_term(RecordKind, name)
    return member if isinstance(member, RecordKind) else None


def is_ordinal(heading: str) -> bool:
    """Whether a heading only says that its column numbers the rows."""
    return words(heading) in _ORDINAL_HEADINGS


@cache
def _names(kind: RecordKind) -> dict[str, Field]:
    """Every heading of a register by its words in alphabetical order; a label goes before another field's synonym."""
    names = {bag(field.label): field for field in REGISTER_FIELDS[kind]}
    for field in REGISTER_FIELDS[kind]:
        for heading in field.headings:
            names.setdefault(bag(heading), field)
    return names


def _titled(sheet: Sheet, index: int, alike: Sequence[RecordKind]) -> RecordKind:
    """Of registers that the headings of a row fit equally the one that the title above it names, else the first."""
    cells = (cell for row in sheet.rows[max(0, index - _TITLE_ROWS) : index] for cell in row)
    title = f" {words(' '.join(cell for cell in cells if isinstance(cell, str)))} "
    for kind in alike:
        if any(f" {words(name)} " in title for name in (kind.label, *kind.aliases)):
            return kind
    return alike[0]


def _score(row: HeaderRow, kind: RecordKind, mapping: SheetMapping) -> int:
    """How much a row looks like the header of a register: ten for each column, less for each that is missing."""
    found = {column.field.name for column in _columns(row, kind, mapping)[0]}
    if len(found) < _FEWEST_OF_KNOWN_SHEET:
        return 0
    missing = sum(1 for field in REGISTER_FIELDS[kind] if field.required and field.name not in found)
    return len(found) * 10 - missing * 2


def _columns(
    header: HeaderRow, kind: RecordKind, mapping: SheetMapping
) -> tuple[tuple[Column, ...], list[tuple[int, str]]]:
    """The columns of a header, and the headings that name no field."""
    taken: dict[str, Column] = {}
    unknown: list[tuple[int, str]] = []
    synonyms: list[tuple[int, str, Field]] = []
    for index, (heading, key) in enumerate(zip(header.headings, header.keys, strict=True)):
        if mapping.ignores(key) or (not mapping.names(key) and (not heading or is_ordinal(heading))):
            continue
        given = mapping.field(kind, key)
        field = given or _names(kind).get(bag(heading))
        if field is None:
            unknown.append((index, header.name(index)))
        elif given is None and bag(heading) != bag(field.label):
            synonyms.append((index, heading, field))
        elif field.name in taken:
            unknown.append((index, header.name(index)))
        else:
            taken[field.name] = Column(index, header.name(index), field)
    for index, heading, field in synonyms:
        if field.name in taken:
            unknown.append((index, heading))
        else:
            taken[field.name] = Column(index, heading, field)
    return tuple(sorted(taken.values(), key=lambda column: column.index)), sorted(unknown)


def _problems(
    sheet: Sheet,
    header: HeaderRow,
    kind: RecordKind,
    columns: Sequence[Column],
    unknown: Sequence[tuple[int, str]],
) -> list[Problem]:
    row = sheet.first_row + header.last
    found = {column.field.name for column in columns}
    headings = ", ".join(f"“{heading}”" for _, heading in unknown)
    problems = []
    for field in REGISTER_FIELDS[kind]:
        if field.required and field.name not in found:
            like = nearest(field.label, [heading for _, heading in unknown], 1)
            hint = f", gần nhất là cột “{like[0]}”" if like else f", các cột chưa nhận ra: {headings}"
            message = (
                f"thiếu cột bắt buộc “{field.label}”{hint if headings else ''}; "
                "hãy thêm cột, đổi tiêu đề cột hoặc ghép cột này với một cột của sổ"
            )
            problems.append(Problem(sheet.name, row, field.label, Verdict.ERROR, message, Sort.HEADING))
    free = [field.label for field in REGISTER_FIELDS[kind] if field.name not in found]
    for index, heading in unknown:
        if has_content(sheet, header.last, index):
            problems.append(Problem(sheet.name, row, heading, Verdict.WARNING, _unknown(heading, free), Sort.HEADING))
    return problems


def has_content(sheet: Sheet, header: int, index: int) -> bool:
    """Whether anything stands in a column below its header."""
    return any(index < len(row) and not is_blank(row[index]) for row in sheet.rows[header + 1 :])


def _unknown(heading: str, free: Sequence[str]) -> str:
    near = nearest(heading, free)
    hint = "gần nhất: " + ", ".join(f"“{label}”" for label in near) if near else "không có cột nào gần giống"
    return f"chưa nhận ra cột “{heading}”, nội dung cột này không được nhập; {hint}. Hãy đổi tiêu đề cột hoặc ghép cột."
