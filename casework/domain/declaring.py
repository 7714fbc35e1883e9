"""Declaring figures by hand: published ones of earlier periods, opening balances; and reconciling them with records.

A declared figure has a source and no members; it is never mixed in silence with what is counted (design.md). A
difference is told, explained by somebody or left unexplained, never repaired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from casework.domain.numerals import write_date
from casework.domain.periods import Question
from casework.domain.vocabulary import Term

PUBLISHED, OPENING = "published", "opening"
"""Kinds of declared figures: of a period, as it was published; and what was open when a period began."""


class Explained(Term):
    """Chênh lệch giữa số khai và số tính từ hồ sơ."""

    EXPLAINED = "explained", "Chênh lệch đã giải thích"
    UNEXPLAINED = "unexplained", "Chênh lệch chưa giải thích"


class DeclareError(ValueError):
    """A figure that cannot be declared so; the Vietnamese message says what to do."""


CARRIED_INTO, OPEN_BEFORE = "carried_into", "open_before"
OPENING_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "kntc.carried_in": CARRIED_INTO,
        "petitions.council.open": OPEN_BEFORE,
        "petitions.basket.open": OPEN_BEFORE,
        "petitions.national_assembly.open": OPEN_BEFORE,
    }
)
"""Measures that tell what was open when a period began → asked of the day itself, or of the end of the day before."""


def opening_question(measure: str, day: date, known: int | None = None) -> Question:
    """The question whose answer is the opening balance of `measure` at the beginning of `day`."""
    if OPENING_MEASURES[measure] == CARRIED_INTO:
        return Question(day, day, known)
    before = day - timedelta(days=1)
    return Question(before, before, known)


def opening_label(label: str) -> str:
    """What the opening balance of a measure is called."""
    return f"Số dư đầu kỳ: {label}"


def opening_period(day: date) -> str:
    """The period of an opening balance, in words."""
    return f"đầu ngày {write_date(day)}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure as an officer declares it. `first_on`, `last_on`: its period; of an opening balance the day alone."""

    kind: str
    measure: str
    first_on: date | None
    last_on: date | None
    period_label: str
    value: int
    source: str


def check_wanted(wanted: Wanted, today: date) -> None:
    """Passes for a figure that can be declared. Raises DeclareError."""
    if wanted.value < 0:
        raise DeclareError("Giá trị là số nguyên không âm.")
    if not wanted.source.strip():
        raise DeclareError("Hãy ghi nguồn: số, ngày của văn bản đã công bố số này.")
    if wanted.first_on is None:
        raise DeclareError("Hãy ghi ngày đầu kỳ.")
    if wanted.kind == OPENING:
        if wanted.measure not in OPENING_MEASURES:
            raise DeclareError("Hãy chọn chỉ tiêu có số dư đầu kỳ trong danh sách.")
        return
    if wanted.last_on is None or wanted.last_on < wanted.first_on:
        raise DeclareError("Hãy ghi ngày cuối kỳ, từ ngày đầu kỳ trở đi.")
    if wanted.last_on > today:
        raise DeclareError("Số công bố là của kỳ đã kết thúc; ngày cuối kỳ không được sau hôm nay.")
