"""Random events of all kinds that happen after a day: new records and steps of their workflow, by the services."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from casework.domain import vocabulary as v
from casework.domain.access import Reader
from casework.domain.entry import EntryError, entry_fields, required_on_entry
from casework.domain.events import ALWAYS, FOREVER
from casework.domain.fields import Shape
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import Transition, WorkflowError, form_field, open_values, transitions
from casework.services.handling.entering import log_record
from casework.services.handling.moving import move
from casework.settings import DEFAULT_OFFICE
from casework.store.catalogue_tables import CouncilResolution, CouncilSession, Unit
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.records import RECORDS

WORDS = ("đường", "đất", "nước", "trường", "chợ", "rác", "cầu", "điện")


class Later:
    """A machine that makes things happen after `as_of`. `done` counts what was stored, by kind and event."""

    def __init__(self, db: Database, reader: Reader, as_of: date, seed: int) -> None:
        self.db, self.reader, self.as_of, self.dice = db, reader, as_of, random.Random(seed)
        self.done: Counter[tuple[RecordKind, str]] = Counter()
        self.tried = 0
        with db.read() as session:
            self.units = list(session.scalars(select(Unit.id).order_by(Unit.id)))
            self.sessions = list(
                session.execute(select(CouncilSession.id, CouncilSession.body).where(CouncilSession.last_on > as_of))
            )
            query = select(CouncilResolution.id).where(CouncilResolution.passed_on > as_of)
            self.resolutions = list(session.scalars(query))
            self.states = {kind: self._states(session, kind) for kind in RecordKind}

    def _states(self, session: Any, kind: RecordKind) -> dict[str, list[int]]:
        table, found = FACTS[kind], dict[str, list[int]]()
        query = select(table.c.state, table.c.record_id).where(table.c.known_to == ALWAYS, table.c.valid_to == FOREVER)
        for state, record_id in session.execute(query.order_by(table.c.record_id)):
            found.setdefault(state, []).append(record_id)
        return found

    def happen(self, count: int) -> Counter[tuple[RecordKind, str]]:
        """Makes `count` things happen and tells how many of each kind and event there were."""
        while sum(self.done.values()) < count:
            self.tried += 1
            kind = self.dice.choice(list(RecordKind))
            try:
                if self.dice.random() < 0.25:
                    self._log(kind)
                else:
                    self._step(kind)
            except (EntryError, WorkflowError):
                assert self.tried < count * 20, f"quá nhiều lần bị từ chối: {self.done}"
        return self.done

    def _day(self) -> date:
        return self.as_of + timedelta(days=self.dice.randint(1, 150))

    def _value(self, kind: RecordKind, name: str, day: date) -> Any:
        field = form_field(kind, name)
        if field.shape is Shape.DATE:
            ahead = name in ("stated_due_on", "extended_to")
            return day + timedelta(days=self.dice.randint(5, 90)) if ahead else day
        if field.shape is Shape.UNIT:
            return self.dice.choice(self.units)
        if field.shape is Shape.COUNCIL_RESOLUTION:
            return self.dice.choice(self.resolutions) if self.resolutions else None
        if field.shape is Shape.COUNT:
            return self.dice.randint(1, 30)
        if field.shape is Shape.FLAG:
            return self.dice.random() < 0.6
        if field.term is not None:
            return self.dice.choice(list(field.term)).value
        return f"{self.dice.choice(WORDS)} {self.dice.choice(WORDS)} {self.dice.randint(1, 10**6)}"

    def _log(self, kind: RecordKind) -> None:
        day, needed = self._day(), required_on_entry(kind)
        values = {
            field.name: self._value(kind, field.name, day)
            for field in entry_fields(kind)
            if field.name in needed or self.dice.random() < 0.5
        }
        if kind is RecordKind.PETITION:
            values["session_id"], values["source"] = self.dice.choice(self.sessions)
        now = datetime.now(UTC)
        token = f"later-{self.tried}"
        log_record(self.db, self.reader, kind, values, on=day, now=now, token=token, office=DEFAULT_OFFICE)
        self.done[kind, "log"] += 1

    def _step(self, kind: RecordKind) -> None:
        states = [s for s, ids in self.states[kind].items() if ids and transitions(kind, s, self.reader.role)]
        if not states:
            return
        state = self.dice.choice(sorted(states))
        record_id = self.dice.choice(self.states[kind][state])
        step = self.dice.choice(transitions(kind, state, self.reader.role))
        with self.db.read() as session:
            row = session.execute(select(RECORDS[kind]).where(RECORDS[kind].c.id == record_id)).one()._mapping
        day = self._day()
        values = self._asked(kind, step, state, dict(row), day)
        moved = move(
            self.db, self.reader, kind, record_id, step.event, values, row["version"], on=day, now=datetime.now(UTC)
        )
        assert moved.version == row["version"] + 1
        self.states[kind][state].remove(record_id)
        if len(step.to) == 1:
            self.states[kind].setdefault(str(step.to[0]), []).append(record_id)
        self.done[kind, step.event] += 1

    def _asked(self, kind: RecordKind, step: Transition, state: str, row: dict[str, Any], day: date) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in step.asked:
            if name in step.optional and self.dice.random() < 0.5:
                continue
            choices = open_values(step, name, state, row)
            if choices == ():
                raise EntryError({name: "không có lựa chọn"})
            values[name] = self.dice.choice(choices) if choices else self._value(kind, name, day)
        if values.get("result") == v.PetitionResult.NOT_YET:
            values["obstacle"] = "thiếu vốn"
        if values.get("result") == v.PetitionResult.PLANNED:
            values["roadmap"] = "đến hết năm 2025"
        return values
