"""What the tests of letters, cases, visits and PAKN share: samples of values, and the way to each state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from casework.domain.access import Reader
from casework.domain.fields import Shape
from casework.domain.steps import HAPPENED_ON, Transition
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import TRANSITIONS, form_field, open_values
from casework.services.handling import moving
from casework.services.handling.holding import Moved
from casework.store.database import Database
from casework.store.records import RECORDS
from tests.services.desk import NOW, enter, reader, unit_id

K = RecordKind
BEGUN = date(2026, 8, 3)

WAYS: dict[RecordKind, dict[str, tuple[str, ...]]] = {
    K.RECEPTION: {"received": ()},
    K.LETTER: {"received": (), "classified": ("classify",), "handled": ("forward",)},
    K.CASE: {
        "accepted": (),
        "verifying": ("verify",),
        "suspended": ("suspend",),
        "decided": ("finish",),
        "in_execution": ("finish", "execute"),
        "executed": ("finish", "execute", "executed"),
        "withdrawn": ("withdraw",),
        "terminated": ("terminate",),
    },
    K.FEEDBACK: {
        "processing": (),
        "handled": ("handle",),
        "transferred": ("transfer",),
        "refused": ("refuse",),
    },
}
"""The steps that lead from the entry to each state."""

DAYS = {K.RECEPTION: "received_on", K.LETTER: "received_on", K.CASE: "accepted_on", K.FEEDBACK: "received_on"}


class World:
    """A database with one officer, in which records are entered and moved day by day."""

    def __init__(self, db: Database, role: Role = Role.RECEPTION_OFFICER) -> None:
        self.db, self.who = db, reader(db, role)
        self.units = [unit_id(db, name) for name in ("Sở Y tế", "Sở Tài chính")]
        self.codes: dict[str, str] = {}
        self.chosen: dict[str, Any] = {}

    def new(self, kind: RecordKind, **more: object) -> int:
        """A record begun on `BEGUN`."""
        if more.get("type") == "denunciation":
            more = {"person_name": "", "person_address": "", **more}
        return enter(self.db, self.who, kind, **{DAYS[kind]: BEGUN, **more}).record_id

    def case_number(self, type_: str) -> str:
        """The number of a case of this type, which other records may be joined with."""
        if type_ not in self.codes:
            key = self.new(K.CASE, type=type_)
            self.codes[type_] = str(self.row(K.CASE, key)["code"])
        return self.codes[type_]

    def row(self, kind: RecordKind, key: int) -> dict[str, Any]:
        """The row of a record."""
        with self.db.read() as session:
            return dict(session.execute(select(RECORDS[kind]).where(RECORDS[kind].c.id == key)).mappings().one())

    def move(
        self, kind: RecordKind, key: int, event: str, day: date, who: Reader | None = None, **values: object
    ) -> Moved:
        """One step as of the version that stands."""
        version = self.row(kind, key)["version"]
        return moving.move(self.db, who or self.who, kind, key, event, values, version, on=day, now=NOW)

    def sample(self, kind: RecordKind, step: Transition, state: str, key: int, day: date, full: bool) -> dict[str, Any]:
        """Values for a step: what it requires, or all it asks (`full`)."""
        row = self.row(kind, key)
        values = {name: self._value(kind, step, name, state, row, day) for name in self._names(step, full)}
        for (name, value), other in step.needs.items():
            if values.get(name) == value and other not in values:
                values[other] = self._value(kind, step, other, state, row, day)
        return values

    def _names(self, step: Transition, full: bool) -> Iterable[str]:
        return [name for name in (step.asked if full else step.required) if name != "earlier_case"]

    def _value(
        self, kind: RecordKind, step: Transition, name: str, state: str, row: Mapping[str, Any], day: date
    ) -> Any:
        field, choices = form_field(kind, name), open_values(step, name, state, row)
        if name in self.chosen:
            return self.chosen[name]
        if choices:
            return choices[0]
        if name == (step.day_field or HAPPENED_ON):
            return day
        if name in ("extended_to", "asked_due_on", "stated_due_on"):
            return day + timedelta(days=12)
        if name == "type":
            return row["type"] or next(iter(field.term or ())).value
        if name == "joined_case":
            return self.case_number(row["type"])
        if field.shape is Shape.UNIT:
            return next(one for one in self.units if one != row.get("unit_id"))
        if field.term is not None:
            return next(iter(field.term)).value
        samples: dict[Shape, Any] = {Shape.DATE: day, Shape.COUNT: 2, Shape.FLAG: True}
        return samples.get(field.shape, f"Nội dung {name}")

    def reach(self, kind: RecordKind, state: str, **more: object) -> tuple[int, date]:
        """A record in a state, and the day after its last step."""
        key, day = self.new(kind, **more), BEGUN + timedelta(days=2)
        held = next(iter(WAYS[kind]))
        for event in WAYS[kind][state]:
            step = next(t for t in TRANSITIONS[kind] if t.event == event and held in t.states)
            self.move(kind, key, event, day, **self.sample(kind, step, held, key, day, full=False))
            held, day = str(step.to[0]), day + timedelta(days=2)
        return key, day
