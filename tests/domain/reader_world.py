"""Paragraphs of figures in words of our own, true by construction, with the place of every number known."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from casework.domain.numerals import write_count, write_percent

FIELDS = ("đất đai", "xây dựng", "giao thông", "môi trường", "y tế", "giáo dục")


@dataclass
class Paragraph:
    """A text as it grows, and where its numbers stand."""

    text: str = ""
    numbers: list[tuple[int, int]] = field(default_factory=list)

    def say(self, words: str) -> Paragraph:
        """Adds words."""
        self.text += words
        return self

    def number(self, written: str) -> Paragraph:
        """Adds a number."""
        self.numbers.append((len(self.text), len(self.text) + len(written)))
        self.text += written
        return self


def percent(x: int, n: int, decimals: int) -> str:
    """A rate as it is printed."""
    return write_percent(Fraction(x, n), decimals)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    """A consistent paragraph: types, results with a rate and what remains, fields, visits against the year before."""
    made = Paragraph()
    complaints, denunciations = draw(st.integers(12, 9_000)), draw(st.integers(11, 9_000))
    total = complaints + denunciations
    done_complaints, done_denunciations = draw(st.integers(1, complaints)), draw(st.integers(1, denunciations))
    done = done_complaints + done_denunciations
    decimals = draw(st.integers(0, 2))
    gồm = draw(st.sampled_from([", gồm ", " (gồm ", ", bao gồm "]))
    close = ")" if "(" in gồm else ""
    made.say("Trong kỳ đã thụ lý theo thẩm quyền ").number(write_count(total)).say(f" vụ việc{gồm}")
    made.number(write_count(complaints)).say(" vụ việc khiếu nại, ").number(write_count(denunciations))
    made.say(f" vụ việc tố cáo{close}; đã giải quyết ").number(write_count(done)).say(" vụ việc (gồm ")
    made.number(write_count(done_complaints)).say(" vụ việc khiếu nại, ").number(write_count(done_denunciations))
    made.say(" vụ việc tố cáo), đạt tỷ lệ ").number(percent(done, total, decimals))
    if draw(st.booleans()) and total > done:
        made.say(", còn ").number(write_count(total - done)).say(" vụ việc")
    made.say(". ")
    parts = draw(st.lists(st.integers(1, 4_000), min_size=2, max_size=len(FIELDS)))
    made.say("Tiếp nhận ").number(write_count(sum(parts))).say(" kiến nghị, chia ra: ")
    for n, (name, part) in enumerate(zip(FIELDS, parts, strict=False)):
        made.say("; " if n else "").say(f"lĩnh vực {name} ").number(write_count(part)).say(" kiến nghị")
    answered = draw(st.integers(1, sum(parts)))
    made.say(". Đã trả lời ").number(write_count(answered)).say("/").number(write_count(sum(parts)))
    made.say(" kiến nghị (đạt ").number(percent(answered, sum(parts), decimals)).say("). ")
    now, before = draw(st.integers(30, 30_000)), draw(st.integers(30, 30_000))
    made.say("Đã tiếp ").number(write_count(now)).say(" lượt công dân, ")
    if now != before:
        made.say("tăng " if now > before else "giảm ").number(write_count(abs(now - before)))
        made.say(" lượt so với ").number(write_count(before)).say(" lượt của cùng kỳ năm 2023. ")
    share = Fraction(abs(now - before), before)
    if share and round(share * 100, 1):
        made.say("Đã tiếp ").number(write_count(now)).say(" lượt công dân ")
        made.say("(tăng " if now > before else "(giảm ").number(write_percent(share, 1))
        made.say(" so với cùng kỳ năm 2023). ")
    return made


def with_other_digit(made: Paragraph, which: int, digit: int, other: int) -> tuple[str, str] | None:
    """The text with one digit of one number changed, and what stood there; None when nothing would change."""
    start, end = made.numbers[which % len(made.numbers)]
    places = [n for n in range(start, end) if made.text[n].isdigit()]
    at = places[digit % len(places)]
    if made.text[at] == str(other) or (at == start and other == 0):
        return None
    return made.text[:at] + str(other) + made.text[at + 1 :], made.text[start:end]


def value(written: str) -> Decimal:
    """What a printed number says."""
    return Decimal(written.rstrip("%").replace(".", "").replace(",", "."))
