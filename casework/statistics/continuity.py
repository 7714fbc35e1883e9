"""This period's beginning against the last one's end: the same records, else those that differ, each with why.

Two questions. What the report tells as carried in, against what was at hand when the last period ended. And what was
held then to be at hand, against what is held now: late entries and corrections since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from casework.domain.checks import NAMED, CheckKind, CheckResult, Severity, Side
from casework.domain.flows import COUNTED_IN
from casework.domain.periods import Question
from casework.domain.quantities import CountOf
from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics import predicates as p
from casework.statistics.flow_sets import STOCKS, FlowSets
from casework.statistics.measures import MEASURES
from casework.statistics.naming import named
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.records import RECORDS

CARRIED = MEASURES["kntc.carried_in"]
REOPENED, ENDED_AGAIN, JOINED, BROKEN, NO_EARLIER, ENDED_BEFORE = (
    "Mở lại trong kỳ",
    "Đã kết thúc trước kỳ, kết thúc lại trong kỳ",
    "Gộp vào vụ khác trong kỳ",
    "có ở cuối kỳ trước nhưng không còn được tính trong kỳ này",
    "được tính là kỳ trước chuyển sang nhưng không có ở cuối kỳ trước",
    "đang giải quyết ở cuối kỳ trước nhưng ngày kết thúc lại ghi trước đầu kỳ",
)


def carried_result(session: Session, question: Question, rules: CountingRules, scope: Scope) -> Iterator[CheckResult]:
    """Vụ kỳ trước chuyển sang = đang giải quyết ở cuối kỳ trước + mở lại + kết thúc lại – gộp vào vụ khác."""
    if RecordKind.CASE not in scope.kinds:
        return
    table = FACTS[RecordKind.CASE]
    earlier = table.alias("earlier")
    before = FlowSets(RecordKind.CASE, question, rules, scope).before
    then, now = Ask(earlier, before, rules), Ask(table, question, rules)
    opening = and_(standing(then), STOCKS[RecordKind.CASE].in_hand(then))
    carried = and_(standing(now), CARRIED.population.condition(now), CARRIED.condition(now))
    seen, seen_then = (scope.conditions(RecordKind.CASE, one.c.record_id) for one in (table, earlier))

    at_end = select(
        earlier.c.record_id.label("record_id"),
        earlier.c.closed_on.label("closed_on"),
        func.coalesce(opening, False).label("in_hand"),
    ).where(standing(then), *seen_then).subquery("at_end")  # fmt: skip
    in_period = select(
        table.c.record_id.label("record_id"),
        table.c.closed_on.label("closed_on"),
        func.coalesce(table.c.repeats_case, False).label("joined"),
        func.coalesce(carried, False).label("carried"),
    ).where(standing(now), table.c.opened_on < question.first, *seen).subquery("in_period")  # fmt: skip

    both = at_end.outerjoin(in_period, in_period.c.record_id == at_end.c.record_id)
    new = in_period.outerjoin(at_end, at_end.c.record_id == in_period.c.record_id)
    was, lost = at_end.c.in_hand.is_(True), in_period.c.carried.is_not(True)
    fresh = and_(in_period.c.carried.is_(True), at_end.c.in_hand.is_not(True))
    known_then = at_end.c.record_id.is_not(None)
    reopened = and_(fresh, known_then, in_period.c.closed_on.is_(None))
    again = and_(fresh, known_then, in_period.c.closed_on.is_not(None))
    joined = and_(was, lost, in_period.c.joined.is_(True))
    broken = and_(was, lost, in_period.c.joined.is_not(True))
    old_row = session.execute(select(func.count().filter(was), func.count().filter(joined)).select_from(both)).one()
    new_row = session.execute(
        select(
            func.count().filter(in_period.c.carried.is_(True)),
            func.count().filter(reopened),
            func.count().filter(again),
        ).select_from(new)
    ).one()
    wrong: list[tuple[int, str]] = []
    for query, why in (
        (select(at_end.c.record_id).select_from(both).where(broken, in_period.c.closed_on.is_(None)), BROKEN),
        (select(at_end.c.record_id).select_from(both).where(broken, in_period.c.closed_on.is_not(None)), ENDED_BEFORE),
        (select(in_period.c.record_id).select_from(new).where(fresh, at_end.c.record_id.is_(None)), NO_EARLIER),
    ):
        wrong += [(record_id, why) for record_id in session.scalars(query)]
    unit = CARRIED.unit
    yield CheckResult(
        "continuity.carried_in",
        "Vụ KNTC kỳ trước chuyển sang khớp số cuối kỳ trước",
        CheckKind.CONTINUITY,
        "Vụ kỳ trước chuyển sang đúng là những vụ đang giải quyết ở cuối ngày trước ngày đầu kỳ, "
        "thêm vụ mở lại hoặc kết thúc lại trong kỳ, bớt vụ gộp vào vụ khác.",
        (Side(CARRIED.label, CountOf(new_row[0], unit), CARRIED.code),),
        (
            Side("Đang giải quyết ở cuối kỳ trước", CountOf(old_row[0], unit)),
            Side(REOPENED, CountOf(new_row[1], unit)),
            Side(ENDED_AGAIN, CountOf(new_row[2], unit)),
            Side(JOINED, CountOf(old_row[1], unit), sign=-1),
        ),
        named(session, RecordKind.CASE, sorted(wrong)[:NAMED], scope),
        len(wrong),
    )


LATE, CHANGED_IN, CHANGED_OUT = (
    "vào sổ sau khi kỳ trước chốt số",
    "sửa, ghi bổ sung sau khi kỳ trước chốt số: nay tính là còn đang giải quyết",
    "sửa, ghi bổ sung sau khi kỳ trước chốt số: nay không còn tính là đang giải quyết",
)


def closing_results(
    session: Session, question: Question, closing_known: int, rules: CountingRules, scope: Scope
) -> Iterator[CheckResult]:
    """Đầu kỳ này, theo những gì biết bây giờ, khớp cuối kỳ trước như đã biết khi kỳ ấy chốt số (`closing_known`: the
    journal position then). A hint: late entries and corrections are lawful, and have to be told."""
    for kind, unit in COUNTED_IN.items():
        if kind not in scope.kinds:
            continue
        now = FlowSets(kind, question, rules, scope).before
        then = replace(now, known=closing_known)
        new, old = (_at_hand(kind, asked, rules, scope) for asked in (now, then))
        numbers = [session.scalar(select(func.count()).select_from(one.subquery())) or 0 for one in (new, old)]
        record = RECORDS[kind]
        entered = or_(record.c.created_position > closing_known, record.c.id.is_(None))
        added = new.except_(old).subquery("added")
        gone = old.except_(new).subquery("gone")
        came = select(added.c.record_id, entered).select_from(added.outerjoin(record, record.c.id == added.c.record_id))
        found = [(record_id, LATE if late else CHANGED_IN) for record_id, late in session.execute(came)]
        found += [(record_id, CHANGED_OUT) for record_id in session.scalars(select(gone.c.record_id))]
        yield CheckResult(
            f"continuity.{kind.value}",
            f"{kind.label}: đầu kỳ này khớp cuối kỳ trước đã chốt",
            CheckKind.CONTINUITY,
            "Số đang giải quyết ở đầu kỳ này (biết đến nay) đúng bằng số cuối kỳ trước (như đã biết khi chốt); "
            "hồ sơ vào sổ muộn hoặc sửa sau đó được nêu tên.",
            (_side("Đầu kỳ này", numbers[0], unit),),
            (_side("Cuối kỳ trước khi chốt", numbers[1], unit),),
            named(session, kind, sorted(found)[:NAMED], scope),
            len(found),
            severity=Severity.HINT,
        )


def _at_hand(kind: RecordKind, question: Question, rules: CountingRules, scope: Scope) -> Select[int]:
    table = FACTS[kind]
    ask = Ask(table, question, rules)
    held = (p.standing(ask), STOCKS[kind].in_hand(ask), *scope.conditions(kind, table.c.record_id))
    return select(table.c.record_id).where(*held)


def _side(label: str, number: int, unit: CountingUnit) -> Side:
    return Side(label, CountOf(number, unit))
