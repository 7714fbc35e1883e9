"""Changes of the calendar and of the time limits: each makes a new version of the law; records keep the one they had.

A version is the one before it with some days and limits put in other words. Which open records a version would move is
shown before it is made; those that it moves are told by an event of their own, closed ones stay as they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.domain.calendar import DayRule, WorkCalendar, day_rule_from_json
from casework.domain.limits import Law
from casework.domain.numerals import write_date
from casework.domain.time_limits import UNIT_LABELS, TimeLimit, limit_from_json

DAY, LIMIT = "day", "limit"


class LawChangeError(ValueError):
    """A change that makes no law; the message is in Vietnamese."""


@dataclass(frozen=True, slots=True)
class LawChange:
    """One change: of a day (`row` None: an ordinary day of the week again) or of a limit from a day on.

    `what`: "day" or "limit"; `key`: the day in ISO form, or the limit's code; `row`: as `day_rule_from_json` and
    `limit_from_json` read it.
    """

    what: str
    key: str
    row: Mapping[str, object] | None

    @property
    def words(self) -> str:
        """The change in a Vietnamese sentence."""
        if self.what == DAY:
            day = write_date(date.fromisoformat(self.key))
            if self.row is None:
                return f"Ngày {day}: trở lại như ngày thường trong tuần"
            rule = day_rule_from_json(self.row)
            kind = "nghỉ" if rule.kind == "off" else "làm việc bù"
            doubt = {"confirmed": "", "expected": ", dự kiến", "unconfirmed": ", chưa xác nhận nên chưa áp dụng"}
            return f"Ngày {day}: {kind} ({rule.name}{doubt[rule.status]})"
        limit = limit_from_json(self.row or {})
        amount = "không ấn định" if limit.amount is None else f"{limit.amount} {UNIT_LABELS[limit.unit]}"
        return f"{limit.label_vi}: {amount}, từ ngày {write_date(limit.valid_from)}"


def digest_of(changes: Iterable[LawChange]) -> str:
    """SHA-256 over changes in their order: what the journal's entry keeps of them."""
    lines = (json.dumps([c.what, c.key, c.row], ensure_ascii=False, sort_keys=True) for c in changes)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def changed_law(
    first: Law,
    days: Mapping[date, DayRule],
    limits: Sequence[TimeLimit],
    versions: Iterable[tuple[int, Sequence[LawChange]]],
) -> Law:
    """The newest law: `first` (of these days and limits) with the changes of each version in turn, knowing them all."""
    law, known, rows, earlier = first, dict(days), list(limits), [first]
    for version, changes in versions:
        for change in changes:
            _apply(change, known, rows)
        law = Law(WorkCalendar(known.values()), rows, version, earlier)
        earlier.append(law)
    return law


def next_law(law: Law, changes: Sequence[LawChange]) -> Law:
    """The law with further changes, as the version after `law`. Raises LawChangeError when they make none."""
    if not changes:
        raise LawChangeError("Chưa có thay đổi nào; hãy làm lại từ đầu.")
    known = {rule.day: rule for rule in law.calendar.rules()}
    rows = [row for code in law.codes() for row in law.rows(code)]
    try:
        for change in changes:
            _apply(change, known, rows)
        return Law(WorkCalendar(known.values()), rows, law.version + 1, [*law.versions(), law])
    except (ValueError, KeyError, TypeError) as error:
        raise LawChangeError("Lịch hoặc thời hạn mới không hợp lệ; hãy kiểm tra ngày, số ngày và đơn vị.") from error


def _apply(change: LawChange, days: dict[date, DayRule], limits: list[TimeLimit]) -> None:
    if change.what == DAY:
        day = date.fromisoformat(change.key)
        if change.row is None:
            days.pop(day, None)
        else:
            days[day] = day_rule_from_json(change.row)
        return
    new = limit_from_json(change.row or {})
    kept = []
    for row in limits:
        if row.code != new.code or (row.valid_to is not None and row.valid_to < new.valid_from):
            kept.append(row)
        elif row.valid_from < new.valid_from:
            kept.append(replace(row, valid_to=new.valid_from - timedelta(days=1)))
    limits[:] = [*kept, new]
