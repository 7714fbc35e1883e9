"""What a measure is called where measures of several populations stand together: its label, and of what it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.statistics.catalogue import Measure

OF_WHAT: Mapping[str, str] = MappingProxyType(
    {
        "petitions.basket": "kiến nghị đang được nghị quyết theo dõi",
        "petitions.council": "kiến nghị gửi HĐND Thành phố",
        "petitions.untracked": "kiến nghị chưa đưa vào nghị quyết theo dõi",
        "petitions.national_assembly": "kiến nghị do Đoàn ĐBQH chuyển đến",
    }
)
"""Populations that share the labels of their measures → what tells them apart."""


def of_what(label: str, population: str) -> str:
    """A label with the population that it is of, where several share it."""
    words = OF_WHAT.get(population, "")
    return f"{label}, {words}" if words else label


def called(measure: Measure) -> str:
    """What a measure is called so that no other is called the same."""
    return of_what(measure.label, measure.population.code)
