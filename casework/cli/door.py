"""What every command shares: settings, database, clock, and the two channels: results on stdout, messages on stderr."""

from __future__ import annotations

import getpass
import json
import os
import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

from casework.domain.access import Reader
from casework.domain.numerals import DateTextError, read_date
from casework.domain.periods import Period, PeriodError, free_range, parse_period
from casework.services.accounts import system_reader
from casework.services.opening import Database, open_database
from casework.settings import Settings

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def settings() -> Settings:
    """The settings of this run."""
    return Settings.from_environment(os.environ)


def database() -> Database:
    """The database of this run."""
    return open_database(settings().database_url)


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day in Hà Nội."""
    return datetime.now(HANOI).date()


def day_end(day: date) -> datetime:
    """The first moment after a day in Hà Nội, in UTC."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), HANOI).astimezone(UTC)


def actor(db: Database) -> Reader:
    """The system account, with the operating system's user noted."""
    return system_reader(db, getpass.getuser())


def say(message: str) -> None:
    """A message for people, on stderr."""
    click.echo(message, err=True)


def put(text: str) -> None:
    """A result, on stdout."""
    click.echo(text)


def put_json(value: Any) -> None:
    """A result as JSON, and nothing else, on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def refuse(message: str) -> NoReturn:
    """Ends with exit code 1: refused, nothing was stored."""
    say(message)
    sys.exit(1)


class DayText(click.ParamType[date]):
    """A day on the command line: 2024-06-15 or 15/6/2024."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error in Vietnamese."""
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value))
        except DateTextError as error:
            self.fail(str(error), param, ctx)


DAY = DayText()


def period_of(code: str | None, first: date | None, as_of: date | None) -> Period:
    """The period that --period names, or the free range from --from to --as-of. A usage error without either."""
    try:
        if code:
            return parse_period(code)
        if first is None or as_of is None:
            raise click.UsageError("Cần --period, hoặc cả --from và --as-of.")
        return free_range(first, as_of)
    except PeriodError as error:
        raise click.UsageError(str(error)) from error


def cells_of(pairs: Iterable[str]) -> dict[str, str]:
    """The cell that CHIỀU=GIÁ TRỊ name, each; a usage error for anything else."""
    cells = {}
    for pair in pairs:
        dimension, sign, key = pair.partition("=")
        if not sign:
            raise click.UsageError(f"“{pair}” không có dạng CHIỀU=GIÁ TRỊ.")
        cells[dimension] = key
    return cells


class ProgressLine:
    """Progress on stderr: what is being done, how many rows, and the time left; one line, renewed each second."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._stage, self._started, self._told = "", 0.0, 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tells how far the work is."""
        moment = time.monotonic()
        if stage != self._stage:
            self._stage, self._started, self._told = stage, moment, 0.0
        if not self._shown or (moment - self._told < 1 and done < total):
            return
        self._told = moment
        left = (moment - self._started) / done * (total - done) if done else 0.0
        click.echo(f"\r\033[K{stage}: {done}/{total} dòng, còn khoảng {left:.0f} giây", err=True, nl=False)
        if done >= total:
            click.echo("", err=True)
