"""Denunciations as those outside their circle are told of them: bands, never numbers.

Who may only count denunciations (`domain.access`) gets every other figure without them, and beside these, for each
kind, one figure over them all as a band of k (`CountingRules.small_cell`): "< 5", "từ 5 đến 9", "từ 10 đến 14". No
exact number stands anywhere, so none follows from another by subtraction; no breakdown is told, so no cell is small.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from casework.domain.fields import DENUNCIATION
from casework.domain.figures import Figure, FigureKind
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import Measure
from casework.statistics.measures import MEASURES
from casework.statistics.members import sum_of_members
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope

BANDED: Mapping[RecordKind, tuple[str, str, str]] = MappingProxyType(
    {
        RecordKind.RECEPTION: ("reception.denunciations", "Lượt tiếp về tố cáo", "reception.visits"),
        RecordKind.LETTER: ("letters.denunciations", "Đơn tố cáo", "letters.total"),
        RecordKind.CASE: ("kntc.denunciations", "Vụ tố cáo", "kntc.total"),
    }
)
"""For each kind: the code and label of the band, and the measure whose denunciations it tells of."""


def band_definition(kind: RecordKind) -> tuple[str, str, Measure, str]:
    """Code and label of the band of a kind, the measure whose denunciations it tells of, and its definition."""
    code, label, counted = BANDED[kind]
    measure = MEASURES[counted]
    return code, label, measure, f"{measure.definition} Chỉ nêu thành khoảng; các số liệu khác không gồm tố cáo."


def denunciation_bands(
    session: Session,
    question: Question,
    rules: CountingRules,
    scope: Scope,
    populations: Collection[str] | None,
    unrecorded: Collection[RecordKind] = (),
) -> Iterator[Figure]:
    """A band for each kind whose denunciations `scope` only counts, of these populations (None: all).

    Of the kinds in `unrecorded` nothing was recorded yet: their bands have no bounds.
    """
    for kind in scope.banded:
        code, label, measure, definition = band_definition(kind)
        if populations is not None and measure.population.code not in populations:
            continue
        number = sum_of_members(session, measure, {"type": DENUNCIATION}, question, rules, scope.of_banded())
        least = None if kind in unrecorded else number - number % rules.small_cell
        yield Figure(
            code,
            label,
            measure.unit,
            FigureKind.BAND,
            numerator=least,
            denominator=None if least is None else least + rules.small_cell,
            definition=definition,
            source=measure.source,
        )
