"""Writing a register in bulk: rows matched with the records that are there, prepared as tuples, written in one go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from casework.domain.derivation import Derive
from casework.domain.events import Stretch, events_of, timeline
from casework.domain.fields import FIELDS, Value, withhold
from casework.domain.reconciliation import Conflict, reconcile
from casework.domain.vocabulary import RecordKind
from casework.store import journal, registers
from casework.store.refolding import refold
from casework.store.registers import Known, NewRecord
from casework.store.search import search_texts
from casework.store.writing import claim_version

Digest = Callable[[RecordKind, Mapping[str, Value]], str]
Tell = Callable[[str, int, int], None]
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

    def conflicts_as_json(self) -> list[dict[str, object]]:
        """Each conflict with its row, field label and both values (identities never stand here)."""
        labels = {f.name: f for f in FIELDS[self.kind]}
        return [
            {
                "row": change.row.row,
                "field": labels[c.name].label,
                "in_system": "…" if labels[c.name].identity else str(c.in_system or ""),
                "in_file": "…" if labels[c.name].identity else str(c.in_file or ""),
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


@dataclass(slots=True)
class Batch:
    """What one import writes: new records and corrections, ready as tuples."""

    office_id: int
    derive: Mapping[RecordKind, Derive]
    settle: Callable[[Session, dict[str, Any]], dict[str, Any]]
    """Puts ids in the place of sessions and resolutions that the register is the first to name."""
    needs_settling: Callable[[dict[str, Any]], bool]
    next_record: int = 0
    next_event: int = 0
    events: list[journal.EventRow] = field(default_factory=list)
    records: dict[RecordKind, list[NewRecord]] = field(default_factory=dict)
    timelines: dict[RecordKind, list[tuple[int, list[Stretch]]]] = field(default_factory=dict)
    late: list[tuple[RecordKind, tuple[Row, int, str, int]]] = field(default_factory=list)
    changes: list[tuple[RecordKind, Change]] = field(default_factory=list)
    _texts: dict[tuple[object, ...], tuple[str, str]] = field(default_factory=dict)

    def reserve(self, session: Session, matches: Sequence[SheetMatch]) -> None:
        """Reserves the ids of the records and events that will be written."""
        records = sum(len(m.created) for m in matches)
        events = records * 7 + sum(len(c.drafts) for m in matches for c in m.changed)
        self.next_record = journal.reserve(session, "record", records)
        self.next_event = journal.reserve(session, "event", events)

    def add(self, match: SheetMatch, tell: Tell) -> None:
        """Prepares the rows of a sheet."""
        self.records.setdefault(match.kind, [])
        self.timelines.setdefault(match.kind, [])
        for done, item in enumerate(match.created):
            if self.needs_settling(item[0].values):
                self.late.append((match.kind, item))
            else:
                self._create(match.kind, item, item[0].values)
            if done % 1000 == 0:
                tell(f"Chuẩn bị “{match.sheet}”", done, len(match.created))
        self.changes.extend((match.kind, change) for change in match.changed)

    def _create(self, kind: RecordKind, item: tuple[Row, int, str, int], given: dict[str, Any]) -> None:
        row, year, mark, occurrence = item
        values = withhold(kind, given)[0]
        record_id = self.next_record
        self.next_record += 1
        drafts = events_of(kind, values, row.first_day, row.first_day_inferred)
        for draft in drafts:
            self.events.append(journal.prepare_event(self.next_event, kind, record_id, draft))
            self.next_event += 1
        own = (record_id, self.office_id, year, row.first_day, 1, mark, occurrence)
        texts = search_texts(kind, values)
        self.records[kind].append((*own, *texts, *[values.get(f.name) for f in FIELDS[kind]]))
        self.timelines[kind].append((record_id, timeline(kind, drafts, self.derive[kind])))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write, not even a newer digest."""
        return not (self.events or self.late or self.changes)

    def write(self, session: Session, act: journal.Act) -> int:
        """Writes it all in the caller's transaction; returns the journal position (0: nothing to tell).

        Raises StaleVersionError when a record that the register changes was changed since it was compared.
        """
        journal.lock(session)
        for kind, change in self.changes:
            claim_version(session, kind, change.known.id, change.known.version)
        for kind, item in self.late:
            self._create(kind, item, self.settle(session, dict(item[0].values)))
        for kind, change in self.changes:
            for draft in change.drafts:
                self.events.append(journal.prepare_event(self.next_event, kind, change.known.id, draft))
                self.next_event += 1
        position = journal.append(session, act, self.events) if self.events else 0
        for kind, rows in self.records.items():
            if rows:
                registers.insert_records(session, kind, rows, position)
                registers.insert_timelines(session, kind, self.timelines[kind], position)
        for kind, change in self.changes:
            if change.drafts:
                refold(
                    session,
                    kind,
                    change.known.id,
                    position,
                    self.derive[kind],
                    row_digest=change.digest,
                    import_position=position,
                )
            else:
                registers.set_digest(session, kind, change.known.id, change.digest, None)
        return position
