"""How an office matched the columns of a register before: known again by the set of its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.domain.heading_columns import SavedColumns
from casework.files.header_rows import header_rows
from casework.files.headings import kind_of_name
from casework.files.mapping import SheetMapping
from casework.files.wording import words
from casework.files.workbook import Sheet


def saved_for(sheet: Sheet, saved: Sequence[SavedColumns]) -> SavedColumns | None:
    """The matching whose headings are those of a row of the sheet; of several the register that the sheet is named
    after, then the newest."""
    if not saved:
        return None
    named = kind_of_name(sheet.name)
    for header in header_rows(sheet):
        alike = [one for one in saved if one.mark == header.mark]
        if alike:
            return max(alike, key=lambda one: (one.kind is named, one.saved_at, one.id))
    return None


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
            mapping[words(sheet.name)] = SheetMapping(found.kind, found.targets)
            taken[sheet.name] = found
    return mapping, taken
