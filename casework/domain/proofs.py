"""A proof of one figure (trang chứng minh số liệu): all that somebody needs to count it again, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from casework.domain.frozen import list_fingerprint
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind

Member = tuple[int, str, int]
"""Record id, number ("" where the register gives none), what it adds to the figure."""


@dataclass(frozen=True, slots=True)
class MemberList:
    """The records behind one count. `quantity`: the name of what is summed over them, "" where they are counted."""

    label: str
    unit: str
    quantity: str
    members: tuple[Member, ...]

    @property
    def total(self) -> int:
        """The count: how many they are, or the sum of their quantity."""
        return sum(amount for _id, _code, amount in self.members)

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the members in the order of their ids: the same members give the same on any machine."""
        return list_fingerprint(self.members)


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a rate was rounded: the exact share and the decimals; half up."""

    numerator: int
    denominator: int
    decimals: int

    @property
    def share(self) -> Fraction | None:
        """numerator ÷ denominator; None where there is nothing to divide by."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Proof:
    """One figure with its definition, question, knowledge, scope and members.

    `known`: the last journal position that counts, with the moment it was recorded and its hash; `issued_id`: the
    issued report that froze it, None where it is counted now; `notes`: what else it depends on.
    """

    code: str
    label: str
    where: str
    unit: str
    printed: str
    definition: str
    source: str
    kind: RecordKind
    question: Question
    known: int
    recorded_at: datetime | None
    head_hash: str
    scope: str
    lists: tuple[MemberList, ...]
    rounding: Rounding | None = None
    issued_id: int | None = None
    notes: tuple[str, ...] = ()
