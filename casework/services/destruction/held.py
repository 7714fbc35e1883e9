"""A proposal with the record that it is about, as whoever proposes or decides may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.destruction import DestructionError
from casework.domain.fields import Value
from casework.domain.items import DestructionScope, ItemKind, Verdict
from casework.domain.vocabulary import RecordKind
from casework.domain.words import titled
from casework.statistics import destructible
from casework.store import items, journal

MOST_AT_ONCE = 200
TYPED = frozenset({RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE})
"""The kinds among which denunciations stand."""


def act_of(reader: Reader, name: str, now: datetime, note: str = "") -> journal.Act:
    """An act of this reader."""
    return journal.Act(name, reader.user_id, reader.os_user, now, note)


def seen(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> RowMapping:
    """The row of a record that the reader may see. Raises NoSuchRecordError."""
    row = destructible.seen_of(session, reader, kind, [record_id]).get(record_id)
    if row is None:
        raise NoSuchRecordError
    return row


@dataclass(frozen=True, slots=True)
class Case:
    """A proposal together with the record that it is about."""

    proposal: RowMapping
    kind: RecordKind
    row: RowMapping

    @property
    def record_id(self) -> int:
        """The id of the record."""
        return int(self.row["id"])

    @property
    def title(self) -> str:
        """What the record is called; never a person's name."""
        return titled(self.kind, self.row.get("code"), self.row["opened_on"])

    @property
    def whole(self) -> bool:
        """Whether all texts are to go, not only the identity."""
        return bool(self.proposal["scope"] == DestructionScope.WHOLE.value)


def waiting(session: Session, reader: Reader, proposal_ids: Sequence[int]) -> list[Case]:
    """The proposals of these ids, that wait. Raises DestructionError, NoSuchRecordError."""
    wanted = sorted(set(proposal_ids))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise DestructionError(f"Hãy chọn từ 1 đến {MOST_AT_ONCE} đề xuất.")
    found = []
    for proposal_id in wanted:
        try:
            row = items.item(session, ItemKind.DESTRUCTION, proposal_id)
        except items.NoSuchItemError:
            raise NoSuchRecordError from None
        kind = RecordKind.of(row["of_kind"])
        one = Case(row, kind, seen(session, reader, kind, row["of_id"]))
        if row["verdict"] is not None or row["struck"]:
            raise DestructionError(f"Đề xuất về {one.title} đã có quyết định; hãy tải lại danh sách.")
        found.append(one)
    return found


def close(
    session: Session,
    reader: Reader,
    one: Case,
    verdict: Verdict,
    more: Mapping[str, Value],
    on: date,
    now: datetime,
) -> None:
    """Writes the verdict on a proposal."""
    changes: dict[str, Value] = {
        "verdict": verdict.value,
        "decided_on": on,
        "decider_id": reader.user_id,
        **more,
    }
    act = act_of(reader, "decide_destruction", now)
    items.change_item(session, ItemKind.DESTRUCTION, one.proposal["id"], changes, on=on, act=act)
