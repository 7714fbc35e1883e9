"""A step that was taken, as what follows from it beside the record sees it; nothing here decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.fields import Value
from casework.domain.held import Held
from casework.domain.items import ItemKind, LinkType
from casework.domain.vocabulary import RecordKind, Role
from casework.services.handling.holding import act_of
from casework.store.denied import close_alike
from casework.store.items import add_item
from casework.store.record_rows import office_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A step just written: the record as it was before, what the step said, its day; all in an open transaction.

    `version`: of the record before the step; `role`: the one in which it was taken (a leader's approval: a head's);
    `token`: of the form, "" where there was none.
    """

    session: Session
    reader: Reader
    role: Role
    held: Held
    record_id: int
    version: int
    given: Mapping[str, Value]
    day: date
    on: date
    now: datetime
    token: str = ""

    @property
    def kind(self) -> RecordKind:
        """The kind of the record."""
        return self.held.kind

    def at_the_register(self) -> tuple[Reader, str]:
        """Whoever acts, as one who keeps the register in which the record stands, and that unit's name."""
        unit_id, name = office_of(self.session, self.kind, self.record_id)
        return replace(self.reader, role=self.role, unit_id=unit_id), name

    def item(self, kind: ItemKind, values: Mapping[str, Value], of: tuple[RecordKind, int] | None = None) -> int:
        """Adds an item of the record (`of`: of another one) on the day of the step; returns its id."""
        of_kind, of_id = of or (self.kind, self.record_id)
        act = act_of(self.reader, "move", self.now)
        return add_item(self.session, kind, of_kind, of_id, values, on=self.day, act=act)

    def close_alike(self, to: tuple[RecordKind, int]) -> None:
        """Closes a record that was made from this one to everybody to whom this one is closed."""
        act = act_of(self.reader, "deny", self.now)
        close_alike(self.session, (self.kind, self.record_id), to, on=self.on, act=act)

    def link(self, link: LinkType, to: tuple[RecordKind, int], of: tuple[RecordKind, int] | None = None) -> None:
        """Links the record (`of`: another one) to `to`."""
        values: dict[str, Value] = {
            "link_type": link.value,
            "to_kind": to[0].value,
            "to_id": to[1],
            "linked_on": self.day,
        }
        self.item(ItemKind.LINK, values, of)


Follow = Callable[[Taken], "list[tuple[RecordKind, int]]"]
"""What follows from a step: writes it and returns the records that it made. May raise EntryError: nothing is kept."""
