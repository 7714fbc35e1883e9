"""Writing a register in bulk: its matched rows prepared as tuples before the transaction, written in it in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from casework.domain.derivation import Derive, dated
from casework.domain.events import Stretch, events_of, timeline
from casework.domain.fields import FIELD_NAMES, Value, withhold
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.store import journal, registers, series
from casework.store.matching import Change, Created, SheetMatch
from casework.store.refolding import refold
from casework.store.registers import NewRecord
from casework.store.search import Keys, search_texts
from casework.store.writing import claim_versions

Tell = Callable[[str, int, int], None]


@dataclass(slots=True)
class Batch:
    """What one import writes: new records and corrections, ready as tuples."""

    office_id: int
    derive: Mapping[RecordKind, Derive]
    settle: Callable[[Session, dict[str, Any]], dict[str, Any]]
    """Puts ids in the place of sessions and resolutions that the register is the first to name."""
    needs_settling: Callable[[dict[str, Any]], bool]
    law: Law | None = None
    """The law that new records keep; None: the first."""
    next_record: int = 0
    next_event: int = 0
    events: list[journal.EventRow] = field(default_factory=list)
    records: dict[RecordKind, list[NewRecord]] = field(default_factory=dict)
    timelines: dict[RecordKind, list[tuple[int, list[Stretch]]]] = field(default_factory=dict)
    late: list[tuple[RecordKind, Created]] = field(default_factory=list)
    changes: dict[RecordKind, list[Change]] = field(default_factory=dict)
    keys: Keys = field(default_factory=dict)

    def reserve(self, session: Session, matches: Sequence[SheetMatch]) -> None:
        """Reserves the ids of the records and events that will be written."""
        records = sum(len(m.created) for m in matches)
        events = records * 7 + sum(len(c.drafts) for m in matches for c in m.changed)
        self.next_record = series.reserve(session, "record", records)
        self.next_event = series.reserve(session, "event", events)

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
        self.changes.setdefault(match.kind, []).extend(match.changed)

    def _create(self, kind: RecordKind, item: Created, given: dict[str, Any]) -> None:
        row, year, mark, occurrence = item
        values = withhold(kind, given)[0]
        record_id = self.next_record
        self.next_record += 1
        kept = values if self.law is None else dated(values, self.law)
        drafts = events_of(kind, kept, row.first_day, row.first_day_inferred)
        for draft in drafts:
            self.events.append(journal.prepare_event(self.next_event, kind, record_id, draft))
            self.next_event += 1
        own = (record_id, self.office_id, year, row.first_day, 1, mark, occurrence)
        texts = search_texts(kind, values, self.keys)
        self.records[kind].append((*own, *texts, *map(values.get, FIELD_NAMES[kind])))
        self.timelines[kind].append((record_id, timeline(kind, drafts, self.derive[kind])))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write, not even a newer digest."""
        return not (self.events or self.late or any(self.changes.values()))

    def write(self, session: Session, act: journal.Act) -> int:
        """Writes it all in the caller's transaction; returns the journal position (0: nothing to tell).

        Raises StaleVersionError when a record that the register changes was changed since it was compared.
        """
        journal.lock(session)
        for kind, changes in self.changes.items():
            claim_versions(session, kind, {one.known.id: one.known.version for one in changes})
        for kind, item in self.late:
            self._create(kind, item, self.settle(session, dict(item[0].values)))
        for kind, change in ((kind, one) for kind, changes in self.changes.items() for one in changes):
            for draft in change.drafts:
                settled = replace(draft, changes=self.settle(session, dict(draft.changes)))
                self.events.append(journal.prepare_event(self.next_event, kind, change.known.id, settled))
                self.next_event += 1
        position = journal.append(session, act, self.events) if self.events else 0
        for kind, rows in self.records.items():
            if rows:
                registers.insert_records(session, kind, rows, position)
                registers.insert_timelines(session, kind, self.timelines[kind], position)
        for kind, changes in self.changes.items():
            told: dict[int, dict[str, Value]] = {
                one.known.id: {"row_digest": one.digest, "import_position": position} for one in changes if one.drafts
            }
            refold(session, kind, position, self.derive[kind], told)
            registers.set_digests(session, kind, {one.known.id: one.digest for one in changes if not one.drafts})
        return position
