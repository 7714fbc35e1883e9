"""Where the lines of the work lists come from: open records, duties, contributions, proposals, promises.

Every branch gives the same columns, of records that the reader may see, and of no others: kind, record_id, what,
item_id (None: of the record itself), code (of a duty), due_on, overdue (0 or 1), unit_id and person_id (who has to
act), for_unit and for_person (who waits for it), subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Select,
    case,
    false,
    select,
)

from casework.domain.access import Reader
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.domain.work import What
from casework.statistics import predicates as p
from casework.statistics.overdue import OVERDUE
from casework.statistics.rules import CountingRules
from casework.statistics.work_context import (
    IN_HAND,
    Context,
    columns_of,
    of_seen,
    past,
    seen_by,
    standing,
    with_maker,
)
from casework.store.duties import DutyEntry
from casework.store.facts import FACTS
from casework.store.items import ITEMS


def record_lines(reader: Reader, kind: RecordKind, day: date, rules: CountingRules) -> Select[Any]:
    """The open records of a kind."""
    facts, about = FACTS[kind], Context(kind)
    ask = p.Ask(facts, Question(day, day), rules)
    columns = columns_of(
        kind,
        facts.c.record_id,
        about.what,
        facts.c.due_on,
        OVERDUE[kind](ask),
        (about.unit, about.person),
        (about.record.c.office_id, about.entry.c.actor_id),
        subject=facts.c.subject if "subject" in facts.c else None,
    )
    query = select(*columns).select_from(about.joined(facts, facts.c.record_id))
    return query.where(p.standing(ask), IN_HAND[kind](ask), seen_by(reader, kind, about.record.c.id))


def duty_lines(reader: Reader, kind: RecordKind, day: date) -> Select[Any]:
    """What the law asks to be done with records of a kind by a day, and is not done."""
    duty, about = DutyEntry.__table__, Context(kind)
    columns = columns_of(
        kind,
        duty.c.record_id,
        What.DUTY,
        duty.c.due_on,
        past(duty.c.due_on, day),
        (about.unit, about.person),
        (about.record.c.office_id, about.entry.c.actor_id),
        code=duty.c.code,
        subject=about.record.c.subject if "subject" in about.record.c else None,
    )
    query = select(*columns).select_from(about.joined(duty, duty.c.record_id))
    query = query.where(duty.c.record_kind == kind.value, duty.c.done_on.is_(None), duty.c.due_on.is_not(None))
    return query.where(seen_by(reader, kind, about.record.c.id))


def contribution_lines(reader: Reader, kinds: Sequence[RecordKind], day: date, rules: CountingRules) -> Select[Any]:
    """What other units were asked for, and what of it was refused."""
    item = ITEMS[ItemKind.ASSIGNMENT].alias()
    joined, entry, maker = with_maker(item)
    refused = item.c.refused_on.is_not(None)
    columns = columns_of(
        item.c.of_kind,
        item.c.of_id,
        case(
            (refused, What.REFUSAL.value), (item.c.escalated_on.is_not(None), What.ESCALATED.value), else_=item.c.part
        ),
        item.c.due_on,
        past(item.c.due_on, day),
        (
            case((refused, maker.c.unit_id), else_=item.c.unit_id),
            case((refused, entry.c.actor_id), else_=item.c.person_id),
        ),
        (maker.c.unit_id, entry.c.actor_id),
        item_id=item.c.id,
    )
    return (
        select(*columns)
        .select_from(joined)
        .where(item.c.part != AssignmentPart.LEAD.value, *standing(item), item.c.answered_on.is_(None))
        .where(of_seen(reader, kinds, item, day, rules, in_hand=True))
    )


def proposal_lines(reader: Reader, kinds: Sequence[RecordKind], day: date, rules: CountingRules) -> Select[Any]:
    """Proposals without an opinion."""
    item = ITEMS[ItemKind.PROPOSAL].alias()
    joined, entry, maker = with_maker(item)
    columns = columns_of(
        item.c.of_kind,
        item.c.of_id,
        What.PROPOSAL,
        None,
        false(),
        (item.c.unit_id, None),
        (maker.c.unit_id, entry.c.actor_id),
        item_id=item.c.id,
    )
    open_ones = (item.c.struck.is_(False), item.c.verdict.is_(None))
    seen = of_seen(reader, kinds, item, day, rules, in_hand=False)
    return select(*columns).select_from(joined).where(*open_ones, seen)


def promise_lines(reader: Reader, kinds: Sequence[RecordKind], day: date, rules: CountingRules) -> Select[Any]:
    """Promises that are not kept."""
    item = ITEMS[ItemKind.PROMISE].alias()
    joined, entry, maker = with_maker(item)
    columns = columns_of(
        item.c.of_kind,
        item.c.of_id,
        What.PROMISE,
        item.c.due_on,
        past(item.c.due_on, day),
        (item.c.unit_id, None),
        (maker.c.unit_id, entry.c.actor_id),
        item_id=item.c.id,
    )
    open_ones = (item.c.struck.is_(False), item.c.kept_on.is_(None))
    seen = of_seen(reader, kinds, item, day, rules, in_hand=False)
    return select(*columns).select_from(joined).where(*open_ones, seen)
