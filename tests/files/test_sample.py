"""The sample register: an office's file in every habit, with exactly the published totals."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from casework.domain.fields import FIELDS
from casework.domain.text import fold
from casework.domain.vocabulary import CaseStatus, CaseType, MatterType, PetitionResult, RecordKind
from casework.files.sample import DECLARED_SHEET, expected, make_sample
from casework.files.sample_citizens import group_sizes
from casework.files.sample_dice import Dice

ACCEPTANCE = Path(__file__).parents[3] / "shared" / "acceptance" / "2024h1.json"
ORIGINAL = Path(__file__).parents[3] / "shared" / "data" / "so-theo-doi-2024h1.xlsx"
HEADER_ROW = 3
PROSE = {"note", "source", "leaders_rule"}

Register = list[dict[str, Any]]


def read_day(cell: Any) -> date | None:
    """A day as the register holds it: an Excel date, or text with the day first."""
    if isinstance(cell, str):
        day, month, year = re.split(r"[/.-]", cell) if cell else ("", "", "")
        return date(int(year), int(month), int(day)) if cell else None
    return cell.date() if isinstance(cell, datetime) else cell


def read_registers(book: CalamineWorkbook) -> dict[str, Register]:
    registers = {}
    for sheet in book.sheet_names:
        if sheet != DECLARED_SHEET:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            headings = rows[HEADER_ROW]
            registers[sheet] = [dict(zip(headings, row, strict=True)) for row in rows[HEADER_ROW + 1 : -2]]
    return registers


@pytest.fixture(scope="module")
def sample() -> bytes:
    return make_sample()


@pytest.fixture(scope="module")
def registers(sample: bytes) -> dict[str, Register]:
    return read_registers(CalamineWorkbook.from_filelike(BytesIO(sample)))


@pytest.fixture(scope="module")
def totals() -> dict[str, Any]:
    return expected()


@pytest.fixture(scope="module")
def span(totals: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(totals["period"]["from"]), date.fromisoformat(totals["period"]["as_of"])


def test_totals_are_the_published_ones() -> None:
    if not ACCEPTANCE.exists():
        pytest.skip("../shared/acceptance/2024h1.json is not at hand")

    def numbers(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: numbers(inner) for key, inner in value.items() if key not in PROSE}
        return [numbers(inner) for inner in value] if isinstance(value, list) else value

    assert numbers(expected()) == numbers(json.loads(ACCEPTANCE.read_text(encoding="utf-8")))


def test_the_caller_may_change_what_is_expected() -> None:
    mine = expected()
    mine["letters"]["total"] = 0
    assert expected()["letters"]["total"] > 0


def test_layout_is_an_offices(sample: bytes, totals: dict[str, Any]) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(sample))
    assert book.sheet_names == [*totals["import"]["rows"], DECLARED_SHEET]
    for sheet, count in totals["import"]["rows"].items():
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        assert rows[0][0].startswith("VĂN PHÒNG")
        assert rows[HEADER_ROW][0] == "STT"
        assert [row[0] for row in rows[HEADER_ROW + 1 : -2]] == list(range(1, count + 1))
        assert rows[-1][1] == f"Tổng cộng: {count}"
    declared = book.get_sheet_by_name(DECLARED_SHEET).to_python()
    assert [row[2] for row in declared[1:]] == [
        totals["reception"]["prior_year"],
        totals["kntc"]["prior_year"],
    ]
    if ORIGINAL.exists():
        original = CalamineWorkbook.from_path(str(ORIGINAL))
        assert original.sheet_names == book.sheet_names
        for sheet in totals["import"]["rows"]:
            ours, theirs = (b.get_sheet_by_name(sheet).to_python()[HEADER_ROW] for b in (book, original))
            assert ours == theirs


def test_headings_are_those_of_the_fields(registers: dict[str, Register]) -> None:
    for kind, rows in zip(RecordKind, registers.values(), strict=True):
        known = {fold(name) for f in FIELDS[kind] for name in (f.label, *f.headings)}
        assert {fold(heading) for heading in rows[0]} - {"stt"} <= known
        needed = [f.label for f in FIELDS[kind] if f.required]
        assert all(row[label] != "" for row in rows for label in needed)


def test_days_are_written_in_every_form(registers: dict[str, Register]) -> None:
    forms: Counter[str] = Counter()
    for row in registers["Đơn thư"]:
        cell = row["Ngày nhận"]
        forms[re.sub(r"\d+", "9", cell) if isinstance(cell, str) else "excel"] += 1
    assert set(forms) == {"excel", "9/9/9", "9-9-9", "9.9.9"}
    assert forms["excel"] > forms.total() / 2


def test_petitions_come_to_each_resolutions_totals(
    registers: dict[str, Register], totals: dict[str, Any], span: tuple[date, date]
) -> None:
    as_of = span[1]
    petitions = registers["Kiến nghị cử tri"]
    assert len({row["Mã kiến nghị"] for row in petitions}) == len(petitions)

    def done(row: dict[str, Any]) -> bool:
        day = read_day(row["Ngày giải quyết xong"])
        assert (PetitionResult.read(row["Kết quả"]) is PetitionResult.RESOLVED) is (day is not None)
        return day is not None and day <= as_of

    later = 0
    for basket in totals["petitions_by_resolution"]:
        rows = [row for row in petitions if row["Nghị quyết theo dõi"] == basket["resolution"]]
        assert {read_day(row["Ngày nghị quyết"]) for row in rows} == {date.fromisoformat(basket["date"])}
        assert {f"khóa {row['Khóa']} kỳ {row['Kỳ họp']:.0f}" for row in rows} == set(basket["sessions"])
        assert (sum(map(done, rows)), len(rows)) == (basket["resolved"], basket["total"])
        later += sum(row["Ngày giải quyết xong"] != "" and not done(row) for row in rows)
    assert later > 0  # resolved after the as-of day: open on it
    council = [row for row in petitions if row["Nguồn"] == "HĐND"]
    untracked = [row for row in council if not row["Nghị quyết theo dõi"]]
    session = totals["petitions_session_14"]
    assert len(untracked) == sum(row["Ngày trả lời"] != "" for row in untracked) == session["received"]
    assert sum(map(done, untracked)) == session["resolved_derived"]
    assert sum(map(done, council)) == totals["petitions_council_all_derived"]["resolved"]
    assembly = [row for row in petitions if row["Nguồn"] == "ĐBQH"]
    assert Counter(map(done, assembly)) == {
        True: totals["petitions_national_assembly"]["resolved"],
        False: totals["petitions_national_assembly"]["in_progress"],
    }
    for row in petitions:
        answered, resolved = read_day(row["Ngày trả lời"]), read_day(row["Ngày giải quyết xong"])
        assert resolved is None or (answered is not None and answered <= resolved)


def inside(rows: Register, heading: str, span: tuple[date, date]) -> Iterator[dict[str, Any]]:
    for row in rows:
        day = read_day(row[heading])
        assert day is not None
        if span[0] <= day <= span[1]:
            yield row


def days_of(rows: Register, heading: str) -> set[date | None]:
    return {read_day(row[heading]) for row in rows}


def test_receptions_come_to_their_totals(
    registers: dict[str, Register], totals: dict[str, Any], span: tuple[date, date]
) -> None:
    rows, wanted = registers["Tiếp công dân"], totals["reception"]
    in_period = list(inside(rows, "Ngày tiếp", span))
    visits = [row for row in in_period if "Chủ tịch UBND" not in row["Người tiếp"]]
    assert len(in_period) - len(visits) == wanted["leaders_visits_apart"]
    assert len(visits) == wanted["visits"]
    assert Counter(row["Cấp tiếp"] for row in visits) == wanted["by_level"]
    assert sum(row["Số người"] for row in visits) == wanted["people_derived"]
    assert sum(row["Số người"] >= 10 for row in visits) == wanted["large_groups_of_10_or_more"]
    assert not any(row["Họ tên"] for row in rows if MatterType.read(row["Phân loại"]) is MatterType.DENUNCIATION)
    edges = {date(2023, 12, 14), date(2023, 12, 15), date(2024, 6, 15), date(2024, 6, 16)}
    assert edges <= days_of(rows, "Ngày tiếp")


def test_letters_come_to_their_totals(
    registers: dict[str, Register], totals: dict[str, Any], span: tuple[date, date]
) -> None:
    rows, wanted = registers["Đơn thư"], totals["letters"]
    in_period = list(inside(rows, "Ngày nhận", span))
    assert Counter(str(MatterType.read(row["Loại đơn"])) for row in in_period) == {
        kind: wanted[kind] for kind in ("complaint", "denunciation", "petition_or_feedback")
    }
    assert len(in_period) == wanted["total"]
    refused = [row for row in in_period if row["Đủ điều kiện xử lý"] == "Không"]
    assert len(refused) == wanted["not_eligible"]
    assert all(row["Lý do không đủ điều kiện"] for row in refused)
    edges = {date(2023, 12, 14), date(2023, 12, 15), date(2024, 6, 15), date(2024, 6, 16)}
    assert edges <= days_of(rows, "Ngày nhận")


def test_cases_come_to_their_totals(
    registers: dict[str, Register], totals: dict[str, Any], span: tuple[date, date]
) -> None:
    first, as_of = span
    rows, wanted = registers["Vụ KNTC"], totals["kntc"]
    counted: Counter[str] = Counter()
    for row in rows:
        accepted, decided = read_day(row["Ngày thụ lý"]), read_day(row["Ngày giải quyết"])
        assert accepted is not None
        assert (CaseStatus.read(row["Tình trạng"]) is CaseStatus.FINISHED) is (decided is not None)
        if accepted > as_of or (decided is not None and decided < first):
            continue
        kind = "complaints" if CaseType.read(row["Loại vụ việc"]) is CaseType.COMPLAINT else "denunciations"
        counted.update(("total", kind))
        counted["carried_in_derived"] += accepted < first
        if decided is not None and decided <= as_of:
            counted.update(("resolved", f"resolved_{kind}"))
            counted["collectives_disciplined"] += int(row["Tập thể bị kiểm điểm"] or 0)
            counted["individuals_disciplined"] += int(row["Cá nhân bị kiểm điểm"] or 0)
        else:
            due = read_day(row["Gia hạn đến"]) or read_day(row["Hạn giải quyết"])
            assert due is not None
            counted["open_overdue_on_as_of"] += due < as_of
            counted["decided_later"] += decided is not None
    assert counted.pop("decided_later") > 0
    assert counted == {key: wanted[key] for key in counted}
    assert len(counted) == 10
    spans = {(read_day(row["Ngày thụ lý"]), read_day(row["Ngày giải quyết"])) for row in rows}
    assert (date(2023, 12, 14), date(2023, 12, 15)) in spans  # carried in, resolved on the first day
    assert any(decided == date(2023, 12, 14) for _, decided in spans)  # not of the period


def test_pakn_come_to_their_totals(
    registers: dict[str, Register], totals: dict[str, Any], span: tuple[date, date]
) -> None:
    rows = list(inside(registers["PAKN"], "Ngày tiếp nhận", span))
    assert len(rows) == totals["pakn"]["received"]
    for row in rows:
        handled, due = read_day(row["Ngày xử lý xong"]), read_day(row["Hạn xử lý"])
        assert handled is not None
        assert due is not None
        assert handled <= min(due, span[1])
    assert any(not row["Ngày xử lý xong"] for row in registers["PAKN"])


def test_denouncers_can_be_told_from_all_others(registers: dict[str, Register], totals: dict[str, Any]) -> None:
    """Those to be withheld bear surnames of their own, so that a search for them proves something."""
    named, others = [], set()
    for sheet, type_heading, name_heading in (
        ("Đơn thư", "Loại đơn", "Người gửi"),
        ("Vụ KNTC", "Loại vụ việc", "Người khiếu nại, tố cáo"),
        ("Tiếp công dân", "Phân loại", "Họ tên"),
    ):
        for row in registers[sheet]:
            if row[name_heading]:
                denounces = MatterType.read(row[type_heading]) is MatterType.DENUNCIATION
                (named.append if denounces else others.add)(row[name_heading].split()[0])
    assert len(named) == totals["import"]["denouncer_identities_withheld"]
    assert not set(named) & others


def test_every_unit_and_subject_is_a_known_one(registers: dict[str, Register]) -> None:
    reference = Path(__file__).parents[2] / "casework" / "store" / "reference"
    units = json.loads((reference / "units.json").read_text(encoding="utf-8"))
    names = {fold(name) for unit in units for name in (unit["name"], *unit["aliases"])}
    subjects = {row["name"] for row in json.loads((reference / "subjects.json").read_text(encoding="utf-8"))}
    for sheet, heading in (
        ("Kiến nghị cử tri", "Đơn vị chủ trì"),
        ("Vụ KNTC", "Cơ quan giải quyết"),
        ("PAKN", "Đơn vị xử lý"),
    ):
        assert {fold(row[heading]) for row in registers[sheet]} <= names
    for sheet in ("Kiến nghị cử tri", "Đơn thư", "Vụ KNTC"):
        assert {row["Lĩnh vực"] for row in registers[sheet]} <= subjects
    assert len({row["Lĩnh vực"] for row in registers["Kiến nghị cử tri"]}) == 20


def small(totals: dict[str, Any]) -> dict[str, Any]:
    """Totals of a small office that still holds every sort of row."""
    totals["petitions_by_resolution"] = [
        {**basket, "resolved": 12, "total": 30} for basket in totals["petitions_by_resolution"]
    ]
    totals["petitions_session_14"] = {"received": 9, "answered": 9, "resolved_derived": 4}
    totals["petitions_national_assembly"] = {"resolved": 3, "in_progress": 5}
    totals["reception"] |= {"visits": 40, "people_derived": 90, "large_groups_of_10_or_more": 3}
    totals["reception"] |= {"by_level": {"Thành phố": 10, "xã, phường": 30}, "leaders_visits_apart": 2}
    totals["letters"] |= {
        "total": 30,
        "complaint": 10,
        "denunciation": 8,
        "petition_or_feedback": 12,
        "not_eligible": 7,
    }
    totals["kntc"] |= {"total": 40, "complaints": 25, "denunciations": 15, "resolved": 20, "carried_in_derived": 6}
    totals["kntc"] |= {"resolved_complaints": 12, "resolved_denunciations": 8, "individuals_disciplined": 5}
    totals["pakn"] |= {"received": 10, "on_time": 10}
    sheets = ("Kiến nghị cử tri", "Tiếp công dân", "Đơn thư", "Vụ KNTC", "PAKN")
    totals["import"] |= {"rows": dict(zip(sheets, (137, 50, 36, 50, 12), strict=True))}
    totals["import"] |= {"denouncer_identities_withheld": 4}
    return totals


def test_other_totals_give_another_register() -> None:
    rows = read_registers(CalamineWorkbook.from_filelike(BytesIO(make_sample(small(expected())))))
    assert {sheet: len(found) for sheet, found in rows.items()} == small(expected())["import"]["rows"]


def test_same_totals_and_seed_give_the_same_bytes() -> None:
    totals = small(expected())
    assert make_sample(totals, seed=7) == make_sample(totals, seed=7)
    assert make_sample(totals, seed=7) != make_sample(totals, seed=8)


def test_totals_that_contradict_each_other_are_refused() -> None:
    totals = small(expected())
    totals["import"]["rows"]["Kiến nghị cử tri"] += 1
    with pytest.raises(ValueError, match="Kiến nghị cử tri"):
        make_sample(totals)


@pytest.mark.parametrize(("visits", "people", "large"), [(5, 4, 0), (5, 40, 5), (2, 30, 0), (3, 20, 4)])
def test_impossible_groups_are_refused(visits: int, people: int, large: int) -> None:
    with pytest.raises(ValueError, match="không thể"):
        group_sizes(Dice({}, 1), visits, people, large)


@pytest.mark.parametrize(("visits", "people", "large"), [(5, 5, 0), (5, 45, 0), (5, 50, 5), (100, 700, 9), (4, 500, 1)])
def test_groups_come_to_the_people(visits: int, people: int, large: int) -> None:
    sizes = group_sizes(Dice({}, 1), visits, people, large)
    assert (len(sizes), sum(sizes), sum(size >= 10 for size in sizes)) == (visits, people, large)
    assert min(sizes) >= 1
