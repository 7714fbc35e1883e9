"""Denouncers planted in a small register, in every column that could name them, are searched for byte by byte."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.acceptance.searching import database_files, found_in
from tests.files.books import register, xlsx

NAME, ADDRESS = "Quách Nhã Kỳ Vọng", "Số 98765, ngách 43/21, phố Vô Danh"
PHONE, CARD = "0987000123", "001200987654"
HIDDEN = (NAME, ADDRESS, PHONE, CARD)
KEPT_NAME, KEPT_ADDRESS = "Mạc Thị Khiếu Nại", "Số 12321, ngõ 77, phố Hữu Danh"
TELLTALE = f"Bà {NAME.upper()} ở {ADDRESS} tố cáo; gọi {PHONE} hoặc thẻ {CARD}."
PERSON = {"Địa chỉ": ADDRESS, "Điện thoại": PHONE, "CCCD": CARD}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """A database of each test's own, not the loaded one of this folder."""
    return str(request.param)


def with_columns(sheet: str, headings: tuple[str, ...], *rows: dict[str, Any]) -> list[list[Any]]:
    """A register with further columns at its right."""
    table = register(sheet, *rows)
    new = [heading for heading in headings if heading not in table[0]]
    return [table[0] + new] + [
        line + [row.get(heading, "") for heading in new] for line, row in zip(table[1:], rows, strict=True)
    ]


def planted(*, faulty: bool = False, type_of_last: str = "Khiếu nại") -> bytes:
    """Denunciations by reception, letter and case whose sender stands in every column; and a complainant.

    `faulty`: with rows that are refused; `type_of_last`: that of the complainant's letter.
    """
    more = ("Địa chỉ", "Điện thoại", "CCCD", "Ghi chú")
    secret = {**PERSON, "Ghi chú": TELLTALE}
    open_one = {"Địa chỉ": KEPT_ADDRESS}
    letters = [
        {"Người gửi": NAME, "Loại đơn": "Tố cáo", "Tóm tắt nội dung": TELLTALE, **secret},
        {"Người gửi": KEPT_NAME, "Loại đơn": type_of_last, **open_one},
    ]
    visits = [
        {"Họ tên": NAME, "Phân loại": "TC", "Nội dung vụ việc": TELLTALE, **secret},
        {"Họ tên": KEPT_NAME, **open_one},
    ]
    cases = [
        {"Người khiếu nại, tố cáo": NAME, "Loại vụ việc": "tố cáo", "Nội dung": TELLTALE, **secret},
        {"Người khiếu nại, tố cáo": KEPT_NAME, **open_one},
    ]
    if faulty:
        letters.append({"Người gửi": NAME * 40, "Loại đơn": "Tố cáo", **secret})
        letters.append({"Người gửi": NAME, "Loại đơn": "Tố cáo", "Ngày nhận": NAME, **secret})
        letters.append({"Người gửi": NAME, "Loại đơn": f"Tố cáo {NAME}", **secret})
        cases.append({"Người khiếu nại, tố cáo": NAME, "Loại vụ việc": "tố cáo", "Ngày thụ lý": "32/13/2024", **secret})
    return xlsx(
        {
            "Đơn thư": with_columns("Đơn thư", more, *letters),
            "Tiếp công dân": with_columns("Tiếp công dân", more, *visits),
            "Vụ KNTC": with_columns("Vụ KNTC", (*more, "Nội dung"), *cases),
        }
    )


def casework(url: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, its temporary files in `folder`/tmp, its output kept in `folder`."""
    (folder / "tmp").mkdir(exist_ok=True)
    run = subprocess.run(
        [sys.executable, "-c", "from casework.cli.main import main; main()", *arguments],
        env={**os.environ, "CASEWORK_DATABASE_URL": url, "TMPDIR": str(folder / "tmp")},
        capture_output=True,
        check=False,
    )
    number = len(list(folder.glob("*.out")))
    (folder / f"{number}.out").write_bytes(run.stdout)
    (folder / f"{number}.err").write_bytes(run.stderr)
    return run


@contextmanager
def wal_kept(url: str) -> Iterator[None]:
    """While the block runs, a reader keeps SQLite from folding its write-ahead log into the database file."""
    if not url.startswith("sqlite"):
        yield
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM journal_entry").fetchone()
        yield


def server_files(url: str) -> list[Path]:
    """PostgreSQL's own files, its write-ahead log and its messages among them; [] for SQLite."""
    if url.startswith("sqlite"):
        return []
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
    engine.dispose()
    return [data.parent] if os.access(data, os.R_OK) and (data / "pg_wal").exists() else []


def search(url: str, output: Path, folder: Path, texts: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Which of `texts` stand in the database and its server's files, and in what the commands gave out."""
    kept = [*database_files(url, folder), *server_files(url)]
    if url.startswith("sqlite"):
        assert {path.name.removeprefix("casework.sqlite") for path in kept} >= {"", "-wal"}
    return found_in(kept, texts, folder), found_in([output], texts, folder)


def test_planted_denouncers_leave_no_trace(database_url: str, tmp_path: Path) -> None:
    output, work = tmp_path / "output", tmp_path / "work"
    output.mkdir()
    work.mkdir()
    good, faulty = work / "so.xlsx", work / "so-loi.xlsx"
    good.write_bytes(planted())
    faulty.write_bytes(planted(faulty=True))
    with wal_kept(database_url):
        assert casework(database_url, output, "import", str(faulty), "--json").returncode == 1
        assert casework(database_url, output, "import", str(faulty)).returncode == 1
        assert casework(database_url, output, "import", str(faulty), "--partial", "--json").returncode == 0
        assert casework(database_url, output, "import", str(good)).returncode == 0
        days = ("--from", "2024-01-01", "--as-of", "2024-12-31")
        for code in ("letters.total", "reception.visits", "kntc.total"):
            run = casework(database_url, output, "figures", "members", code, *days, "--csv")
            assert run.returncode == 0
            assert KEPT_NAME in run.stdout.decode()
        pdf = str(output / "a.pdf")
        assert casework(database_url, output, "report", "--period", "nam-2024", "-o", pdf, "--text").returncode == 0
        stored, given_out = search(database_url, output, work, (*HIDDEN, KEPT_NAME, KEPT_ADDRESS))
    assert stored == sorted([KEPT_NAME, KEPT_ADDRESS])
    assert given_out == sorted([KEPT_NAME, KEPT_ADDRESS])
    assert "[không lưu]" in "".join(path.read_text("utf-8") for path in output.glob("*.out"))


def test_a_letter_whose_sender_is_on_record_becomes_no_denunciation(database_url: str, tmp_path: Path) -> None:
    """The journal would keep who denounced: the row is a conflict as a whole, told without a name."""
    work = tmp_path / "work"
    work.mkdir()
    for number, kind in enumerate(("Khiếu nại", "Tố cáo")):
        file = work / f"so-{number}.xlsx"
        file.write_bytes(planted(type_of_last=kind))
        run = casework(database_url, work, "import", str(file), "--json")
        assert run.returncode == 0
    effect = next(one for one in json.loads(run.stdout)["effects"] if one["name"] == "Đơn thư")
    (told,) = effect["conflicts"]
    assert (told["field"], told["in_system"]) == ("Loại đơn", "Khiếu nại")
    assert told["in_file"].startswith("Tố cáo (nhật ký của hồ sơ đã ghi danh tính")
    assert not any(name in run.stdout.decode() for name in (*HIDDEN, KEPT_NAME, KEPT_ADDRESS))
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT type, person_name, search_person FROM letter ORDER BY code")).all()
    engine.dispose()
    assert [(row.type, row.person_name) for row in rows] == [("denunciation", None), ("complaint", KEPT_NAME)]


def test_days_of_planted_rows_are_in_the_asked_period() -> None:
    """The rows that books.py makes lie in 2024, so that the exports above are not empty by accident."""
    days = [cell for row in register("Đơn thư", {}) for cell in row if isinstance(cell, date)]
    assert days
    assert {day.year for day in days} == {2024}
