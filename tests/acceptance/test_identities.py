"""No denouncer's identity is kept anywhere (design.md 11; security.md, row 28).

Of the whole register the search is for the withheld addresses and names that no other row bears (nearly all of them do
not), and for name and address side by side; that it can find at all is shown by complainants' rows, which are kept.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from casework.domain.text import fold
from casework.domain.vocabulary import MatterType
from tests.acceptance.conftest import Loaded
from tests.acceptance.half_year import AS_OF, FROM, PERIOD
from tests.acceptance.searching import database_files, forms, found_in
from tests.machine import need_program

SHEETS = {
    "Tiếp công dân": ("Họ tên", "Địa chỉ", "Phân loại"),
    "Đơn thư": ("Người gửi", "Địa chỉ", "Loại đơn"),
    "Vụ KNTC": ("Người khiếu nại, tố cáo", "Địa chỉ", "Loại vụ việc"),
}

Person = tuple[str, str]


def people(file: Path) -> tuple[list[Person], list[Person]]:
    """(name, address) of the denouncers that the register names, and of everybody else."""
    denouncers: list[Person] = []
    others: list[Person] = []
    with CalamineWorkbook.from_path(str(file)) as book:
        for sheet, headings in SHEETS.items():
            rows: list[list[Any]] = book.get_sheet_by_name(sheet).to_python()
            start = next(n for n, row in enumerate(rows) if headings[0] in row)
            places = [rows[start].index(heading) for heading in headings]
            for row in rows[start + 1 :]:
                name, address, sort = (str(row[place]) for place in places)
                if name or address:
                    kind = denouncers if MatterType.read(sort) is MatterType.DENUNCIATION else others
                    kind.append((name, address))
    return denouncers, others


def telling(wanted: list[Person], everybody: list[Person]) -> set[str]:
    """The names and addresses of `wanted` that nobody else bears, however written."""
    seen: Counter[str] = Counter()
    for name, address in everybody:
        seen.update({fold(name), fold(address)} - {""})
    return {part for person in wanted for part in person if part and seen[fold(part)] == 1}


@pytest.fixture(scope="session")
def made(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the commands give out of a loaded register: exports, figures, papers, messages."""
    folder = tmp_path_factory.mktemp("made")
    days = ("--from", FROM, "--as-of", "2024-12-31")
    for code in ("reception.visits", "letters.total", "kntc.total", "petitions.council.total", "pakn.received"):
        run = loaded.casework("figures", "members", code, *days, "--csv")
        assert run.exit_code == 0
        (folder / f"{code}.csv").write_text(run.stdout, "utf-8")
        (folder / f"{code}.log").write_text(run.stderr, "utf-8")
    run = loaded.casework("figures", "--from", FROM, "--as-of", AS_OF, "--json")
    (folder / "figures.json").write_text(run.stdout, "utf-8")
    pdf = folder / "report.pdf"
    run = loaded.casework("report", "--period", PERIOD, "--as-of", AS_OF, "-o", str(pdf), "--text")
    (folder / "report.txt").write_text(run.stdout + run.stderr, "utf-8")
    again = loaded.casework("import", str(loaded.file), "--json")
    assert again.exit_code == 0
    (folder / "again.json").write_text(again.stdout + again.stderr, "utf-8")
    told = loaded.casework("import", str(loaded.file), "--dry-run")
    (folder / "again.txt").write_text(told.stdout + told.stderr, "utf-8")
    (folder / "import.json").write_text(f"{loaded.said}\n{loaded.messages}", "utf-8")
    return folder


@pytest.mark.slow
def test_the_withheld_people_are_found_nowhere(loaded: Loaded, made: Path, tmp_path: Path) -> None:
    denouncers, others = people(loaded.file)
    assert len(denouncers) == loaded.totals["import"]["denouncer_identities_withheld"]
    hidden = telling(denouncers, denouncers + others)
    assert len(hidden) > len(denouncers)
    pairs = {f"{name} {address}" for name, address in denouncers if name and address}
    places = [*database_files(loaded.url, tmp_path), made]
    assert found_in(places, hidden | pairs, tmp_path) == []


@pytest.mark.slow
def test_the_search_finds_what_is_kept(loaded: Loaded, made: Path, tmp_path: Path) -> None:
    denouncers, others = people(loaded.file)
    kept = sorted(telling(others, denouncers + others))[::500]
    assert len(kept) > 40
    assert found_in(database_files(loaded.url, tmp_path), kept, tmp_path) == kept
    assert found_in([made], kept, tmp_path) != []


@pytest.mark.slow
def test_the_report_names_nobody(loaded: Loaded, made: Path, tmp_path: Path) -> None:
    program = need_program("pdftotext")
    text = tmp_path / "report.txt"
    subprocess.run([program, "-q", str(made / "report.pdf"), str(text)], check=True)
    denouncers, others = people(loaded.file)
    assert "KẾT QUẢ" in text.read_text("utf-8")
    assert found_in([text], telling(denouncers + others, denouncers + others), tmp_path) == []


def test_every_form_is_searched_for(tmp_path: Path) -> None:
    wanted = "Quách Đình Mật Danh"
    for number, form in enumerate(sorted(forms(wanted))):
        (tmp_path / f"{number}.bin").write_bytes(b"\x00\xff" + form + b"\x00\n")
        assert found_in([tmp_path / f"{number}.bin"], [wanted], tmp_path) == [wanted], form
    assert found_in([tmp_path / "0.bin"], ["Người Khác Hẳn"], tmp_path) == []
