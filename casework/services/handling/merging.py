"""Merging petitions into one that is handled for all of them, and taking one out again; petitions raised again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from casework.domain.access import Reader
from casework.domain.entry import EntryError
from casework.domain.items import LinkType
from casework.domain.petition_parts import why_not_merge, why_not_restore
from casework.domain.vocabulary import EventName, HandledWithin
from casework.services.handling.holding import Moved
from casework.services.handling.petition_acts import PETITION, doing_on, petition_by_code
from casework.store.database import Database
from casework.store.records import RECORDS


def merge(
    db: Database,
    reader: Reader,
    record_id: int,
    codes: Sequence[str],
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> Moved:
    """Merges the petitions with these numbers into the petition `record_id`, which is handled for all of them.

    `values`: happened_on, reason. Raises EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        doing = doing_on(session, reader, "merge", values, on=on, now=now)
        main = doing.take(record_id, version)
        wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
        if not wanted:
            raise EntryError({"codes": "Phải ghi mã của ít nhất một kiến nghị cần gộp."})
        problems, others = [], []
        for code in wanted:
            other_id = petition_by_code(session, reader, code)
            if other_id is None or other_id == record_id:
                problems.append(f"{code}: {'không có trong sổ' if other_id is None else 'chính là kiến nghị này'}.")
                continue
            other = doing.take(other_id)
            why = why_not_merge(other.held.state, other.held.values, main.held.state, main.held.values)
            others.append(other)
            if why:
                problems.append(f"{code}: {why}")
        if problems:
            raise EntryError({"codes": " ".join(problems)})
        for other in others:
            doing.absorb(other, EventName.MERGED, HandledWithin.MERGED)
            doing.link(other.record_id, LinkType.MERGED_INTO, record_id)
        return Moved(record_id, version)


def unmerge(
    db: Database,
    reader: Reader,
    record_id: int,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> Moved:
    """Takes a merged petition out again: it is handled by itself from that day on. Raises as `merge` does."""
    with db.write() as session:
        doing = doing_on(session, reader, "merge", values, on=on, now=now)
        taken = doing.take(record_id, version)
        why = why_not_restore(taken.held.values, HandledWithin.MERGED)
        if why:
            raise EntryError({"": why})
        for row in doing.links(LinkType.MERGED_INTO, of=record_id):
            doing.unlink(row)
        return doing.restore(taken)


def raise_again(
    db: Database,
    reader: Reader,
    record_id: int,
    earlier_code: str,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> Moved:
    """Notes that a petition raises an earlier one again: linked to it, `repeats` counts how often by now.

    `values`: happened_on, reason. Raises EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        doing = doing_on(session, reader, "link", values, on=on, now=now)
        taken = doing.take(record_id, version)
        earlier_id = petition_by_code(session, reader, earlier_code)
        if earlier_id is None or earlier_id == record_id:
            raise EntryError(
                {"codes": f"Không có kiến nghị trước đây mang mã “{earlier_code.strip()}”; hãy kiểm tra mã."}
            )
        if doing.links(LinkType.RAISED_AGAIN, of=record_id):
            raise EntryError({"codes": "Kiến nghị này đã được nối với một kiến nghị trước đây; hãy thôi nối trước."})
        table = RECORDS[PETITION]
        row = session.execute(select(table.c.opened_on, table.c.repeats).where(table.c.id == earlier_id)).one()
        circular = any(one["to_id"] == record_id for one in doing.links(LinkType.RAISED_AGAIN, of=earlier_id))
        if circular or row.opened_on > taken.held.opening.happened_on:
            raise EntryError({"codes": "Kiến nghị nối đến phải có trước kiến nghị này."})
        doing.link(record_id, LinkType.RAISED_AGAIN, earlier_id)
        changed = doing.tell(taken, EventName.CHANGED, {"repeats": (row.repeats or 0) + 1})
        return Moved(record_id, changed)


def raise_no_more(
    db: Database,
    reader: Reader,
    record_id: int,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> Moved:
    """Takes back that a petition raises an earlier one again. Raises as `raise_again` does."""
    with db.write() as session:
        doing = doing_on(session, reader, "link", values, on=on, now=now)
        taken = doing.take(record_id, version)
        for row in doing.links(LinkType.RAISED_AGAIN, of=record_id):
            doing.unlink(row)
        return Moved(record_id, doing.tell(taken, EventName.CHANGED, {"repeats": None}))
