"""Flows counted: what was at hand, came, went and is at hand, for the whole and for each unit, and the records that do
not add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.checks import NAMED, CheckKind, CheckResult, Side
from casework.domain.flows import COMING, COUNTED_IN, Flow, FlowLine, FlowTable
from casework.domain.numerals import write_date
from casework.domain.periods import Question
from casework.domain.quantities import CountOf
from casework.domain.vocabulary import RecordKind
from casework.statistics.flow_sets import FlowSets
from casework.statistics.labels import UNKNOWN, load_labels
from casework.statistics.naming import named
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope

Place = int | None
PREFIX = "flow."
STATEMENT = (
    "Đầu kỳ + tiếp nhận + mở lại + chuyển đến – kết thúc – chuyển đi = cuối kỳ, toàn bộ và từng đơn vị; "
    "mỗi biến động có sự kiện trong nhật ký."
)


def flow_table(session: Session, kind: RecordKind, question: Question, rules: CountingRules, scope: Scope) -> FlowTable:
    """The flows of one kind. A record that goes from one unit to another moves out of the one and into the other; in
    the whole it stays."""
    sets = FlowSets(kind, question, rules, scope)
    opening: Counter[Place] = Counter()
    closing: Counter[Place] = Counter()
    for unit, then, now in session.execute(sets.stock()):
        opening[unit] += then
        closing[unit] += now
    flows, whole = _flows(session, sets)
    names = load_labels(session).units
    places = {*opening, *closing, *(place for counter in flows.values() for place in counter)}
    order = {int(key): rank for rank, key in enumerate(names)}
    lines = tuple(
        FlowLine(
            place,
            UNKNOWN if place is None else names.get(str(place), UNKNOWN),
            opening[place],
            {flow: flows[flow][place] for flow in Flow},
            closing[place],
        )
        for place in sorted(places, key=lambda one: (one is None, order.get(one or 0, len(order))))
        if opening[place] or closing[place] or any(flows[flow][place] for flow in Flow)
    )
    line = FlowLine(None, "Toàn bộ", opening.total(), whole, closing.total(), whole=True)
    return FlowTable(kind, line, lines)


def _flows(session: Session, sets: FlowSets) -> tuple[dict[Flow, Counter[Place]], Counter[Flow]]:
    """Each flow by unit, and of the whole."""
    c = sets.changes().c
    query = select(c.unit, c.left_unit, c.flow, c.born, c.between, func.count())
    query = query.group_by(c.unit, c.left_unit, c.flow, c.born, c.between)
    by_unit: dict[Flow, Counter[Place]] = {flow: Counter() for flow in Flow}
    whole: Counter[Flow] = Counter()
    for unit, left, told, born, between, number in session.execute(query):
        flow = None if told is None else Flow.of(told)
        if born:
            by_unit[Flow.RECEIVED][unit] += number
            whole[Flow.RECEIVED] += number
        if flow is not None and flow is not Flow.RECEIVED:
            by_unit[flow][unit if flow in COMING else left] += number
            whole[flow] += number
        if between:
            by_unit[Flow.MOVED_IN][unit] += number
            by_unit[Flow.MOVED_OUT][left] += number
    return by_unit, whole


def flow_results(session: Session, question: Question, rules: CountingRules, scope: Scope) -> Iterator[CheckResult]:
    """A check for each kind: the flows of the whole and of every unit add up, and the journal tells each change."""
    for kind, unit in COUNTED_IN.items():
        if kind not in scope.kinds:
            continue
        table = flow_table(session, kind, question, rules, scope)
        sets = FlowSets(kind, question, rules, scope)
        found = [(row[0], _unbalanced(row[1])) for row in session.execute(sets.unbalanced())]
        found += [
            (row[0], f"biến động ngày {write_date(row[1])} không có sự kiện trong nhật ký")
            for row in session.execute(sets.untold())
        ]
        line = table.whole
        left = [Side("Đầu kỳ", CountOf(line.opening, unit))]
        left += [Side(flow.label, CountOf(line.flows[flow], unit), sign=1 if flow in COMING else -1) for flow in Flow]
        wrong = [one.label for one in table.units if not one.holds]
        statement = STATEMENT + (f" Chưa khớp: {'; '.join(wrong[:10])}." if wrong else "")
        yield CheckResult(
            f"{PREFIX}{kind.value}",
            f"{kind.label}: đầu kỳ, tăng, giảm, cuối kỳ",
            CheckKind.FLOW,
            statement,
            tuple(left),
            (Side("Cuối kỳ", CountOf(line.closing, unit)),),
            named(session, kind, sorted(found)[:NAMED], scope),
            len({record_id for record_id, _why in found}),
        )


def _unbalanced(rest: int) -> str:
    if rest > 0:
        return "rời khỏi số đang giải quyết mà không có biến động nào ghi lại"
    return "vào số đang giải quyết mà không có biến động nào ghi lại"
