"""casework forms: the list, files of one form and of all, and the check of form files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casework.store.form_files import FORMS_FOLDER
from tests.cli.running import Command
from tests.files.books import register, xlsx

PERIOD = ("--period", "6-thang-2024", "--as-of", "2024-06-15")


@pytest.fixture
def casework(sqlite_url: str, tmp_path: Path) -> Command:
    """The command on a small register."""
    path = tmp_path / "so.xlsx"
    path.write_bytes(xlsx({"Đơn thư": register("Đơn thư", {}, {}), "Vụ KNTC": register("Vụ KNTC", {})}))
    found = Command(sqlite_url)
    found("import", path)
    return found


def test_the_ten_forms_are_listed(casework: Command) -> None:
    lines = casework("forms", "list").stdout.splitlines()
    assert len(lines) == 10
    assert lines[0].split("\t")[:3] == ["tt02-2021-01-tcd", "01/TCD", "Thông tư 02/2021/TT-TTCP"]


@pytest.mark.parametrize(("code", "begin", "suffix"), [("01/XLD", b"PK", "xlsx"), ("all", b"%PDF", "pdf")])
def test_a_form_becomes_a_file(casework: Command, tmp_path: Path, code: str, begin: bytes, suffix: str) -> None:
    target = tmp_path / f"bieu.{suffix}"
    run = casework("forms", "fill", code, *PERIOD, "-o", target)
    assert run.stdout == ""
    assert str(target) in run.stderr
    assert target.read_bytes().startswith(begin)


def test_wrong_use_and_unknown_forms_are_told(casework: Command, tmp_path: Path) -> None:
    target = tmp_path / "bieu.xlsx"
    assert "Không có biểu “09/ABC”" in casework("forms", "fill", "09/ABC", *PERIOD, "-o", target, code=1).stderr
    assert ".xlsx hoặc .pdf" in casework("forms", "fill", "all", *PERIOD, "-o", tmp_path / "bieu.doc", code=2).stderr
    assert not target.exists()
    lost = casework("forms", "fill", "all", *PERIOD, "-o", tmp_path / "khong" / "co.xlsx", code=1)
    assert "Không ghi được tệp" in lost.stderr


def test_the_check_names_the_faults_of_a_file(casework: Command, tmp_path: Path) -> None:
    assert "10 tệp, không có lỗi." in casework("forms", "check").stderr
    data = json.loads((FORMS_FOLDER / "tt02-2021-01-tcd.json").read_text(encoding="utf-8"))
    data["sums"][0]["parts"] = [4, 5]
    wrong, broken = tmp_path / "sai.json", tmp_path / "hong.json"
    wrong.write_text(json.dumps(data), encoding="utf-8")
    broken.write_text("{", encoding="utf-8")
    run = casework("forms", "check", wrong, broken, code=1)
    assert f"{wrong}: Phép cộng 1=4+5: không cộng các đơn vị tính khác nhau (lượt, người)." in run.stdout
    assert f"{broken}: Tệp không phải là JSON hợp lệ" in run.stdout
