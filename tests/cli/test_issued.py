"""casework report issue, issued, compare, prove; casework journal verify finds what was changed behind them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import Command
from tests.files.books import register, xlsx

HALF = ("--period", "6-thang-2024", "--as-of", "2024-06-15")


@pytest.fixture
def casework(sqlite_url: str, tmp_path: Path) -> Command:
    """The command on a small register."""
    found = Command(sqlite_url)
    load(found, tmp_path, 2)
    return found


def load(casework: Command, folder: Path, letters: int) -> None:
    """Imports a register with so many letters."""
    path = folder / f"so-{letters}.xlsx"
    path.write_bytes(xlsx({"Đơn thư": register("Đơn thư", *[{}] * letters), "Vụ KNTC": register("Vụ KNTC", {})}))
    casework("import", path)


def test_issue_list_compare_prove(casework: Command, tmp_path: Path) -> None:
    assert casework("report", "issue", *HALF, "--number", "225").stdout.strip() == "1"
    assert [(one["id"], one["number"]) for one in casework.json("report", "issued")] == [(1, "225")]
    assert casework("report", "compare", "1").stdout == ""
    load(casework, tmp_path, 3)
    told = casework("report", "compare", "1").stdout
    assert "letters.total\tĐơn tiếp nhận\t2\t3\tHồ sơ được ghi nhận sau +1" in told
    frozen = casework("report", "prove", "letters.total", "--issued", "1").stdout
    assert frozen.count("Đơn tiếp nhận\tĐ-") == 2
    live = casework("report", "prove", "letters.total", *HALF).stdout
    assert live.count("Đơn tiếp nhận\tĐ-") == 3
    casework("report", "prove", "letters.total", *HALF, "-o", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def test_a_changed_part_is_named(casework: Command, sqlite_url: str) -> None:
    casework("report", "issue", *HALF)
    assert casework("journal", "verify").stdout == ""
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TRIGGER issued_part_no_update")
        connection.execute("UPDATE issued_part SET content = x'00' WHERE name = 'bao-cao.pdf'")
    run = casework("journal", "verify", code=1)
    assert "Báo cáo đã phát hành số 1" in run.stdout
