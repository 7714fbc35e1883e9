"""Official names of the keys of a breakdown, and the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.text import sort_key
from casework.domain.unit_structure import NOW, name_of
from casework.domain.vocabulary import YesNo
from casework.statistics.catalogue import Dimension
from casework.store.catalogue_tables import Unit
from casework.store.memory import reference_position, remembered
from casework.store.reference_data import council_resolution_labels, session_labels

UNKNOWN = "Chưa xác định"


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of units, sessions and council resolutions by the text of their id, in their order."""

    units: dict[str, str]
    sessions: dict[str, str]
    council_resolutions: dict[str, str]
    ranks: dict[str, dict[str, int]]

    def of(self, dimension: Dimension, key: str) -> str:
        """The name of a key; "Chưa xác định" for the empty one."""
        if key == "":
            return UNKNOWN
        if dimension.term is not None:
            return dimension.term.of(key).label
        if dimension.buckets is not None:
            return dimension.buckets.label(key)
        names: dict[str, Callable[[str], str]] = {
            "unit": partial(_named, self.units),
            "session": partial(_named, self.sessions),
            "council_resolution": partial(_named, self.council_resolutions),
            "month": _month,
            "flag": lambda text: (YesNo.YES if text == "1" else YesNo.NO).label,
        }
        return names.get(dimension.keys, str)(key)

    def rank(self, dimension: Dimension, key: str) -> tuple[int, str]:
        """Where a key stands in its breakdown: terms and lists in their own order, texts in Vietnamese order."""
        if key == "":
            return (1_000_000, "")
        if dimension.term is not None:
            return ([m.value for m in dimension.term].index(key), "")
        if dimension.keys in self.ranks:
            return (self.ranks[dimension.keys][key], "")
        return (int(key), "") if dimension.keys in ("month", "flag") else (0, sort_key(key))


def _named(names: dict[str, str], key: str) -> str:
    return f"{name_of(key, names)} (cơ cấu hiện nay)" if key.startswith(NOW) else names[key]


def _month(key: str) -> str:
    return f"tháng {int(key[4:])}/{key[:4]}"


def load_labels(session: Session) -> Labels:
    """The names as the database holds them, units in Vietnamese order, sessions and resolutions by date."""
    return remembered(session, ("labels",), lambda: _load(session), reference_position)


def _load(session: Session) -> Labels:
    query = select(Unit.id, Unit.name).order_by(Unit.name_sort, Unit.id)
    units = {str(key): name for key, name in session.execute(query)}
    sessions = {str(key): name for key, name in session_labels(session).items()}
    tracking = {str(key): name for key, name in council_resolution_labels(session).items()}
    lists = {"unit": units, "session": sessions, "council_resolution": tracking}
    ranks = {name: {key: place for place, key in enumerate(keys)} for name, keys in lists.items()}
    return Labels(units, sessions, tracking, ranks)
