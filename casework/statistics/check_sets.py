"""The shapes of checks over sets: a whole with its parts, a part within a whole; and ways to name a part.

A part has a predicate of its own, so that a record can fall into none or into two: where a figure's predicate and its
complement would leave no room for that, the other parts are told by another column (a state beside a closing day).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, not_, select

from casework.domain.checks import CheckKind, Severity
from casework.domain.figures import Cell
from casework.domain.vocabulary import CountingUnit, RecordKind, Term
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition, Measure
from casework.statistics.predicates import Ask, Predicate
from casework.store.catalogue_tables import CouncilResolution, CouncilSession, Unit

EACH_ONCE = "Mỗi hồ sơ trong “{whole}” đứng ở đúng một phần: {parts}."


@dataclass(frozen=True, slots=True)
class Part:
    """A set of records: its name, its condition, and the figure that opens it (`code` "" where there is none).

    `optional`: not told where it is empty. `quantity` and `unit`: counted is the sum of this column, in this unit.
    """

    label: str
    condition: Condition
    code: str = ""
    cell: Cell = ()
    optional: bool = False
    quantity: str | None = None
    unit: CountingUnit | None = None


@dataclass(frozen=True, slots=True)
class SetCheck:
    """Records of `kind` for which `whole` holds must each stand in exactly one of `parts`, and no other record in any;
    with `within`: the records of the one part must all be among the whole, and show what `shown` asks besides.
    `unit`: where a part names none."""

    code: str
    label: str
    statement: str
    kind: RecordKind
    unit: CountingUnit
    whole: Part
    parts: tuple[Part, ...]
    check: CheckKind = CheckKind.PARTITION
    severity: Severity = Severity.FAULT
    within: bool = False
    shown: Condition | None = None


def lowered(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def figure(measure: Measure, label: str = "") -> Part:
    """The set of a figure of the catalogue, by its own predicate."""
    condition = both(measure.population.condition, measure.condition)
    return Part(label or measure.label, condition, measure.code, quantity=measure.quantity, unit=measure.unit)


def both(*conditions: Condition) -> Condition:
    """All of the conditions."""
    return lambda a: and_(*(one(a) for one in conditions))


def neither(condition: Condition) -> Condition:
    """Not the condition."""
    return lambda a: not_(condition(a))


def told(column: str, *terms: Term) -> Condition:
    """The column holds one of these terms, each named: a new one in the vocabulary is in no part until it is named."""
    return lambda a: a.table.c[column].in_(tuple(term.value for term in terms))


def untold(column: str) -> Condition:
    """The column is empty."""
    return lambda a: a.table.c[column].is_(None)


def flag(column: str, value: bool) -> Condition:
    """The column says yes, or says no; an empty one says neither."""
    return lambda a: a.table.c[column].is_(value)


def of_list(column: str, table: type[Unit | CouncilSession | CouncilResolution]) -> Condition:
    """The column names a row of the list."""
    return lambda a: a.table.c[column].in_(select(table.id))


def by_day(column: str) -> Condition:
    """The day in the column has come by the as-of day."""
    return lambda a: a.table.c[column] <= a.question.as_of


def from_first(column: str) -> Condition:
    """The number in the column is at least one."""
    return lambda a: a.table.c[column] >= 1


def cut_of(
    whole: Measure, dimension: str, terms: tuple[Term, ...], column: str = "", untold_label: str = ""
) -> tuple[Part, ...]:
    """The parts of a figure by the named terms of one column; with `untold_label` a part for the empty ones."""
    base = both(whole.population.condition, whole.condition)
    name = column or dimension
    named = [(term.label, both(base, told(name, term)), term.value) for term in terms]
    if untold_label:
        named.append((untold_label, both(base, untold(name)), ""))
    return tuple(
        Part(label, condition, whole.code, ((dimension, key),), quantity=whole.quantity, unit=whole.unit)
        for label, condition, key in named
    )


def inside(whole: Measure, label: str, *conditions: Condition, cell: Cell = (), optional: bool = False) -> Part:
    """A part of a figure's set by further conditions; `cell`: where the figure itself is cut so."""
    base = both(whole.population.condition, whole.condition, *conditions)
    code = whole.code if cell else ""
    return Part(label, base, code, cell, optional, whole.quantity, whole.unit)


def not_past_due(a: Ask) -> Predicate:
    """Chưa quá hạn: what `past_due` does not hold for."""
    return not_(p.past_due(a))


def parted(code: str, label: str, whole: Measure | Part, parts: tuple[Part, ...], kind: RecordKind | None = None,
           unit: CountingUnit | None = None) -> SetCheck:  # fmt: skip
    """A whole whose records each stand in one part; kind and unit are the measure's where the whole is one.

    Raises ValueError where neither tells them.
    """
    if isinstance(whole, Measure):
        kind, unit = whole.population.kind, whole.unit
        whole = figure(whole)
    if kind is None or unit is None:
        raise ValueError(f"{code}: of what?")
    names = "; ".join(lowered(part.label) for part in parts)
    statement = EACH_ONCE.format(whole=whole.label, parts=names)
    return SetCheck(code, label, statement, kind, unit, whole, parts)


def among(code: str, part: Measure, whole: str, condition: Condition, label: str = "") -> SetCheck:
    """Those of `part` are all among those of its population for which `condition` holds."""
    held = Part(whole, both(part.population.condition, condition))
    statement = f"Mỗi hồ sơ trong “{part.label}” đều ở trong “{whole}”."
    kind = part.population.kind
    return SetCheck(
        code, f"{label or part.label} ≤ {lowered(whole)}", statement, kind, part.unit, held,
        (figure(part),), CheckKind.WITHIN, within=True,
    )  # fmt: skip
