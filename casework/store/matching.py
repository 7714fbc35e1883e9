"""Comparing a register with the records that are there: which rows are new, changed, unchanged, missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from casework.domain.entry import number_key, register_year
from casework.domain.fields import FIELDS, Value, withhold
from casework.domain.reconciliation import Conflict, reconcile
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words
from casework.store import journal
from casework.store.destroying import destroyed_records
from casework.store.registers import Known, known_records

Digest = Callable[[RecordKind, Mapping[str, Value]], str]


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


Created = tuple[Row, int, str, int]
"""A row that is a new record: the row, the year of its register, its digest, which of equal rows it is."""


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
    created: tuple[Created, ...]
    changed: tuple[Change, ...]
    unchanged: int
    missing: tuple[str, ...]

    @property
    def rewritten(self) -> int:
        """How many records storing would change: a row may differ only in what it already told, or be a conflict."""
        return sum(1 for change in self.changed if change.drafts)

    @property
    def kept(self) -> int:
        """How many records storing would leave as they are."""
        return self.unchanged + len(self.changed) - self.rewritten

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
                "in_file": told(c.name, c.in_file) + (f" ({c.why})" if c.why else ""),
            }
            for change in self.changed
            for c in change.conflicts
        ]


def match_sheets(
    session: Session,
    sheets: Sequence[Register],
    office_id: int,
    digest: Digest,
    closed: Mapping[RecordKind, frozenset[int]],
) -> tuple[SheetMatch, ...]:
    """Compares the sheets of a file with what is stored; several sheets of one kind are one register of the office.

    `closed`: the records of which whoever imports is told nothing: what they hold, or that the file leaves them out.
    """
    last = {sheet.kind: sheet for sheet in sheets}
    registered: dict[RecordKind, _Register] = {}
    matches = []
    for sheet in sheets:
        kept = registered.get(sheet.kind)
        if kept is None:
            told_not = closed.get(sheet.kind, frozenset())
            kept = registered[sheet.kind] = _Register(session, sheet.kind, office_id, digest, told_not)
        matches.append(kept.match(sheet, closing=last[sheet.kind] is sheet))
    return tuple(matches)


class _Register:
    """What is stored of one kind, and what of it the sheets of a file have met so far."""

    def __init__(
        self, session: Session, kind: RecordKind, office_id: int, digest: Digest, closed: frozenset[int]
    ) -> None:
        self._session, self._kind, self._digest, self._closed = session, kind, digest, closed
        self._known = known_records(session, kind, office_id)
        self._met: set[int] = set()
        self._seen: Counter[str] = Counter()
        self._years: set[object] = set()

    def match(self, register: Register, *, closing: bool) -> SheetMatch:
        """Compares one sheet; with the `closing` one of a kind it is known which records no sheet names any more.

        A record of which something was destroyed stays as it is: no register fills it again.
        """
        created: list[Created] = []
        candidates: list[tuple[Row, Known, str]] = []
        unchanged = 0
        for row in register.accepted:
            mark = self._digest(self._kind, row.values)
            year, occurrence, found = self._find(row, mark)
            if found is None:
                created.append((row, year, mark, occurrence))
                continue
            self._met.add(found.id)
            if found.row_digest == mark:
                unchanged += 1
            else:
                candidates.append((row, found, mark))
        created, moved = self._moved_years(created)
        self._met.update(found.id for _row, found, _mark in moved)
        self._years.update(year for _row, year, _mark, _n in created)
        candidates = [*candidates, *moved]
        gone = destroyed_records(self._session, [found.id for _row, found, _mark in candidates])
        unchanged += sum(1 for _row, found, _mark in candidates if found.id in gone)
        compared = _compare(self._session, register, [one for one in candidates if one[1].id not in gone])
        changed = tuple(replace(one, conflicts=()) if one.known.id in self._closed else one for one in compared)
        missing = tuple(self._missing()) if closing else ()
        return SheetMatch(register.sheet, self._kind, tuple(created), changed, unchanged, missing)

    def _find(self, row: Row, mark: str) -> tuple[int, int, Known | None]:
        """The year of a row's register, which of equal rows it is, and its record where there is one."""
        code = row.values.get("code")
        if code is None:
            occurrence = self._seen[mark]
            self._seen[mark] += 1
            return row.first_day.year, occurrence, self._known.get((mark, occurrence))
        year = register_year(self._kind, code, row.first_day)
        return year, 0, self._known.get((year, number_key(code))) if self._known else None

    def _missing(self) -> Iterator[str]:
        """What the file no longer names: numbers of the years that it covers; of receptions, how many."""
        untold = self._met | self._closed
        left = [(key, one) for key, one in self._known.items() if one.id not in untold and one.import_position]
        if self._kind is RecordKind.RECEPTION:
            if left and self._met:
                yield f"{len(left)} lượt tiếp"
            return
        years = self._years | {key[0] for key, one in self._known.items() if one.id in self._met}
        yield from (one.code for key, one in left if key[0] in years)

    def _moved_years(self, created: list[Created]) -> tuple[list[Created], list[tuple[Row, Known, str]]]:
        """Rows whose corrected date moved them into the year beside: the record of that number and content."""
        if self._kind is RecordKind.RECEPTION or not self._known:
            return created, []
        near = [
            (item, self._known.get((item[1] + step, number_key(item[0].values["code"]))))
            for item in created
            for step in (-1, 1)
        ]
        asked = {found.id for _item, found in near if found is not None and found.id not in self._met}
        histories = journal.histories(self._session, self._kind, sorted(asked))
        moved: list[tuple[Row, Known, str]] = []
        for item, found in near:
            if found is None or found.id not in asked:
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
    imports = journal.positions_of(session, "import") if candidates else frozenset()
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
            imports.__contains__,
        )
        yield Change(row, found, mark, outcome.conflicts, outcome.drafts)
