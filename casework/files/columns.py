"""What an officer is shown of a sheet whose headings are the office's own: each column, what it may be, samples."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from casework.domain.fields import REGISTER_FIELDS, Field, Shape
from casework.domain.vocabulary import RecordKind
from casework.files.cells import is_blank
from casework.files.datarows import data_rows
from casework.files.header_rows import LONGEST_HEADING, HeaderRow, header_at, header_rows
from casework.files.headings import SheetPlan, has_content, is_ordinal, kind_of_name, plan_of, recognise
from casework.files.mapping import SheetMapping
from casework.files.old_encodings import OldEncoding
from casework.files.samples import is_day, sample
from casework.files.wording import bag, words
from casework.files.workbook import Cell, Sheet

SAMPLES = 3
_LOOKED_AT = 400
"""Of so many rows at most samples are taken."""
_ALIKE = 0.66
_FEWEST_ALIKE, _LIKE_A_HEADING = 2, 0.4
_MOST_JUDGED = 60
"""By so many headings at most a row is judged, so that a hostile sheet costs no minute."""
_NO_HEADING = re.compile(r"\d{3,}|\d+\s*[/.-]\s*\d+\s*[/.-]\s*\d+")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column as it is shown. `field`: what it is read as; `proposed`: what it may be, by its heading, or None.

    `left_out`: by the mapping, or because it only numbers the rows. `known`: read as such by its very heading.
    """

    index: int
    key: str
    heading: str
    samples: tuple[str, ...]
    field: Field | None
    proposed: Field | None
    left_out: bool
    known: bool

    @property
    def letters(self) -> str:
        """The column's letters in a spreadsheet: A, B, … AA."""
        found, rest = "", self.index + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            found = chr(65 + digit) + found
        return found


@dataclass(frozen=True, slots=True)
class SheetSurvey:
    """A sheet that is a register, or may be one: its header (rows `first` to `last` of the spreadsheet), its columns.

    `settled`: every column with content is read or left out, and no required one is missing. `encoding`: the old one
    that its texts are shown converted from; `detected`: the one that they seem to be in.
    """

    sheet: str
    kind: RecordKind
    header: HeaderRow
    first: int
    last: int
    columns: tuple[SheetColumn, ...]
    settled: bool
    encoding: OldEncoding | None = None
    detected: OldEncoding | None = None


def survey_sheet(
    sheet: Sheet, mapping: SheetMapping | None, kind: RecordKind | None = None, like: SheetSurvey | None = None
) -> SheetSurvey | None:
    """What is to be shown of a sheet; None when it is none of the registers and looks like none.

    `kind`: the register that the officer says it is. `like`: of the same sheet read otherwise; where nothing is
    recognised its header and register hold.
    """
    plan = recognise(sheet, mapping)
    if plan is None or (kind is not None and plan.kind is not kind):
        found = (_likely(sheet, kind) or _likely(sheet, None)) if plan is None else (plan.found, plan.kind)
        if found is None and like is not None:
            found = header_at(sheet, like.header.top), like.kind
        if found is None:
            return None
        found = found[0], kind or found[1]
        mapping = mapping if plan is None else None
        plan = plan_of(sheet, *found, mapping)
    columns = tuple(_columns(plan, mapping or SheetMapping()))
    first, last = sheet.first_row + plan.found.top, sheet.first_row + plan.header
    return SheetSurvey(sheet.name, plan.kind, plan.found, first, last, columns, not plan.problems)


def looks_like_headings(header: HeaderRow, kind: RecordKind) -> bool:
    """Whether a row may be a header: no figures and days in it, and some headings like those of a register.

    Only such a row is remembered, so that a row of records never is.
    """
    texts = [heading for heading in header.headings if heading][:_MOST_JUDGED]
    if any(_NO_HEADING.search(text) or len(text) > LONGEST_HEADING for text in texts):
        return False
    return sum(1 for text in texts if _best(text, kind) >= _LIKE_A_HEADING) >= _FEWEST_ALIKE


def _likely(sheet: Sheet, kind: RecordKind | None) -> tuple[HeaderRow, RecordKind] | None:
    """The header of a sheet that is not recognised: the row with most headings like those of a register."""
    named = kind or kind_of_name(sheet.name)
    best: tuple[float, HeaderRow, RecordKind] | None = None
    for header in header_rows(sheet):
        for candidate in [named] if named else RecordKind:
            if not looks_like_headings(header, candidate):
                continue
            score = sum(_best(text, candidate) for text in header.headings[:_MOST_JUDGED] if text)
            if best is None or score > best[0]:
                best = score, header, candidate
    return None if best is None else best[1:]


def _columns(plan: SheetPlan, mapping: SheetMapping) -> Iterator[SheetColumn]:
    header = plan.found
    read = {column.index: column.field for column in plan.columns}
    known = {index for index in read if not mapping.names(header.keys[index])}
    cells = _cells(plan)
    unread = {
        index: heading
        for index, heading in enumerate(header.headings)
        if heading and index not in read and not mapping.ignores(header.keys[index]) and not is_ordinal(heading)
    }
    free = [field for field in REGISTER_FIELDS[plan.kind] if field not in read.values()]
    proposed = propose(unread, free, cells)
    for index, key in enumerate(header.keys):
        if not header.headings[index] and not has_content(plan.sheet, plan.header, index):
            continue
        sure = read[index] if index in known else None
        shown = tuple(dict.fromkeys(sample(cell, plan.kind, sure) for cell in cells.get(index, ())))
        left_out = mapping.ignores(key) or (index not in read and is_ordinal(header.headings[index]))
        yield SheetColumn(
            index, key, header.name(index), shown, read.get(index), proposed.get(index), left_out, index in known
        )


def _cells(plan: SheetPlan) -> Mapping[int, Sequence[Cell]]:
    """The first different values of each column."""
    found: dict[int, list[Cell]] = {}
    rows = plan.sheet.rows[plan.header + 1 : plan.header + 1 + _LOOKED_AT]
    if plan.columns:
        rows = [row for _, (_number, row) in zip(range(_LOOKED_AT), data_rows(plan), strict=False)]
    for row in rows:
        for index, cell in enumerate(row):
            kept = found.setdefault(index, [])
            if len(kept) < SAMPLES and not is_blank(cell) and cell not in kept:
                kept.append(cell)
    return found


def propose(
    headings: Mapping[int, str], free: Sequence[Field], cells: Mapping[int, Sequence[Cell]]
) -> dict[int, Field]:
    """The free field that each heading is most like, best pairs first, none twice.

    A day is proposed for a column whose values are days, and for no other.
    """
    pairs = []
    for index, heading in headings.items():
        values = cells.get(index, ())
        for place, field in enumerate(free):
            if values and (field.shape is Shape.DATE) is not all(is_day(cell) for cell in values):
                continue
            likeness = _likeness(heading, field)
            if likeness >= _ALIKE:
                pairs.append((-likeness, index, place))
    given: dict[int, Field] = {}
    for _, index, place in sorted(pairs):
        if index not in given and free[place] not in given.values():
            given[index] = free[place]
    return given


@cache
def _name_sets(kind: RecordKind) -> frozenset[frozenset[str]]:
    fields = REGISTER_FIELDS[kind]
    return frozenset(frozenset(words(name).split()) for field in fields for name in (field.label, *field.headings))


def _best(heading: str, kind: RecordKind) -> float:
    """How much a heading is like the nearest one of a register, by its words alone."""
    best = 0.0
    for text in {heading, heading.rpartition(" / ")[2]}:
        mine = frozenset(words(text).split())
        best = max(best, *(2 * len(mine & name) / (len(mine) + len(name)) for name in _name_sets(kind)))
    return best


def _likeness(heading: str, field: Field) -> float:
    """How much a heading is like one of a field, from 0 to 1, by letters and by words; of two joined, the lower too."""
    texts = {words(heading), words(heading.rpartition(" / ")[2])}
    return max(_alike(text, words(name)) for text in texts for name in (field.label, *field.headings))


def _alike(one: str, other: str) -> float:
    mine, theirs = set(one.split()), set(other.split())
    if not mine & theirs:
        return 0.0
    if bag(one) == bag(other):
        return 1.0
    letters = difflib.SequenceMatcher(None, other, one, autojunk=False).ratio()
    return max(letters, 2 * len(mine & theirs) / (len(mine) + len(theirs))) - 0.01
