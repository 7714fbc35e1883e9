"""What splitting, merging and joining petitions share: petitions held together, their events and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import MOVE, ForbiddenError, NoSuchRecordError, Reader, require
from casework.domain.entry import EMPTY, EntryError
from casework.domain.events import Draft
from casework.domain.fields import Value
from casework.domain.held import Held
from casework.domain.items import ItemKind, LinkType
from casework.domain.numerals import write_date
from casework.domain.petition_parts import may_part
from casework.domain.steps import HAPPENED_ON, REASON
from casework.domain.vocabulary import EventName, HandledWithin, RecordKind
from casework.domain.workflow import form_field
from casework.files.form_values import read_values
from casework.services.handling.holding import Moved, act_of, hold
from casework.services.handling.petition_beside import end_assignments
from casework.statistics.scope import visible
from casework.store import journal
from casework.store.items import ITEMS, add_item, strike_item
from casework.store.records import RECORDS
from casework.store.writing import add_events

PETITION, LINK = RecordKind.PETITION, ItemKind.LINK


@dataclass(frozen=True, slots=True)
class Taken:
    """A petition held in this transaction, and its version."""

    record_id: int
    version: int
    held: Held

    @property
    def code(self) -> str:
        """Its number."""
        return str(self.held.values.get("code") or "")


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, on which day it takes effect, and the entry that it is recorded under."""

    session: Session
    reader: Reader
    day: date
    reason: str
    act: journal.Act

    def take(self, record_id: int, version: int | None = None) -> Taken:
        """A petition for this transaction; `version` None: as it stands. Raises as `hold` does."""
        table = RECORDS[PETITION]
        now = self.session.scalar(select(table.c.version).where(table.c.id == record_id))
        if now is None:
            raise NoSuchRecordError
        version = now if version is None else version
        return Taken(record_id, version, hold(self.session, self.reader, PETITION, record_id, version))

    def tell(self, taken: Taken, name: EventName, changes: Mapping[str, Value]) -> int:
        """One event of a petition, with the reason; its version then. Raises EntryError for a day too early."""
        draft = Draft(name, self.day, {**changes, REASON: self.reason})
        held = taken.held
        if self.day < held.opening.happened_on:
            begun = write_date(held.opening.happened_on)
            raise EntryError({HAPPENED_ON: f"Ngày này trước ngày kiến nghị {taken.code} bắt đầu ({begun})."})
        after = held.after([draft])
        if any(after.get(n) != value for n, value in changes.items()):
            raise EntryError(
                {HAPPENED_ON: f"Kiến nghị {taken.code} đã có việc ghi sau ngày này; hãy kiểm tra lại ngày thực hiện."}
            )
        done = add_events(self.session, PETITION, taken.record_id, [draft], self.act, held.derive, taken.version)
        return done.version

    def absorb(self, taken: Taken, name: EventName, within: HandledWithin) -> int:
        """A petition is from then on handled within others: told so, and nobody is charged with it; its version."""
        told = self.tell(taken, name, {"handled_within": within.value})
        end_assignments(self.session, taken.record_id, self.day, self.act)
        return told

    def restore(self, taken: Taken) -> Moved:
        """A petition is handled by itself again."""
        return Moved(taken.record_id, self.tell(taken, EventName.REJOINED, {"handled_within": None}))

    def link(self, of: int, link_type: LinkType, to: int) -> None:
        """Links one petition to another."""
        values: dict[str, Value] = {
            "link_type": link_type.value,
            "to_kind": PETITION.value,
            "to_id": to,
            "linked_on": self.day,
            "reason": self.reason,
        }
        add_item(self.session, LINK, PETITION, of, values, on=self.day, act=self.act)

    def unlink(self, row: Any) -> None:
        """Strikes a link out."""
        strike_item(self.session, LINK, row["id"], self.reason, on=self.day, act=self.act)

    def links(self, link_type: LinkType, *, of: int | None = None, to: int | None = None) -> Sequence[Any]:
        """The standing links of one type of a petition, or to one."""
        table = ITEMS[LINK]
        query = select(table).where(
            table.c.link_type == link_type.value,
            table.c.struck.is_(False),
            table.c.of_kind == PETITION.value,
            table.c.to_kind == PETITION.value,
        )
        query = query.where(table.c.of_id == of) if of is not None else query.where(table.c.to_id == to)
        return self.session.execute(query.order_by(table.c.id)).mappings().all()


def doing_on(
    session: Session, reader: Reader, name: str, values: Mapping[str, object], *, on: date, now: datetime
) -> Doing:
    """What every act here is told: its day and its reason. Raises EntryError, ForbiddenError."""
    require(reader.role, MOVE[PETITION])
    if not may_part(reader.role):
        raise ForbiddenError("Chỉ thư ký tổng hợp tách, gộp kiến nghị.")
    given, errors = read_values([form_field(PETITION, n) for n in (HAPPENED_ON, REASON)], values, on)
    errors |= {n: EMPTY for n in (HAPPENED_ON, REASON) if n not in given and n not in errors}
    if errors:
        raise EntryError(errors)
    day, reason = given[HAPPENED_ON], given[REASON]
    assert isinstance(day, date)
    journal.lock(session)
    return Doing(session, reader, day, str(reason), act_of(reader, name, now))


def petition_by_code(session: Session, reader: Reader, code: str) -> int | None:
    """The petition with this number that `reader` sees; None where there is none, or more than one."""
    table = RECORDS[PETITION]
    query = select(table.c.id).where(table.c.code == code.strip())
    seen = visible(reader, PETITION, table.c.id)
    found = session.scalars(query if seen is None else query.where(seen)).all()
    return found[0] if len(found) == 1 else None
