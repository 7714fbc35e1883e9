"""The petitions of one session compiled (tổng hợp): received and handled, by level and field."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.statistics.catalogue import Measure
from casework.statistics.counting import count
from casework.statistics.labels import Labels, load_labels
from casework.statistics.measures import MEASURES
from casework.statistics.rules import load_rules
from casework.statistics.scope import Scope

BODIES = {
    "council": ("petitions.received.total", "petitions.handled.total"),
    "national_assembly": (
        "petitions.national_assembly_received.total",
        "petitions.national_assembly_handled.total",
    ),
}
"""Received and handled, by the body whose session it is."""
CUTS = ("level", "subject")


@dataclass(frozen=True, slots=True)
class CompiledLine:
    """One line: its key and name, how many were received, how many are handled."""

    key: str
    label: str
    received: int
    handled: int


@dataclass(frozen=True, slots=True)
class Compilation:
    """The counts of a session's petitions; `codes`: of the two measures, so that each number opens to its members."""

    codes: tuple[str, str]
    whole: CompiledLine
    by_level: tuple[CompiledLine, ...]
    by_subject: tuple[CompiledLine, ...]


def compilation(session: Session, body: str, session_id: int, question: Question, scope: Scope) -> Compilation:
    """Counts the petitions of the session `session_id` as of `question`, in `scope`."""
    measures = [MEASURES[code] for code in BODIES[body]]
    cuts = {m.population.code: [tuple(sorted((name, "session"))) for name in CUTS] + [("session",)] for m in measures}
    counts = {
        (one.code, one.cell): one.value
        for one in count(session, measures, cuts, question, load_rules(session), scope)
        if ("session", str(session_id)) in one.cell
    }
    labels = load_labels(session)

    def line(label: str, key: str, *cell: tuple[str, str]) -> CompiledLine:
        place = tuple(sorted((*cell, ("session", str(session_id)))))
        received, handled = (counts.get((m.code, place), 0) for m in measures)
        return CompiledLine(key, label, received, handled)

    def lines(name: str) -> tuple[CompiledLine, ...]:
        dimension = measures[0].population.dimension(name)
        keys = {key for _code, cell in counts for cut, key in cell if cut == name}
        ordered = sorted(keys, key=lambda key: labels.rank(dimension, key))
        return tuple(line(_label(labels, measures[0], name, key), key, (name, key)) for key in ordered)

    return Compilation(BODIES[body], line("Cộng", ""), lines("level"), lines("subject"))


def _label(labels: Labels, measure: Measure, name: str, key: str) -> str:
    return labels.of(measure.population.dimension(name), key)
