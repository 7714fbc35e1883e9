"""Which rows a reader may see, as SQL over the record as it stands now; `scope` puts it into every query.

A unit sees what units that it alone took over saw; what several took over is given anew by whoever keeps the register.
Who leads a case reads the letters from which it came, and no more than reads: they stay with the register that keeps
them. Where a reader sees every row there is no condition at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    and_,
    false,
    not_,
    or_,
    select,
    true,
    union,
)

from casework.domain.access import Reader, level, rows
from casework.domain.access_levels import TYPED, Level, Rows
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.statistics.letters_of_cases import letters_of, on_side
from casework.store.base import alias_for
from casework.store.items import ITEMS
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS
from casework.store.unit_structure import UnitToday

Condition = ColumnElement[bool]

_OF_UNIT = frozenset({Rows.OFFICE, Rows.UNIT, Rows.OWN})
_THROUGH_CASES = frozenset({Rows.UNIT, Rows.OWN})


@dataclass(frozen=True, slots=True)
class RowScope:
    """Which rows a reader may see: equal for readers who see the same, so that answers are remembered under it.

    `unit_id` and `user_id` are None where nothing depends on them. `units`: the unit and those that it alone took over,
    where they are known already.
    """

    role: Role
    unit_id: int | None = None
    user_id: int | None = None
    maybe_denied: bool = False
    units: tuple[int, ...] | None = None

    @classmethod
    def of(cls, reader: Reader) -> RowScope:
        """The rows of `reader`."""
        role = reader.role
        asked = {rows(role, kind, secret) for kind in RecordKind for secret in (False, True)}
        denied = reader.maybe_denied and role is not Role.SYSTEM
        unit = reader.unit_id if asked & _OF_UNIT else None
        known = None if unit is None or reader.taken_over is None else tuple(sorted({unit, *reader.taken_over}))
        return cls(role, unit, reader.user_id if denied or Rows.OWN in asked else None, denied, known)

    def condition(
        self, kind: RecordKind, column: SQLColumnExpression[Any], least: Level = Level.LIST, leading: bool = False
    ) -> Condition | None:
        """The condition on `column`, an id of a record of `kind`, that the reader may see it; None: every row.

        `least`: how well it must be seen. `leading`: of what a unit sees, only what it leads or keeps the register of.
        """
        record = RECORDS[kind]
        direct = getattr(column, "table", None) is record and getattr(column, "name", "") == "id"
        place: FromClause = record if direct else alias_for(record, "seen")
        seen = _seen(self, kind, place, least, leading)
        if seen is not None and not direct:
            seen = column.in_(select(place.c.id).where(seen))
        if not self.maybe_denied:
            return seen
        open_to = column.not_in(self.closed(kind))
        return open_to if seen is None else and_(seen, open_to)

    def sees_every(self, kind: RecordKind, least: Level = Level.LIST) -> bool:
        """Whether no row of a kind is kept from the reader but those closed to him in person."""
        return _seen(self, kind, RECORDS[kind], least, False) is None

    def is_of_unit(self, kind: RecordKind) -> bool:
        """Whether the rows that the reader sees of a kind are those of a unit."""
        asked = {rows(self.role, kind, secret) for secret in (False, True)} - {Rows.NONE}
        return self.unit_id is not None and bool(asked) and asked <= _OF_UNIT

    def near(self, kind: RecordKind, *only: Condition) -> list[Select[Any]]:
        """SELECTs of ids, each by an index and none giving another's, that together hold every record a unit's reader
        may see, and maybe more; [] where the rows are not a unit's. `only`: conditions on the record besides."""
        if not self.is_of_unit(kind):
            return []
        asked = {rows(self.role, kind, secret) for secret in (False, True)}
        record, given = RECORDS[kind], ITEMS[ItemKind.ASSIGNMENT]
        kept = or_(*self._own(record.c.office_id))
        ways, others = [select(record.c.id).where(kept, *only)], [not_(kept)]
        if Rows.UNIT in asked and "unit_id" in record.c:
            led = or_(*self._own(record.c.unit_id))
            ways.append(select(record.c.id).where(led, *others, *only))
            others.append(or_(record.c.unit_id.is_(None), not_(led)))
        to_whom = [*self._own(given.c.unit_id)] if Rows.UNIT in asked else []
        if Rows.OWN in asked:
            to_whom.append(given.c.person_id == self.user_id)
        beside = [select(given.c.of_id).where(one, given.c.of_kind == kind.value) for one in to_whom]
        if kind is RecordKind.LETTER and asked & _THROUGH_CASES:
            beside += [letters_of(cases) for cases in self.near(RecordKind.CASE)]
        if beside:
            ways.append(select(record.c.id).where(record.c.id.in_(union(*beside)), *others, *only))
        return ways

    def through_cases(self, letter: FromClause, usual: Rows, secret: Rows) -> list[Condition]:
        """The conditions, of which one is enough, that the reader's rows lead a case that was made of the letter; a
        case and a letter of which only one is a denunciation tell nothing of each other."""
        found: list[Condition] = []
        for which, denounces in ((usual, False), (secret, True)):
            if which not in _THROUGH_CASES:
                continue
            case = alias_for(RECORDS[RecordKind.CASE], "led")
            led = select(case.c.id).where(
                on_side(case, denounces), self.of_rows(which, RecordKind.CASE, case, leading=True)
            )
            if self.maybe_denied:
                led = led.where(case.c.id.not_in(self.closed(RecordKind.CASE)))
            found.append(and_(on_side(letter, denounces), letter.c.id.in_(letters_of(led))))
        return found

    def _own(self, unit: ColumnElement[Any]) -> tuple[Condition, ...]:
        """The conditions, of which one is enough, that `unit` is the reader's unit or one that it alone took over."""
        if self.units is not None:
            return (unit.in_(self.units),)
        before = alias_for(UnitToday.__table__, "before")
        return unit == self.unit_id, unit.in_(select(before.c.unit_id).where(before.c.today_id == self.unit_id))

    def closed(self, kind: RecordKind) -> Select[int]:
        """SELECT of the ids of the records of a kind that are closed to the reader in person."""
        denial = alias_for(ITEMS[ItemKind.DENIAL], "closed")
        return select(denial.c.of_id).where(
            denial.c.person_id == self.user_id,
            denial.c.of_kind == kind.value,
            denial.c.struck.is_(False),
            denial.c.lifted_on.is_(None),
        )

    def of_rows(self, which: Rows, kind: RecordKind, record: FromClause, leading: bool) -> Condition:
        """The condition that a row of `record` is one of `which`. `leading`: led or kept, not only contributed to."""
        if which is Rows.ALL:
            return true()
        if which is Rows.NONE or self.unit_id is None:
            return false()
        kept = or_(*self._own(record.c.office_id))
        given = alias_for(ITEMS[ItemKind.ASSIGNMENT], "given")
        standing = (given.c.of_kind == kind.value, *_standing(given))
        if which is Rows.OFFICE:
            return kept
        if which is Rows.OWN:
            entry = alias_for(JournalEntry.__table__, "entered")
            entered = select(entry.c.position).where(
                entry.c.position == record.c.created_position, entry.c.actor_id == self.user_id
            )
            mine = select(given.c.of_id).where(given.c.person_id == self.user_id, *standing)
            return or_(record.c.id.in_(mine), and_(kept, entered.exists()))
        parts = (given.c.part == AssignmentPart.LEAD.value,) if leading else ()
        to_unit = select(given.c.of_id).where(or_(*self._own(given.c.unit_id)), *standing, *parts)
        led = self._own(record.c.unit_id) if "unit_id" in record.c else ()
        return or_(kept, *led, record.c.id.in_(to_unit))


@lru_cache(maxsize=512)
def _seen(scope: RowScope, kind: RecordKind, record: FromClause, least: Level, leading: bool) -> Condition | None:
    """The condition on a row of `record`, but for what is closed to the reader in person; made once, for each page asks
    it several times and making it takes longer than asking the database."""
    usual = rows(scope.role, kind) if _level(scope, kind) >= least else Rows.NONE
    if kind not in TYPED:
        return None if usual is Rows.ALL else scope.of_rows(usual, kind, record, leading)
    # Denunciations that a reader may only count are counted apart (`statistics.small_cells`).
    listed = _level(scope, kind, denunciation=True) >= max(least, Level.LIST)
    secret = rows(scope.role, kind, denunciation=True) if listed else Rows.NONE
    if usual is secret is Rows.ALL:
        return None
    through = scope.through_cases(record, usual, secret) if kind is RecordKind.LETTER and not leading else []
    if usual is secret:
        return or_(scope.of_rows(usual, kind, record, leading), *through)
    return or_(
        and_(on_side(record, denounces=False), scope.of_rows(usual, kind, record, leading)),
        and_(on_side(record, denounces=True), scope.of_rows(secret, kind, record, leading)),
        *through,
    )


def _level(scope: RowScope, kind: RecordKind, *, denunciation: bool = False) -> Level:
    return level(Reader(0, scope.role), kind, denunciation=denunciation)


def _standing(given: FromClause) -> tuple[Condition, ...]:
    """An assignment lets see as long as it was neither struck out, refused nor ended; an answered one still does."""
    return given.c.struck.is_(False), given.c.refused_on.is_(None), given.c.ended_on.is_(None)
