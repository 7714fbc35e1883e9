"""A fault for every check: what is written past all guards into the facts, so that exactly that check must find it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from casework.domain.flows import COUNTED_IN
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition
from casework.statistics.check_table import GROUPS, SET_CHECKS
from casework.statistics.measures import MEASURES
from casework.statistics.predicates import Ask
from casework.statistics.rules import CountingRules
from casework.statistics.spans import FLOWS
from casework.store.facts import FACTS
from casework.store.journal import JournalEvent
from casework.store.records import RECORDS

QUESTION = Question(date(2023, 12, 15), date(2024, 6, 14))
"""Two whole quarters."""
LONG_AGO, TO_COME, NOWHERE, STRANGE = date(1900, 1, 1), date(2099, 1, 1), 999_999, "strange"
K = RecordKind
Planted = int
"""The record that was spoilt."""


@dataclass(frozen=True)
class Spoil:
    """Sets columns of the standing row of one member of `among` (a condition, in the catalogue's sense)."""

    kind: RecordKind
    among: Condition
    values: Mapping[str, Any] = field(default_factory=dict)

    def find(self, session: Session) -> tuple[int, date]:
        """The record to be spoilt, and the first day of its standing row."""
        table = FACTS[self.kind]
        ask = Ask(table, QUESTION, CountingRules())
        row = session.execute(
            select(table.c.record_id, table.c.valid_from)
            .where(p.standing(ask), self.among(ask))
            .order_by(table.c.record_id)
            .limit(1)
        ).first()
        assert row is not None, "the world has no such record; another seed has"
        return int(row[0]), row[1]

    def __call__(self, session: Session) -> Planted:
        record_id, start = self.find(session)
        table = FACTS[self.kind]
        one = (table.c.record_id == record_id, table.c.valid_from == start, p.held(table.c, QUESTION))
        session.execute(update(table).where(*one).values(**self.values))
        return record_id


def of(code: str, **values: Any) -> Spoil:
    """Spoils a member of a figure."""
    measure = MEASURES[code]

    def among(a: Ask) -> ColumnElement[bool]:
        return measure.population.condition(a) & measure.condition(a)

    return Spoil(measure.population.kind, among, values)


def also(spoil: Spoil, condition: Condition) -> Spoil:
    """The same upon a member for which `condition` holds besides."""
    return Spoil(spoil.kind, lambda a: spoil.among(a) & condition(a), spoil.values)


def _petitions(name: str) -> dict[str, Spoil]:
    total = f"{name}.total"
    return {
        f"{name}.results": of(total, result=STRANGE),
        f"{name}.states": also(of(total, state=STRANGE), p.petition_unsettled),
        f"{name}.times": also(of(total, state=STRANGE, due_on=None), p.petition_unsettled),
        f"{name}.units": of(total, unit_id=NOWHERE),
        f"{name}.sessions": of(total, session_id=NOWHERE),
        f"{name}.overdue": of(total, result="in_progress", due_on=LONG_AGO, state="settled"),
        f"rate.{name}.resolved_rate": of(total, result="resolved", closed_on=TO_COME),
        f"rate.{name}.answered_rate": of(total, answered_on=TO_COME),
    }


SETS: Mapping[str, Spoil] = {
    "petitions.sources": Spoil(K.PETITION, p.within_competence, {"source": STRANGE}),
    "petitions.tracking": of("petitions.basket.total", council_resolution_id=NOWHERE),
    "petitions.competence": also(of("petitions.council.total", moved_on=date(2024, 1, 2)), p.petition_unsettled),
    "petitions.levels": of("petitions.handled.total", competence=STRANGE),
    **{code: spoil for name, _whose in GROUPS for code, spoil in _petitions(name).items()},
    "reception.receivers": of("reception.visits", receiver_kind=STRANGE),
    "reception.forms": of("reception.visits", form=STRANGE),
    "reception.people_by_form": of("reception.people", form=STRANGE),
    "reception.types": of("reception.visits", type=STRANGE),
    "reception.turns": of("reception.visits", turn=STRANGE),
    "reception.levels": of("reception.visits", level=STRANGE),
    "reception.handlings": of("reception.visits", handling=STRANGE),
    "reception.large_groups": of("reception.visits", people=50, receiver_kind=STRANGE),
    "order.people": of("reception.visits", people=0),
    "letters.types": of("letters.total", type=STRANGE),
    "letters.eligibility": of("letters.total", eligible=None),
    "letters.states": of("letters.open", state=STRANGE),
    "letters.times": of("letters.open", state=STRANGE, due_on=None),
    "letters.handlings": of("letters.total", handling=STRANGE),
    "letters.channels": of("letters.total", channel=STRANGE),
    "letters.handled_late": of("letters.handled", due_on=LONG_AGO, state="received"),
    "letters.open_overdue": of("letters.open", due_on=LONG_AGO, state="handled"),
    "rate.letters.handled_rate": of("letters.total", closed_on=TO_COME),
    "kntc.begun": of("kntc.received", opened_on=TO_COME),
    "kntc.types": of("kntc.total", type=STRANGE),
    "kntc.states": of("kntc.open", state=STRANGE),
    "kntc.ends": of("kntc.resolved", state=STRANGE),
    "kntc.times": of("kntc.open", state=STRANGE, due_on=None),
    "kntc.outcomes": of("kntc.resolved", outcome=STRANGE),
    "kntc.instances": of("kntc.total", instance=STRANGE),
    "kntc.units": of("kntc.total", unit_id=NOWHERE),
    "kntc.resolved_late": of("kntc.resolved", due_on=LONG_AGO, state="accepted"),
    "kntc.open_overdue": of("kntc.open", due_on=LONG_AGO, state="decided"),
    "rate.kntc.resolved_rate": of("kntc.total", closed_on=TO_COME),
    "pakn.times": of("pakn.open", state=STRANGE),
    "pakn.states": of("pakn.on_time", state=STRANGE),
    "pakn.types": of("pakn.received", type=STRANGE),
    "pakn.units": of("pakn.received", unit_id=NOWHERE),
    "pakn.late": of("pakn.received", closed_on=date(2024, 6, 1), due_on=LONG_AGO, state="processing"),
    "pakn.open_overdue": of("pakn.open", due_on=LONG_AGO, state="handled"),
    "rate.pakn.on_time_rate": of("pakn.received", closed_on=TO_COME, due_on=None),
}


def _opened(kind: RecordKind, closed: bool = False) -> Condition:
    """Begun within the first quarter of the question, and lasting beyond it; at hand unless `closed`."""

    def condition(a: Ask) -> ColumnElement[bool]:
        c = a.table.c
        begun = (c.opened_on >= QUESTION.first) & (c.opened_on <= date(2024, 3, 1)) & (c.valid_from == c.opened_on)
        own = c.repeats_case.is_not(True) if kind is K.CASE else p.everything(a)
        own &= p.petition_in_hand(a) if kind is K.PETITION else p.everything(a)
        return begun & own & (p.everything(a) if closed else p.still_open(a))

    return condition


def hole(kind: RecordKind) -> Callable[[Session], Planted]:
    """The first days of a record that is still at hand are lost: it comes from nowhere."""

    def plant(session: Session) -> Planted:
        return Spoil(kind, _opened(kind), {"valid_from": date(2024, 3, 20)})(session)

    return plant


def untold(kind: RecordKind) -> Callable[[Session], Planted]:
    """A record begins on a day of which the journal tells nothing of it."""

    def plant(session: Session) -> Planted:
        record_id, _start = Spoil(kind, _opened(kind)).find(session)
        event = JournalEvent.__table__.c
        days = set(session.scalars(select(event.happened_on).where(event.record_id == record_id)))
        day = next(d for d in (QUESTION.first + timedelta(days=n) for n in range(60, 90)) if d not in days)
        return Spoil(kind, _opened(kind), {"valid_from": day, "opened_on": day})(session)

    return plant


def lost(kind: RecordKind) -> Callable[[Session], Planted]:
    """A record of the register has no facts at all."""

    def plant(session: Session) -> Planted:
        record = RECORDS[kind]
        query = select(record.c.id).where(record.c.opened_on <= QUESTION.as_of).order_by(record.c.id).limit(1)
        key = session.scalar(query)
        assert key is not None
        session.execute(delete(FACTS[kind]).where(FACTS[kind].c.record_id == key))
        return int(key)

    return plant


def doubled(kind: RecordKind) -> Callable[[Session], Planted]:
    """A record has two states on the same day."""

    def plant(session: Session) -> Planted:
        table = FACTS[kind]
        ask = Ask(table, QUESTION, CountingRules())
        row = (
            session.execute(select(table).where(p.standing(ask)).order_by(table.c.record_id).limit(1)).mappings().one()
        )
        session.execute(insert(table).values({**row, "known_from": row["known_from"] + 1}))
        return int(row["record_id"])

    return plant


def late_in_quarter(code: str) -> Callable[[Session], Planted]:
    """What came in one quarter has no state yet when that quarter ends."""
    spoil = of(code, valid_from=date(2024, 4, 1))

    def begun(a: Ask) -> ColumnElement[bool]:
        return (a.table.c.opened_on <= date(2024, 3, 1)) & (a.table.c.valid_from <= date(2024, 3, 14))

    return also(spoil, begun)


def carried(session: Session) -> Planted:
    """A case that is carried in has no state at the end of the period before."""
    spoil = also(of("kntc.carried_in", valid_from=QUESTION.first), lambda a: a.table.c.valid_from < QUESTION.first)
    return spoil(session)


def fewer_letters(kind: str) -> Callable[[Session], Planted]:
    """No letter of a class is left, and there are matters of it."""

    def plant(session: Session) -> Planted:
        session.execute(update(FACTS[K.LETTER]).values(type="petition_or_feedback"))
        return also(of("kntc.received", type=kind), p.everything)(session)

    return plant


PLANTS: Mapping[str, tuple[Callable[[Session], Planted], ...]] = {
    **{code: (spoil,) for code, spoil in SETS.items()},
    **{f"flow.{kind.value}": (hole(kind), untold(kind)) for kind in COUNTED_IN},
    **{f"register.{kind.value}": (lost(kind), doubled(kind)) for kind in RecordKind},
    **{f"quarters.{measure.code}": (late_in_quarter(measure.code),) for measure in FLOWS},
    "continuity.carried_in": (carried,),
    "order.complaint": (fewer_letters("complaint"),),
    "order.denunciation": (fewer_letters("denunciation"),),
}
"""Check → the faults that it must find."""
CASES = [(code, number) for code, plants in PLANTS.items() for number in range(len(plants))]
assert set(SETS) <= set(SET_CHECKS)
