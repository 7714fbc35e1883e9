"""casework bi write: the same numbers as an outsider's figures, nobody's name, whole or as before; its page."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.domain.access import Reader
from casework.domain.figures import FigureKind
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.services.figures import figures
from casework.statistics.bi_tables import ELSE, NAMES
from casework.store.database import Database
from casework.store.records import RECORDS
from scripts.bi_page import PAGE, page
from scripts.make_million import fill
from tests.cli.running import Command
from tests.services.people import log

DAYS = ("--from", "2021-01-01", "--as-of", "2024-06-14")
QUESTION = Question(date(2021, 1, 1), date(2024, 6, 14))


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A few hundred random records, denunciations among them, on both databases."""
    fill(database_url, 700, seed=11)
    found = Database(database_url)
    yield found
    found.close()


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """A table."""
    return list(csv.DictReader(io.StringIO((folder / "current" / f"{name}.csv").read_text(encoding="utf-8"))))


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "chạy scripts/bi_page.py rồi đọc lại trang"


def test_sums_are_the_figures_that_an_outsider_sees(db: Database, tmp_path: Path) -> None:
    """Every measure, from the columns, from the view, and cut by each dimension; rates by their two columns."""
    run = Command(db.url)("bi", "write", tmp_path, *DAYS)
    found = figures(db, Reader(0, Role.AUDITOR, maybe_denied=False), QUESTION)
    tables = {name: read(tmp_path, name) for name in NAMES.values()}
    told = dict(line.split("\t") for line in run.stdout.splitlines())
    assert {name: len(rows) for name, rows in tables.items()} == {name: int(told[name]) for name in tables}
    assert sum(map(len, tables.values())) > 100
    measures = read(tmp_path, "measures")
    counted = {
        one["code"]: [
            (row, int(row[one["column_name"]]) * int(row[one["sums"]] if one["sums"] else 1))
            for row in tables[one["table_name"]]
        ]
        for one in measures
    }
    for figure in found:
        if figure.kind is FigureKind.RECORDS and len(figure.cell) < 2:
            rows = counted[figure.code]
            for name, key in figure.cell:
                if name in ("subject", "place"):
                    rows = [(row, adds) for row, adds in rows if row[f"{name}_name"] == figure.labels[0] or not key]
                    if not key or not rows:
                        break
                else:
                    rows = [(row, adds) for row, adds in rows if row[name] == key]
            else:
                assert sum(adds for _row, adds in rows) == figure.value, (figure.code, figure.cell)
    for rate in read(tmp_path, "rates"):
        whole = found.get(rate["code"])
        assert whole is not None
        sums = [
            sum(int(row[rate[part]]) for row in tables[rate["table_name"]]) for part in ("numerator", "denominator")
        ]
        assert sums == [whole.numerator, whole.denominator]
    with closing(sqlite3.connect(tmp_path / "current" / "casework-bi.sqlite")) as file:
        view = dict(file.execute("SELECT code, value FROM figures"))
        assert file.execute("SELECT count(*) FROM letters").fetchone()[0] == len(tables["letters"])
    assert view == {code: sum(adds for _row, adds in rows) for code, rows in counted.items()}


def test_nobody_is_in_it(db: Database, tmp_path: Path) -> None:
    """No text of any record but names of lists, no number, no id, no denunciation; their bands are those on screen."""
    Command(db.url)("bi", "write", tmp_path, *DAYS)
    held = b"".join(file.read_bytes() for file in (tmp_path / "current").iterdir()).decode("utf-8", "replace")
    typed = {"person_name", "person_address", "person_phone", "person_id_number", "content", "code", "paper_file"}
    searched = 0
    with db.read() as session:
        for kind in RecordKind:
            table = RECORDS[kind]
            for column in typed & set(table.c.keys()):
                for value in session.scalars(select(table.c[column]).where(table.c[column].is_not(None)).distinct()):
                    if len(str(value)) > 5:
                        searched += 1
                        assert str(value) not in held, (kind, column)
        denounced = session.scalars(select(RECORDS[RecordKind.LETTER].c.id).where(_denounces(RecordKind.LETTER))).all()
    assert searched > 500
    assert denounced
    for name in ("receptions", "letters", "cases"):
        rows = read(tmp_path, name)
        assert rows
        assert "denunciation" not in {row["type"] for row in rows}
        assert not {"id", "code", "record_id", "content"} & set(rows[0])
    outsider = figures(db, Reader(0, Role.AUDITOR, maybe_denied=False), QUESTION)
    bands = {one["code"]: one["printed"] for one in read(tmp_path, "denunciation_bands")}
    assert bands == {one.code: one.printed for one in outsider if one.kind is FigureKind.BAND}
    assert len(bands) == 3
    lists = {row["name"] for row in read(tmp_path, "units")}
    assert {row["place"] for row in read(tmp_path, "petitions")} <= lists | {"", ELSE}
    exported = [line for line in log(db) if line[0] == "exported"]
    assert [line[2] for line in exported] == ["Bảng cho công cụ BI, đến 14/06/2024"] * 5


def _denounces(kind: RecordKind) -> object:
    return RECORDS[kind].c.type == "denunciation"


def test_a_new_one_takes_the_old_ones_place_at_once(sqlite_url: str, tmp_path: Path) -> None:
    """The last one is still there for who reads it, those before are gone; a writing that fails leaves all."""
    casework = Command(sqlite_url)
    seen = []
    for day in ("2024-06-14", "2024-06-15", "2024-06-16"):
        casework("bi", "write", tmp_path, "--as-of", day)
        seen.append((tmp_path / "current").resolve())
        assert [row["value"] for row in read(tmp_path, "about") if row["name"] == "as_of"] == [day]
    assert [one.exists() for one in seen] == [False, True, True]
    held = sorted(one.name for one in tmp_path.iterdir())
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as file:
        file.execute("ALTER TABLE letter_facts RENAME TO letter_facts_away")
    casework("bi", "write", tmp_path, code=1)
    assert sorted(one.name for one in tmp_path.iterdir()) == held
    assert (tmp_path / "current").resolve() == seen[-1]
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert "Các bảng cũ vẫn còn" in casework("bi", "write", blocked / "folder", code=1).stderr
    casework("bi", "write", tmp_path, "--from", "2024-06-15", "--as-of", "2024-06-14", code=2)
