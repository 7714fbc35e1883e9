"""The one Vietnamese sentence that says how a due date was reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.domain.calendar import WorkCalendar
from casework.domain.numerals import write_count, write_date
from casework.domain.time_limits import START_EVENT_LABELS, UNIT_LABELS, TimeLimit

_WEEKEND = frozenset({"thứ Bảy", "Chủ nhật"})


@dataclass(frozen=True)
class DueSteps:
    """How a due date was reached: the row, the first day, what was added, the end before and after moving."""

    limit: TimeLimit
    start: date
    on: date
    unmoved: date
    extensions: int | None = None
    extended_to: date | None = None
    suspended_days: int = 0


def explain(steps: DueSteps, calendar: WorkCalendar) -> str:
    """Return the sentence: event and day, length and kind of days, basis, additions, days skipped, result."""
    limit = steps.limit
    if limit.amount is None:
        return no_number(limit)
    event = START_EVENT_LABELS[limit.start_event]
    parts = [
        f"{event[0].upper()}{event[1:]} ngày {write_date(steps.start)}",
        f"thời hạn {_length(limit, limit.amount)} {limit.basis_vi}",
        *_extension(steps),
        *_suspension(steps),
        *_skipped(steps, calendar),
    ]
    return f"{', '.join(parts)}: hạn là ngày {write_date(steps.on)}."


def no_number(limit: TimeLimit) -> str:
    """Return the sentence for a matter to which the law gives no number of days."""
    return f"{limit.label_vi}: luật không ấn định số ngày, hạn là ngày ghi trong văn bản giao."


def not_in_force(label: str, day: date) -> str:
    """Return the sentence for a day on which no row of the limit is on record."""
    return f"{label}: chưa có dữ liệu thời hạn cho ngày {write_date(day)}."


def _length(limit: TimeLimit, amount: int) -> str:
    return f"{write_count(amount, pad_small=True)} {UNIT_LABELS[limit.unit]}"


def _extension(steps: DueSteps) -> list[str]:
    limit = steps.limit
    allowed = len(limit.extension_amounts)
    if steps.extended_to is not None:
        text = f"gia hạn đến ngày {write_date(steps.extended_to)}"
        if steps.extended_to > steps.on and not allowed:
            return [f"{text} nhưng thời hạn này không được gia hạn"]
        if steps.extended_to > steps.on:
            most = limit.total(allowed if steps.extensions is None else steps.extensions)
            return [f"{text} vượt mức tối đa nên tính {_length(limit, most)}"]
        return [text if steps.extended_to == steps.on else f"{text} không muộn hơn thời hạn luật định"]
    if steps.extensions == 0 or (steps.extensions is None and not allowed):
        return []
    if steps.extensions is None:
        return [f"kể cả gia hạn tối đa thành {_length(limit, limit.total(allowed))}"]
    if not allowed:
        return ["có gia hạn nhưng thời hạn này không được gia hạn"]
    granted = min(steps.extensions, allowed)
    times = write_count(granted, pad_small=True)
    return [f"gia hạn {times} lần thành {_length(limit, limit.total(granted))}"]


def _suspension(steps: DueSteps) -> list[str]:
    if not steps.suspended_days:
        return []
    days = write_count(steps.suspended_days, pad_small=True)
    if not steps.limit.suspends:
        return [f"{days} ngày tạm đình chỉ không được trừ"]
    setting = "" if steps.limit.suspension_confidence == "high" else " theo cài đặt của đơn vị"
    return [f"cộng {days} ngày tạm đình chỉ{setting}"]


def _skipped(steps: DueSteps, calendar: WorkCalendar) -> list[str]:
    """Say which days were not counted, and why the end was moved (Điều 148 Bộ luật Dân sự 2015)."""
    if steps.extended_to == steps.on and steps.extended_to != steps.unmoved:
        return []
    texts: list[str] = []
    if steps.limit.unit == "working":
        off = calendar.skipped(steps.start, steps.unmoved)
        weekend = ["thứ Bảy, Chủ nhật"] if any(name in _WEEKEND for _, name in off) else []
        named = _runs([(day, name) for day, name in off if name not in _WEEKEND])
        if weekend or named:
            texts.append("không tính " + ", ".join([*weekend, *named]))
        made_up = _runs(calendar.made_up(steps.start, steps.unmoved))
        if made_up:
            texts.append("có tính " + ", ".join(made_up))
    if steps.unmoved < steps.on:
        off = calendar.skipped(steps.unmoved - timedelta(days=1), steps.on)
        texts.append(
            f"ngày cuối là ngày nghỉ {', '.join(_runs(off))} nên chuyển sang ngày làm việc tiếp theo "
            "(Điều 148 Bộ luật Dân sự 2015)"
        )
    return texts


def _runs(days: Sequence[tuple[date, str]]) -> list[str]:
    """Write named days, consecutive days of one name as a span."""
    runs: list[tuple[date, date, str]] = []
    for day, name in days:
        if runs and runs[-1][2] == name and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day, name)
        else:
            runs.append((day, day, name))
    return [f"{_span(first, last)} ({name})" for first, last, name in runs]


def _span(first: date, last: date) -> str:
    return write_date(first) if first == last else f"{write_date(first)}–{write_date(last)}"
