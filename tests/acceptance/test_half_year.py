"""The published half-year by command, by service and on paper, on both databases (issue 2, "It must show", 2, 5)."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.domain.numerals import write_count, write_date
from casework.domain.periods import Question
from casework.services.accounts import system_reader
from casework.services.figures import figures, scoreboard
from casework.services.opening import open_database
from tests.acceptance.conftest import Loaded
from tests.acceptance.half_year import AS_OF, FROM, PERIOD, differences
from tests.machine import need_program

pytestmark = pytest.mark.slow  # a whole register is loaded first
PRINTED_KEYS = {"code", "label", "unit", "breakdown", "value", "numerator", "denominator", "printed", "definition"}


def test_import_takes_every_row_and_withholds_the_identities(loaded: Loaded) -> None:
    sheets = {sheet["name"]: sheet for sheet in loaded.said["sheets"]}
    wanted = loaded.totals["import"]
    assert {name: sheets[name]["rows"] for name in wanted["rows"]} == wanted["rows"]
    assert sum(sheet["refused"] for sheet in sheets.values()) == wanted["refused"]
    assert sum(sheet["withheld"] for sheet in sheets.values()) == wanted["denouncer_identities_withheld"]
    assert all(sheet["rows"] == sheet["accepted"] + sheet["refused"] for sheet in sheets.values())
    assert sum(p["verdict"] == "withheld" for p in loaded.said["problems"]) == wanted["denouncer_identities_withheld"]
    assert loaded.said["stored"] == {"created": sum(wanted["rows"].values()), "changed": 0}


def test_every_figure_by_command(loaded: Loaded) -> None:
    run = loaded.casework("figures", "--from", FROM, "--as-of", AS_OF, "--json")
    assert run.exit_code == 0, run.stderr
    printed: list[dict[str, Any]] = json.loads(run.stdout)
    assert all(PRINTED_KEYS | {"source"} <= figure.keys() for figure in printed)
    assert differences(printed, loaded.totals) == []


def test_a_figure_that_differs_is_told(loaded: Loaded) -> None:
    """The comparison itself: a day earlier than the as-of day does not give the published figures."""
    run = loaded.casework("figures", "--from", FROM, "--as-of", "2024-06-14", "--json")
    assert len(differences(json.loads(run.stdout), loaded.totals)) > 3


def test_every_figure_by_service(loaded: Loaded) -> None:
    db = open_database(loaded.url)
    question = Question(date.fromisoformat(FROM), date.fromisoformat(AS_OF))
    found = figures(db, system_reader(db, "kiểm thử"), question)
    db.close()
    assert differences([figure.as_json() for figure in found], loaded.totals) == []
    assert found.notes == ()


def test_scoreboard_says_the_same(loaded: Loaded) -> None:
    db = open_database(loaded.url)
    board = scoreboard(db, system_reader(db, "kiểm thử"), date.fromisoformat(AS_OF))
    db.close()
    shown = [figure.as_json() for figure in board.figures]
    parts = ("reception", "letters", "pakn", "prior", "collectives", "individuals", "total_change")
    wrong = [line for line in differences(shown, loaded.totals) if not any(part in line for part in parts)]
    assert wrong == []
    target = loaded.totals["target"]
    assert [(t.year, f"{t.percent}%") for t in board.targets] == [
        (target["year"], target["kntc_resolution_rate_above"])
    ]


def sentences(totals: dict[str, Any]) -> list[str]:
    """Official sentences that the report of the half-year must hold, white space apart."""
    reception, letters, kntc, pakn = (totals[key] for key in ("reception", "letters", "kntc", "pakn"))
    whole, assembly = totals["petitions_council_all_derived"], totals["petitions_national_assembly"]
    said = [
        f"Theo Nghị quyết số {row['resolution']} ngày {write_date(date.fromisoformat(row['date']))} "
        for row in totals["petitions_by_resolution"]
    ]
    said += [
        f"đã giải quyết xong {row['resolved']}/{row['total']} kiến nghị (đạt {row['printed']})"
        for row in totals["petitions_by_resolution"]
    ]
    done, total = write_count(whole["resolved"]), write_count(whole["total"])
    levels = "; ".join(f"{name} {write_count(number)} lượt" for name, number in reception["by_level"].items())
    return [
        *said,
        f"Chỉ đạo trả lời {totals['petitions_session_14']['answered']} câu hỏi, kiến nghị của cử tri trước và sau kỳ "
        "họp thứ 14 HĐND khóa XVI",
        f"đã giải quyết xong {done}/{total} kiến nghị (đạt {whole['printed']}); còn {whole['open']} kiến nghị",
        f"còn {assembly['in_progress']} ý kiến, kiến nghị của cử tri đang giao các đơn vị giải quyết",
        f"đã tiếp {write_count(reception['visits'])} lượt công dân ({reception['change']} so với cùng kỳ năm 2023)",
        levels,
        f"tiếp, đối thoại với {reception['leaders_visits_apart']} lượt công dân",
        f"{write_count(letters['total'])} đơn các loại, gồm: {write_count(letters['complaint'])} đơn khiếu nại; "
        f"{write_count(letters['denunciation'])} đơn tố cáo và {write_count(letters['petition_or_feedback'])} đơn",
        f"{write_count(letters['not_eligible'])} đơn không đủ điều kiện xử lý",
        f"đã tiếp nhận và thụ lý theo thẩm quyền {write_count(kntc['total'])} vụ, {kntc['change']} so với cùng kỳ năm "
        f"2023 (gồm {write_count(kntc['complaints'])} vụ khiếu nại, {kntc['denunciations']} vụ tố cáo); đã giải quyết "
        f"{write_count(kntc['resolved'])} vụ (gồm {kntc['resolved_complaints']} vụ khiếu nại, "
        f"{kntc['resolved_denunciations']} vụ tố cáo), đạt tỷ lệ {kntc['printed']}.",
        "Số vụ còn lại đang trong thời hạn giải quyết",
        f"{kntc['collectives_disciplined']} tập thể, {kntc['individuals_disciplined']} cá nhân",
        f"Tổng số PAKN đã tiếp nhận: {write_count(pakn['received'])}; số PAKN đã xử lý đúng hạn: {pakn['on_time']}",
    ]


@pytest.fixture(scope="session")
def paper(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The report by command: the PDF, and the text that the command prints beside it."""
    path = tmp_path_factory.mktemp("paper") / "bao-cao.pdf"
    run = loaded.casework("report", "--period", PERIOD, "--as-of", AS_OF, "-o", str(path), "--text")
    assert run.exit_code == 0, run.stderr
    return path, run.stdout


def test_report_says_it_in_official_sentences(loaded: Loaded, paper: tuple[Path, str]) -> None:
    text = " ".join(paper[1].split())
    assert [piece for piece in sentences(loaded.totals) if piece not in text] == []


def test_pdf_gives_the_sentences_back(loaded: Loaded, paper: tuple[Path, str]) -> None:
    program = need_program("pdftotext")
    run = subprocess.run([program, "-q", str(paper[0]), "-"], capture_output=True, check=True)
    text = " ".join(run.stdout.decode().split())
    assert [piece for piece in sentences(loaded.totals) if piece not in text] == []


def test_report_is_the_same_when_run_again(loaded: Loaded, paper: tuple[Path, str], tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    run = loaded.casework("report", "--period", PERIOD, "--as-of", AS_OF, "-o", str(again))
    assert run.exit_code == 0
    assert run.stdout == ""
    assert again.read_bytes() == paper[0].read_bytes()


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("petitions.basket.resolved", {"council_resolution": 0}),
        ("kntc.resolved", {"type": "complaint"}),
        ("reception.large_groups", {}),
        ("pakn.received", {}),
    ],
)
def test_members_by_command_are_as_many_as_the_figure(
    loaded: Loaded, code: str, cells: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    run = loaded.casework("figures", "--from", FROM, "--as-of", AS_OF, "--json")
    options: list[str] = []
    figure = next(f for f in json.loads(run.stdout) if f["code"] == code and len(f["breakdown"]) == len(cells))
    for part in figure["breakdown"]:
        options += ["--cell", f"{part['dimension']}={part['key']}"]
    listed = loaded.casework("figures", "members", code, "--from", FROM, "--as-of", AS_OF, "--csv", *options)
    assert listed.exit_code == 0, listed.stderr
    assert listed.stderr.strip().endswith(f"{figure['value']} hồ sơ.")
    assert len(listed.stdout.splitlines()) == figure["value"] + 1
