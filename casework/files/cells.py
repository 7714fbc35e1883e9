"""One cell to one value: texts, dates, counts, terms, yes or no. What is wrong is said, never guessed.

A reader takes a cell that is not empty and the field it stands for, and gives a `Reading`. Readings depend on the
cell alone, so a sheet keeps them (`readers.py`) and no text is read twice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.domain.fields import Field, Shape, Value
from casework.domain.numerals import (
    DateTextError,
    NumberTextError,
    read_count,
    read_date,
    read_decimal,
    write_count,
    write_date,
)
from casework.domain.text import nearest
from casework.domain.vocabulary import Term, YesNo
from casework.files.problems import Sort, Verdict
from casework.files.wording import read_term
from casework.files.workbook import Cell

DUE_FIELDS = frozenset({"stated_due_on", "extended_to", "promise_due_on", "due_on", "asked_due_on"})
"""Days that may lie ahead; every other day tells of something that has happened."""

LARGEST_COUNT = 1_000_000
EARLIEST = date(1990, 1, 1)
LATEST_DUE = date(2199, 12, 31)

_EXCEL_EPOCH = date(1899, 12, 30)
_SHOWN = 60
_BLANK_MARKS = frozenset({"-", "–", "—"})
_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)} | {127: None}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a cell: verdict, message, sort."""

    verdict: Verdict
    message: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of a cell, and what is wrong with it; an error has no value."""

    value: Value = None
    complaint: Complaint | None = None


EMPTY = Reading()
Reader = Callable[[Cell, Field], Reading]


def refused(message: str, sort: Sort = Sort.UNREADABLE) -> Reading:
    """A reading that refuses the row."""
    return Reading(None, Complaint(Verdict.ERROR, message, sort))


def warned(value: Value, message: str, sort: Sort) -> Reading:
    """A reading that is kept and listed."""
    return Reading(value, Complaint(Verdict.WARNING, message, sort))


def shown(text: str) -> str:
    """A text in quotation marks as messages show it, shortened."""
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= _SHOWN else one_line[: _SHOWN - 1] + '…'}”"


def typed(cell: Cell) -> str:
    """The cell as a person sees it: whole numbers without decimals, days as day/month/year."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return write_date(cell.date())
    return write_date(cell) if isinstance(cell, date) else str(cell)


def is_blank(cell: Cell | None) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def read_text(cell: Cell, field: Field) -> Reading:
    """The text as typed: composed (NFC), outer white space and control characters gone; at most `field.limit`."""
    if isinstance(cell, str):
        text = cell.strip()
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if not text.isprintable():
            text = text.translate(_CONTROL).strip()
        if len(text) > field.limit:
            return refused(
                f"dài {write_count(len(text))} ký tự, quá {write_count(field.limit)}; hãy rút gọn "
                "hoặc tách thành nhiều dòng",
                Sort.TOO_LONG,
            )
        return Reading(text) if text else EMPTY
    text = typed(cell)
    if isinstance(cell, date):
        message = "Excel đã đổi nội dung thành ngày; hãy định dạng cột là Văn bản (Text) và gõ lại nếu sai"
        return warned(text, message, Sort.DATE_AS_TEXT)
    return Reading(text)


def date_reader(today: date) -> Reader:
    """The reader of days; a day of something that happened may not lie after `today`."""

    def read(cell: Cell, field: Field) -> Reading:
        by_serial = None
        if isinstance(cell, datetime):
            day = cell.date()
        elif isinstance(cell, date):
            day = cell
        elif isinstance(cell, str):
            text = cell.strip()
            if text in _BLANK_MARKS:
                return EMPTY
            if text.isdecimal() and len(text) == 5:
                by_serial = text
                day = _of_serial(float(text))
            else:
                try:
                    day = read_date(_without_time(text))
                except DateTextError as error:
                    return refused(str(error))
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            by_serial = typed(cell)
            if not 1 <= cell < 110_000:
                return refused(f"số {by_serial} không phải là ngày; ghi ngày/tháng/năm, ví dụ 15/6/2024")
            day = _of_serial(float(cell))
        else:
            return refused("không phải là ngày; ghi ngày/tháng/năm, ví dụ 15/6/2024")
        return _within(day, field, today, by_serial)

    return read


def _without_time(text: str) -> str:
    head, _, tail = text.rpartition(" ")
    return head if ":" in tail and tail.replace(":", "").isdecimal() else text


def _of_serial(number: float) -> date:
    return _EXCEL_EPOCH + timedelta(days=int(number))


def _within(day: date, field: Field, today: date, by_serial: str | None) -> Reading:
    origin = f"số {by_serial}, tức ngày" if by_serial else "ngày"
    if day < EARLIEST:
        return refused(f"{origin} {write_date(day)} trước năm 1990; hãy kiểm tra lại", Sort.OUT_OF_RANGE)
    if field.name in DUE_FIELDS:
        if day > LATEST_DUE:
            return refused(f"{origin} {write_date(day)} quá xa; hãy kiểm tra lại năm", Sort.OUT_OF_RANGE)
    elif day > today:
        return refused(
            f"{origin} {write_date(day)} ở tương lai (sau hôm nay {write_date(today)}); hãy kiểm tra lại năm",
            Sort.OUT_OF_RANGE,
        )
    if by_serial is None:
        return Reading(day)
    message = f"ghi số {by_serial}, đã đọc là ngày {write_date(day)}; hãy định dạng ô là ngày"
    return warned(day, message, Sort.SERIAL_DATE)


def read_number(cell: Cell, field: Field) -> Reading:
    """A whole number, not below `field.least`."""
    count: int
    if isinstance(cell, str):
        text = cell.strip()
        if text in _BLANK_MARKS:
            return EMPTY
        try:
            count = read_count(text.removeprefix("-"))
        except NumberTextError as error:
            return refused(_not_whole(typed(cell).strip(), field) if _is_decimal(text) else str(error))
        if text.startswith("-"):
            count = -count
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return refused(f"{shown(typed(cell))} không phải là số; ghi số nguyên, ví dụ 3")
    elif not float(cell).is_integer():
        return refused(_not_whole(str(cell).replace(".", ","), field))
    else:
        count = int(cell)
    if count < field.least:
        least = "không được là số âm" if field.least == 0 else f"ít nhất phải là {field.least}"
        return refused(f"là {count}, {least}; hãy ghi lại số đúng", Sort.OUT_OF_RANGE)
    if count > LARGEST_COUNT:
        return refused(f"là {write_count(count)}, quá lớn; hãy kiểm tra lại số", Sort.OUT_OF_RANGE)
    return Reading(count)


def _is_decimal(text: str) -> bool:
    try:
        return read_decimal(text.removeprefix("-")) % 1 != 0
    except NumberTextError:
        return False


def _not_whole(told: str, field: Field) -> str:
    """What to write in place of a number with decimals; of a quantity, in its unit."""
    if not field.unit:
        return f"{told} không phải là số nguyên; ghi số nguyên, ví dụ 3"
    return f"{told} không phải là số nguyên; ghi tròn đến {field.unit}, nửa trở lên làm tròn lên, ví dụ 3"


def read_listed(cell: Cell, field: Field) -> Reading:
    """A term of the field's closed list, by its value."""
    assert field.term is not None
    text = typed(cell)
    if text.strip() in _BLANK_MARKS:
        return EMPTY
    member = read_term(field.term, text)
    return Reading(member.value) if member is not None else _unlisted(text, field.term)


def read_flag(cell: Cell, field: Field) -> Reading:
    """Yes or no, as a truth value."""
    assert field.term is not None
    text = typed(cell)
    if text.strip() in _BLANK_MARKS:
        return EMPTY
    member = read_term(field.term, text)
    return Reading(member is YesNo.YES) if member is not None else _unlisted(text, field.term)


def _unlisted(text: str, term: type[Term]) -> Reading:
    labels = [member.label for member in term]
    near = nearest(text, labels, 1)
    hint = f" (có phải “{near[0]}”?)" if near else ""
    accepted = "; ".join(labels)
    return refused(f"{shown(text)} không có trong danh sách{hint}; ghi một trong các mục: {accepted}", Sort.UNLISTED)


def plain_readers(today: date) -> dict[Shape, Reader]:
    """The readers of the shapes that need no list from outside."""
    return {
        Shape.TEXT: read_text,
        Shape.CODE: read_text,
        Shape.DATE: date_reader(today),
        Shape.COUNT: read_number,
        Shape.TERM: read_listed,
        Shape.FLAG: read_flag,
    }
