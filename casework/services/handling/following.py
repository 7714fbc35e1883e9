"""What follows from a step beside its record, as a table: kind × step → what is written in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain.vocabulary import RecordKind
from casework.services.handling import cases, feedback, letters
from casework.services.handling.taken import Follow

_K = RecordKind

FOLLOWING: Mapping[tuple[RecordKind, str], Follow] = MappingProxyType(
    {
        (_K.LETTER, "accept"): letters.open_case,
        (_K.LETTER, "join"): letters.join_case,
        (_K.LETTER, "take_up"): letters.take_up,
        (_K.LETTER, "split"): letters.split,
        (_K.CASE, "contribute"): cases.ask_contribution,
        (_K.CASE, "second_complaint"): cases.continue_case,
        (_K.CASE, "continue_denunciation"): cases.continue_case,
        (_K.FEEDBACK, "assign"): feedback.charge_unit,
    }
)
