"""Values in words: a term's label, a unit's name, a day as officials write it; and what a record is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.domain.fields import Field, Shape, Value
from casework.domain.numerals import write_count, write_date
from casework.domain.vocabulary import RecordKind, YesNo


@dataclass(frozen=True, slots=True)
class Words:
    """The names of units, sessions and council resolutions by the text of their id."""

    units: Mapping[str, str]
    sessions: Mapping[str, str]
    council_resolutions: Mapping[str, str]

    def text(self, what: Field, value: Value) -> str:
        """A field's value as people read it; "" for an empty one, the id itself where its name is not known."""
        if value is None or value == "":
            return ""
        names = {
            Shape.UNIT: self.units,
            Shape.SESSION: self.sessions,
            Shape.COUNCIL_RESOLUTION: self.council_resolutions,
        }.get(what.shape)
        if names is not None:
            return names.get(str(value), str(value))
        if what.shape is Shape.FLAG:
            return (YesNo.YES if value else YesNo.NO).label
        if what.shape is Shape.TERM and what.term is not None:
            return what.term.of(value).label
        if isinstance(value, date):
            return write_date(value)
        return write_count(value) if isinstance(value, int) else str(value)


def titled(kind: RecordKind, code: Value, opened_on: date) -> str:
    """What a record is called: its number, or for a visit its day; never a person's name."""
    return f"{kind.label} {code}" if code else f"Lượt tiếp công dân ngày {write_date(opened_on)}"
