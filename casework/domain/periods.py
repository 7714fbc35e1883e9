"""Reporting periods and the question put to the figures: from a first day, as of a last day.

A period is closed on both ends. The statutory ones begin on 15/12 of the year before (TT 02/2021/TT-TTCP,
Điều 7; the same in TT 01/2024/TT-TTCP); those of TT 06/2025/TT-TTCP are not confirmed, so the spans are
rows (`PeriodRule`) that a deployment may replace.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from casework.domain.numerals import DateTextError, read_date, write_date, write_month
from casework.domain.text import fold, normalise

PeriodKind = Literal["quarter", "half", "nine_months", "year", "month", "assembly", "range"]


class PeriodError(ValueError):
    """A period that cannot be read or asked about; the message is in Vietnamese."""


@dataclass(frozen=True)
class Period:
    """A span of days (kỳ), both ends included; `code` reads back with `parse_period`."""

    code: str
    kind: PeriodKind
    first: date
    last: date
    label: str

    def previous_year(self, rules: "Sequence[PeriodRule] | None" = None) -> "Period":
        """Return the same period of the year before: the same name a year lower, a range shifted by days.

        `rules` are those the period was read with, the statutory ones by default.
        """
        if self.kind == "range":
            return free_range(prior_year(self.first), prior_year(self.last))
        *name, year = self.code.split("-")
        return parse_period("-".join([*name, str(int(year) - 1)]), STATUTORY_RULES if rules is None else rules)

    @property
    def prior_label(self) -> str:
        """The label of the same period of the year before: "6 tháng đầu năm 2023"."""
        return self.previous_year().label


@dataclass(frozen=True)
class PeriodRule:
    """One named span of a year: days as (year offset, month, day); `label` holds "{year}"."""

    name: str
    kind: PeriodKind
    first: tuple[int, int, int]
    last: tuple[int, int, int]
    label: str
    also_written: tuple[str, ...] = ()

    def of(self, year: int) -> Period:
        """Return the period of this name in `year`."""
        first, last = (date(year + offset, month, day) for offset, month, day in (self.first, self.last))
        return Period(f"{self.name}-{year}", self.kind, first, last, self.label.format(year=year))


STATUTORY_RULES: tuple[PeriodRule, ...] = (
    PeriodRule("quy-1", "quarter", (-1, 12, 15), (0, 3, 14), "quý I năm {year}", ("quy i",)),
    PeriodRule("quy-2", "quarter", (0, 3, 15), (0, 6, 14), "quý II năm {year}", ("quy ii",)),
    PeriodRule("quy-3", "quarter", (0, 6, 15), (0, 9, 14), "quý III năm {year}", ("quy iii",)),
    PeriodRule("quy-4", "quarter", (0, 9, 15), (0, 12, 14), "quý IV năm {year}", ("quy iv",)),
    PeriodRule("6-thang", "half", (-1, 12, 15), (0, 6, 14), "6 tháng đầu năm {year}", ("6 thang dau",)),
    PeriodRule("6-thang-cuoi", "half", (0, 6, 15), (0, 12, 14), "6 tháng cuối năm {year}"),
    PeriodRule("9-thang", "nine_months", (-1, 12, 15), (0, 9, 14), "9 tháng đầu năm {year}", ("9 thang dau",)),
    PeriodRule("nam", "year", (-1, 12, 15), (0, 12, 14), "năm {year}", ("ca",)),
    PeriodRule("qh", "assembly", (-1, 8, 1), (0, 7, 31), "kỳ báo cáo Quốc hội năm {year}", ("ky bao cao quoc hoi",)),
)

_FORMS = (
    "6-thang-2024, 6-thang-cuoi-2024, 9-thang-2024, nam-2024, quy-1-2024, thang-5-2024, qh-2024 "
    "hoặc 2023-12-15..2024-06-15"
)
_FIRST_YEAR, _LAST_YEAR = 1901, 2198
_NAME_AND_YEAR = re.compile(r"(.+?) (?:nam )?([0-9]{4})")
_MONTH_NAME = re.compile(r"thang ([0-9]{1,2})")
_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+)")
_RANGE_IN_WORDS = re.compile(r"(?:từ )?(?:ngày )?([0-9/.-]+) đến (?:ngày )?([0-9/.-]+)", re.IGNORECASE)


def prior_year(d: date) -> date:
    """Return the same day a year before; 29/2 becomes 28/2."""
    if (d.month, d.day) == (2, 29):
        return date(d.year - 1, 2, 28)
    return d.replace(year=d.year - 1)


def year_to_date(day: date) -> date:
    """The first day of the statutory year that holds `day`: 15/12 (TT 02/2021/TT-TTCP, Điều 7)."""
    start = date(day.year, 12, 15)
    return start if day >= start else date(day.year - 1, 12, 15)


def month_period(month: int, year: int) -> Period:
    """Return a calendar month, its first to its last day."""
    last = calendar.monthrange(year, month)[1]
    label = f"tháng {write_month(month)} năm {year}"
    return Period(f"thang-{month}-{year}", "month", date(year, month, 1), date(year, month, last), label)


def free_range(first: date, last: date) -> Period:
    """Return the span from `first` to `last`, both included; PeriodError when it ends before it begins."""
    if last < first:
        raise PeriodError(f"kỳ kết thúc ngày {write_date(last)} trước ngày bắt đầu {write_date(first)}")
    label = f"từ ngày {write_date(first)} đến ngày {write_date(last)}"
    return Period(f"{first.isoformat()}..{last.isoformat()}", "range", first, last, label)


def parse_period(text: str, rules: Sequence[PeriodRule] = STATUTORY_RULES) -> Period:
    """Return the period of a code such as "6-thang-2024" or "2023-12-15..2024-06-15", or of a label.

    Raises PeriodError, in Vietnamese, listing the accepted forms.
    """
    written = normalise(text)
    if span := _RANGE.fullmatch(written) or _RANGE_IN_WORDS.fullmatch(written):
        try:
            return free_range(read_date(span[1]), read_date(span[2]))
        except DateTextError as error:
            raise PeriodError(f"không đọc được kỳ “{written}”: {error}") from None
    named = _NAME_AND_YEAR.fullmatch(" ".join(re.split(r"[\s/-]+", fold(written))))
    if named and _FIRST_YEAR <= int(named[2]) <= _LAST_YEAR:
        name, year = re.sub(r"\b0([1-9])\b", r"\1", named[1]), int(named[2])
        month = _MONTH_NAME.fullmatch(name)
        if month and 1 <= int(month[1]) <= 12:
            return month_period(int(month[1]), year)
        for rule in rules:
            if name in (rule.name.replace("-", " "), *rule.also_written):
                return rule.of(year)
    raise PeriodError(f"không đọc được kỳ “{written}”; các dạng được nhận: {_FORMS}")


def match_period_label(text: str, rules: Sequence[PeriodRule] = STATUTORY_RULES) -> Period | None:
    """Return the period that an official label or a code names, None when it names none.

    Reads what `Period.label` writes and common variants: "06 tháng đầu năm 2023", "Quý I/2024",
    "tháng 5/2024".
    """
    try:
        return parse_period(text, rules)
    except PeriodError:
        return None


@dataclass(frozen=True)
class Question:
    """What a figure is asked: events from `first` to `as_of`, both included, as known at a journal position.

    `known` is the last journal position that counts, None for all that is known now; `known_on` the day after whose
    end that position was not yet passed, where a day was asked for: it is what people are told.
    """

    first: date
    as_of: date
    known: int | None = None
    known_on: date | None = None

    def previous_year(self) -> "Question":
        """Return the question about the same days of the year before, with the same knowledge."""
        return replace(self, first=prior_year(self.first), as_of=prior_year(self.as_of))


def ask(period: Period, as_of: date | None = None, known: int | None = None, known_on: date | None = None) -> Question:
    """Return the question about `period` as of a day, which replaces the period's last day.

    Raises PeriodError when `as_of` lies before the first day.
    """
    last = period.last if as_of is None else as_of
    if last < period.first:
        raise PeriodError(
            f"ngày tính số liệu {write_date(last)} trước ngày đầu kỳ {write_date(period.first)} ({period.label})"
        )
    return Question(period.first, last, known, known_on)


def last_ended(kind: PeriodKind, on: date, rules: Sequence[PeriodRule] = STATUTORY_RULES) -> Period:
    """Return the period of a kind that ended last before the day `on`: on 05/7/2024 the month of June.

    Raises PeriodError for a free range, which never ends by itself.
    """
    years = (on.year - 2, on.year - 1, on.year, on.year + 1)
    if kind == "month":
        offered = [month_period(month, year) for year in years for month in range(1, 13)]
    else:
        offered = [rule.of(year) for rule in rules if rule.kind == kind for year in years]
    ended = [period for period in offered if period.last < on]
    if not ended:
        raise PeriodError("khoảng ngày tự chọn không có kỳ liền trước; hãy chọn tháng, quý, 6 tháng, 9 tháng hoặc năm")
    return max(ended, key=lambda period: (period.last, period.first))
