"""How values are shown: days, instants, counts, sizes; the filters that the templates know."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from flask import Flask

from casework.domain.numerals import write_count, write_date, write_decimal
from casework.web.clock import in_hanoi

NOTHING = "—"
"""What stands where nothing is told."""


def show_day(day: date | None) -> str:
    """A day as officials write it, "06/7/2023"; a dash for none."""
    return NOTHING if day is None else write_date(day)


def show_moment(moment: datetime | None) -> str:
    """An instant by Hà Nội's clocks: "06/7/2023 14:05"; a dash for none."""
    if moment is None:
        return NOTHING
    local = in_hanoi(moment)
    return f"{write_date(local.date())} {local:%H:%M}"


def show_count(count: int | None) -> str:
    """A whole number with dots between thousands; a dash for none."""
    return NOTHING if count is None else write_count(count)


def show_iso(day: date | None) -> str:
    """A day for an address or a machine-readable attribute: "2023-07-06"; empty for none."""
    return "" if day is None else day.isoformat()


def show_size(count: int) -> str:
    """A size in bytes as people read it: "12 KB", "3,4 MB"; half up."""
    if count < 1024 * 1024:
        return f"{write_count(max(1, -(-count // 1024)))} KB"
    return f"{write_decimal(Fraction(count, 1024 * 1024), 1)} MB"


def install(app: Flask) -> None:
    """Makes the filters `day`, `moment`, `count`, `iso` and `size` known to the templates."""
    app.jinja_env.filters.update(day=show_day, moment=show_moment, count=show_count, iso=show_iso, size=show_size)
