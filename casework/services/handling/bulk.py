"""Xử lý hàng loạt: one act on many records in one transaction; each row is judged by the guard of the single act.

The preview does the very same and takes it all back before it ends, so that it cannot say anything else than what
will happen. What the reader may not see is refused in the words of a record that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader, may_see
from casework.domain.assignments import AssignmentError
from casework.domain.bulk import ASSIGN, STEP, BulkAct, BulkError, bulk_acts
from casework.domain.entry import EntryError
from casework.domain.items import AssignmentPart
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import WorkflowError
from casework.services.handling import assigning, moving
from casework.statistics.scope import visible
from casework.statistics.work_titles import about_records
from casework.store import journal
from casework.store.database import Database
from casework.store.memory import POSITION, position_of
from casework.store.records import RECORDS
from casework.store.work import Bulk, BulkRow
from casework.store.writing import StaleVersionError

MISSING = "Không có hồ sơ này."
CHANGED = "Hồ sơ đã được người khác thay đổi trong lúc xem trước; hãy chọn lại."
LONGEST_REFUSAL = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record that was ticked, and the version that it had then."""

    record_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one record. `title` "" where there is none for the reader; `refusal` "" where the act is done."""

    record_id: int
    version: int
    title: str
    content: str
    refusal: str
    first_position: int | None = None
    last_position: int | None = None


class _TakenBackError(Exception):
    """Ends the transaction of a preview without keeping anything."""


def _act(reader: Reader, kind: RecordKind, code: str) -> BulkAct:
    found = next((act for act in bulk_acts(kind, reader.role) if act.code == code), None)
    if found is None or not may_see(reader, kind):
        raise BulkError("Vai trò này không xử lý hàng loạt được như vậy; hãy chọn một việc trong danh sách.")
    return found


def _check_chosen(chosen: Sequence[Chosen], most: int) -> None:
    if not chosen:
        raise BulkError("Chưa chọn hồ sơ nào; hãy đánh dấu các dòng cần xử lý.")
    if len(chosen) > most:
        raise BulkError(f"Đã chọn {len(chosen)} hồ sơ, nhiều hơn mức {most} hồ sơ một lần; hãy bỏ bớt.")


def versions(db: Database, reader: Reader, kind: RecordKind, record_ids: Sequence[int]) -> list[Chosen]:
    """The records of these ids that the reader may see, with their versions, in the order given, each once."""
    table = RECORDS[kind]
    with db.read() as session:
        query = select(table.c.id, table.c.version).where(table.c.id.in_(list(dict.fromkeys(record_ids))[:5000]))
        seen = visible(reader, kind, table.c.id)
        held = {row[0]: row[1] for row in session.execute(query if seen is None else query.where(seen))}
    return [Chosen(one, held[one]) for one in dict.fromkeys(record_ids) if one in held]


def preview(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    code: str,
    values: Mapping[str, object],
    chosen: Sequence[Chosen],
    *,
    on: date,
    now: datetime,
    most: int,
) -> list[Outcome]:
    """What the act would do to each record; nothing is kept. Raises BulkError for what is refused as a whole."""
    _check_chosen(chosen, most)
    act = _act(reader, kind, code)
    found: list[Outcome] = []
    try:
        with db.write() as session:
            found = _do(session, reader, kind, act, values, chosen, on, now)
            raise _TakenBackError
    except _TakenBackError:
        return found


def apply(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    code: str,
    values: Mapping[str, object],
    chosen: Sequence[Chosen],
    *,
    token: str,
    on: date,
    now: datetime,
    most: int,
) -> int:
    """Does the act to each record whose guard allows it, all in one transaction; returns the bulk act's id.

    `token`: of the form; one sent twice is done once. Raises BulkError for what is refused as a whole.
    """
    _check_chosen(chosen, most)
    act = _act(reader, kind, code)
    with db.write() as session:
        journal.lock(session)
        before = session.scalar(select(Bulk.id).where(Bulk.token == token, Bulk.user_id == reader.user_id))
        if before is not None:
            return before
        rows = _do(session, reader, kind, act, values, chosen, on, now)
        bulk = Bulk(user_id=reader.user_id, kind=kind.value, code=code, label=act.label, token=token, made_at=now)
        session.add(bulk)
        session.flush()
        session.execute(
            insert(BulkRow),
            [
                {
                    "bulk_id": bulk.id,
                    "record_id": row.record_id,
                    "first_position": row.first_position,
                    "last_position": row.last_position,
                    "refusal": row.refusal[:LONGEST_REFUSAL],
                    "undone": False,
                    "undo_refusal": "",
                }
                for row in rows
            ],
        )
        return bulk.id


def _position(session: Session) -> int:
    session.info.pop(POSITION, None)
    return position_of(session)


def _do(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    act: BulkAct,
    values: Mapping[str, object],
    chosen: Sequence[Chosen],
    on: date,
    now: datetime,
) -> list[Outcome]:
    journal.lock(session)
    table = RECORDS[kind]
    ids = [one.record_id for one in chosen]
    query, seen = select(table.c.id).where(table.c.id.in_(ids)), visible(reader, kind, table.c.id)
    open_to = set(session.scalars(query if seen is None else query.where(seen)))
    about = about_records(session, [(kind, one) for one in ids if one in open_to])
    outcomes = []
    for one in {row.record_id: row for row in chosen}.values():
        if one.record_id not in open_to:
            outcomes.append(Outcome(one.record_id, one.version, "", "", MISSING))
            continue
        told = about[kind, one.record_id]
        first = _position(session) + 1
        refusal = _one(session, reader, kind, act, values, one, on, now)
        done = not refusal
        outcomes.append(
            Outcome(
                one.record_id,
                one.version,
                told.title,
                told.content,
                refusal,
                first if done else None,
                _position(session) if done else None,
            )
        )
    return outcomes


def _one(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    act: BulkAct,
    values: Mapping[str, object],
    one: Chosen,
    on: date,
    now: datetime,
) -> str:
    """Does the act to one record, whole or not at all; "" or why it is refused."""
    try:
        with session.begin_nested():
            if act.code.startswith(STEP):
                event = act.code.removeprefix(STEP)
                moving.step(session, reader, kind, one.record_id, event, values, one.version, on=on, now=now)
            elif act.code == ASSIGN:
                lead = AssignmentPart.LEAD
                assigning.assign_in(session, reader, kind, one.record_id, lead, values, one.version, on=on, now=now)
            else:
                lead_id = assigning.lead_id_of(session, kind, one.record_id)
                assigning.act_in(session, reader, kind, one.record_id, lead_id, act.code, values, None, on=on, now=now)
    except EntryError as error:
        labels = {field.name: field.label for field in act.asked}
        told = (f"{labels[name]}: {text}" if name in labels else text for name, text in error.errors.items())
        return " ".join(dict.fromkeys(told))
    except StaleVersionError:
        return CHANGED
    except NoSuchRecordError:
        return MISSING
    except (WorkflowError, AssignmentError, ForbiddenError) as error:
        return str(error)
    return ""
