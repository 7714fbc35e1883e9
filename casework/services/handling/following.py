"""What follows from a step beside its record, as a table: kind × step → what is written in the same transaction.

And the steps that leave no event in their record, because the event alone would tell who denounced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from casework.domain.fields import Value
from casework.domain.letter_steps import apart
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

UNTOLD: Mapping[tuple[RecordKind, str], Callable[[Mapping[str, Value], Mapping[str, Value]], bool]] = MappingProxyType(
    {(_K.LETTER, "split"): apart}
)
"""Steps that, with these values of the record and of the step, leave the record as it was: its version, its journal."""
