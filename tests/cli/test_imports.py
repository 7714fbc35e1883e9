"""casework import: exit codes, channels, and what is told of a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.files.sample import OFFICE
from tests.cli.running import Command
from tests.files.books import register, xlsx
from tests.machine import shared_file

GOOD = xlsx(
    {name: register(name, {}, {}) for name in ("Kiến nghị cử tri", "Tiếp công dân", "Đơn thư", "Vụ KNTC", "PAKN")}
)
FAULTY = xlsx({"Đơn thư": register("Đơn thư", {}, {"Ngày nhận": "32/13/2024"}, {"Loại đơn": "Khiếu kiện gì đó"})})


@pytest.fixture
def casework(database_url: str) -> Command:
    """The command on an empty register of each database."""
    return Command(database_url)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A register of two rows each."""
    path = tmp_path / "so.xlsx"
    path.write_bytes(GOOD)
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A register with two wrong rows and a good one."""
    path = tmp_path / "so-loi.xlsx"
    path.write_bytes(FAULTY)
    return path


def stored(casework: Command) -> int:
    """How many letters are stored."""
    run = casework("figures", "members", "letters.total", "--from", "2000-01-01", "--as-of", "2030-01-01")
    return len(run.stdout.splitlines())


def test_stored(casework: Command, good: Path) -> None:
    run = casework("import", good)
    assert "Đơn thư: 2 dòng, nhận 2, từ chối 0" in run.stdout
    assert "Đã lưu: 10 hồ sơ mới" in run.stderr
    assert stored(casework) == 2


def test_json_alone_on_stdout(casework: Command, good: Path) -> None:
    run = casework("import", good, "--json")
    told = json.loads(run.stdout)
    assert {"sheets", "problems"} <= told.keys()
    assert told["sheets"][2] == {
        "name": "Đơn thư",
        "rows": 2,
        "accepted": 2,
        "refused": 0,
        "warned": 0,
        "withheld": 0,
    }
    assert told["stored"] == {"created": 10, "changed": 0}


def test_a_dry_run_would_store(casework: Command, good: Path) -> None:
    run = casework("import", good, "--dry-run")
    assert "chưa lưu gì" in run.stderr
    assert casework.json("import", good, "--dry-run")["stored"] is None
    assert stored(casework) == 0


def test_refused(casework: Command, faulty: Path) -> None:
    run = casework("import", faulty, code=1)
    assert "Chưa lưu gì" in run.stderr
    assert "LỖI Đơn thư, dòng 3, cột “Ngày nhận”" in run.stdout
    casework("import", faulty, "--dry-run", code=1)
    told = casework.json("import", faulty, code=1)
    (sheet,) = told["sheets"]
    assert (sheet["rows"], sheet["accepted"], sheet["refused"]) == (3, 1, 2)
    errors = [problem for problem in told["problems"] if problem["verdict"] == "error"]
    assert [(p["sheet"], p["row"], p["column"]) for p in errors] == [
        ("Đơn thư", 3, "Ngày nhận"),
        ("Đơn thư", 4, "Loại đơn"),
    ]
    assert all(set(problem) == {"sheet", "row", "column", "verdict", "message"} for problem in told["problems"])
    assert told["stored"] is None
    assert stored(casework) == 0


def test_partial(casework: Command, faulty: Path) -> None:
    assert casework.json("import", faulty, "--partial", "--dry-run")["stored"] is None
    assert casework.json("import", faulty, "--partial")["stored"] == {"created": 1, "changed": 0}
    assert stored(casework) == 1


def test_no_register(casework: Command, tmp_path: Path) -> None:
    path = tmp_path / "thu.xlsx"
    path.write_bytes(b"khong phai bang tinh")
    assert casework("import", path, code=1).stdout == ""
    assert "refused" in casework.json("import", path, code=1)


def test_an_unknown_office(casework: Command, good: Path) -> None:
    assert "Sở Mặt Trăng" in casework("import", good, "--office", "Sở Mặt Trăng", code=1).stderr
    assert casework.json("import", good, "--office", OFFICE)["stored"]["created"] == 10


def test_a_mapping_file(casework: Command, tmp_path: Path) -> None:
    table = register("Đơn thư", {})
    table[0][table[0].index("Tóm tắt nội dung")] = "Bà con nói gì"
    path, mapping = tmp_path / "so.xlsx", tmp_path / "anh-xa.json"
    path.write_bytes(xlsx({"Đơn thư": table}))
    mapping.write_text('{"Đơn thư": {"Bà con nói gì": "Tóm tắt nội dung"}}', "utf-8")
    casework("import", path, "--mapping", mapping)
    days = ("--from", "2024-01-01", "--as-of", "2024-12-31")
    assert "Xin cấp đường nước" in casework("figures", "members", "letters.total", *days).stdout
    mapping.write_text("[]", "utf-8")
    assert "ánh xạ" in casework("import", path, "--mapping", mapping, code=1).stderr


def test_conflicts_and_missing_rows_are_told(casework: Command, tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(xlsx({"Đơn thư": register("Đơn thư", {}, {}, {})}))
    casework("import", path)
    path.write_bytes(xlsx({"Đơn thư": register("Đơn thư", {})}))
    assert "Có trong hệ thống mà không có trong tệp (Đơn thư): Đ-2, Đ-3" in casework("import", path).stdout
    (effect,) = casework.json("import", path)["effects"]
    assert effect["missing"] == ["Đ-2", "Đ-3"]


@pytest.mark.parametrize(
    "arguments",
    [("import",), ("import", "khong-co.xlsx"), ("import", ".", "--json"), ("import", "--chưa-có", "a"), ("imporT",)],
)
def test_wrong_use_is_told_in_vietnamese(casework: Command, arguments: tuple[str, ...]) -> None:
    run = casework(*arguments, code=2)
    assert run.stdout == ""
    assert not {"Error", "Usage", "Missing", "Invalid", "No such"} & set(run.stderr.replace(":", " ").split())


def test_a_database_that_is_away_is_told_in_one_sentence(good: Path, tmp_path: Path) -> None:
    away = Command(f"sqlite:///{tmp_path}/khong/co/casework.sqlite")
    run = away("import", good, code=1)
    assert "Không dùng được cơ sở dữ liệu" in run.stderr
    assert "Traceback" not in run.stderr
    assert Command("không phải địa chỉ")("import", good, code=2).stdout == ""


@pytest.mark.slow
def test_after_upgrade_alone_everything_works(empty_database_url: str, good: Path, tmp_path: Path) -> None:
    """As a process of its own, the installed command: upgrade, import, figures, report, members."""
    environment = {**os.environ, "CASEWORK_DATABASE_URL": empty_database_url}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        program = [str(Path(sys.executable).with_name("casework")), *arguments]
        return subprocess.run(program, env=environment, capture_output=True, check=True)

    run("db", "upgrade")
    imported: dict[str, Any] = json.loads(run("import", str(good), "--json").stdout)
    assert imported["stored"]["created"] == 10
    days = ("--from", "2024-01-01", "--as-of", date(2024, 12, 31).isoformat())
    figures = {f["code"]: f["value"] for f in json.loads(run("figures", *days, "--json").stdout) if not f["breakdown"]}
    assert (figures["letters.total"], figures["petitions.council.total"], figures["pakn.received"]) == (2, 2, 2)
    assert len(run("figures", "members", "letters.total", *days, "--csv").stdout.decode().splitlines()) == 3
    paper = tmp_path / "a.pdf"
    assert run("report", "--period", "nam-2024", "-o", str(paper)).stdout == b""
    assert paper.read_bytes().startswith(b"%PDF-")


def test_the_faulty_register_gets_exactly_its_verdicts(casework: Command) -> None:
    """Issue 2, "It must show", 2; row numbers are the spreadsheet's own."""
    file = shared_file("data/so-theo-doi-loi.xlsx")
    wanted = json.loads(shared_file("data/so-theo-doi-loi.expected.json").read_text("utf-8"))
    told = casework.json("import", file, code=1)
    by_row: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for problem in told["problems"]:
        found = by_row.setdefault((problem["sheet"], problem["row"]), set())
        found.add((problem["verdict"], problem["column"]))
    for row in wanted["rows"]:
        found = by_row.get((row["sheet"], row["excel_row"]), set())
        if row["verdict"] == "accepted":
            assert found == set(), row
        else:
            assert (row["verdict"], row["column"]) in found, (row, found)
        assert ("error" in {verdict for verdict, _column in found}) == (row["verdict"] == "error"), (row, found)
    refused = {(row["sheet"], row["excel_row"]) for row in wanted["rows"] if row["verdict"] == "error"}
    assert {place for place, found in by_row.items() if any(v == "error" for v, _c in found)} == refused
    assert sum(sheet["refused"] for sheet in told["sheets"]) == len(refused)
