"""Both questions about the past, as an address asks them: as of a day, and as known on a day; one part for all screens.

The form part is `parts/asking.html`. `as_of`: "Tính đến hết ngày", today when left out; `known_on`: "Theo dữ liệu đã
ghi nhận đến hết ngày", all that is known now when left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from flask import request

from casework.domain.numerals import DateTextError, read_date
from casework.domain.periods import Question, year_to_date
from casework.services.figures import known_before
from casework.web.clock import day_end, today
from casework.web.gate import database


class BadAddressError(ValueError):
    """An address that asks for something that cannot be; the Vietnamese message says what."""


class Known(NamedTuple):
    """What was known: the last journal position that counts and the day that was asked for; both None: all of now."""

    position: int | None = None
    on: date | None = None


def read_day(written: str, label: str) -> date | None:
    """The day that somebody wrote into the box `label`; None for an empty box. Raises BadAddressError."""
    written = written.strip()
    if not written:
        return None
    try:
        return read_date(written[:40])
    except DateTextError as error:
        raise BadAddressError(f"{label}: {error}.") from None


def asked_day(name: str, otherwise: date) -> date:
    """The day that the address gives as `name`; `otherwise` when it gives none. Raises BadAddressError."""
    return read_day(request.args.get(name, ""), "Không đọc được ngày cần xem") or otherwise


def asked_known() -> Known:
    """What the address asks to be taken as known. Raises BadAddressError."""
    day = read_day(request.args.get("known_on", ""), "Theo dữ liệu đã ghi nhận đến hết ngày")
    return known_on(day)


def known_on(day: date | None) -> Known:
    """What was known at the end of a day; None: all that is known now."""
    return Known() if day is None else Known(known_before(database(), day_end(day)), day)


def asked_question(first: Callable[[date], date] = year_to_date) -> Question:
    """The question of the address: `first`, `as_of` and `known_on`; by default from the statutory year's first day to
    today, with all that is known now. Raises BadAddressError."""
    as_of = asked_day("as_of", today())
    start = asked_day("first", first(as_of))
    if start > as_of:
        raise BadAddressError("Ngày đầu kỳ không được sau ngày tính số liệu.")
    known = asked_known()
    return Question(start, as_of, known.position, known.on)


def question_parameters(question: Question) -> dict[str, str]:
    """The parameters that ask the same question again."""
    found = {"first": question.first.isoformat(), "as_of": question.as_of.isoformat()}
    if question.known_on is not None:
        found["known_on"] = question.known_on.isoformat()
    return found
