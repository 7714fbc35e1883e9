"""Why a figure differs between two reports: records that are counted otherwise, each with what moved it.

Between two questions there are five steps, each along one axis: what is defined and set, what is known, the as-of day,
the period, and again what is defined. A record's difference is the sum of its differences along them, so that nothing
is left over; along each axis the reasons say what happened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from casework.domain.figures import Cell
from casework.domain.frozen import FrozenRow, FrozenShape, amount_of
from casework.domain.vocabulary import EventName


class Axis(StrEnum):
    """What differs between the two questions that a record was counted by."""

    SETTING = "setting"
    KNOWLEDGE = "knowledge"
    DAY = "day"
    PERIOD = "period"


class Reason(StrEnum):
    """Lý do chênh lệch; the label is what people read. Not terms of the vocabulary: several say of a difference what
    an event is called already."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    ENTERED_LATE = "entered_late", "Hồ sơ được ghi nhận sau"
    STRUCK_OUT = "struck_out", "Gạch bỏ sự kiện ghi nhầm"
    CORRECTED = "corrected", "Đính chính"
    RECLASSIFIED = "reclassified", "Phân loại lại"
    REOPENED = "reopened", "Mở lại"
    CLOSED_LATE = "closed_late", "Kết quả được ghi nhận sau"
    MOVED_UNIT = "moved_unit", "Chuyển đơn vị"
    MOVED_LEVEL = "moved_level", "Chuyển thẩm quyền"
    SPLIT_MERGED = "split_merged", "Tách, gộp"
    TRACKED = "tracked", "Thay đổi nghị quyết theo dõi"
    SUSPENDED = "suspended", "Tạm đình chỉ hoặc tiếp tục"
    LAW_CHANGED = "law_changed", "Tính lại hạn theo lịch, thời hạn mới"
    RECORDED_LATER = "recorded_later", "Sự kiện khác được ghi nhận sau"
    REBUILT = "rebuilt", "Số liệu được dựng lại từ nhật ký"
    AROSE = "arose", "Mới phát sinh"
    HAPPENED = "happened", "Có diễn biến giữa hai ngày tính số liệu"
    DAY_PASSED = "day_passed", "Thời hạn hoặc kỳ tính đến ngày khác"
    PERIOD = "period", "Kỳ báo cáo khác"
    SETTING = "setting", "Thiết đặt cách đếm thay đổi"
    DEFINITION = "definition", "Định nghĩa chỉ tiêu thay đổi"
    SCOPE = "scope", "Ngoài phạm vi xem của người phát hành"
    UNEXPLAINED = "unexplained", "Chưa giải thích được"


OF_EVENT: Mapping[EventName, Reason] = {
    EventName.STRUCK_OUT: Reason.STRUCK_OUT,
    EventName.REOPENED: Reason.REOPENED,
    EventName.FINISHED: Reason.CLOSED_LATE,
    EventName.HANDLED: Reason.CLOSED_LATE,
    EventName.SETTLED: Reason.CLOSED_LATE,
    EventName.RESULT_SET: Reason.CLOSED_LATE,
    EventName.ANSWERED: Reason.CLOSED_LATE,
    EventName.EXECUTED: Reason.CLOSED_LATE,
    EventName.ASSIGNED: Reason.MOVED_UNIT,
    EventName.MOVED: Reason.MOVED_LEVEL,
    EventName.DIVIDED: Reason.SPLIT_MERGED,
    EventName.MERGED: Reason.SPLIT_MERGED,
    EventName.REJOINED: Reason.SPLIT_MERGED,
    EventName.LETTER_SPLIT: Reason.SPLIT_MERGED,
    EventName.CLASSIFIED: Reason.RECLASSIFIED,
    EventName.TRACKED: Reason.TRACKED,
    EventName.SUSPENDED: Reason.SUSPENDED,
    EventName.RESUMED: Reason.SUSPENDED,
    EventName.LAW_CHANGED: Reason.LAW_CHANGED,
}
"""What a recorded event says about a difference; what is not named is "Sự kiện khác được ghi nhận sau"."""

OF_COLUMN: Mapping[str, Reason] = {
    "type": Reason.RECLASSIFIED,
    "source": Reason.RECLASSIFIED,
    "unit_id": Reason.MOVED_UNIT,
    "moved_on": Reason.MOVED_LEVEL,
    "competence": Reason.MOVED_LEVEL,
    "handled_within": Reason.SPLIT_MERGED,
    "split_off": Reason.SPLIT_MERGED,
    "council_resolution_id": Reason.TRACKED,
}
"""What a correction is besides, by the counted column that it changes."""


def reason_of(names: Collection[EventName], columns: Collection[str]) -> Reason:
    """The reason that a journal entry's events of a record give: the first that is named; a correction is told by the
    column that it changes where that has a reason of its own."""
    for name in names:
        if name in OF_EVENT:
            return OF_EVENT[name]
    if EventName.CORRECTED in names or EventName.CHANGED in names:
        special = [OF_COLUMN[column] for column in columns if column in OF_COLUMN]
        return special[0] if special else Reason.CORRECTED
    return Reason.RECORDED_LATER


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that moved a record. `events`: what was recorded, by name; `changes`: (column, from, to) as text;
    `position`: the journal entry, None where no entry is meant."""

    axis: Axis
    reason: Reason
    events: tuple[EventName, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    position: int | None = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A record that is counted otherwise: what it adds to each figure now less what it added then, and why."""

    id: int
    code: str
    deltas: Mapping[tuple[str, Cell], int]
    causes: tuple[Cause, ...]

    @property
    def explained(self) -> bool:
        """Whether every part of the difference has a reason."""
        return bool(self.causes) and all(cause.reason is not Reason.UNEXPLAINED for cause in self.causes)


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A figure in both reports: `then`, `now`, and how much of the difference each reason made (`parts`).

    `rest`: what the records do not add up to; 0 unless something was changed behind the journal's back.
    """

    code: str
    cell: Cell
    then: int
    now: int
    parts: Mapping[Reason, int] = field(default_factory=dict)
    records: int = 0

    @property
    def difference(self) -> int:
        """Now less then."""
        return self.now - self.then

    @property
    def rest(self) -> int:
        """What no record explains."""
        return self.difference - sum(n for reason, n in self.parts.items() if reason is not Reason.UNEXPLAINED)


Pair = tuple[FrozenRow | None, FrozenRow | None]


def differing(then: Iterable[FrozenRow], now: Iterable[FrozenRow]) -> Iterator[Pair]:
    """The records that are counted otherwise, or on one side only, in the order of their ids; a merge of two streams
    that are ordered by id."""
    left, right = iter(then), iter(now)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.id < other.id):
            yield one, None
            one = next(left, None)
        elif one is None or other.id < one.id:
            yield None, other
            other = next(right, None)
        else:
            if one.counted != other.counted:
                yield one, other
            one, other = next(left, None), next(right, None)


def aligned(row: FrozenRow, own: FrozenShape, wanted: FrozenShape) -> FrozenRow:
    """A row of one shape as another tells it: what the other does not know is left out, what it lacks is empty."""
    if own == wanted:
        return row
    places = {code: n for n, (code, _quantity) in enumerate(own.measures)}
    held = [code in places and row.mask >> places[code] & 1 for code, _quantity in wanted.measures]
    mask = sum(1 << n for n, one in enumerate(held) if one)
    keys = tuple(row.keys[own.dimensions.index(name)] if name in own.dimensions else "" for name in wanted.dimensions)
    amounts = tuple(
        row.amounts[own.quantities.index(name)] if name in own.quantities else 0 for name in wanted.quantities
    )
    return FrozenRow(row.id, row.code, mask, keys, amounts)


def common(one: FrozenShape, other: FrozenShape) -> FrozenShape:
    """What two shapes have in common: their measures counted alike, dimensions and quantities."""
    return FrozenShape(
        one.kind,
        tuple(measure for measure in one.measures if measure in other.measures),
        tuple(name for name in one.dimensions if name in other.dimensions),
        tuple(name for name in one.quantities if name in other.quantities),
    )


Cuts = Mapping[str, Collection[tuple[str, ...]]]
"""Measure → the cuts in which it is compared, () for the whole."""


def added(shape: FrozenShape, row: FrozenRow | None, cuts: Cuts) -> dict[tuple[str, Cell], int]:
    """What a record adds to each figure that it is a member of."""
    if row is None:
        return {}
    found: dict[tuple[str, Cell], int] = {}
    for code, wanted in cuts.items():
        if shape.has(code):
            amount = amount_of(shape, row, code)
            if amount is not None:
                for cut in wanted:
                    cell = tuple((name, row.keys[shape.dimensions.index(name)]) for name in cut)
                    found[code, cell] = amount
    return found


def delta(then: Mapping[tuple[str, Cell], int], now: Mapping[tuple[str, Cell], int]) -> dict[tuple[str, Cell], int]:
    """Now less then, where that is not 0."""
    both = {key: now.get(key, 0) - then.get(key, 0) for key in {*then, *now}}
    return {key: number for key, number in both.items() if number}
