"""A PostgreSQL server for the tests: the one CASEWORK_TEST_PG_URL names, else a cluster of our own.

The cluster stands in a temporary folder and listens on a Unix socket in it only, so that parallel workers
never meet. As root it runs as `postgres` or `nobody`, since PostgreSQL refuses root.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

_SETTINGS = (
    "listen_addresses=",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=on",
    "max_connections=60",
    "shared_buffers=64MB",
    "timezone=UTC",
)
_PR_SET_PDEATHSIG = 1


class NoPostgresError(Exception):
    """The machine has no PostgreSQL server programs; the message says which is missing."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server: `admin_url` reaches its `postgres` database as a role that may create databases."""

    admin_url: str

    def url_of(self, database: str) -> str:
        """The SQLAlchemy address of one database of this server."""
        return make_url(self.admin_url).set(database=database).render_as_string(hide_password=False)

    def run(self, statement: str) -> None:
        """One administrative statement, outside a transaction."""
        engine = create_engine(self.admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))

    def create(self, database: str, template: str | None = None) -> str:
        """Create a database, empty or as a copy of `template`, and give its address."""
        if template is not None:
            self.disconnect(template)
        source = template or "template0"
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{source}"')
        return self.url_of(database)

    def disconnect(self, database: str) -> None:
        """End every session of a database, which a copy of it would otherwise wait for."""
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{database}' AND pid <> pg_backend_pid()"
        )

    def drop(self, database: str) -> None:
        """Drop a database and end whatever still uses it."""
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextlib.contextmanager
def running_postgres(*settings: str) -> Iterator[PostgresServer]:
    """A server for the length of the block, with `settings` besides its own ("name=value"). Raises `NoPostgresError`
    when the machine has none."""
    given = os.environ.get("CASEWORK_TEST_PG_URL")
    if given:
        yield PostgresServer(make_url(given).set(drivername="postgresql+psycopg").render_as_string(False))
        return
    initdb, postgres = _program("initdb"), _program("postgres")
    with tempfile.TemporaryDirectory(prefix="casework-pg-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        identity = _identity()
        if identity:
            shutil.chown(folder, identity["user"], identity["group"])
        data = folder / "data"
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        subprocess.run(
            [
                initdb,
                "-D",
                str(data),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-N",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            **identity,
        )
        options = [part for setting in (*_SETTINGS, *settings) for part in ("-c", setting)]
        with open(folder / "server.log", "wb") as log:
            server = subprocess.Popen(
                [postgres, "-D", str(data), "-k", str(folder), "-F", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=environment,
                preexec_fn=_die_with_parent,
                **identity,
            )
            try:
                address = URL.create(
                    "postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)}
                ).render_as_string(False)
                _wait_until_ready(server, address, folder / "server.log")
                yield PostgresServer(address)
            finally:
                server.send_signal(signal.SIGINT)  # SIGTERM would wait for pooled connections
                try:
                    server.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    server.send_signal(signal.SIGQUIT)
                    server.wait(timeout=15)


def _program(name: str) -> str:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True):
        if (folder / name).is_file():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise NoPostgresError(f"không có {name}")
    return found


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoPostgresError("chạy bằng root mà không có tài khoản postgres hay nobody")


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    engine = create_engine(address, poolclass=NullPool)
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with engine.connect():
                return
        except Exception:
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL không khởi động được:\n{log.read_text(errors='replace')[-2000:]}")
