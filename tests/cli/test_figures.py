"""casework figures and its members: exit codes, channels, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from casework.cli import door
from tests.cli.running import Command
from tests.files.books import register, xlsx

DAYS = ("--from", "2024-01-01", "--as-of", "2024-12-31")
KEYS = ["code", "label", "unit", "kind", "breakdown", "value", "numerator", "denominator", "printed"]


@pytest.fixture
def casework(sqlite_url: str, tmp_path: Path) -> Command:
    """The command on a small register."""
    rows = {"Đơn thư": register("Đơn thư", {}, {"Loại đơn": "Khiếu nại"}), "Vụ KNTC": register("Vụ KNTC", {}, {}, {})}
    path = tmp_path / "so.xlsx"
    path.write_bytes(xlsx(rows))
    found = Command(sqlite_url)
    found("import", path)
    return found


def test_figures_as_text(casework: Command) -> None:
    run = casework("figures", *DAYS)
    lines = {line.split("\t")[0]: line.split("\t") for line in run.stdout.splitlines()}
    assert lines["letters.total"] == ["letters.total", "Đơn tiếp nhận", "2", "đơn"]
    assert lines["kntc.resolved_rate"][2] == "0% (0/3)"
    assert run.stderr.startswith("Từ ngày 01/01/2024 đến hết ngày 31/12/2024.")
    assert len(casework("figures", *DAYS, "--all").stdout.splitlines()) > len(lines)


def test_figures_as_json(casework: Command) -> None:
    run = casework("figures", *DAYS, "--json")
    assert run.stderr == ""
    figures = json.loads(run.stdout)
    assert all(list(figure) == [*KEYS, "definition", "source"] for figure in figures)
    (complaints,) = [
        f
        for f in figures
        if f["code"] == "letters.total"
        and [(p["dimension"], p["key"]) for p in f["breakdown"]] == [("type", "complaint")]
    ]
    assert (complaints["value"], complaints["printed"], complaints["unit"]) == (1, "1", "đơn")
    assert complaints["breakdown"][0]["label"] == "Khiếu nại"
    assert all(f["definition"] for f in figures)


def test_the_default_as_of_is_the_last_day_of_the_period(casework: Command) -> None:
    told = {f["code"]: f["value"] for f in casework.json("figures", "--period", "thang-3-2024") if not f["breakdown"]}
    assert (told["letters.total"], told["kntc.total"]) == (2, 0)
    told = {f["code"]: f["value"] for f in casework.json("figures", "--period", "nam-2024") if not f["breakdown"]}
    assert (told["letters.total"], told["kntc.total"]) == (2, 3)


def test_days_as_people_type_them(casework: Command) -> None:
    typed = ("--from", "1/1/2024", "--as-of", "31.12.2024")
    assert casework.json("figures", *typed) == casework.json("figures", *DAYS)


def test_figures_as_known_on_a_day(casework: Command) -> None:
    """Nothing was known before the import; what is known at its day's end is what is known now."""

    def total(*known: str) -> int | None:
        figures = casework.json("figures", *DAYS, *known)
        (value,) = [f["value"] for f in figures if f["code"] == "letters.total" and not f["breakdown"]]
        return None if value is None else int(value)

    today = door.today()
    before = str(today - timedelta(days=1))
    assert (total("--known-on", before), total("--known-on", str(today)), total()) == (None, 2, 2)
    run = casework("figures", "members", "letters.total", *DAYS, "--known-on", before)
    assert (run.stdout, run.stderr.strip()) == ("", "Chưa ghi nhận hồ sơ nào đến hết ngày này.")
    told = casework("figures", *DAYS, "--known-on", before)
    assert "Theo dữ liệu đã ghi nhận đến hết ngày" in told.stderr
    (line,) = [one for one in told.stdout.splitlines() if one.startswith("letters.total\t")]
    assert "chưa ghi nhận" in line


def test_members_as_csv_and_as_text(casework: Command) -> None:
    run = casework("figures", "members", "letters.total", *DAYS, "--csv", "--cell", "type=complaint")
    (row,) = csv.DictReader(io.StringIO(run.stdout))
    assert (row["Số đơn"], row["Loại đơn"]) == ("Đ-2", "Khiếu nại")
    assert run.stderr.strip() == "1 hồ sơ."
    assert len(casework("figures", "members", "kntc.total", *DAYS).stdout.splitlines()) == 3
    assert casework("figures", "members", "pakn.received", *DAYS).stdout == ""


def test_a_rate_and_a_change_open_to_what_they_count(casework: Command) -> None:
    for code in ("kntc.resolved_rate", "kntc.total_change"):
        assert len(casework("figures", "members", code, *DAYS).stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("members", "khong.co", *DAYS), "khong.co"),
        (("members", "letters.total", *DAYS, "--cell", "unit=1"), "không chia theo"),
        (("members", "kntc.total", *DAYS, "--cell", "unit=abc"), "abc"),
    ],
)
def test_unknown_figures_are_refused(casework: Command, arguments: tuple[str, ...], told: str) -> None:
    run = casework("figures", *arguments, code=1)
    assert run.stdout == ""
    assert told in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--from", "2024-01-01"),
        ("--from", "2024-06-01", "--as-of", "2024-01-01"),
        ("--period", "nam-2024", "--as-of", "2023-01-01"),
        ("--period", "mùa xuân"),
        ("--from", "32/1/2024", "--as-of", "2024-02-01"),
        ("members",),
        ("members", "letters.total", *DAYS, "--cell", "type"),
        ("--không-có",),
    ],
)
def test_wrong_use_is_told_in_vietnamese(casework: Command, arguments: tuple[str, ...]) -> None:
    run = casework("figures", *arguments, code=2)
    assert run.stdout == ""
    assert run.stderr
    assert not {"Error", "Usage", "Missing", "Invalid", "No such"} & set(run.stderr.replace(":", " ").split())
