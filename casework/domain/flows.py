"""What was at hand, what came and what went: opening + received + reopened + moved in – finished – moved out = closing.

Each number is the size of a set of its own: the first and the last of records at hand on a day, the others of changes
that took effect on a day of the period (law-and-forms 5.5; features 6.4-6.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.domain.vocabulary import CountingUnit, RecordKind, Term


class Flow(Term):
    """Biến động của hồ sơ trong kỳ."""

    RECEIVED = "received", "Tiếp nhận, thụ lý trong kỳ"
    REOPENED = "reopened", "Mở lại trong kỳ"
    MOVED_IN = "moved_in", "Chuyển đến trong kỳ"
    FINISHED = "finished", "Kết thúc trong kỳ"
    MOVED_OUT = "moved_out", "Chuyển đi, tách, gộp trong kỳ"


COMING = (Flow.RECEIVED, Flow.REOPENED, Flow.MOVED_IN)
GOING = (Flow.FINISHED, Flow.MOVED_OUT)

COUNTED_IN: Mapping[RecordKind, CountingUnit] = MappingProxyType(
    {
        RecordKind.PETITION: CountingUnit.PETITION,
        RecordKind.LETTER: CountingUnit.LETTER,
        RecordKind.CASE: CountingUnit.MATTER,
        RecordKind.FEEDBACK: CountingUnit.FEEDBACK,
    }
)
"""The kinds that are at hand for a time, each with its unit; a visit is over when it is written down."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """The numbers of one unit, or of the whole (`unit_id` None with `whole`); a unit that is not known: None."""

    unit_id: int | None
    label: str
    opening: int
    flows: Mapping[Flow, int]
    closing: int
    whole: bool = False

    @property
    def expected(self) -> int:
        """What must be at hand at the end by what came and what went."""
        came = sum(self.flows[flow] for flow in COMING)
        return self.opening + came - sum(self.flows[flow] for flow in GOING)

    @property
    def holds(self) -> bool:
        """Whether so many are at hand."""
        return self.expected == self.closing


@dataclass(frozen=True, slots=True)
class FlowTable:
    """One kind of record in one period: the line of the whole, and one a unit, in the order of their names."""

    kind: RecordKind
    whole: FlowLine
    units: tuple[FlowLine, ...]
