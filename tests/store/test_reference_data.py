"""The reference data that the system ships: whole, unambiguous, the same as the documents behind it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from casework.domain.text import fold
from casework.domain.vocabulary import PetitionSource, UnitType

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "casework" / "store" / "reference"
PUBLISHED = ROOT.parent / "shared" / "data" / "hanoi-units.json"

RowList = list[dict[str, Any]]


def load(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


def meant_by(units: RowList, written: str, day: date) -> list[str]:
    """The units valid on `day` that bear the name or alias `written`."""
    wanted = fold(written)
    return [
        unit["name"]
        for unit in units
        if wanted in {fold(name) for name in (unit["name"], *unit["aliases"])}
        and (unit["valid_from"] is None or date.fromisoformat(unit["valid_from"]) <= day)
        and (unit["valid_to"] is None or day <= date.fromisoformat(unit["valid_to"]))
    ]


@pytest.fixture(scope="module")
def units() -> RowList:
    rows: RowList = load("units")
    return rows


@pytest.fixture(scope="module")
def sessions() -> dict[str, RowList]:
    found: dict[str, RowList] = load("sessions")
    return found


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    if not PUBLISHED.exists():
        pytest.skip("../shared/data/hanoi-units.json is not at hand")
    found: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return found


def test_every_unit_is_told_in_full(units: RowList) -> None:
    assert len({unit["code"] for unit in units}) == len(units)
    for unit in units:
        assert unit["type"] in set(UnitType), unit
        assert unit["confidence"] in {"high", "medium", "low"}, unit
        assert unit["source"], unit
        span = [unit["valid_from"] or "0001-01-01", unit["valid_to"] or "9999-12-31"]
        assert span == sorted(span), unit
        written = [fold(name) for name in (unit["name"], *unit["aliases"])]
        assert len(set(written)) == len(written), unit


def test_units_are_as_many_as_the_city_has(units: RowList) -> None:
    of_type = defaultdict(list)
    for unit in units:
        of_type[unit["type"]].append(unit)
    assert {kind: len(rows) for kind, rows in of_type.items()} == {
        UnitType.DEPARTMENT: 24,
        UnitType.AGENCY: 22,
        UnitType.COUNCIL: 6,
        UnitType.COLLECTIVE: 2,
        UnitType.DISTRICT: 30,
        UnitType.COMMUNE: 126,
    }
    on = date(2024, 6, 15).isoformat()
    departments = of_type[UnitType.DEPARTMENT]
    assert sum((u["valid_from"] or "") <= on <= (u["valid_to"] or "9999") for u in departments) == 21
    on = date(2025, 3, 1).isoformat()
    assert sum((u["valid_from"] or "") <= on <= (u["valid_to"] or "9999") for u in departments) == 16


def test_a_text_means_one_unit_on_any_day(units: RowList) -> None:
    """Names and aliases may pass from a district to a newer ward, never be shared on one day."""
    bearers = defaultdict(list)
    for unit in units:
        first, last = unit["valid_from"] or "0001-01-01", unit["valid_to"] or "9999-12-31"
        for name in {fold(name) for name in (unit["name"], *unit["aliases"])}:
            bearers[name].append((first, last, unit["name"]))
    shared = 0
    for name, spans in bearers.items():
        spans.sort()
        shared += len(spans) > 1
        for (_, last, one), (first, _, other) in pairwise(spans):
            assert last < first, f"{name}: {one} and {other}"
    assert shared > 0  # "ba dinh" and others do pass on


def test_a_short_name_is_read_by_the_day(units: RowList) -> None:
    last = date(2025, 6, 30)
    assert meant_by(units, "Ba Đình", last) == ["Quận Ba Đình"]
    assert meant_by(units, "UBND huyện Ba Đình", last) == ["Quận Ba Đình"]
    assert meant_by(units, "ba dinh", last + timedelta(days=1)) == ["Phường Ba Đình"]


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
        ("Sở TNMT", "Sở Tài nguyên và Môi trường"),
        ("Sở Tài nguyên & Môi trường", "Sở Tài nguyên và Môi trường"),
        ("sở Xây dựng", "Sở Xây dựng"),
        ("Sở XD", "Sở Xây dựng"),
        ("Sở Giao thông Vận tải", "Sở Giao thông vận tải"),
        ("Sở GTVT", "Sở Giao thông vận tải"),
        ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
        ("Sở GDĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở QHKT", "Sở Quy hoạch - Kiến trúc"),
        ("Sở Quy hoạch Kiến trúc", "Sở Quy hoạch - Kiến trúc"),
        ("CATP", "Công an Thành phố"),
        ("Công an TP", "Công an Thành phố"),
        ("BHXH TP Hà Nội", "Bảo hiểm xã hội TP Hà Nội"),
        ("UBND quận/huyện/thị xã", "UBND quận/huyện/thị xã"),
        ("UBND Sơn Tây", "Thị xã Sơn Tây"),
    ],
)
def test_what_registers_write_is_understood(units: RowList, written: str, unit: str) -> None:
    assert meant_by(units, written, date(2024, 6, 15)) == [unit]


def test_successors_take_over_when_their_unit_ends(units: RowList) -> None:
    by_name = {unit["name"]: unit for unit in units}
    for unit in units:
        if unit["type"] in (UnitType.DISTRICT, UnitType.DEPARTMENT):
            assert bool(unit["successors"]) is (unit["valid_to"] is not None), unit
        for name in unit["successors"]:
            begins = by_name[name]["valid_from"]
            assert begins is None or begins > unit["valid_to"], (unit["name"], name)
            assert by_name[name]["valid_to"] is None


def test_sessions_and_resolutions_hold_together(sessions: dict[str, RowList]) -> None:
    bodies = {row["term"]: row["body"] for row in sessions["terms"]}
    assert set(bodies.values()) == set(PetitionSource)
    numbers = {(row["term"], row["number"]): row for row in sessions["sessions"]}
    assert len(numbers) == len(sessions["sessions"])
    for row in sessions["sessions"]:
        assert bodies[row["term"]] == row["body"]
        assert (row["first_on"] is None) is (row["last_on"] is None), row
        if row["first_on"]:
            assert date.fromisoformat(row["first_on"]) <= date.fromisoformat(row["last_on"])
    covered = set()
    for tracking in sessions["resolutions"]:
        passed_on = date.fromisoformat(tracking["passed_on"])
        passed_at = numbers[tuple(tracking["passed_at"])]
        assert passed_at["first_on"] <= tracking["passed_on"] <= passed_at["last_on"]
        for term, number in tracking["covers"]:
            assert (term, number) not in covered
            covered.add((term, number))
            last_on = numbers[term, number]["last_on"]
            assert last_on is None or date.fromisoformat(last_on) < passed_on
    covers = {row["number"]: row["covers"] for row in sessions["resolutions"]}
    assert covers["34/NQ-HĐND"] == [["XV", 18], ["XVI", 2]]


def test_subjects_and_targets_are_complete() -> None:
    subjects = load("subjects")
    assert len({row["name"] for row in subjects}) == len(subjects)
    counts = Counter(register for row in subjects for register in row["register"].split(","))
    assert counts == {"petition": 20, "kntc": 8}
    (target,) = load("targets")
    assert (target["measure"], target["year"], target["above_percent"]) == ("kntc.resolved_rate", 2024, 90)
    assert "06/12/2023" in target["basis"]


def test_units_are_those_of_the_document(units: RowList, published: dict[str, Any]) -> None:
    by_name = {unit["name"]: unit for unit in units}
    told: dict[str, tuple[Any, ...]] = {}
    for row in published["departments_2024"]:
        successor = row["successor_from_2025_03_01"]
        successors = [] if successor == row["name"] else [successor]
        told[row["name"]] = (None, row["valid_to"], successors, row["confidence"], row["source"])
    for row in published["departments_from_2025_03_01"]:
        told.setdefault(row["name"], ("2025-03-01", None, [], row["confidence"], row["source"]))
    for row in published["districts_until_2025_06_30"]:
        told[row["name"]] = (None, row["valid_to"], row["successor_wards"], row["confidence"], row["source"])
    for row in published["commune_level_from_2025_07_01"]:
        told[row["name"]] = (row["valid_from"], None, [], row["confidence"], "; ".join(row["source"]))
    keys = ("valid_from", "valid_to", "successors", "confidence", "source")
    for name, expected in told.items():
        assert tuple(by_name[name][key] for key in keys) == expected, name
    others = {
        *(row["name"] for row in published["other_administrative"]),
        *published["council_standing"]["bodies"],
        *(row["name"] for row in published["collective_leads"]),
    }
    assert set(by_name) == set(told) | others


def test_sessions_are_those_of_the_document(sessions: dict[str, RowList], published: dict[str, Any]) -> None:
    ours = {(r["term"], r["number"]): r for r in sessions["sessions"]}
    theirs = {("XV", row["no"]): row for row in published["hdnd_xv_sessions"]}
    theirs |= {("XVI", row["no"]): row for row in published["hdnd_xvi_sessions"]}
    theirs |= {(row["term"], row["no"]): row for row in published["na_sessions"]}
    assert set(ours) == set(theirs)
    for key, row in theirs.items():
        days = (row["dates"] or "").split("/")
        exact = len(days[0]) == len("2024-06-15")
        assert ours[key]["first_on"] == (days[0] if exact else None), key
        assert ours[key]["last_on"] == (days[-1] if exact else None), key
        assert ours[key]["confidence"] == row["confidence"], key
    numbered = {row["number"]: row["date"] for row in published["petition_resolutions"] if row["number"]}
    assert {r["number"]: r["passed_on"] for r in sessions["resolutions"]} == numbered
