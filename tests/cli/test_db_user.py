"""casework db and casework user as a person runs them: exit codes, Vietnamese, JSON alone on stdout."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from casework.cli.main import main
from casework.domain.devices import Client
from casework.domain.vocabulary import RecordKind, Role
from casework.services import sessions
from casework.store.database import Database
from casework.store.journal import JournalEntry
from tests.services.desk import NOW, PASSWORD, enter, reader

ENGLISH = re.compile(
    r"\b(usage|options|commands|error|missing|invalid|show this|help for|no such|try|required|default|file|path"
    r"|argument|option|value|does not|requires)\b",
    re.IGNORECASE,
)


def run(url: str, *line: str, typed: str | None = None) -> Result:
    """A command line against the database at `url`."""
    return CliRunner().invoke(main, list(line), input=typed, env={"CASEWORK_DATABASE_URL": url})


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def address(db: Database) -> str:
    """The address as the environment states it."""
    return db.engine.url.render_as_string(hide_password=False)


def test_a_database_goes_up_is_told_about_and_goes_down(empty_database_url: str) -> None:
    """upgrade, status, check, downgrade; downgrade asks for --yes first."""
    url = empty_database_url
    before = run(url, "db", "status")
    assert before.exit_code == 1
    assert "casework db upgrade" in before.stderr
    up = run(url, "db", "upgrade")
    assert (up.exit_code, up.stdout) == (0, "")
    told = run(url, "db", "status", "--json")
    assert told.exit_code == 0
    found = json.loads(told.stdout)
    assert found["revision"] == found["newest"]
    assert set(found["records"].values()) == {0}
    assert run(url, "db", "check").exit_code == 0
    assert run(url, "db", "downgrade", "base").exit_code == 1
    assert json.loads(run(url, "db", "status", "--json").stdout) == found
    assert run(url, "db", "downgrade", "khong-co", "--yes").exit_code == 2
    assert run(url, "db", "downgrade", "base", "--yes").exit_code == 0
    assert json.loads(run(url, "db", "status", "--json").stdout)["records"] == {}


def test_upgrade_makes_the_folder_of_a_new_file(tmp_path: Path) -> None:
    """A fresh clone has no folder `var`."""
    path = tmp_path / "var" / "deep" / "casework.sqlite"
    assert run(f"sqlite:///{path}", "db", "upgrade").exit_code == 0
    assert path.exists()


def test_check_finds_what_rebuild_mends(db: Database) -> None:
    """Exit 1 with the place, 0 after the rebuild; JSON says the same."""
    enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER)
    url = address(db)
    assert run(url, "db", "check").exit_code == 0
    with db.write() as session:
        session.connection().exec_driver_sql("UPDATE letter_facts SET state = 'handled'")
    bad = run(url, "db", "check", "--json")
    assert bad.exit_code == 1
    (found,) = json.loads(bad.stdout)["differences"]
    assert found["kind"] == "letter"
    plain = run(url, "db", "check")
    assert plain.exit_code == 1
    assert "Đơn thư" in plain.stdout
    mended = run(url, "db", "rebuild", "--json")
    assert mended.exit_code == 0
    assert json.loads(mended.stdout)["repaired"] == [found]
    assert run(url, "db", "check").exit_code == 0
    with db.read() as session:
        newest = session.scalars(select(JournalEntry).order_by(JournalEntry.position.desc())).first()
        assert newest is not None
        assert newest.act == "rebuild"
        assert newest.os_user


def test_a_broken_journal_is_told_and_not_built_upon(sqlite_url: str) -> None:
    """check names the entry; rebuild refuses."""
    db = Database(sqlite_url)
    reader(db, Role.SECRETARIAT)
    db.close()
    file = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    file.execute("DROP TRIGGER journal_entry_no_update")
    file.execute("UPDATE journal_entry SET note = 'khác'")
    file.commit()
    file.close()
    bad = run(sqlite_url, "db", "check", "--json")
    assert bad.exit_code == 1
    assert [fault["position"] for fault in json.loads(bad.stdout)["chain_faults"]] == [1]
    refused = run(sqlite_url, "db", "rebuild")
    assert refused.exit_code == 1
    assert "bản sao lưu" in refused.stderr


def test_accounts_are_kept_by_command(db: Database) -> None:
    """Added, listed, given a password, closed; the password comes from standard input, never from the arguments."""
    url = address(db)
    added = run(url, "user", "add", "an.nv", "--name", "Nguyễn Văn An", "--role", "secretariat", typed=PASSWORD + "\n")
    assert added.exit_code == 0, added.stderr
    assert added.stdout == ""
    token = sessions.sign_in(db, "an.nv", PASSWORD, NOW, Client()).token
    listed = json.loads(run(url, "user", "list", "--json").stdout)
    assert listed == [
        {
            "username": "an.nv",
            "full_name": "Nguyễn Văn An",
            "role": "secretariat",
            "unit": "",
            "active": True,
            "two_step": False,
            "last_sign_in_at": NOW.isoformat(),
        }
    ]
    assert "Thư ký tổng hợp" in run(url, "user", "list").stdout
    assert run(url, "user", "password", "an.nv", typed="mưa dầm thấm lâu lắm\n").exit_code == 0
    half, whole = timedelta(minutes=30), timedelta(hours=12)
    assert sessions.session_user(db, token, NOW, half, whole) is None
    sessions.sign_in(db, "an.nv", "mưa dầm thấm lâu lắm", NOW, Client())
    assert run(url, "user", "deactivate", "an.nv").exit_code == 0
    assert "đã khóa" in run(url, "user", "list").stdout
    with db.read() as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.position)).all()
        told = [(e.act, bool(e.os_user)) for e in entries]
    assert told == [
        ("user_created", True),
        ("password_set", True),
        ("user_closed", True),
    ]


def test_what_is_refused_and_what_is_wrong_use(db: Database) -> None:
    """1: refused, with a reason; 2: wrong use."""
    url = address(db)
    person = ("--name", "Trần Thị Bình", "--role", "leader")
    assert run(url, "user", "add", "binh", *person, typed="matkhau123456\n").exit_code == 1
    assert run(url, "user", "add", "binh", *person, typed=PASSWORD + "\n").exit_code == 0
    again = run(url, "user", "add", "binh", *person, typed=PASSWORD + "\n")
    assert (again.exit_code, "Đã có" in again.stderr) == (1, True)
    assert run(url, "user", "password", "khong.co", typed=PASSWORD + "\n").exit_code == 1
    assert run(url, "user", "deactivate", "khong.co").exit_code == 1
    for line in (
        ("user", "add", "x"),
        ("user", "add", "x", "--name", "X", "--role", "system"),
        ("user", "khong-co"),
        ("user", "list", "--khong-co"),
        ("user", "list", "thua"),
        ("user", "add"),
        ("khong-co",),
    ):
        wrong = run(url, *line)
        assert wrong.exit_code == 2, line
        assert wrong.stdout == ""
        assert not ENGLISH.search(wrong.stderr), wrong.stderr


def test_sample_accounts_are_told_once(sqlite_url: str) -> None:
    """A sign-in for each role that works; again is refused."""
    made = json.loads(run(sqlite_url, "user", "sample", "--json").stdout)
    db = Database(sqlite_url)
    assert {row["role"] for row in made} == {role.value for role in Role} - {"system"}
    for row in made:
        assert sessions.sign_in(db, row["username"], row["password"], NOW, Client()).token
    db.close()
    assert run(sqlite_url, "user", "sample").exit_code == 1


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command's words."""
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands(main)), ids=" ".join)
def test_help_is_in_vietnamese(path: tuple[str, ...]) -> None:
    """Of every command: a text of its own, nothing of the library's English."""
    told = run("sqlite://", *path, "--help")
    assert told.exit_code == 0
    prose = re.sub(r"--[\w/-]+|[A-Z_]{3,}|“[^”]*”|\.\w+", "", told.stdout)
    assert not ENGLISH.search(prose), told.stdout
    assert re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", told.stdout)


def test_a_database_that_is_away_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Not reachable, not a database, not upgraded, no such kind: no traceback, no address, no value."""
    (tmp_path / "text.sqlite").write_text("không phải cơ sở dữ liệu " * 100, encoding="utf-8")
    for url, code in (
        ("postgresql://ai:bi-mat@127.0.0.1:9/x", 1),
        (f"sqlite:///{tmp_path / 'text.sqlite'}", 1),
        (f"sqlite:///{tmp_path / 'none' / 'x.sqlite'}", 1),
        (f"sqlite:///{tmp_path / 'empty.sqlite'}", 1),
        ("mysql://x/y", 2),
        ("khong phai dia chi", 2),
    ):
        told = run(url, "user", "list")
        assert told.exit_code == code, (url, told.output)
        assert told.exception is None or isinstance(told.exception, SystemExit), url
        assert "bi-mat" not in told.output
        assert "Traceback" not in told.output
        assert told.stderr.count("\n") == 1
        assert not ENGLISH.search(told.stderr)


def test_the_installed_command_runs(sqlite_url: str) -> None:
    """As a process of its own: UTF-8 out, the exit code of the shell."""
    command = Path(sys.executable).with_name("casework")
    env = {"CASEWORK_DATABASE_URL": sqlite_url, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    told = subprocess.run([command, "db", "status"], env=env, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert "Kiến nghị cử tri: 0 hồ sơ" in told.stdout
