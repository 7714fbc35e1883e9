"""Writing the tables for BI tools to a folder: whole and at once, or as it was before.

Each writing makes a folder of its own; the link `current` is turned to it in one step when all of it stands, and the
one before last is removed. Whoever reads the last one while the new one comes reads on undisturbed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casework.domain.access import Act, Reader, require
from casework.domain.periods import Question
from casework.domain.reading import AccessAct, Reading
from casework.reports.streamed_csv import lines
from casework.statistics.bi_tables import (
    LISTS,
    BiColumn,
    BiTable,
    Row,
    columns_of,
    counted_columns,
    outsider,
    tables,
)
from casework.statistics.bi_tables import NAMES as REGISTERS
from casework.statistics.labels import load_labels
from casework.statistics.scope import scope_of
from casework.store import access_log
from casework.store.database import Database

__all__ = ["CURRENT", "LISTS", "REGISTERS", "columns_of", "write_bi"]

CURRENT = "current"
FILE = "casework-bi.sqlite"
PREFIX = "bang-"
ABOUT = (
    BiColumn("name", False, "Tên."),
    BiColumn("value", False, "Giá trị."),
)


@dataclass(frozen=True, slots=True)
class BiWritten:
    """What was written: the folder, and each table with its number of rows."""

    folder: Path
    rows: dict[str, int]


def write_bi(db: Database, actor: Reader, folder: Path, question: Question, now: datetime) -> BiWritten:
    """Writes every table as CSV and all of them as one SQLite file below `folder`/current, from one state of the
    database; told to the access log. Raises ForbiddenError; OSError, and then what stood there stands on."""
    require(actor.role, Act.REPORT)
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".{PREFIX}{os.getpid()}-{now:%Y%m%d%H%M%S%f}"
    half.mkdir()
    try:
        counted = _fill(db, actor, half, question, now)
        with db.write() as session:
            told = f"Bảng cho công cụ BI, đến {question.as_of:%d/%m/%Y}"
            readings = [
                Reading(AccessAct.EXPORTED, kind, None, counted[name], told) for kind, name in REGISTERS.items()
            ]
            access_log.append(session, readings, actor.user_id, actor.os_user, now)
        whole = folder / half.name.removeprefix(".")
        half.rename(whole)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    _turn(folder, whole)
    return BiWritten(whole, counted)


def _fill(db: Database, actor: Reader, folder: Path, question: Question, now: datetime) -> dict[str, int]:
    counted: dict[str, int] = {}
    with closing(sqlite3.connect(folder / FILE)) as file, db.read() as session:
        file.execute("PRAGMA journal_mode=OFF")
        for table in tables(session, question, actor.user_id):
            counted[table.name] = _write(file, folder, table)
        said = scope_of(outsider(actor.user_id)).said(load_labels(session).units)
        about: list[Row] = [
            ("first", question.first.isoformat()),
            ("as_of", question.as_of.isoformat()),
            ("written_at", now.isoformat(timespec="seconds")),
            ("scope", said),
            *((f"rows.{name}", str(rows)) for name, rows in counted.items()),
        ]
        counted["about"] = _write(file, folder, BiTable("about", ABOUT, iter(about)))
        file.execute(_figures())
        file.commit()
    return counted


def _write(file: sqlite3.Connection, folder: Path, table: BiTable) -> int:
    """One table, into both at once; its number of rows."""
    names = [one.name for one in table.columns]
    kinds = ", ".join(f"{_quoted(c.name)} {'INTEGER' if c.number else 'TEXT'}" for c in table.columns)
    file.execute(f"CREATE TABLE {_quoted(table.name)} ({kinds})")
    into = f"INSERT INTO {_quoted(table.name)} VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names
    count = 0

    def passing() -> Iterator[Sequence[object]]:
        nonlocal count
        for row in table.rows:
            file.execute(into, row)
            count += 1
            yield row

    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as csv:
        for piece in lines(names, passing(), bare=True):
            csv.write(piece)
        csv.flush()
        os.fsync(csv.fileno())
    return count


def _quoted(name: str) -> str:
    return f'"{name}"'


def _figures() -> str:
    """A view with the value of each measure, so that a tool's own sums can be compared with it."""
    selects = []
    for table, column, quantity in counted_columns():
        adds = f"{_quoted(column)} * {_quoted(quantity)}" if quantity else _quoted(column)
        value = f"(SELECT coalesce(sum({adds}), 0) FROM {_quoted(table)})"  # noqa: S608 - our own names
        selects.append(f"SELECT code, label, unit, {value} AS value FROM measures WHERE column_name = '{column}'")  # noqa: S608
    return "CREATE VIEW figures AS " + " UNION ALL ".join(selects)


def _turn(folder: Path, whole: Path) -> None:
    """Turns the link to the new tables in one step, and removes those before the last."""
    link, made = folder / CURRENT, folder / f".{CURRENT}-{os.getpid()}"
    last = link.resolve() if link.is_symlink() else None
    made.unlink(missing_ok=True)
    made.symlink_to(whole.name)
    made.replace(link)
    for old in sorted(folder.glob(f"{PREFIX}*")):
        if old.resolve() not in (whole.resolve(), last):
            shutil.rmtree(old, ignore_errors=True)
