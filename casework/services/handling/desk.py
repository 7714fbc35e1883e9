"""The desk: a visit and the letter taken with it are entered at once, or neither is (issue 3, section 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.desk import missing, visit_and_letter
from casework.domain.duplicates import why_not_link
from casework.domain.entry import EMPTY, EntryError
from casework.domain.items import ItemKind, LinkType
from casework.domain.vocabulary import RecordKind
from casework.services.handling.entering import Logged, enter
from casework.services.handling.holding import act_of
from casework.statistics.scope import sees_record
from casework.store.database import Database
from casework.store.items import add_item
from casework.store.records import RECORDS


@dataclass(frozen=True, slots=True)
class Received:
    """What was entered at the desk: the visit, and the letter when one was taken."""

    visit: Logged
    letter: Logged | None


def receive(
    db: Database,
    reader: Reader,
    values: Mapping[str, str],
    *,
    with_letter: bool,
    earlier: tuple[RecordKind, int] | None,
    on: date,
    now: datetime,
    token: str,
    office: str,
) -> Received:
    """Enters a visit, the letter handed in with it, and their links, in one transaction.

    `values`: by name of the desk's box (`domain.desk`); `earlier`: a record on the same matter, which the visit is
    linked to. Raises EntryError (by name of the box), ForbiddenError, NoSuchRecordError for an earlier record that the
    reader may not see.
    """
    unmet = missing(values)
    if unmet:
        raise EntryError(dict.fromkeys(sorted(unmet), EMPTY))
    visit_values, letter_values = visit_and_letter(values)
    with db.write() as session:
        if earlier is not None and not sees_record(session, reader, *earlier):
            raise NoSuchRecordError
        visit = enter(session, reader, RecordKind.RECEPTION, visit_values, on=on, now=now, token=token, office=office)
        letter = None
        if with_letter:
            token = f"{token[:56]}:letter"
            letter = enter(
                session, reader, RecordKind.LETTER, letter_values, on=on, now=now, token=token, office=office
            )
        if visit.again:
            return Received(visit, letter)
        act = act_of(reader, "link", now)
        if letter is not None:
            link = _link(LinkType.LETTER_OF_VISIT, RecordKind.RECEPTION, visit.record_id, on)
            add_item(session, ItemKind.LINK, RecordKind.LETTER, letter.record_id, link, on=on, act=act)
        if earlier is not None:
            _check_matter(session, visit.record_id, *earlier)
            link = _link(LinkType.SAME_MATTER, *earlier, on)
            add_item(session, ItemKind.LINK, RecordKind.RECEPTION, visit.record_id, link, on=on, act=act)
        return Received(visit, letter)


def _check_matter(session: Session, visit_id: int, kind: RecordKind, record_id: int) -> None:
    """Passes when the link between the visit and the record says nothing of a denouncer. Raises EntryError."""
    types = []
    for one, key in ((RecordKind.RECEPTION, visit_id), (kind, record_id)):
        table = RECORDS[one]
        types.append({"type": session.scalar(select(table.c.type).where(table.c.id == key))})
    problem = why_not_link(*types)
    if problem:
        raise EntryError({"": problem})


def _link(link_type: LinkType, to_kind: RecordKind, to_id: int, on: date) -> dict[str, str | int | date]:
    return {"link_type": link_type.value, "to_kind": to_kind.value, "to_id": to_id, "linked_on": on}
