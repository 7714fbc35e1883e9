"""Databases at the present schema for tests that make their own, one a module or one an example."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.machine import machine_lacks


@contextmanager
def migrated(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[str]:
    """The address of a copy of the empty database, `kind` sqlite or postgresql, gone again after the block.

    A test of PostgreSQL is left out, or fails where everything must run, on a machine that has none.
    """
    name = f"casework_made_{uuid.uuid4().hex[:12]}"
    if kind == "sqlite":
        path = folder / f"{name}.sqlite"
        shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("_postgres_or_reason")
    if isinstance(server, str):
        machine_lacks("PostgreSQL", server)
    yield server.create(name, request.getfixturevalue("_migrated_postgres"))
    server.drop(name)
