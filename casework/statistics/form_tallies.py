"""All columns of all forms over one record kind, in one pass: every named condition is asked of a row once.

The conditions that the columns name become the bits of a number; the rows are grouped by unit and by that number, and a
column is the sum of the groups that have its bits. So ten forms cost hardly more than one, and a column is the same
conjunction that its list of members asks (`form_measures`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import Population
from casework.statistics.columns import column_of, quantity_of
from casework.statistics.form_conditions import CONDITIONS, named
from casework.statistics.form_populations import POPULATIONS, UNIT_OF
from casework.statistics.predicates import Ask, Predicate, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS

BITS = 60
"""How many conditions one number holds; more of them take a second number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number that is wanted: of those of a population with all conditions the count, or the sum of `quantity`."""

    population: str
    conditions: tuple[str, ...]
    quantity: str | None = None


Tally = dict[int | None, int]
"""Unit → number; units with none are not there."""

Atom = tuple[str, str]
"""A condition as it is asked: its name, and its population where it looks at it; ("", population) is membership."""


def tally(
    session: Session, wanted: Iterable[Wanted], question: Question, rules: CountingRules, scope: Scope
) -> dict[Wanted, Tally]:
    """Counts everything wanted by unit, one pass for each record kind. A record stands in one unit."""
    by_kind: dict[RecordKind, list[Wanted]] = {}
    for one in dict.fromkeys(wanted):
        by_kind.setdefault(POPULATIONS[one.population].kind, []).append(one)
    found: dict[Wanted, Tally] = {}
    for kind, some in by_kind.items():
        found.update(_pass(session, kind, some, question, rules, scope))
    return found


def _atoms(one: Wanted) -> list[Atom]:
    population = POPULATIONS[one.population]
    known = CONDITIONS[population.kind]
    return [("", one.population), *((n, one.population if known[n].bound else "") for n in one.conditions)]


def _predicate(atom: Atom, populations: dict[str, Population], ask: Ask) -> Predicate:
    name, population = atom
    if not name:
        return populations[population].condition(ask)
    if population:  # it looks at the other members: asked of members only
        return and_(populations[population].condition(ask), named(populations[population], name)(ask))
    return named(next(iter(populations.values())), name)(ask)


def _pass(
    session: Session,
    kind: RecordKind,
    wanted: Sequence[Wanted],
    question: Question,
    rules: CountingRules,
    scope: Scope,
) -> dict[Wanted, Tally]:
    ask = Ask(FACTS[kind], question, rules)
    populations = {one.population: POPULATIONS[one.population] for one in wanted}
    atoms = list(dict.fromkeys(atom for one in wanted for atom in _atoms(one)))
    quantities = list(dict.fromkeys(one.quantity for one in wanted if one.quantity))
    unit = column_of(ask.table, next(iter(populations.values())).dimension(UNIT_OF[kind]).column)
    masks = [_mask(atoms[at : at + BITS], populations, ask) for at in range(0, len(atoms), BITS)]
    flat = (
        select(unit.label("unit_key"), *(mask.label(f"mask_{n}") for n, mask in enumerate(masks)))
        .add_columns(*(quantity_of(ask.table, name).label(f"of_{name}") for name in quantities))
        .where(standing(ask), or_(*(population.condition(ask) for population in populations.values())))
        .where(*scope.conditions(kind, ask.table.c.record_id))
        .subquery()
    )
    keys = [flat.c.unit_key, *(flat.c[f"mask_{n}"] for n in range(len(masks)))]
    sums = [cast(func.coalesce(func.sum(flat.c[f"of_{name}"]), 0), BigInteger) for name in quantities]
    rows = session.execute(select(*keys, func.count(), *sums).group_by(*keys)).all()
    place = {name: 2 + len(masks) + n for n, name in enumerate(quantities)}
    bit = {atom: n for n, atom in enumerate(atoms)}
    held = [(row[0], sum(int(row[1 + n]) << (BITS * n) for n in range(len(masks))), row) for row in rows]
    found: dict[Wanted, Tally] = {}
    for one in wanted:
        needs = sum(1 << bit[atom] for atom in dict.fromkeys(_atoms(one)))
        at = 1 + len(masks) if one.quantity is None else place[one.quantity]
        sums_by_unit: Tally = {}
        for unit_id, mask, row in held:
            if mask & needs == needs:
                sums_by_unit[unit_id] = sums_by_unit.get(unit_id, 0) + int(row[at])
        found[one] = sums_by_unit
    return found


def _mask(atoms: Sequence[Atom], populations: dict[str, Population], ask: Ask) -> ColumnElement[int]:
    total: ColumnElement[int] = literal(0, BigInteger)
    for place, atom in enumerate(atoms):
        total = total + case((_predicate(atom, populations, ask), literal(1 << place, BigInteger)), else_=literal(0))
    return cast(total, BigInteger)
