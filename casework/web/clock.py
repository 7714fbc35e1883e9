"""The one place of the screens where the clock is read: instants in UTC, days in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

Clock = Callable[[], datetime]
"""A function that gives the present instant with its time zone."""


def system_clock() -> datetime:
    """The machine's present instant, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The present instant in UTC, read from the clock that the application was made with."""
    clock: Clock = current_app.extensions["casework_clock"]
    return clock()


def today() -> date:
    """The present day in Hà Nội."""
    return now().astimezone(HANOI).date()


def day_end(day: date) -> datetime:
    """The first moment after a day in Hà Nội, in UTC."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), HANOI).astimezone(UTC)


def in_hanoi(moment: datetime) -> datetime:
    """An instant as Hà Nội's clocks show it; one without a time zone is taken as UTC, as SQLite gives it back."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(HANOI)
