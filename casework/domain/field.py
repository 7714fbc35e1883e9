"""What a field is: its name, its label, what it may hold, how it is protected. `domain.fields` declares them all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.domain.vocabulary import Term, YesNo

Value = str | int | date | bool | None
"""What a field may hold. Terms are kept as their value (text), units and resolutions as the id of their row."""

TEXT_LIMIT = 500
CONTENT_LIMIT = 4_000
PETITION_LIMIT = 10_000


class Shape(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    COUNT = "count"
    TERM = "term"
    FLAG = "flag"
    UNIT = "unit"  # a unit of the list, by id; the register must name a known one
    SUBJECT = "subject"  # lĩnh vực: the list's name where it matches, else as typed
    PLACE = "place"  # a place or a unit: the list's name where it matches, else as typed
    SESSION = "session"  # id of a Council or National Assembly session
    COUNCIL_RESOLUTION = "council_resolution"  # id of a nghị quyết (number and date)
    ACCOUNT = "account"  # id of an account
    RECORD = "record"  # id of a record


MEASURED_IN = ("triệu đồng", "m²")
"""The units of quantities: kept whole, so that sums are exact."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `name` in the database, `label` as the official register heads its column.

    `headings` are other headings that mean it; `required` = may not be empty; `term` = the closed list, a text outside
    it is an error; `identity` = says who a person is (never kept for a denunciation, design.md, decision 11);
    `fact` = a counted column, standing in the facts; `limit` = characters at most; `least` = smallest count allowed;
    `internal` = told by steps in the system, no register has such a column.
    """

    name: str
    label: str
    shape: Shape
    headings: tuple[str, ...] = ()
    term: type[Term] | None = None
    required: bool = False
    identity: bool = False
    fact: bool = False
    limit: int = TEXT_LIMIT
    least: int = 0
    internal: bool = False

    @property
    def unit(self) -> str:
        """The unit of measure that the label of a quantity names ("triệu đồng", "m²"); "" where it names none."""
        return next((unit for unit in MEASURED_IN if self.label.endswith(f"({unit})")), "")


def declare(name: str, label: str, shape: Shape, *headings: str, **more: object) -> Field:
    """A field as the lists of `domain.fields` write it: one line. A flag is read as yes or no."""
    if shape is Shape.FLAG:
        more.setdefault("term", YesNo)
    return Field(name, label, shape, headings, **more)  # type: ignore[arg-type]
