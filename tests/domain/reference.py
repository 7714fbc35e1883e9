"""The shipped calendar and limits as the tests read them, the doors' own way left to the store's tests."""

import json
from pathlib import Path

from casework.domain.calendar import WorkCalendar, day_rule_from_json
from casework.domain.limits import Law, limit_from_json

_REFERENCE = Path(__file__).parents[2] / "casework" / "store" / "reference"


def rows(name: str) -> list[dict[str, object]]:
    """The rows of one shipped JSON file."""
    loaded: list[dict[str, object]] = json.loads((_REFERENCE / name).read_text(encoding="utf-8"))
    return loaded


CALENDAR = WorkCalendar(map(day_rule_from_json, rows("calendar.json")))
LAW = Law(CALENDAR, map(limit_from_json, rows("limits.json")))
