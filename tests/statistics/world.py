"""Random histories written into a database through the store: records, further events, corrections, strike-outs."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain import vocabulary as v
from casework.domain.derivation import derivation
from casework.domain.entry import OPENING_DAY
from casework.domain.events import ROW_EVENTS, Draft, Event, current_values, events_of, standing
from casework.domain.fields import IDENTITY_FIELDS, Value, withhold
from casework.domain.vocabulary import EventName, RecordKind
from casework.services.accounts import system_reader
from casework.store import journal
from casework.store.catalogue_tables import CouncilResolution, CouncilSession, Unit
from casework.store.database import Database
from casework.store.reference_data import load_law
from casework.store.writing import Written, add_events, create_record

FIRST, LAST = date(2023, 10, 1), date(2024, 8, 31)
K = RecordKind
SUBJECTS = ("Đất đai", "Môi trường", "Nhà ở")
PLACES = ("Ba Đình", "Đông Anh", "Sóc Sơn")


class World:
    """A database in which things happen at random; the same seed makes the same things happen."""

    def __init__(self, url: str, seed: int) -> None:
        self.db = Database(url)
        self.dice = random.Random(seed)
        self.reader = system_reader(self.db, "kiểm thử")
        self.records: list[tuple[RecordKind, int, int]] = []
        self.made = 0
        with self.db.read() as session:
            self.law = load_law(session)
            self.units = list(session.scalars(select(Unit.id).order_by(Unit.id).limit(3)))
            self.office = self.units[0]
            self.sessions = {
                body: list(session.scalars(select(CouncilSession.id).where(CouncilSession.body == body).limit(2)))
                for body in (term.value for term in v.PetitionSource)
            }
            self.resolutions = session.execute(
                select(CouncilResolution.id, CouncilResolution.passed_on).order_by(CouncilResolution.id).limit(2)
            ).all()

    def happen(self, acts: int, share_new: float = 0.6) -> None:
        """`acts` acts: new records, and events upon those that are there. One transaction, an entry for each act."""
        with self.db.write() as session:
            for _ in range(acts):
                if not self.records or self.dice.random() < share_new:
                    self._create(session, self.dice.choice(list(RecordKind)))
                else:
                    self._change(session, self.dice.randrange(len(self.records)))

    # --- acts ------------------------------------------------------------------------------------------------

    def _act(self, name: str) -> journal.Act:
        return journal.Act(name, self.reader.user_id, "", datetime(2024, 9, 1, tzinfo=UTC))

    def _create(self, session: Session, kind: RecordKind) -> None:
        self.made += 1
        values, day = self._row(kind)
        self._keep(
            kind,
            create_record(
                session,
                kind,
                office_id=self.office,
                register_year=day.year,
                row_digest=f"{self.made:032x}",
                drafts=events_of(kind, values, day),
                act=self._act("log"),
                derive=derivation(kind, self.law),
            ),
        )

    def _keep(self, kind: RecordKind, written: Written) -> None:
        self.records.append((kind, written.record_id, written.version))

    def _change(self, session: Session, place: int) -> None:
        kind, record_id, version = self.records[place]
        events = standing(journal.history(session, kind, record_id))
        roll = self.dice.random()
        if roll < 0.25 and len(events) > 1:
            target = self.dice.choice(events[1:])
            draft = Draft(EventName.STRUCK_OUT, target.happened_on, {}, target=target.id)
        elif roll < 0.6 or kind is K.RECEPTION:
            draft = self._correction(kind, self.dice.choice(events))
        else:
            draft = self._further(kind, events)
        written = add_events(
            session, kind, record_id, [self._lawful(kind, draft, events)], self._act("change"),
            derivation(kind, self.law), version,
        )  # fmt: skip
        self.records[place] = (kind, record_id, written.version)

    def _lawful(self, kind: RecordKind, draft: Draft, events: list[Event]) -> Draft:
        """The draft without an identity where the record is, or becomes, a denunciation."""
        if "denunciation" not in (current_values(events).get("type"), draft.changes.get("type")):
            return draft
        kept = {n: value for n, value in draft.changes.items() if n not in IDENTITY_FIELDS[kind]}
        return Draft(draft.name, draft.happened_on, kept, draft.inferred, draft.target)

    def _correction(self, kind: RecordKind, event: Event) -> Draft:
        """Another version of an event: one of its values redrawn, or its day moved."""
        changes = dict(event.changes)
        day = event.happened_on
        fresh, _first = self._row(kind, filled=0.9)
        day_field = next((r.day_field for r in ROW_EVENTS[kind] if r.name is event.name), OPENING_DAY[kind])
        if self.dice.random() < 0.5:
            day = self._day()
            if day_field in changes:
                changes[str(day_field)] = day
        skipped = {day_field, "code", "type", *IDENTITY_FIELDS[kind]}
        for name in [n for n in changes if n not in skipped and n in fresh and self.dice.random() < 0.5]:
            changes[name] = fresh[name]
        return Draft(EventName.CORRECTED, day, changes, target=event.id)

    def _further(self, kind: RecordKind, events: list[Event]) -> Draft:
        """A step on a random day, out of order too; a reopening or a resuming takes a value back."""
        if kind is K.PETITION and self.dice.random() < 0.2:
            return Draft(EventName.REOPENED, self._day(), {"result": "in_progress", "resolved_on": None})
        if kind is K.PETITION and self.dice.random() < 0.4:
            return self._parted_or_found()
        if kind is K.CASE and self.dice.random() < 0.3:
            if current_values(events).get("suspended_on") is not None:
                return Draft(EventName.RESUMED, self._day(), {"suspended_on": None})
            day = self._day()
            return Draft(EventName.SUSPENDED, day, {"suspended_on": day})
        fresh, _first = self._row(kind, filled=1.0)
        rule = self.dice.choice(ROW_EVENTS[kind])
        day = self._day()
        changes: dict[str, Value] = {n: fresh[n] for n in rule.sets if n in fresh}
        if rule.day_field is not None:
            changes[rule.day_field] = day
        return Draft(rule.name, day, changes)

    def _parted_or_found(self) -> Draft:
        """A petition is split, merged or handled by itself again, or supervision finds something."""
        day = self._day()
        if self.dice.random() < 0.4:
            return Draft(EventName.CHECKED, day, {"finding": self._term(v.Finding), "found_on": day})
        within = self.dice.choice([None, *v.HandledWithin])
        if within is None:
            return Draft(EventName.REJOINED, day, {"handled_within": None})
        return Draft(EventName.DIVIDED, day, {"handled_within": within.value})

    # --- values ----------------------------------------------------------------------------------------------

    def _day(self) -> date:
        return FIRST + timedelta(days=self.dice.randint(0, (LAST - FIRST).days))

    def _term(self, terms: type[v.Term]) -> str:
        return self.dice.choice(list(terms)).value

    def _row(self, kind: RecordKind, filled: float = 0.6) -> tuple[dict[str, Value], date]:
        """What a register row of this kind may hold, and its record's first day."""
        day = self._day()
        made: dict[str, Any] = getattr(self, f"_{kind.value}")(day)
        needed = {"code", "type", "content", "source", "session_id", "people", "form", "eligible", OPENING_DAY[kind]}
        kept = {n: value for n, value in made.items() if n in needed or self.dice.random() < filled}
        return withhold(kind, {n: value for n, value in kept.items() if value is not None})[0], day

    def _petition(self, _day: date) -> dict[str, Any]:
        source = self._term(v.PetitionSource)
        key, passed_on = self.dice.choice(self.resolutions)
        tracked = self.dice.random() < 0.6
        return {
            "code": f"K{self.made}",
            "source": source,
            "session_id": self.dice.choice(self.sessions[source]),
            "council_resolution_id": key if tracked else None,
            "tracked_on": passed_on if tracked else None,
            "place": self.dice.choice(PLACES),
            "content": "Kiến nghị",
            "subject": self.dice.choice(SUBJECTS),
            "competence": self._term(v.Competence),
            "split_off": True if self.dice.random() < 0.2 else None,
            "unit_id": self.dice.choice(self.units),
            "assigned_on": self._day(),
            "stated_due_on": self._day(),
            "answered_on": self._day(),
            "result": self._term(v.PetitionResult),
            "resolved_on": self._day() if self.dice.random() < 0.5 else None,
            "moved_on": self._day() if self.dice.random() < 0.15 else None,
        }

    def _reception(self, day: date) -> dict[str, Any]:
        return {
            "received_on": day,
            "level": self._term(v.ReceptionLevel),
            "place": self.dice.choice(PLACES),
            "receiver": self.dice.choice(["Chủ tịch UBND Thành phố", "Giám đốc Sở", "Cán bộ"]),
            "form": self._term(v.ReceptionForm),
            "person_name": "Người Đến",
            "people": self.dice.choice([1, 1, 2, 9, 10, 30]),
            "turn": self._term(v.Turn),
            "type": self._term(v.MatterType),
            "content": "Việc",
            "handling": self._term(v.ReceptionHandling),
        }

    def _letter(self, day: date) -> dict[str, Any]:
        return {
            "code": f"Đ{self.made}",
            "received_on": day,
            "channel": self._term(v.LetterChannel),
            "person_name": "Người Gửi",
            "type": self._term(v.MatterType),
            "subject": self.dice.choice(SUBJECTS),
            "content": "Đơn",
            "signers": self.dice.randint(1, 9),
            "eligible": self.dice.random() < 0.6,
            "handling": self._term(v.LetterHandling),
            "handled_on": day + timedelta(days=self.dice.randint(0, 40)),
        }

    def _case(self, day: date) -> dict[str, Any]:
        return {
            "code": f"V{self.made}",
            "type": self._term(v.CaseType),
            "instance": self._term(v.Instance),
            "person_name": "Người Khiếu",
            "subject": self.dice.choice(SUBJECTS),
            "content": "Vụ",
            "complexity": self._term(v.Complexity),
            "unit_id": self.dice.choice(self.units),
            "accepted_on": day,
            "stated_due_on": day + timedelta(days=self.dice.randint(5, 60)),
            "extended_to": day + timedelta(days=self.dice.randint(40, 90)),
            "finished_on": day + timedelta(days=self.dice.randint(0, 120)),
            "outcome": self._term(v.CaseOutcome),
            "collectives": self.dice.randint(0, 2),
            "individuals": self.dice.randint(0, 5),
            "money_recovered": self.dice.choice([None, 0, 668]),
            "land_recovered": self.dice.choice([None, 2058]),
            "investigated": self.dice.choice([None, 1, 2]),
        }

    def _feedback(self, day: date) -> dict[str, Any]:
        return {
            "code": f"P{self.made}",
            "received_on": day,
            "type": self._term(v.FeedbackType),
            "content": "Phản ánh",
            "unit_id": self.dice.choice(self.units),
            "stated_due_on": day + timedelta(days=self.dice.randint(1, 30)),
            "handled_on": day + timedelta(days=self.dice.randint(0, 60)),
        }
