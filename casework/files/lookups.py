"""What a register refers to: units, subjects, terms, sessions and resolutions, given from outside as plain rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from casework.domain.numerals import write_date
from casework.domain.vocabulary import PetitionSource, RecordKind
from casework.files.wording import term_of_office, words


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit of the list. `collective`: several units in one, or central bodies ("chưa rõ đơn vị")."""

    id: int
    name: str
    collective: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the unit existed on `day`, both ends included."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class SessionRef:
    """A session (kỳ họp) of the list; `last_on` its last day where known."""

    id: int
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that the list does not hold yet: the service adds it. `term` as kept ("XVI", "QH XV")."""

    source: PetitionSource
    term: str
    number: int

    def __str__(self) -> str:
        """As people read it: "Kỳ họp thứ 29 HĐND khóa XVI"."""
        body = "HĐND" if self.source is PetitionSource.COUNCIL else "Quốc hội"
        return f"Kỳ họp thứ {self.number} {body} khóa {self.term.removeprefix('QH ')}"


@dataclass(frozen=True, slots=True)
class ResolutionRef:
    """A council resolution (nghị quyết) of the list; number and day together identify it."""

    id: int
    number: str
    passed_on: date


@dataclass(frozen=True, slots=True)
class NewCouncilResolution:
    """A council resolution that the list does not hold yet: the service adds it."""

    number: str
    passed_on: date

    def __str__(self) -> str:
        """As people read it: "99/NQ-HĐND ngày 17/5/2024"."""
        return f"{self.number} ngày {write_date(self.passed_on)}"


class Lookups(Protocol):
    """The lists that texts of a register are looked up in. Each text is asked once a file."""

    def units(self, text: str) -> Sequence[UnitMatch]:
        """The units, of whatever day, that `text` names."""

    def unit_names(self) -> Collection[str]:
        """The names of all units, for suggestions."""

    def subject(self, kind: RecordKind, text: str) -> str | None:
        """The name of the subject (lĩnh vực) in the list of `kind`."""

    def terms(self, source: PetitionSource) -> Collection[str]:
        """The known terms (khóa) of a body, as kept."""

    def session(self, source: PetitionSource, term: str, number: int) -> SessionRef | None:
        """The session of a term, None when the list does not hold it."""

    def council_resolutions(self, number: str) -> Sequence[ResolutionRef]:
        """Every resolution that bears `number`."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with all texts that name it: its name, its aliases, the names of what it succeeded where kept so."""

    unit: UnitMatch
    names: tuple[str, ...]


class ListLookups:
    """Lookups over plain rows, each list indexed once by the words of its names."""

    def __init__(
        self,
        units: Iterable[UnitRow],
        subjects: Mapping[RecordKind, Collection[str]],
        sessions: Mapping[tuple[PetitionSource, str, int], SessionRef],
        tracking: Iterable[ResolutionRef],
        terms: Mapping[PetitionSource, Collection[str]],
    ) -> None:
        """Take the rows; terms and the terms of sessions in any spelling of `term_of_office`."""
        self._units: dict[str, list[UnitMatch]] = {}
        self._names: dict[str, None] = {}
        for row in units:
            self._names[row.unit.name] = None
            for key in {words(name) for name in (row.unit.name, *row.names)}:
                self._units.setdefault(key, []).append(row.unit)
        self._subjects = {kind: {words(name): name for name in names} for kind, names in subjects.items()}
        self._terms = {body: tuple(_kept_term(body, term) for term in names) for body, names in terms.items()}
        self._sessions = {(body, _kept_term(body, term), number): ref for (body, term, number), ref in sessions.items()}
        self._resolutions: dict[str, list[ResolutionRef]] = {}
        for ref in tracking:
            self._resolutions.setdefault(words(ref.number), []).append(ref)

    def units(self, text: str) -> Sequence[UnitMatch]:
        """The units, of whatever day, one of whose names has the words of `text`."""
        return self._units.get(words(text), ())

    def unit_names(self) -> Collection[str]:
        """The names of all units, in the order given."""
        return self._names.keys()

    def subject(self, kind: RecordKind, text: str) -> str | None:
        """The subject of `kind` that has the words of `text`."""
        return self._subjects.get(kind, {}).get(words(text))

    def terms(self, source: PetitionSource) -> Collection[str]:
        """The known terms of a body, as kept."""
        return self._terms.get(source, ())

    def session(self, source: PetitionSource, term: str, number: int) -> SessionRef | None:
        """The session of a term, given as kept."""
        return self._sessions.get((source, term, number))

    def council_resolutions(self, number: str) -> Sequence[ResolutionRef]:
        """Every resolution whose number has the same letters and digits."""
        return self._resolutions.get(words(number), ())


def _kept_term(body: PetitionSource, term: str) -> str:
    return term_of_office(body, term) or term
