"""Random records for measurements: plain values with their first day, as an import would read them.

The registers have the shares of the sample register, the words are the sample's; people and addresses are made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.fields import Value
from casework.domain.vocabulary import PetitionSource, RecordKind, UnitType
from casework.files.sample import expected, sample_words
from casework.files.sample_dice import Dice
from casework.store.catalogue_tables import CouncilResolution, CouncilResolutionSession, CouncilSession, Unit

FIRST_DAYS = [date(year, month, 15) for year in range(2020, 2026) for month in (6, 12)][1:11]
LAST_DAY = date(2025, 12, 14)
LAST_RESOLVED = date(2026, 6, 14)
"""Nothing is told to happen later, so that lists of any later day are lists of what has happened."""
TYPES = ("petition_or_feedback", "petition_or_feedback", "complaint", "denunciation")
LEVELS = ("city", "district", "district", "district", "commune", "commune", "department")
LETTER_HANDLING = ("accepted", "guided", "forwarded", "returned", "urged")
OUTCOMES = {
    "complaint": ("correct", "wrong", "partly", "withdrawn"),
    "denunciation": ("denunciation_wrong", "terminated"),
}
OPEN_RESULTS = ("in_progress", "in_progress", "planned", "not_yet")

Values = dict[str, Value]
Made = tuple[date, Values]
SessionRow = tuple[int, str, date, tuple[int, date] | None]


@dataclass(frozen=True)
class Catalogue:
    """What the reference data offers: ids of departments, sessions with the resolution that tracks them."""

    departments: list[int]
    council: list[SessionRow]
    assembly: list[SessionRow]

    @classmethod
    def of(cls, session: Session) -> Catalogue:
        """Reads the reference data that the records refer to."""
        tracking = {
            key: (tracked, passed_on)
            for key, tracked, passed_on in session.execute(
                select(CouncilResolutionSession.session_id, CouncilResolution.id, CouncilResolution.passed_on).join(
                    CouncilResolution, CouncilResolution.id == CouncilResolutionSession.council_resolution_id
                )
            )
        }
        sessions: dict[str, list[SessionRow]] = {}
        known = select(CouncilSession).where(CouncilSession.last_on.is_not(None))
        for one in session.scalars(known.where(CouncilSession.kind.like("thường lệ%")).order_by(CouncilSession.id)):
            assert one.last_on is not None
            sessions.setdefault(one.body, []).append((one.id, one.term, one.last_on, tracking.get(one.id)))
        units = select(Unit.id).where(Unit.type == UnitType.DEPARTMENT.value, Unit.valid_from.is_(None))
        council, assembly = (sessions[body.value] for body in PetitionSource)
        return cls(list(session.scalars(units.order_by(Unit.id))), council, assembly)


class Maker:
    """Random records: plain values with their first day, as an import would read them."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self.catalogue = catalogue
        self.dice = Dice(sample_words(), seed)
        self.count: Counter[RecordKind] = Counter()

    def records(self, wanted: int) -> Iterator[tuple[RecordKind, Made]]:
        """`wanted` records in random order, the registers in the shares of the sample."""
        rows = list(expected()["import"]["rows"].values())
        counts = {kind: wanted * count // sum(rows) for kind, count in zip(RecordKind, rows, strict=True)}
        counts[RecordKind.LETTER] += wanted - sum(counts.values())
        make = {
            RecordKind.PETITION: self.petition,
            RecordKind.RECEPTION: self.reception,
            RecordKind.LETTER: self.letter,
            RecordKind.CASE: self.case,
            RecordKind.FEEDBACK: self.feedback,
        }
        for kind in self.dice.shuffled(counts):
            self.count[kind] += 1
            yield kind, make[kind]()

    def _day(self) -> date:
        half = self.dice.number(0, len(FIRST_DAYS) - 1)
        ends = [*(day - timedelta(days=1) for day in FIRST_DAYS[1:]), LAST_DAY]
        return self.dice.day(FIRST_DAYS[half], ends[half])

    def _later(self, day: date, least: int, most: int) -> date:
        return day + timedelta(days=self.dice.number(least, most))

    def _person(self, kind: str) -> Values:
        if kind == "denunciation":
            return {}
        name, address = self.dice.person()
        return {"person_name": name, "person_address": address}

    def petition(self) -> Made:
        """A petition of one of the ten regular sessions, tracked where a resolution covers the session."""
        dice = self.dice
        council = dice.mostly(0.97)
        session, term, opened_on, tracking = dice.one(self.catalogue.council if council else self.catalogue.assembly)
        place = dice.district()
        text, subject, _ = dice.petition(place)
        values: Values = {
            "code": f"KN-{self.count[RecordKind.PETITION]}",
            "source": "council" if council else "national_assembly",
            "term": term,
            "session_id": session,
            "place": place,
            "content": text,
            "subject": subject,
            "unit_id": dice.one(self.catalogue.departments),
            "stated_due_on": self._later(opened_on, 90, 500),
            "result": dice.one(OPEN_RESULTS),
        }
        if tracking:
            values |= {"council_resolution_id": tracking[0], "tracked_on": tracking[1]}
        if dice.mostly(0.97):
            answered_on = self._later(opened_on, 20, 150)
            values |= {"answered_on": answered_on, "answer_document": f"{dice.number(10, 3999)}/UBND-ĐT"}
            if dice.mostly(0.8):
                values |= {"result": "resolved", "resolved_on": min(self._later(answered_on, 5, 500), LAST_RESOLVED)}
        return opened_on, values

    def reception(self) -> Made:
        """A visit, mostly of one person."""
        dice, day, kind = self.dice, self._day(), self.dice.one(TYPES)
        text, subject = dice.matter()
        people = dice.number(10, 39) if dice.mostly(0.009) else dice.one((1, 1, 1, 1, 1, 1, 2, 3))
        leader = dice.mostly(0.004)
        return day, {
            "received_on": day,
            "level": dice.one(LEVELS),
            "place": f"UBND {dice.district()}",
            "receiver": "Chủ tịch UBND Thành phố" if leader else "Cán bộ tiếp công dân",
            "form": dice.one(("regular", "scheduled", "ad_hoc")),
            "people": people,
            "turn": dice.one(("first", "first", "repeated")),
            "type": kind,
            "content": f"{subject}: {text}",
            "handling": dice.one(("accepted", "returned", "forwarded", "explained")),
            **self._person(kind),
        }

    def letter(self) -> Made:
        """A letter, handled within ten days but for a few."""
        dice, day, kind = self.dice, self._day(), self.dice.one(TYPES)
        text, subject = dice.matter()
        eligible = dice.mostly(0.66)
        values: Values = {
            "code": f"D-{self.count[RecordKind.LETTER]}",
            "received_on": day,
            "channel": dice.one(("post", "direct", "box", "forwarded")),
            "type": kind,
            "subject": subject,
            "content": text,
            "signers": dice.number(2, 29) if dice.mostly(0.07) else 1,
            "eligible": eligible,
            "ineligible_reason": None if eligible else "trùng",
            "handling": dice.one(LETTER_HANDLING) if eligible else "filed",
            **self._person(kind),
        }
        if dice.mostly(0.98):
            values["handled_on"] = self._later(day, 0, 12)
        return day, values

    def case(self) -> Made:
        """A case; most are decided, some late, a few denunciations extended."""
        dice, day = self.dice, self._day()
        kind = "complaint" if dice.mostly(0.67) else "denunciation"
        text, subject = dice.matter()
        values: Values = {
            "code": f"VV-{self.count[RecordKind.CASE]}",
            "type": kind,
            "instance": dice.one(("first", "first", "first", "second")) if kind == "complaint" else None,
            "respondent": f"UBND {dice.district()}",
            "subject": subject,
            "content": text,
            "complexity": "ordinary",
            "unit_id": dice.one(self.catalogue.departments),
            "accepted_on": day,
            "stated_due_on": day + timedelta(days=30),
            "status": "open",
            **self._person(kind),
        }
        if kind == "denunciation" and dice.mostly(0.1):
            values |= {"complexity": "complex", "extended_to": day + timedelta(days=60)}
        if dice.mostly(0.9):
            values |= {
                "status": "finished",
                "finished_on": self._later(day, 3, 45),
                "outcome": dice.one(OUTCOMES[kind]),
            }
            if dice.mostly(0.02):
                values["individuals"] = dice.number(1, 3)
        return day, values

    def feedback(self) -> Made:
        """A PAKN, handled in time but for a few."""
        dice, day = self.dice, self._day()
        values: Values = {
            "code": f"PAKN-{self.count[RecordKind.FEEDBACK]}",
            "received_on": day,
            "type": dice.one(("regulation", "conduct")),
            "content": dice.petition(dice.district())[0],
            "unit_id": dice.one(self.catalogue.departments),
            "stated_due_on": day + timedelta(days=20),
        }
        if dice.mostly(0.98):
            values["handled_on"] = self._later(day, 1, 21)
        return day, values
