"""The period that a draft reports on, read off its words; never guessed where it names several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from casework.domain.claims.text import ready, small
from casework.domain.numerals import DateTextError, read_date
from casework.domain.periods import STATUTORY_RULES, Period, match_period_label

_NAMED = re.compile(
    r"(?:(?:0?6|sáu) tháng đầu năm|(?:0?6|sáu) tháng cuối năm|(?:0?9|chín) tháng(?: đầu)? năm"
    r"|quý (?:iv|iii|ii|i|[1-4])(?: năm |/)"
    r"|tháng (?:1[0-2]|0?[1-9])(?: năm |/)|(?<!đầu )(?<!cuối )(?<!tháng )năm) ?((?:19|20)[0-9]{2})(?![0-9/])"
)
_DAY = re.compile(r"đến (?:hết )?ngày ([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4})")
_OTHER_TIME = re.compile(
    r"(?:cùng kỳ|so với|so|kế hoạch|nhiệm vụ|phương hướng|chương trình công tác|dự toán|mục tiêu"
    r"|ngày [0-9]{1,2} tháng [0-9]{1,2}|tháng [0-9]{1,2}|từ|trước)\s*(?:năm\s*)?$"
)
_QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def named_period(draft: str) -> Period | None:
    """The reporting period that a draft names: the one that is named most, a part of a year before a whole year.

    What is named to compare with ("cùng kỳ năm 2023") or to plan does not count; None when two stand equal.
    """
    plain = " ".join(small(ready(draft)).split())
    found = Counter(period.code for period in _periods(plain))
    parts = Counter({code: n for code, n in found.items() if not code.startswith("nam-")})
    counted = parts or found
    most = counted.most_common(2)
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return None
    return match_period_label(most[0][0])


def _periods(plain: str) -> Iterator[Period]:
    for m in _NAMED.finditer(plain):
        if _OTHER_TIME.search(plain[max(0, m.start() - 40) : m.start()]):
            continue
        words = m.group().replace("sáu tháng", "6 tháng").replace("chín tháng", "9 tháng")
        words = re.sub(r"9 tháng năm", "9 tháng đầu năm", words)
        words = re.sub(r"quý ([1-4])", lambda q: f"quý {_QUARTERS[q[1]]}", words)
        period = match_period_label(words.replace("/", " năm "), STATUTORY_RULES)
        if period is not None:
            yield period


def named_day(draft: str) -> date | None:
    """The day up to which a draft counts ("tính đến ngày 15/6/2024"): the one named most, the first of equals."""
    plain = " ".join(small(ready(draft)).split())
    days = Counter[date]()
    for m in _DAY.finditer(plain):
        try:
            days[read_date(m[1])] += 1
        except DateTextError:
            continue
    return days.most_common(1)[0][0] if days else None
