"""Values in words: a term's label, a unit's name, a day as officials write it; and what a record is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.domain.fields import Field, Shape, Value
from casework.domain.numerals import write_count, write_date
from casework.domain.text import capitalised
from casework.domain.vocabulary import RecordKind, YesNo


@dataclass(frozen=True, slots=True)
class Words:
    """The names of units, sessions and council resolutions by the text of their id."""

    units: Mapping[str, str]
    sessions: Mapping[str, str]
    council_resolutions: Mapping[str, str]

    def text(self, what: Field, value: Value) -> str:
        """A field's value as people read it; "" for an empty one, the id itself where its name is not known."""
        return self.writer(what)(value)

    def writer(self, what: Field) -> Callable[[Value], str]:
        """The function that writes values of `what`: made once a column, asked once a cell."""
        names = {
            Shape.UNIT: self.units,
            Shape.SESSION: self.sessions,
            Shape.COUNCIL_RESOLUTION: self.council_resolutions,
        }.get(what.shape)
        if names is not None:
            return lambda value: "" if value is None else names.get(str(value), str(value))
        if what.shape is Shape.TERM and what.term is not None:
            labels = {term.value: capitalised(term.label) for term in what.term}
            return lambda value: "" if not value else labels[str(value)]
        if what.shape is Shape.FLAG:
            return lambda value: "" if value is None else (YesNo.YES if value else YesNo.NO).label
        return _plain


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return write_date(value) if isinstance(value, date) else write_count(value)


def titled(kind: RecordKind, code: Value, opened_on: date) -> str:
    """What a record is called: its number, or for a visit its day; never a person's name."""
    return f"{kind.label} {code}" if code else f"Lượt tiếp công dân ngày {write_date(opened_on)}"
