"""Checks of whole registers: every record of a register has one state a day, quarters add up to their year, and the
order that the law sets between the units of one class of things."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from casework.domain import vocabulary as v
from casework.domain.checks import NAMED, CheckKind, CheckResult, Severity, Side
from casework.domain.periods import STATUTORY_RULES, Period, Question
from casework.domain.quantities import CountOf
from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics.catalogue import Measure
from casework.statistics.measures import MEASURES
from casework.statistics.members import select_members, sum_of_members
from casework.statistics.naming import named
from casework.statistics.predicates import Ask, held, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.records import RECORDS

UNITS = {
    RecordKind.PETITION: CountingUnit.PETITION,
    RecordKind.RECEPTION: CountingUnit.VISIT,
    RecordKind.LETTER: CountingUnit.LETTER,
    RecordKind.CASE: CountingUnit.MATTER,
    RecordKind.FEEDBACK: CountingUnit.FEEDBACK,
}
NO_STATE, TWO_STATES, NO_RECORD = (
    "có trong sổ nhưng không có trạng thái nào trong ngày tính",
    "có hai trạng thái trong cùng một ngày",
    "được tính nhưng không có trong sổ",
)


def register_results(session: Session, question: Question, rules: CountingRules, scope: Scope) -> Iterator[CheckResult]:
    """Each record of a register that had begun by the as-of day, as known, is counted from exactly one state."""
    for kind in RecordKind:
        if kind in scope.kinds:
            yield _register(session, kind, question, rules, scope)


def _register(
    session: Session, kind: RecordKind, question: Question, rules: CountingRules, scope: Scope
) -> CheckResult:
    table, record = FACTS[kind], RECORDS[kind]
    states = (
        select(table.c.record_id.label("record_id"), func.count().label("states"))
        .where(standing(Ask(table, question, rules)), *scope.conditions(kind, table.c.record_id))
        .group_by(table.c.record_id)
        .subquery("states")
    )
    begun = _begun(kind, question, scope).subquery("begun")
    matched = begun.outerjoin(states, states.c.record_id == begun.c.id)
    strange = states.outerjoin(record, record.c.id == states.c.record_id)
    in_register, counted = session.execute(
        select(
            select(func.count()).select_from(begun).scalar_subquery(),
            select(func.coalesce(func.sum(states.c.states), 0)).scalar_subquery(),
        )
    ).one()
    one = func.coalesce(states.c.states, 0)
    rows = select(begun.c.id, one).select_from(matched).where(one != 1).order_by(begun.c.id)
    wrong = [(row[0], TWO_STATES if row[1] else NO_STATE) for row in session.execute(rows)]
    orphans = select(states.c.record_id).select_from(strange).where(record.c.id.is_(None))
    wrong += [(record_id, NO_RECORD) for record_id in session.scalars(orphans)]
    unit = UNITS[kind]
    return CheckResult(
        f"register.{kind.value}",
        f"{kind.label}: sổ và số liệu",
        CheckKind.PARTITION,
        "Mỗi hồ sơ đã vào sổ đến hết ngày tính được tính đúng một lần: mỗi ngày có đúng một trạng thái.",
        (Side("Hồ sơ trong sổ", CountOf(int(in_register), unit)),),
        (Side("Trạng thái được tính", CountOf(int(counted), unit)),),
        named(session, kind, sorted(wrong)[:NAMED], scope),
        len(wrong),
    )


def _begun(kind: RecordKind, question: Question, scope: Scope) -> Select[int]:
    """The records of the register that had begun by the as-of day, by what was known: their first day may have been
    corrected since, so that what was known then is asked of what was held then."""
    record, table = RECORDS[kind], FACTS[kind]
    seen = scope.conditions(kind, record.c.id)
    if question.known is None:
        return select(record.c.id).where(record.c.opened_on <= question.as_of, *seen)
    first = select(table.c.record_id).where(held(table.c, question), table.c.opened_on <= question.as_of)
    return select(record.c.id).where(record.c.id.in_(first), *seen)


# --- quý và năm ------------------------------------------------------------------------------------------------

FLOWS = tuple(
    MEASURES[code]
    for code in ("reception.visits", "reception.people", "reception.leader_visits", "letters.total", "pakn.received")
)
"""Figures of what flows in: only these add up over quarters, never what is at hand."""


def quarters_of(question: Question) -> tuple[Period, ...]:
    """The statutory quarters that together make up the question's span; () where they do not, or it is one alone."""
    rules = [rule for rule in STATUTORY_RULES if rule.kind == "quarter"]
    found: list[Period] = []
    day = question.first
    while day <= question.as_of:
        nearest = [rule.of(year) for rule in rules for year in (day.year, day.year + 1)]
        begun = [one for one in nearest if one.first == day]
        if not begun:
            return ()
        found.append(begun[0])
        day = begun[0].last + timedelta(days=1)
    return tuple(found) if len(found) > 1 else ()


def quarter_results(session: Session, question: Question, rules: CountingRules, scope: Scope) -> Iterator[CheckResult]:
    """Each quarter counted as of its own last day, all of them together against the longer span."""
    quarters = quarters_of(question)
    if not quarters:
        return
    for measure in FLOWS:
        if measure.population.kind in scope.kinds:
            yield _quarters(session, measure, quarters, question, rules, scope)


def _quarters(
    session: Session,
    measure: Measure,
    quarters: tuple[Period, ...],
    question: Question,
    rules: CountingRules,
    scope: Scope,
) -> CheckResult:
    asked = [Question(one.first, min(one.last, question.as_of), question.known) for one in quarters]
    parts = [
        Side(
            f"{one.label[:1].upper()}{one.label[1:]}",
            CountOf(sum_of_members(session, measure, {}, each, rules, scope), measure.unit),
        )
        for one, each in zip(quarters, asked, strict=True)
    ]
    whole = CountOf(sum_of_members(session, measure, {}, question, rules, scope), measure.unit)
    year = select_members(measure, {}, question, rules, scope).subquery("year")
    each_one = union_all(*(select_members(measure, {}, one, rules, scope) for one in asked)).subquery("quarters")
    placed = select(each_one.c.record_id, func.count().label("times")).group_by(each_one.c.record_id).subquery("placed")
    times = func.coalesce(placed.c.times, 0)
    outer = select(year.c.record_id, times).select_from(year.outerjoin(placed, placed.c.record_id == year.c.record_id))
    wrong = [
        (row[0], "thuộc hai quý cùng lúc" if row[1] else "có trong cả kỳ nhưng không thuộc quý nào khi quý ấy kết thúc")
        for row in session.execute(outer.where(times != 1))
    ]
    lone = select(placed.c.record_id).select_from(placed.outerjoin(year, year.c.record_id == placed.c.record_id))
    wrong += [
        (record_id, "có trong một quý nhưng không có trong cả kỳ")
        for record_id in session.scalars(lone.where(year.c.record_id.is_(None)))
    ]
    return CheckResult(
        f"quarters.{measure.code}",
        f"{measure.label}: các quý cộng lại",
        CheckKind.QUARTERS,
        "Số phát sinh của các quý, mỗi quý tính đến ngày cuối quý, cộng lại bằng số của cả kỳ.",
        (Side("Cả kỳ", whole, measure.code),),
        tuple(parts),
        named(session, measure.population.kind, sorted(wrong)[:NAMED], scope),
        len(wrong),
    )


# --- đơn và vụ -------------------------------------------------------------------------------------------------

CLASSES = ((v.MatterType.COMPLAINT, v.CaseType.COMPLAINT), (v.MatterType.DENUNCIATION, v.CaseType.DENUNCIATION))


def order_results(session: Session, question: Question, rules: CountingRules, scope: Scope) -> Iterator[CheckResult]:
    """Đơn tiếp nhận của một loại không ít hơn vụ thụ lý của loại ấy. A hint: letters may have come a period before."""
    if scope.of_unit or not scope.kinds.issuperset((RecordKind.LETTER, RecordKind.CASE)):
        return
    letters, cases = MEASURES["letters.total"], MEASURES["kntc.received"]
    for letter, matter in CLASSES:
        if matter is v.CaseType.DENUNCIATION and scope.banded:
            continue
        cells = ({"type": letter.value}, {"type": matter.value})
        counts = [
            CountOf(sum_of_members(session, measure, cell, question, rules, scope), measure.unit)
            for measure, cell in zip((letters, cases), cells, strict=True)
        ]
        yield CheckResult(
            f"order.{matter.value}",
            f"{matter.label}: số đơn ≥ số vụ",
            CheckKind.ORDER,
            f"Số đơn {matter.label.lower()} tiếp nhận không ít hơn số vụ {matter.label.lower()} thụ lý trong kỳ.",
            (Side(f"Đơn {matter.label.lower()} tiếp nhận", counts[0], letters.code, (("type", letter.value),)),),
            (Side(f"Vụ {matter.label.lower()} thụ lý trong kỳ", counts[1], cases.code, (("type", matter.value),)),),
            relation="≥",
            severity=Severity.HINT,
        )
