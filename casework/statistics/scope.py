"""What a reader may see, as a condition on the base query: applied before any count, list, suggestion or export.

The tables of `domain.access` say it by role; here it becomes SQL over the record as it stands now: a record that was
a denunciation, or another unit's, yesterday is told as it is today, also in the figures of past days. A denial (người
không được xem) beats every role but the system's. Which rows that
are says `row_scope`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader, level
from casework.domain.access_levels import TYPED, Level
from casework.domain.vocabulary import RecordKind, Role
from casework.statistics.row_scope import Condition, RowScope
from casework.store.records import RECORDS

WHOLE = "Toàn bộ hồ sơ trong hệ thống"


def visible(
    reader: Reader, kind: RecordKind, column: SQLColumnExpression[Any], least: Level = Level.LIST
) -> Condition | None:
    """The condition that `reader` may see the record of `kind` whose id is `column`; None: he sees every row.

    Every list, search, suggestion, count, figure, export, attachment and notice carries it. A role that sees nothing of
    the kind gets a condition that never holds.
    """
    return RowScope.of(reader).condition(kind, column, least)


def handled(reader: Reader, kind: RecordKind, column: SQLColumnExpression[Any]) -> Condition | None:
    """The condition that `reader` may move and correct the record: of what a unit sees, what it leads or keeps the
    register of, not what it only contributes to; None: every row that he sees."""
    return RowScope.of(reader).condition(kind, column, leading=True)


def sees_record(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> bool:
    """Whether there is such a record for `reader`: False alike where there is none and where it is hidden."""
    return _is_so(session, kind, record_id, visible(reader, kind, RECORDS[kind].c.id))


def handles_record(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> bool:
    """Whether `reader` may move and correct the record (`handled`)."""
    return _is_so(session, kind, record_id, handled(reader, kind, RECORDS[kind].c.id))


def closed_to(session: Session, reader: Reader, kind: RecordKind) -> frozenset[int]:
    """The ids of the records of `kind` that are closed to `reader` in person: few, or none."""
    rows = RowScope.of(reader)
    if not rows.maybe_denied:
        return frozenset()
    return frozenset(session.scalars(rows.closed(kind)))


def _is_so(session: Session, kind: RecordKind, record_id: int, condition: Condition | None) -> bool:
    query = select(RECORDS[kind].c.id).where(RECORDS[kind].c.id == record_id)
    return session.scalar(query if condition is None else query.where(condition)) is not None


@dataclass(frozen=True, slots=True)
class Scope:
    """The record kinds whose counts a reader may see, which rows of them (None: every one), and in words what the
    figures cover."""

    kinds: frozenset[RecordKind]
    words: str = WHOLE
    rows: RowScope | None = None

    @classmethod
    def of(cls, kinds: Iterable[RecordKind], rows: RowScope | None = None) -> Scope:
        """A scope of these kinds, saying which registers it leaves out."""
        seen = frozenset(kinds)
        left_out = [kind.label for kind in RecordKind if kind not in seen]
        words = WHOLE if not left_out else f"Hồ sơ được phép xem (không gồm: {', '.join(left_out)})"
        return cls(seen, words, rows)

    def conditions(self, kind: RecordKind, column: SQLColumnExpression[Any]) -> tuple[Condition, ...]:
        """The condition that the record with the id `column` is counted and listed; () where every one is."""
        seen = None if self.rows is None else self.rows.condition(kind, column, Level.COUNTS)
        return () if seen is None else (seen,)

    @property
    def banded(self) -> tuple[RecordKind, ...]:
        """The kinds whose denunciations are told as bands only, and stand in no other figure."""
        if self.rows is None:
            return ()
        who = Reader(0, self.rows.role)
        return tuple(k for k in TYPED if k in self.kinds and level(who, k, denunciation=True) is Level.COUNTS)

    def of_banded(self) -> Scope:
        """The rows that the bands count: every one but those closed to the reader."""
        return replace(self, rows=replace(self.rows, role=Role.SYSTEM) if self.rows else None)

    @property
    def of_unit(self) -> bool:
        """Whether these are the records of one unit, not the whole's."""
        return self.rows is not None and self.rows.role in OF_UNIT

    def said(self, units: Mapping[str, str]) -> str:
        """What the figures cover, with the name of the unit (`units`: names by the text of their ids)."""
        if self.banded:
            return f"{self.words}; không gồm tố cáo, chỉ nêu thành khoảng"
        if self.rows is None or not self.of_unit:
            return self.words
        return OF_UNIT[self.rows.role].format(unit=units.get(str(self.rows.unit_id), "đơn vị (tài khoản chưa ghi)"))


OF_UNIT: Mapping[Role, str] = {
    Role.RECEPTION_OFFICER: "Hồ sơ trong sổ do {unit} giữ",
    Role.UNIT_OFFICER: (
        "Hồ sơ do {unit} giữ sổ, chủ trì hoặc tham gia giải quyết; tố cáo chỉ gồm hồ sơ được giao cho người đang xem"
    ),
    Role.UNIT_HEAD: "Hồ sơ do {unit} giữ sổ, chủ trì hoặc tham gia giải quyết",
}
"""What the figures of a role that sees rows of a unit cover."""


def scope_of(reader: Reader) -> Scope:
    """The records whose counts `reader` may see (levels "counts only" and better)."""
    kinds = (kind for kind in RecordKind if level(reader, kind) >= Level.COUNTS)
    return Scope.of(kinds, RowScope.of(reader))


EVERYTHING = Scope(frozenset(RecordKind))
