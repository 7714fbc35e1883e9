"""How an office matched the columns of a register before: known again by the set of its headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casework.domain.heading_columns import SavedColumns
from casework.files.header_rows import HEADER_WITHIN, header_rows
from casework.files.headings import kind_of_name
from casework.files.mapping import SheetMapping
from casework.files.old_encodings import OldEncoding, converted, sheet_encoding
from casework.files.wording import words
from casework.files.workbook import Sheet

_BEGINNING = 2 * HEADER_WITHIN


def saved_for(sheet: Sheet, saved: Sequence[SavedColumns]) -> SavedColumns | None:
    """The matching whose headings are those of a row of the sheet; of several the register that the sheet is named
    after, then the newest."""
    if not saved:
        return None
    named = kind_of_name(sheet.name)
    for encoding, shown in _readings(sheet, saved):
        for header in header_rows(shown):
            alike = [one for one in saved if one.mark == header.mark and one.encoding == encoding]
            if alike:
                return max(alike, key=lambda one: (one.kind is named, one.saved_at, one.id))
    return None


def _readings(sheet: Sheet, saved: Sequence[SavedColumns]) -> Iterator[tuple[str, Sheet]]:
    """The beginning of a sheet as it stands, and converted where it is in an old encoding that something saved is."""
    if any(one.encoding for one in saved):
        found = sheet_encoding(sheet)
        if found is not None:
            yield found.value, converted(Sheet(sheet.name, sheet.rows[:_BEGINNING], sheet.first_row), found)
    yield "", sheet


def effective(
    sheets: Sequence[Sheet], given: Mapping[str, SheetMapping], saved: Sequence[SavedColumns]
) -> tuple[dict[str, SheetMapping], dict[str, SavedColumns]]:
    """The mapping of each sheet by the words of its name: what is given now, else what was saved; and what of the
    saved was taken, by the name of the sheet."""
    mapping, taken = dict(given), {}
    for sheet in sheets:
        if words(sheet.name) in given:
            continue
        found = saved_for(sheet, saved)
        if found is not None:
            mapping[words(sheet.name)] = SheetMapping(found.kind, found.targets, encoding=_old(found))
            taken[sheet.name] = found
    return mapping, taken


def readable(sheets: Sequence[Sheet], mapping: Mapping[str, SheetMapping]) -> list[Sheet]:
    """The sheets with their old texts converted where the mapping says so."""
    found = []
    for sheet in sheets:
        told = mapping.get(words(sheet.name))
        found.append(converted(sheet, told.encoding) if told is not None and told.encoding else sheet)
    return found


def _old(found: SavedColumns) -> OldEncoding | None:
    return OldEncoding(found.encoding) if found.encoding else None
