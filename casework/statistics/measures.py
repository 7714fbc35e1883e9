"""The whole catalogue, found by code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain.text import fold
from casework.statistics import (
    case_measures,
    feedback_measures,
    letter_measures,
    petition_measures,
    promise_measures,
    reception_measures,
)
from casework.statistics.catalogue import ChangeMeasure, Measure, RateMeasure

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        m.code: m
        for module in (
            petition_measures,
            promise_measures,
            reception_measures,
            letter_measures,
            case_measures,
            feedback_measures,
        )
        for m in module.MEASURES
    }
)
RATES: Mapping[str, RateMeasure] = MappingProxyType(
    {
        r.code: r
        for module in (petition_measures, letter_measures, case_measures, feedback_measures)
        for r in module.RATES
    }
)
CHANGES: Mapping[str, ChangeMeasure] = MappingProxyType(
    {
        c.code: c
        for module in (reception_measures, letter_measures, case_measures, feedback_measures)
        for c in module.CHANGES
    }
)


def measure_labelled(label: str) -> str:
    """The code of the measure that an office means by `label` ("Lượt tiếp công dân"); "" when none."""
    wanted = fold(label)
    return next((m.code for m in MEASURES.values() if fold(m.label) == wanted), "")
