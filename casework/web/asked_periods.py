"""The period that an address asks for: an offered one by its code, or a range of days; one part for all screens.

The boxes are `period_boxes` of `parts/asking.html`. `period` is the code, or `RANGE` with `from` and `to`.
"""

from __future__ import annotations

from flask import request

from casework.domain.periods import STATUTORY_RULES, Period, PeriodError, free_range, month_period, parse_period
from casework.domain.text import capitalised
from casework.web.asking import BadAddressError, read_day

RANGE = "range"


def periods_of(year: int) -> list[Period]:
    """The statutory periods of a year, then its months."""
    return [rule.of(year) for rule in STATUTORY_RULES] + [month_period(month, year) for month in range(1, 13)]


def offered_periods(this_year: int, years: int) -> list[tuple[int, list[Period]]]:
    """The periods that a form offers by year, the newest year first."""
    return [(year, periods_of(year)) for year in range(this_year, this_year - years, -1)]


def asked_period() -> Period | None:
    """The period of the address; None when it names none. Raises BadAddressError."""
    code = request.args.get("period", "").strip()[:80]
    if not code:
        return None
    try:
        if code != RANGE:
            return parse_period(code)
        first = read_day(request.args.get("from", ""), "Từ ngày")
        last = read_day(request.args.get("to", ""), "Đến ngày")
        if first is None or last is None:
            raise BadAddressError("Khoảng ngày tự chọn cần cả “Từ ngày” và “Đến ngày”.")
        return free_range(first, last)
    except PeriodError as error:
        raise bad_period(error) from None


def bad_period(error: PeriodError) -> BadAddressError:
    """What is wrong with a period, as a sentence."""
    return BadAddressError(f"{capitalised(str(error))}.")
