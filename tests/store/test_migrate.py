"""The schema: up and down on a populated database, whole or not at all, the same as the models say."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from casework.domain.derivation import derivation
from casework.domain.events import OPENING, Draft
from casework.domain.vocabulary import RecordKind
from casework.store import journal, tables
from casework.store.catalogue_tables import Unit
from casework.store.chain import verify_chain
from casework.store.comparing import compare
from casework.store.database import Database
from casework.store.migrate import current, downgrade, head, migrations_folder, upgrade
from casework.store.records import RECORDS
from casework.store.reference_data import load_law, system_user
from casework.store.search import matches
from casework.store.writing import create_record

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def db(empty_database_url: str) -> Iterator[Database]:
    """An empty database."""
    database = Database(empty_database_url)
    yield database
    database.close()


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


def table_names(db: Database) -> set[str]:
    """The tables that are there, alembic's own apart."""
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def populate(db: Database) -> None:
    """A record of each kind."""
    with db.write() as session:
        law = load_law(session)
        actor = system_user(session).id
        for kind in RecordKind:
            changes = {"content": "Đền bù đất đai", "type": "complaint"} if kind is not RecordKind.PETITION else {}
            if kind is RecordKind.FEEDBACK:
                changes = {"content": "Đền bù đất đai"}
            create_record(
                session,
                kind,
                office_id=1,
                register_year=2026,
                row_digest=kind.value,
                drafts=[Draft(OPENING[kind], date(2026, 1, 5), changes)],  # type: ignore[arg-type]
                act=journal.Act("log", actor, "tester", NOW),
                derive=derivation(kind, law),
            )


def whole(db: Database) -> None:
    """Everything that must hold of a populated database at the newest revision."""
    with db.read() as session:
        for kind in RecordKind:
            assert session.scalar(select(func.count()).select_from(RECORDS[kind])) == 1
            assert list(compare(session, kind, derivation(kind, load_law(session)), repair=False)) == []
        assert list(verify_chain(session)) == []
        condition = matches(db.dialect, RecordKind.LETTER, "den bu", False)
        assert condition is not None
        assert len(session.scalars(select(RECORDS[RecordKind.LETTER].c.id).where(condition)).all()) == 1
    for table in ("journal_entry", "journal_event", "journal_payload"):
        with pytest.raises(DBAPIError), db.write() as session:
            session.execute(text(f"DELETE FROM {table}"))


def test_an_empty_database_comes_up_with_its_reference_data(db: Database) -> None:
    """The newest revision, the models' tables, units and law, no records; again changes nothing."""
    assert current(db) == ""
    upgrade(db.url)
    assert current(db) == head() == revisions()[-1]
    assert set(tables.metadata.tables) <= table_names(db)
    with db.read() as session:
        units = session.scalar(select(func.count()).select_from(Unit))
        assert units
        assert load_law(session).codes()
        assert journal.last_position(session) == 0
    upgrade(db.url)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Unit)) == units


def test_the_migrations_make_what_the_models_say(db: Database) -> None:
    """No difference between the migrated schema and the models, types included."""
    upgrade(db.url)
    with db.engine.connect() as connection:
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _parents: kind != "table" or "_search" not in (name or ""),
            "include_object": lambda _o, name, kind, _reflected, _with: (
                not (kind == "index" and "_search_" in (name or ""))
            ),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []


def test_down_and_up_again_on_a_populated_database(db: Database) -> None:
    """Each revision below the newest: down to it, up again, the records whole; at last down to nothing."""
    upgrade(db.url)
    populate(db)
    whole(db)
    for revision in reversed(revisions()[:-1]):
        downgrade(db.url, revision)
        assert current(db) == revision
        with db.read() as session:
            assert session.scalar(select(func.count()).select_from(RECORDS[RecordKind.LETTER])) == 1
        upgrade(db.url)
        whole(db)
    downgrade(db.url, "base")
    assert current(db) == ""
    assert table_names(db) == set()
    upgrade(db.url)
    populate(db)
    whole(db)


def test_a_migration_that_fails_midway_leaves_nothing(db: Database) -> None:
    """Something in the way of a later revision: the earlier ones of the same run are undone too."""
    last = sorted(tables.metadata.tables)[-1]
    in_the_way = "petition_search" if db.dialect == "sqlite" else last
    with db.write() as session:
        session.execute(text(f"CREATE TABLE {in_the_way} (x INTEGER)"))
    with pytest.raises(DBAPIError):
        upgrade(db.url)
    assert table_names(db) == {in_the_way}
    assert current(db) == ""
    with db.write() as session:
        session.execute(text(f"DROP TABLE {in_the_way}"))
    upgrade(db.url)
    assert current(db) == head()


@pytest.mark.slow
def test_an_upgrade_that_is_killed_leaves_nothing_half_done(db: Database, tmp_path: Path) -> None:
    """SIGKILL at several moments: the schema is the old or the new one, and the next upgrade goes through."""
    code = (
        "import sys\nfrom casework.store.migrate import upgrade\nopen(sys.argv[2], 'w').close()\nupgrade(sys.argv[1])\n"
    )
    for number, delay in enumerate((0.05, 0.12, 0.2, 0.3)):
        started = tmp_path / f"started{number}"
        command = [sys.executable, "-c", code, db.engine.url.render_as_string(hide_password=False), str(started)]
        process = subprocess.Popen(command, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        while not started.exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (current(db), bool(table_names(db))) in {("", False), (head(), True)}
    upgrade(db.url)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Unit))
    assert current(db) == head()
