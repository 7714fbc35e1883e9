"""casework report and casework sample: files written whole, messages on stderr, wrong use in Vietnamese."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.services.sampling import sample_register
from tests.cli.running import Command
from tests.files.books import register, xlsx

HALF = ("report", "--period", "6-thang-2024", "--as-of", "2024-06-15")


@pytest.fixture
def casework(sqlite_url: str, tmp_path: Path) -> Command:
    """The command on a small register."""
    path = tmp_path / "so.xlsx"
    path.write_bytes(xlsx({"Đơn thư": register("Đơn thư", {}, {}), "Vụ KNTC": register("Vụ KNTC", {})}))
    found = Command(sqlite_url)
    found("import", path)
    return found


def test_the_report_is_a_pdf_and_the_same_again(casework: Command, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    run = casework(*HALF, "-o", first)
    assert run.stdout == ""
    assert str(first) in run.stderr
    casework(*HALF, "-o", second)
    assert first.read_bytes().startswith(b"%PDF-")
    assert first.read_bytes() == second.read_bytes()


def test_the_signing_copy_and_the_working_copy_differ(casework: Command, tmp_path: Path) -> None:
    working, signing = tmp_path / "a.pdf", tmp_path / "b.pdf"
    casework(*HALF, "-o", working)
    casework(*HALF, "-o", signing, "--signing")
    assert working.read_bytes() != signing.read_bytes()


def test_number_and_day_are_arguments(casework: Command, tmp_path: Path) -> None:
    open_lines = casework(*HALF, "-o", tmp_path / "a.pdf", "--text").stdout
    assert "Số: ……" in open_lines
    filled = casework(*HALF, "-o", tmp_path / "b.pdf", "--text", "--number", "225", "--date", "14/6/2024").stdout
    assert "Số: 225/" in filled
    assert "ngày 14 tháng 6 năm 2024" in filled


def test_nothing_counted_is_told_as_nothing_arisen(casework: Command, tmp_path: Path) -> None:
    assert "không phát sinh" in casework(*HALF, "-o", tmp_path / "a.pdf", "--text").stdout.lower()


@pytest.mark.parametrize("period", ["thang-5-2024", "quy-1-2024", "nam-2024", "2023-12-15..2024-06-15"])
def test_every_period(casework: Command, tmp_path: Path, period: str) -> None:
    casework("report", "--period", period, "-o", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size > 10_000


def test_a_place_that_cannot_be_written_is_refused(casework: Command, tmp_path: Path) -> None:
    run = casework(*HALF, "-o", tmp_path / "khong-co" / "a.pdf", code=1)
    assert "Không ghi được tệp" in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("report", "--period", "nam-2024"),
        ("report", "--period", "mùa xuân", "-o", "a.pdf"),
        ("report", "--period", "nam-2024", "--as-of", "2020-01-01", "-o", "a.pdf"),
        ("report", "--period", "nam-2024", "--as-of", "hôm qua", "-o", "a.pdf"),
        ("sample",),
        ("sample", "make"),
    ],
)
def test_wrong_use_is_told_in_vietnamese(casework: Command, arguments: tuple[str, ...]) -> None:
    run = casework(*arguments, code=2)
    assert not {"Error", "Usage", "Missing", "Invalid", "No such"} & set(
        (run.stdout + run.stderr).replace(":", " ").split()
    )


@pytest.mark.slow
def test_the_sample_as_a_file(casework: Command, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    run = casework("sample", "make", path)
    assert run.stdout == ""
    assert path.read_bytes() == sample_register()
    assert "Không ghi được tệp" in casework("sample", "make", tmp_path / "khong-co" / "mau.xlsx", code=1).stderr
