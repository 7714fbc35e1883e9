"""What is asked of a register: the question a list answers, whether on a screen or in an export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from casework.domain.access import Reader, sees_identity
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.list_conditions import Listing
from casework.statistics.measures import CHANGES
from casework.statistics.members import UnknownFigureError, measure_of
from casework.statistics.rules import CountingRules
from casework.statistics.scope import scope_of


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is asked of a register. `cell`: dimension → key ("" = not known); `first` matters to figures only.

    `sort`: one of `listing.SORTS`; `exact`: the length is wanted exactly however long the list is.
    """

    kind: RecordKind
    question: Question
    figure: str = ""
    cell: Mapping[str, str] = dataclass_field(default_factory=dict)
    search: str = ""
    page: int = 1
    sort: str = ""
    exact: bool = False


def kind_of_figure(code: str) -> RecordKind:
    """The register whose records are behind the figure `code`. Raises UnknownFigureError."""
    return measure_of(measured(code)).population.kind


def dimension_labels(code: str) -> Mapping[str, str]:
    """Dimension → Vietnamese name, for every way in which the figure `code` may be cut. Raises UnknownFigureError."""
    return {dimension.code: dimension.label for dimension in measure_of(measured(code)).population.dimensions}


def measured(code: str) -> str:
    """The code that has members: a change opens to what it compares, everything else to itself."""
    return CHANGES[code].measure.code if code in CHANGES else code


def listing_of(query: ListQuery, reader: Reader, rules: CountingRules) -> Listing:
    """The listing that answers `query` for `reader`: identities are searched only by who may see them.

    Raises UnknownFigureError for a figure that is not one of this register.
    """
    measure = measure_of(measured(query.figure)) if query.figure else None
    if measure is not None and measure.population.kind is not query.kind:
        raise UnknownFigureError(f"“{measure.label}” không phải là số liệu của sổ {query.kind.label}.")
    person = sees_identity(reader, query.kind)
    return Listing(
        query.kind, query.question, rules, scope_of(reader), measure, query.cell, query.search, person, query.sort
    )
