"""What the returns add to figures that are counted from records: told beside them, never added in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.domain.access import Act, Reader, may
from casework.domain.forms import FormDefinition
from casework.domain.periods import Question
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.measures import MEASURES
from casework.statistics.returned import returned_figures
from casework.statistics.scope import scope_of
from casework.store.database import Database


@dataclass(frozen=True, slots=True)
class BesideLine:
    """A measure: what the records give (None: nothing was recorded yet), what units returned, both together.

    `given`: each return with its id, its unit's name and what it adds.
    """

    code: str
    label: str
    unit: str
    records: int | None
    returned: int
    given: tuple[tuple[int, str, int], ...]

    @property
    def together(self) -> int:
        """Both added: of units that keep their own books the records know nothing."""
        return (self.records or 0) + self.returned


def beside(db: Database, reader: Reader, question: Question, known: Mapping[str, FormDefinition]) -> list[BesideLine]:
    """The measures to which returns of exactly these days add something; [] for who does not see returns."""
    if not may(reader.role, Act.RETURNS):
        return []
    with db.read() as session:
        found = returned_figures(session, question, {key: form.code for key, form in known.items()})
        if not found:
            return []
        wanted = {MEASURES[one.measure].population.code for one in found}
        figures = figure_set(session, question, scope_of(reader), (), wanted, changes=False)
        names = load_labels(session).units
        lines = []
        for one in found:
            counted = figures.get(one.measure)
            measure = MEASURES[one.measure]
            value = None if counted is None else counted.value
            given = tuple((key, names.get(str(unit), ""), number) for key, unit, number in one.given)
            lines.append(BesideLine(measure.code, measure.label, measure.unit.label, value, one.value, given))
        return lines
