"""Comparing a register with the records that are there: which rows are new, changed, unchanged, missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from casework.domain.fields import FIELDS, Value, withhold
from casework.domain.reconciliation import Conflict, reconcile
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words
from casework.store import journal, registers
from casework.store.registers import Known

Digest = Callable[[RecordKind, Mapping[str, Value]], str]
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)")


class Row(Protocol):
    """A checked row of a register (what `files` calls ParsedRow)."""

    @property
    def row(self) -> int:
        """The spreadsheet's own row number."""

    @property
    def values(self) -> dict[str, Any]:
        """What is filled, by field."""

    @property
    def first_day(self) -> date:
        """The record's first day."""

    @property
    def first_day_inferred(self) -> bool:
        """Whether that day was concluded ("ngày suy ra")."""


class Register(Protocol):
    """A checked sheet (what `files` calls SheetResult)."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""

    @property
    def kind(self) -> RecordKind:
        """Which register it is."""

    @property
    def accepted(self) -> Sequence[Row]:
        """Its good rows."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it has a column for."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differs from its record, and what of it stands against what the system knows."""

    row: Row
    known: Known
    digest: str
    conflicts: tuple[Conflict, ...]
    drafts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """A sheet compared with the register that is stored: `missing` are the numbers that the file no longer has."""

    sheet: str
    kind: RecordKind
    created: tuple[tuple[Row, int, str, int], ...]
    changed: tuple[Change, ...]
    unchanged: int
    missing: tuple[str, ...]

    def conflicts_as_json(self, words: Words) -> list[dict[str, object]]:
        """Each conflict with its row, field label and both values in words (identities never stand here)."""
        fields = {f.name: f for f in FIELDS[self.kind]}

        def told(name: str, value: Value) -> str:
            return "…" if fields[name].identity else words.text(fields[name], value)

        return [
            {
                "row": change.row.row,
                "field": fields[c.name].label,
                "in_system": told(c.name, c.in_system),
                "in_file": told(c.name, c.in_file),
            }
            for change in self.changed
            for c in change.conflicts
        ]


def register_year(kind: RecordKind, code: str, first_day: date) -> int:
    """The year of a record's register: that in its number where one stands, else that of its first day.

    Petition registers run through the years: without a year in the number it is 0.
    """
    found = _YEAR.search(code)
    if found:
        return int(found.group(1))
    return 0 if kind is RecordKind.PETITION else first_day.year


def match_rows(session: Session, register: Register, office_id: int, digest: Digest) -> SheetMatch:
    """Compares a sheet with what is stored of the office's register of that kind."""
    kind = register.kind
    known = registers.known_records(session, kind, office_id)
    created: list[tuple[Row, int, str, int]] = []
    candidates: list[tuple[Row, Known, str]] = []
    unchanged, met = 0, set[int]()
    seen: Counter[str] = Counter()
    for row in register.accepted:
        mark = digest(kind, row.values)
        occurrence = 0
        code = row.values.get("code")
        if code is None:
            occurrence = seen[mark]
            seen[mark] += 1
            found = known.get((mark, occurrence))
            year = row.first_day.year
        else:
            year = register_year(kind, code, row.first_day)
            found = known.get((year, code))
        if found is None:
            created.append((row, year, mark, occurrence))
            continue
        met.add(found.id)
        if found.row_digest == mark:
            unchanged += 1
        else:
            candidates.append((row, found, mark))
    created, moved = _moved_years(session, kind, created, known, met)
    candidates.extend(moved)
    met.update(found.id for _row, found, _mark in moved)
    changed = _compare(session, register, candidates)
    years = {year for _row, year, _mark, _n in created} | {key[0] for key, one in known.items() if one.id in met}
    missing = [
        str(key[1])
        for key, one in known.items()
        if one.id not in met and one.import_position and kind is not RecordKind.RECEPTION and key[0] in years
    ]
    if kind is RecordKind.RECEPTION and (met or unchanged):
        gone = sum(1 for one in known.values() if one.id not in met and one.import_position)
        missing = [f"{gone} lượt tiếp"] if gone else []
    return SheetMatch(register.sheet, kind, tuple(created), tuple(changed), unchanged, tuple(missing))


def _moved_years(
    session: Session,
    kind: RecordKind,
    created: list[tuple[Row, int, str, int]],
    known: Mapping[tuple[object, ...], Known],
    met: set[int],
) -> tuple[list[tuple[Row, int, str, int]], list[tuple[Row, Known, str]]]:
    """Rows whose corrected date moved them into the year beside: the record of that number with the same content."""
    if kind is RecordKind.RECEPTION:
        return created, []
    near = [(item, known.get((item[1] + step, item[0].values.get("code")))) for item in created for step in (-1, 1)]
    asked = {found.id for _item, found in near if found is not None and found.id not in met}
    if not asked:
        return created, []
    histories = journal.histories(session, kind, sorted(asked))
    moved: list[tuple[Row, Known, str]] = []
    for item, found in near:
        if found is None or found.id not in asked or found.id not in histories:
            continue
        opening = histories[found.id][0].changes
        same = all(opening.get(name) == item[0].values.get(name) for name in ("content", "type", "person_name"))
        if same and opening.get("content"):
            moved.append((item[0], found, item[2]))
            asked.discard(found.id)
    rows = {id(row) for row, _found, _mark in moved}
    return [item for item in created if id(item[0]) not in rows], moved


def _compare(session: Session, register: Register, candidates: list[tuple[Row, Known, str]]) -> Iterator[Change]:
    kind = register.kind
    histories = journal.histories(session, kind, [found.id for _row, found, _mark in candidates])
    columns = set(register.fields) | ({"tracked_on"} if "council_resolution_id" in register.fields else set())
    for row, found, mark in candidates:
        values = withhold(kind, row.values)[0]
        outcome = reconcile(
            kind,
            histories[found.id],
            values,
            columns,
            row.first_day,
            row.first_day_inferred,
            found.import_position or 0,
        )
        yield Change(row, found, mark, outcome.conflicts, outcome.drafts)
