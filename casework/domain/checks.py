"""Kiểm tra số liệu: what a check says, as plain data.

A check compares two sides, each a sum of counts of one unit, and names the records that stand where they should not.
It warns and is never repaired in silence (law-and-forms 5.5 f): whoever answers for the figures notes why and signs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from casework.domain.figures import Cell
from casework.domain.numerals import write_count
from casework.domain.quantities import CountOf, not_fewer, total
from casework.domain.vocabulary import CountingUnit, RecordKind, Term


class CheckKind(Term):
    """Loại kiểm tra."""

    PARTITION = "partition", "Tổng bằng các phần"
    FLOW = "flow", "Đầu kỳ, tăng, giảm, cuối kỳ"
    CONTINUITY = "continuity", "Đầu kỳ này khớp cuối kỳ trước"
    WITHIN = "within", "Trong đó"
    RATE = "rate", "Tỷ lệ và các phần của tỷ lệ"
    ORDER = "order", "Tương quan giữa các đơn vị tính"
    QUARTERS = "quarters", "Các quý cộng thành năm"
    FORM = "form", "Tổng in trên biểu"


class Severity(Term):
    """Mức độ khi không khớp. FAULT: a figure cannot be defended so; HINT: it may be right, and should be looked at."""

    FAULT = "fault", "Phải giải trình"
    HINT = "hint", "Nên xem lại"


Relation = Literal["=", "≥"]

NAMED = 100
"""How many offending records a result names; how many there are in all stands beside."""


@dataclass(frozen=True, slots=True)
class Side:
    """One count of a side, with its meaning. `code` and `cell` open it where it is a figure of the catalogue; `sign`
    -1: it is taken away."""

    label: str
    count: CountOf
    code: str = ""
    cell: Cell = ()
    sign: Literal[1, -1] = 1

    @property
    def signed(self) -> CountOf:
        """The count as it enters the sum."""
        return CountOf(self.sign * self.count.number, self.count.unit)


@dataclass(frozen=True, slots=True)
class Offender:
    """A record that stands where it should not, and why; `code` is its number in the register, "" without one."""

    kind: RecordKind
    record_id: int
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: `left` and `right` are sums, `relation` says how they must stand to each other.

    `offending`: how many records stand wrong, of which `offenders` are named, as far as the reader may see them.
    """

    code: str
    label: str
    kind: CheckKind
    statement: str
    left: tuple[Side, ...]
    right: tuple[Side, ...]
    offenders: tuple[Offender, ...] = ()
    offending: int = 0
    relation: Relation = "="
    severity: Severity = Severity.FAULT

    @property
    def left_total(self) -> CountOf:
        """The sum of the left side. Raises UnitMismatchError for unlike units."""
        return total(side.signed for side in self.left)

    @property
    def right_total(self) -> CountOf:
        """The sum of the right side. Raises UnitMismatchError for unlike units."""
        return total(side.signed for side in self.right)

    @property
    def difference(self) -> int:
        """Left less right; 0 where they agree."""
        return self.left_total.number - self.right_total.number

    @property
    def holds(self) -> bool:
        """Whether the sides stand as they must and no record stands wrong."""
        if self.offending:
            return False
        if self.relation == "≥":
            return not_fewer(self.left_total, self.right_total)
        return self.left_total == self.right_total

    @property
    def arithmetic(self) -> str:
        """The sum as people write it: "22.014 = 5.276 + 4.551 + 12.187"; with "≠" or "<" where it does not hold."""
        met = self.difference == 0 if self.relation == "=" else self.difference >= 0
        sign = self.relation if met else {"=": "≠", "≥": "<"}[self.relation]
        return f"{_sum(self.left)} {sign} {_sum(self.right)}"

    @property
    def seen(self) -> str:
        """SHA-256 (hex) of what is to be explained: both sides and the records. A note belongs to what was seen."""
        told = [
            self.code,
            [(side.label, side.signed.number, side.count.unit.value) for side in (*self.left, *self.right)],
            self.offending,
            sorted((one.kind.value, one.record_id, one.why) for one in self.offenders),
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def as_json(self) -> dict[str, object]:
        """The result as plain data, for freezing and for machines."""
        return {
            "code": self.code,
            "label": self.label,
            "kind": self.kind.value,
            "severity": self.severity.value,
            "statement": self.statement,
            "relation": self.relation,
            "left": [_side_json(side) for side in self.left],
            "right": [_side_json(side) for side in self.right],
            "difference": self.difference,
            "holds": self.holds,
            "arithmetic": self.arithmetic,
            "offending": self.offending,
            "offenders": [
                {"kind": one.kind.value, "id": one.record_id, "code": one.code, "why": one.why}
                for one in self.offenders
            ],
            "seen": self.seen,
        }


def _sum(sides: Sequence[Side]) -> str:
    parts = []
    for place, side in enumerate(sides):
        sign = "" if place == 0 and side.sign == 1 else "– " if side.sign == -1 else "+ "
        parts.append(f"{sign}{write_count(side.count.number)}")
    return " ".join(parts)


def _side_json(side: Side) -> dict[str, object]:
    return {
        "label": side.label,
        "value": side.count.number,
        "unit": side.count.unit.value,
        "sign": side.sign,
        "code": side.code,
        "cell": [list(pair) for pair in side.cell],
    }


def result_from_json(told: dict[str, object]) -> CheckResult:
    """The result that `as_json` wrote: a frozen report shows its checks again. Raises KeyError for anything else."""
    rows: dict[str, list[dict[str, object]]] = told  # type: ignore[assignment]

    def sides(name: str) -> tuple[Side, ...]:
        return tuple(
            Side(
                str(one["label"]),
                CountOf(int(str(one["value"])), CountingUnit.of(one["unit"])),
                str(one["code"]),
                tuple((str(pair[0]), str(pair[1])) for pair in one["cell"]),  # type: ignore[attr-defined]
                -1 if one["sign"] == -1 else 1,
            )
            for one in rows[name]
        )

    return CheckResult(
        str(told["code"]),
        str(told["label"]),
        CheckKind.of(told["kind"]),
        str(told["statement"]),
        sides("left"),
        sides("right"),
        tuple(
            Offender(RecordKind.of(one["kind"]), int(str(one["id"])), str(one["code"]), str(one["why"]))
            for one in rows["offenders"]
        ),
        int(str(told["offending"])),
        "≥" if told["relation"] == "≥" else "=",
        Severity.of(told["severity"]),
    )


def failing(results: Iterable[CheckResult]) -> list[CheckResult]:
    """Those that do not hold, faults before hints."""
    return sorted((one for one in results if not one.holds), key=lambda one: one.severity is Severity.HINT)
