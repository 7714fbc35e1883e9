"""Whole copies of a database as one consistent state, and their way back: VACUUM INTO, pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, inspect, make_url, text

from casework.store.database import Database

_PROGRAMS = Path("/usr/lib/postgresql")


class CopyingError(RuntimeError):
    """A copy that could not be made or brought back; the Vietnamese message says why, without any value."""


def _program(name: str) -> str:
    beside = sorted(_PROGRAMS.glob(f"*/bin/{name}"), key=lambda one: one.parent.parent.name)
    found = shutil.which(name) or (str(beside[-1]) if beside else None)
    if found is None:
        raise CopyingError(f"Máy chưa có chương trình {name} của PostgreSQL; hãy cài gói postgresql-client.")
    return found


def _postgres(url: URL, name: str, *arguments: str) -> None:
    """Runs a program of PostgreSQL; the password goes by the environment, never by the command line."""
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    command = [_program(name), *arguments, "--dbname", plain]
    run = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own words
    if run.returncode:
        raise CopyingError(
            f"Chương trình {name} báo lỗi (mã {run.returncode}); hãy kiểm tra quyền của tài khoản cơ sở dữ liệu và "
            f"phiên bản của {name} (không cũ hơn máy chủ)."
        )


def copy_out(db: Database, target: Path) -> None:
    """Writes one state of the database to a new file: an SQLite file, or pg_dump's own format."""
    if db.dialect != "sqlite":
        _postgres(make_url(db.url), "pg_dump", "--format=custom", "--no-owner", "--file", str(target))
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        cursor = raw.cursor()
        cursor.execute("VACUUM INTO ?", (str(target),))
        cursor.close()


def is_empty(url: str) -> bool:
    """Whether there is nothing yet at an address: no file, or a database without a table."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        return True
    database = Database(url)
    try:
        return not inspect(database.engine).get_table_names()
    finally:
        database.close()


def copy_in(url: str, source: Path) -> None:
    """Brings a copy to an empty place; whole or not at all."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        _postgres(parsed, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(source))
        return
    place = Path(parsed.database or "")
    waiting = place.with_name(f".{place.name}.restoring")
    shutil.copyfile(source, waiting)
    waiting.chmod(0o600)
    with waiting.open("rb") as file:
        os.fsync(file.fileno())
    waiting.replace(place)


def state_of(db: Database) -> tuple[int, str]:
    """How many entries the journal has, and the hash of the last: what a copy is compared by."""
    query = text("SELECT position, hash FROM journal_entry ORDER BY position DESC LIMIT 1")
    with db.read() as session:
        row = session.execute(query).first()
    return (row[0], row[1]) if row else (0, "")
