"""The lists and the law that the project ships, as the import is given them."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from casework.domain.calendar import WorkCalendar, day_rule_from_json
from casework.domain.limits import Law, limit_from_json
from casework.domain.vocabulary import PetitionSource, RecordKind
from casework.files.lookups import ListLookups, ResolutionRef, SessionRef, UnitMatch, UnitRow

REFERENCE = Path(__file__).parents[2] / "casework" / "store" / "reference"
SHARED = Path(__file__).parents[3] / "shared"


def _rows(name: str) -> Any:
    return json.loads((REFERENCE / name).read_text("utf-8"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def shipped_law() -> Law:
    """The shipped calendar and time limits."""
    calendar = WorkCalendar([day_rule_from_json(row) for row in _rows("calendar.json")])
    return Law(calendar, [limit_from_json(row) for row in _rows("limits.json")])


@cache
def shipped_lookups() -> ListLookups:
    """The shipped units, subjects, sessions and resolutions; ids are places in the files."""
    units = [
        UnitRow(
            UnitMatch(
                number,
                row["name"],
                row["type"] == "collective",
                _day(row["valid_from"]),
                _day(row["valid_to"]),
            ),
            tuple(row["aliases"]),
        )
        for number, row in enumerate(_rows("units.json"), start=1)
    ]
    subjects: dict[RecordKind, list[str]] = {kind: [] for kind in RecordKind}
    for row in _rows("subjects.json"):
        for register in row["register"].split(","):
            kinds = [RecordKind.PETITION] if register == "petition" else [RecordKind.LETTER, RecordKind.CASE]
            for kind in kinds:
                subjects[kind].append(row["name"])
    lists = _rows("sessions.json")
    sessions = {
        (PetitionSource.of(row["body"]), row["term"], row["number"]): SessionRef(number, _day(row["last_on"]))
        for number, row in enumerate(lists["sessions"], start=1)
    }
    resolutions = [
        ResolutionRef(number, row["number"], date.fromisoformat(row["passed_on"]))
        for number, row in enumerate(lists["resolutions"], start=1)
    ]
    terms: dict[PetitionSource, list[str]] = {source: [] for source in PetitionSource}
    for row in lists["terms"]:
        terms[PetitionSource.of(row["body"])].append(row["term"])
    return ListLookups(units, subjects, sessions, resolutions, terms)
