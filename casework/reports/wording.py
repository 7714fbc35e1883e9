"""How sentences are worded: decimals and leading zeros as settings of each sentence, thresholds, targets.

Defaults are those that Hà Nội's published half-year report of 2024 shows: petition rates with one decimal, KNTC rates
with none, the change of receptions with none and of KNTC cases with two; "3 tập thể" without a leading zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from casework.domain.numerals import round_half_up, write_percent
from casework.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Style:
    """One sentence's numbers: decimals of its rate and its change, and whether 1–9 are written 01–09.

    Numbers in tables and in fractions (x/n) never get a leading zero. `trim_whole_rates` writes "100%" for "100,0%".
    """

    rate_decimals: int = 1
    change_decimals: int = 0
    pad_small: bool = True
    table_rate_decimals: int = 1
    trim_whole_rates: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The settings of all sentences. `target_on_paper` None: the year's target stands in the year's report only;
    `texts`: the office's own wordings by (sentence, alternative), where it has some."""

    petitions: Style = Style(rate_decimals=1)
    national_assembly: Style = Style(rate_decimals=1)
    reception: Style = Style(change_decimals=0)
    letters: Style = Style(change_decimals=1)
    cases: Style = Style(rate_decimals=0, change_decimals=2)
    accountability: Style = Style(pad_small=False)
    feedback: Style = Style(pad_small=False)
    large_group_threshold: int = 10
    target_on_paper: bool | None = None
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def shows_target(self, period: Period) -> bool:
        """Whether a report of `period` states the year's target: a half-year's rate is not comparable with it."""
        return period.kind == "year" if self.target_on_paper is None else self.target_on_paper


@dataclass(frozen=True, slots=True)
class Target:
    """A year's target (mục tiêu cả năm) for the rate `code`: "trên 90%" when `above`, else "từ 90% trở lên"."""

    code: str
    year: int
    share: Fraction
    source: str
    above: bool = True

    @property
    def words(self) -> str:
        """The target in words."""
        decimals = next(d for d in range(20) if d == 19 or (self.share * 100 * 10**d).denominator == 1)
        percent = write_percent(self.share, decimals)
        return f"trên {percent}" if self.above else f"từ {percent} trở lên"


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The office that issues the paper, as its letterhead, signature and list of recipients state it.

    `issuing_body` may hold line breaks; `number` and `day` are None while the paper has none.
    """

    issuing_body: str = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI"
    superior_body: str = ""
    issuer_name: str = "Ủy ban nhân dân thành phố Hà Nội"
    executive: str = "UBND Thành phố"
    council: str = "HĐND Thành phố"
    delegation: str = "Đoàn ĐBQH Thành phố"
    whole_area: str = "toàn Thành phố"
    agencies: str = "các cơ quan hành chính của Thành phố"
    symbol: str = "BC-UBND"
    place: str = "Hà Nội"
    number: str | None = None
    day: date | None = None
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    signer_authority: str = "TM. ỦY BAN NHÂN DÂN"
    signer_title: str = "CHỦ TỊCH"
    signer_name: str = ""
    recipients: tuple[str, ...] = field(
        default=(
            "Thường trực HĐND Thành phố",
            "Đoàn ĐBQH Thành phố",
            "Chủ tịch, các PCT UBND Thành phố",
            "Các sở, ban, ngành Thành phố",
            "Lưu: VT",
        )
    )


def honest_percent(share: Fraction, decimals: int) -> str:
    """`share` of one in percent, half-up; with more decimals where rounding would claim all or nothing.

    1999/2000 with no decimals is "99,95%", never "100%"; 1/2000 never "0%".
    """
    while 0 < share < 1 and round_half_up(share * 100, decimals) in (0, 100):
        decimals += 1
    return write_percent(share, decimals)
