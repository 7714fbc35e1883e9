"""casework journal: anchors noted outside, verification that names what was changed by hand."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from casework.domain.vocabulary import RecordKind, Role
from casework.store.database import Database
from tests.cli.running import Command
from tests.services.desk import enter, reader


@pytest.fixture
def database_file(sqlite_url: str) -> Path:
    """A database file with one letter."""
    db = Database(sqlite_url)
    enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER)
    db.close()
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def casework(sqlite_url: str, database_file: Path) -> Command:
    """The command on that database."""
    return Command(sqlite_url)


def test_anchor_then_verify_then_a_change_by_hand(casework: Command, tmp_path: Path) -> None:
    anchors = tmp_path / "neo"
    run = casework("journal", "anchor", "--file", anchors)
    assert {json.loads(line)["log"] for line in anchors.read_text().splitlines()} == {"journal", "access"}
    assert "journal\t" in run.stdout
    assert "Toàn vẹn" in casework("journal", "verify", "--anchors", anchors).stderr
    lines = anchors.read_text().splitlines()
    spoilt = json.loads(lines[0]) | {"count": 10**9}
    anchors.write_text(json.dumps(spoilt) + "\n")
    assert "cắt bỏ" in casework("journal", "verify", "--anchors", anchors, code=1).stdout
    found = casework("journal", "verify", "--anchors", anchors, "--json", code=1)
    assert json.loads(found.stdout)[0]["log"] == "journal"


def test_a_date_changed_in_sql_is_named_by_the_record(casework: Command, database_file: Path) -> None:
    connection = sqlite3.connect(database_file)
    code = connection.execute("SELECT code FROM letter ORDER BY id LIMIT 1").fetchone()[0]
    connection.execute("UPDATE letter SET received_on = '2020-02-02' WHERE code = ?", (code,))
    connection.commit()
    connection.close()
    run = casework("journal", "verify", code=1)
    assert code in run.stdout
    assert "Ngày nhận" in run.stdout
