"""Numbers and dates as officials write them, and reading them back without guessing.

Thousands are parted by a dot, decimals by a comma, `%` follows without a space; a day is written with
two digits, of the months only 01 and 02 (NĐ 30/2020/NĐ-CP, zero rule). The English order of dates and
the English marks of numbers are refused with a message, never guessed.
"""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from casework.domain.text import normalise

Exact = Decimal | Fraction | int

_DATE_HELP = "ghi ngày/tháng/năm, ví dụ 15/6/2024"
_COUNT_HELP = "ghi số nguyên với dấu chấm ngăn hàng nghìn, ví dụ 18.649"
_DECIMAL_HELP = "ghi dấu phẩy cho phần thập phân, dấu chấm ngăn hàng nghìn, ví dụ 1.234,5"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]+)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_IN_WORDS = re.compile(r"(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]+)", re.IGNORECASE)
_PLAIN_OR_DOTTED = r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+"
_COUNT = re.compile(_PLAIN_OR_DOTTED)
_DECIMAL = re.compile(rf"(-?)({_PLAIN_OR_DOTTED})(?:,([0-9]+))?")
_COMMA_AS_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DOT_AS_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")


class DateTextError(ValueError):
    """A text that is no date; the message says in Vietnamese what is wrong and how to write it."""


class NumberTextError(ValueError):
    """A text that is no number; the message says in Vietnamese what is wrong and how to write it."""


def round_half_up(value: Exact, decimals: int) -> Decimal:
    """Return `value` rounded exactly to `decimals` digits, halves away from zero.

    Raises ValueError for negative `decimals`. Half-up is what every decisive published rate of
    Hà Nội shows; binary floating point never enters.
    """
    if decimals < 0:
        raise ValueError("decimals must not be negative")
    exact = Fraction(value)
    units = (abs(exact) * 10**decimals * 2 + 1) // 2
    sign = 1 if exact < 0 and units else 0
    return Decimal((sign, tuple(int(d) for d in str(units)), -decimals))


def _group(digits: str) -> str:
    """Return the digits of a whole number with dots between thousands."""
    return f"{int(digits):,}".replace(",", ".")


def write_count(n: int, pad_small: bool = False) -> str:
    """Return a whole number with dots between thousands: 18649 → "18.649".

    `pad_small` writes 1–9 with a leading zero ("05"), as formal prose does; 0 stays "0".
    """
    if pad_small and 1 <= n <= 9:
        return f"{n:02d}"
    return ("-" if n < 0 else "") + _group(str(abs(n)))


def write_decimal(value: Exact, decimals: int) -> str:
    """Return `value` with exactly `decimals` digits after a comma, half-up: Decimal("97.616"), 1 → "97,6"."""
    rounded = round_half_up(value, decimals)
    whole, _, part = f"{abs(rounded):f}".partition(".")
    return ("-" if rounded < 0 else "") + _group(whole) + ("," + part if part else "")


def write_percent(rate_fraction: Exact, decimals: int) -> str:
    """Return a share of one as a percentage, half-up, no space: Fraction(778, 797), 1 → "97,6%"."""
    return write_decimal(Fraction(rate_fraction) * 100, decimals) + "%"


def write_day(n: int) -> str:
    """Return a day of the month with two digits."""
    return f"{n:02d}"


def write_month(n: int) -> str:
    """Return a month's number; only 1 and 2 get a leading zero (NĐ 30/2020/NĐ-CP)."""
    return f"{n:02d}" if n <= 2 else str(n)


def write_date(d: date) -> str:
    """Return a date as in running text: "06/7/2023", "08/12/2023", "10/01/2024"."""
    return f"{write_day(d.day)}/{write_month(d.month)}/{d.year}"


def write_date_long(d: date) -> str:
    """Return a date in words: "ngày 15 tháng 6 năm 2024"."""
    return f"ngày {write_day(d.day)} tháng {write_month(d.month)} năm {d.year}"


def read_date(text: str) -> date:
    """Return the date written in `text`: day, month, year parted by one of / . -, or yyyy-mm-dd, or in words.

    The day always comes first; the year has four digits. Raises DateTextError otherwise.
    """
    written = normalise(text)
    if iso := _ISO.fullmatch(written):
        return _make_date(iso[3], iso[2], iso[1])
    if day_first := _DAY_FIRST.fullmatch(written):
        return _make_date(day_first[1], day_first[3], day_first[4])
    if in_words := _IN_WORDS.fullmatch(written):
        return _make_date(in_words[1], in_words[2], in_words[3])
    if not written:
        raise DateTextError(f"thiếu ngày; {_DATE_HELP}")
    raise DateTextError(f"“{written}” không phải là ngày; {_DATE_HELP}")


def _make_date(day_text: str, month_text: str, year_text: str) -> date:
    day, month, year = int(day_text), int(month_text), int(year_text)
    if len(year_text) != 4:
        raise DateTextError(f"năm phải ghi đủ bốn chữ số, không phải “{year_text}”; {_DATE_HELP}")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DateTextError(f"năm {year_text} ngoài khoảng {_FIRST_YEAR}–{_LAST_YEAR}; {_DATE_HELP}")
    if not 1 <= month <= 12:
        raise DateTextError(f"tháng {month} không có; {_DATE_HELP}")
    try:
        return date(year, month, day)
    except ValueError:
        wrong = f"tháng {write_month(month)} năm {year} không có ngày {write_day(day)}; {_DATE_HELP}"
        raise DateTextError(wrong) from None


def read_count(text: str) -> int:
    """Return the whole number written in `text`: "18.649" → 18649, "05" → 5.

    Raises NumberTextError for decimals, signs and English marks ("18,649").
    """
    written = normalise(text)
    if _COUNT.fullmatch(written):
        return int(written.replace(".", ""))
    _refuse_unwritten(written, _COUNT_HELP)
    if _COMMA_AS_THOUSANDS.fullmatch(written):
        raise NumberTextError(f"“{written}” dùng dấu phẩy ngăn hàng nghìn; {_COUNT_HELP}")
    if _DECIMAL.fullmatch(written) or _DOT_AS_DECIMAL.fullmatch(written):
        raise NumberTextError(f"“{written}” không phải là số nguyên không âm; {_COUNT_HELP}")
    raise NumberTextError(f"“{written}” không phải là số; {_COUNT_HELP}")


def read_decimal(text: str) -> Decimal:
    """Return the number written in `text`: "97,6" → 97.6, "1.234,5" → 1234.5, "18.649" → 18649.

    Raises NumberTextError for English marks ("97.6") and for what may be read both ways ("18,649").
    """
    written = normalise(text)
    _refuse_unwritten(written, _DECIMAL_HELP)
    if _COMMA_AS_THOUSANDS.fullmatch(written):
        raise NumberTextError(f"“{written}” không rõ dấu phẩy ngăn hàng nghìn hay thập phân; {_DECIMAL_HELP}")
    if number := _DECIMAL.fullmatch(written):
        sign, whole, part = number.groups()
        return Decimal(f"{sign}{whole.replace('.', '')}.{part or ''}")
    if _DOT_AS_DECIMAL.fullmatch(written):
        raise NumberTextError(f"“{written}” dùng dấu chấm cho phần thập phân; {_DECIMAL_HELP}")
    raise NumberTextError(f"“{written}” không phải là số; {_DECIMAL_HELP}")


def _refuse_unwritten(written: str, help_text: str) -> None:
    if not written:
        raise NumberTextError(f"thiếu số; {help_text}")
