"""The counting rules that an office may set, and what they are when it has set none."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.vocabulary import PetitionResult
from casework.store.catalogue_tables import Setting


@dataclass(frozen=True, slots=True)
class CountingRules:
    """`resolved_results`: which result categories count as "giải quyết xong" (law-and-forms 1.3: a setting, by default
    only resolved). `large_group`: from how many people a group is a "đoàn đông người" (2.3: Hà Nội counts from 10).
    `small_cell`: below how many denunciations nobody outside their circle is told how many (9, design consequence 4).
    """

    resolved_results: tuple[str, ...] = (PetitionResult.RESOLVED.value,)
    large_group: int = 10
    small_cell: int = 5


def load_rules(session: Session) -> CountingRules:
    """The rules as the database holds them."""
    stored = {key: json.loads(value) for key, value in session.execute(select(Setting.key, Setting.value))}
    default = CountingRules()
    return CountingRules(
        tuple(stored.get("counting.resolved_results", default.resolved_results)),
        int(stored.get("counting.large_group", default.large_group)),
        max(2, int(stored.get("counting.small_cell", default.small_cell))),
    )
