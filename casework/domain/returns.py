"""Returns (báo cáo của đơn vị giữ sổ riêng): their states as a table, when they are due, how late they are.

A unit that keeps its own books files the columns of a statutory form for a period; the secretariat accepts it or sends
it back. Only what stands accepted is added to a total, and is always told apart from what comes from records.
Source: law-and-forms 5.1 (periods), 5.5 (checks). No day on which units' returns are due is confirmed: it is a setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.domain.periods import STATUTORY_RULES, Period, PeriodRule, parse_period
from casework.domain.vocabulary import Role, Term


class ReturnState(Term):
    """Trạng thái báo cáo của đơn vị."""

    DRAFT = "draft", "Báo cáo đang soạn"
    FILED = "filed", "Đã nộp, chờ tiếp nhận"
    ACCEPTED = "accepted", "Đã tiếp nhận báo cáo"
    SENT_BACK = "sent_back", "Trả lại để sửa"


class ReturnStep(Term):
    """Việc làm với báo cáo của đơn vị."""

    SAVE = "save", "Lưu báo cáo, chưa nộp"
    FILE = "file", "Nộp báo cáo"
    RECALL = "recall", "Rút báo cáo về để sửa"
    ACCEPT = "accept", "Tiếp nhận báo cáo"
    SEND_BACK = "send_back", "Trả lại báo cáo"


class ReturnError(ValueError):
    """A return that cannot be kept so, or a step that it does not allow; the Vietnamese message says what to do."""


@dataclass(frozen=True, slots=True)
class ReturnTransition:
    """From a state by a step to a state, for some roles; `writes`: with cells; `reasoned`: only with a reason."""

    state: ReturnState
    step: ReturnStep
    roles: frozenset[Role]
    to: ReturnState
    writes: bool = False
    reasoned: bool = False


_OFFICE = frozenset({Role.SECRETARIAT, Role.SYSTEM})
_BOTH = _OFFICE | {Role.UNIT_OFFICER, Role.UNIT_HEAD}
_S, _T = ReturnState, ReturnStep

RETURN_STEPS: tuple[ReturnTransition, ...] = (
    ReturnTransition(_S.DRAFT, _T.SAVE, _BOTH, _S.DRAFT, writes=True),
    ReturnTransition(_S.DRAFT, _T.FILE, _BOTH, _S.FILED, writes=True),
    # What was not looked at yet may be taken back by whoever filed it; afterwards only the secretariat gives it back.
    ReturnTransition(_S.FILED, _T.RECALL, _BOTH, _S.DRAFT),
    ReturnTransition(_S.FILED, _T.ACCEPT, _OFFICE, _S.ACCEPTED),
    ReturnTransition(_S.FILED, _T.SEND_BACK, _OFFICE, _S.SENT_BACK, reasoned=True),
    ReturnTransition(_S.SENT_BACK, _T.SAVE, _BOTH, _S.SENT_BACK, writes=True),
    ReturnTransition(_S.SENT_BACK, _T.FILE, _BOTH, _S.FILED, writes=True),
    # A fault found later: from that moment the return no longer counts, and as known before it still does.
    ReturnTransition(_S.ACCEPTED, _T.SEND_BACK, _OFFICE, _S.SENT_BACK, reasoned=True),
)
"""Every step that there is; what is not in the table is refused."""


def steps_from(state: ReturnState, role: Role) -> tuple[ReturnTransition, ...]:
    """The steps that `role` may take with a return in `state`: what the screen offers and what the guard lets pass."""
    return tuple(one for one in RETURN_STEPS if one.state is state and role in one.roles)


def step_of(state: ReturnState, step: ReturnStep, role: Role, reason: str) -> ReturnTransition:
    """The row of the table for a step. Raises ReturnError when there is none, or a reason lacks."""
    for one in steps_from(state, role):
        if one.step is step:
            if one.reasoned and not reason.strip():
                raise ReturnError("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì.")
            return one
    raise ReturnError(f"Báo cáo đang ở trạng thái “{state.label}” nên không thể: {step.label.lower()}.")


@dataclass(frozen=True, slots=True)
class ReturnRules:
    """What an office sets: how many days after a period's end returns are due, and for which periods they are owed.

    No day is confirmed by a text of law, so that none is printed as one (law-and-forms 5.1).
    """

    due_days: int = 3
    periods: tuple[str, ...] = ("quy-1", "6-thang", "9-thang", "nam")


OWED_PERIODS: tuple[PeriodRule, ...] = tuple(
    rule for rule in STATUTORY_RULES if rule.name not in ("qh", "6-thang-cuoi")
)
"""The periods that an office may ask returns for."""


def due_on(period_last: date, days: int) -> date:
    """The last day on which a return is in time: `days` days after the period's last day."""
    return period_last + timedelta(days=days)


def owed_periods(rules: ReturnRules, today: date, years: int = 1) -> list[Period]:
    """The periods that have ended before `today` and not longer ago than `years` years, the newest first."""
    found = [
        rule.of(year)
        for rule in OWED_PERIODS
        if rule.name in rules.periods
        for year in range(today.year - years - 1, today.year + 2)
    ]
    oldest = today.replace(year=today.year - years, day=min(today.day, 28))
    ended = [period for period in found if oldest <= period.last < today]
    return sorted(ended, key=lambda period: (period.last, period.first), reverse=True)


def period_before(period: Period) -> Period | None:
    """The period whose closing is this one's opening; None for a period that has no such neighbour.

    The quarter before a quarter; before a span that begins the year (6, 9 months, the year): the year before, since
    such spans carry in the year's opening stock (law-and-forms 5.5 c).
    """
    name, _dash, year_text = period.code.rpartition("-")
    if not year_text.isdecimal():
        return None
    year = int(year_text)
    before = {
        "quy-1": f"quy-4-{year - 1}",
        "quy-2": f"quy-1-{year}",
        "quy-3": f"quy-2-{year}",
        "quy-4": f"quy-3-{year}",
        "6-thang": f"nam-{year - 1}",
        "9-thang": f"nam-{year - 1}",
        "nam": f"nam-{year - 1}",
        "6-thang-cuoi": f"6-thang-{year}",
    }.get(name)
    return None if before is None else parse_period(before)


@dataclass(frozen=True, slots=True)
class OwnBook:
    """A unit keeps its own books of some forms (their codes; () all) between two days (None: until further notice)."""

    unit_id: int
    forms: tuple[str, ...]
    first_on: date
    last_on: date | None

    def owes(self, form: str, period: Period) -> bool:
        """Whether a return of `form` is owed for `period`: the unit keeps that book on the period's last day."""
        kept = self.first_on <= period.last and (self.last_on is None or self.last_on >= period.last)
        return kept and (not self.forms or form in self.forms)


def lateness(due: date, filed: date | None, today: date) -> int:
    """By how many days a return is late: filed after the due day, or not yet filed and the day is past; 0 if not."""
    return max(0, ((filed or today) - due).days)


def counted_twice(records: Mapping[tuple[int, int], int], returned: Mapping[tuple[int, int], int]) -> tuple[int, ...]:
    """The units that stand with more than nothing in both: in the records and in a return of the same period.

    Both map (unit, column) → value. Whether the same matters stand in both cannot be told, so that this is a warning.
    """
    in_records = {unit for (unit, _column), value in records.items() if value}
    return tuple(sorted(in_records & {unit for (unit, _column), value in returned.items() if value}))


def listed(numbers: Iterable[int]) -> str:
    """Numbers as people read them in a sentence: "3, 4 và 7"."""
    words: Sequence[str] = [str(number) for number in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}" if words else ""
