"""What stands beside a petition on its page: parts, merged ones, an earlier answer, promises, the Council's finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, or_, select
from sqlalchemy.orm import Session

from casework.domain.access import MOVE, NoSuchRecordError, Reader, may, may_see
from casework.domain.events import ALWAYS
from casework.domain.items import ItemKind, LinkType
from casework.domain.numerals import write_date
from casework.domain.petition_parts import MERGEABLE, SPLITTABLE, may_part
from casework.domain.vocabulary import FINAL_RESULTS, Finding, HandledWithin, PetitionResult, PetitionSource, RecordKind
from casework.domain.workflow import state_label
from casework.statistics.scope import handles_record, sees_record, visible
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.items import ITEMS, items_of
from casework.store.records import RECORDS
from casework.store.reference_data import load_law

PETITION = RecordKind.PETITION
REPEAT = "petition.repeat"


@dataclass(frozen=True, slots=True)
class PetitionRef:
    """Another petition that this one belongs with."""

    id: int
    code: str
    content: str
    state_label: str


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """The petition that this one raises again, what was answered then, and until when the answer is sent again.

    `resend` "" where nothing was answered, or no such duty is on record.
    """

    ref: PetitionRef
    answer_document: str
    answered_on: date | None
    result: str
    resend: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise as of today. `tone`: good, late or wait, for the word `state`."""

    id: int
    version: int
    content: str
    due_on: date
    promised_on: date
    document: str
    kept_on: date | None
    proof: str
    state: str
    tone: str
    struck: bool


@dataclass(frozen=True, slots=True)
class PetitionSide:
    """Everything beside a petition. `claimed`/`found`: the result that is claimed, the Council's finding ("" none)."""

    parent: PetitionRef | None
    parts: tuple[PetitionRef, ...]
    merged_into: PetitionRef | None
    merged: tuple[PetitionRef, ...]
    earlier: EarlierAnswer | None
    raised_again_by: tuple[PetitionRef, ...]
    meeting: tuple[int, str] | None
    promises: tuple[PromiseLine, ...]
    claimed: str
    found: str
    found_on: date | None
    found_by: str
    disputed: bool
    may_split: bool
    may_undo_split: bool
    may_merge: bool
    may_unmerge: bool
    may_raise: bool
    may_promise: bool


def petition_side(db: Database, reader: Reader, record_id: int, today: date) -> PetitionSide:
    """What stands beside a petition, as `reader` may see it on `today`. Raises NoSuchRecordError."""
    if not may_see(reader, PETITION):
        raise NoSuchRecordError
    table = RECORDS[PETITION]
    with db.read() as session:
        row = session.execute(select(table).where(table.c.id == record_id)).mappings().first()
        if row is None or not sees_record(session, reader, PETITION, record_id):
            raise NoSuchRecordError
        links = _links(session, record_id)
        others = _refs(session, reader, {key for link in links for key in (link["of_id"], link["to_id"])}, today)
        state = _refs(session, reader, {record_id}, today)[record_id][1]
        rows = items_of(session, ItemKind.PROMISE, PETITION, [record_id]).get(record_id, [])
        meeting = _meeting(session, row["meeting_id"])
        handled = handles_record(session, reader, PETITION, record_id)
        law = load_law(session)
        resend = law.due(REPEAT, row["opened_on"]) if REPEAT in law.codes() else None

    def towards(link_type: LinkType) -> tuple[PetitionRef, ...]:
        wanted = (k["to_id"] for k in links if k["link_type"] == link_type and k["of_id"] == record_id)
        return tuple(others[key][0] for key in wanted if key in others)

    def from_others(link_type: LinkType) -> tuple[PetitionRef, ...]:
        wanted = (k["of_id"] for k in links if k["link_type"] == link_type and k["to_id"] == record_id)
        return tuple(others[key][0] for key in wanted if key in others)

    parting = may(reader.role, MOVE[PETITION]) and may_part(reader.role) and handled
    within = row["handled_within"]
    claimed = row["result"] if row["result"] in FINAL_RESULTS else None
    raised = towards(LinkType.RAISED_AGAIN)
    told = resend.on if resend is not None and row["source"] == PetitionSource.NATIONAL_ASSEMBLY else None
    return PetitionSide(
        next(iter(towards(LinkType.SPLIT_FROM)), None),
        from_others(LinkType.SPLIT_FROM),
        next(iter(towards(LinkType.MERGED_INTO)), None),
        from_others(LinkType.MERGED_INTO),
        _earlier(others[raised[0].id], told) if raised else None,
        from_others(LinkType.RAISED_AGAIN),
        meeting,
        tuple(_promise(one, today) for one in rows),
        PetitionResult.of(claimed).label if claimed else "",
        Finding.of(row["finding"]).label if row["finding"] else "",
        row["found_on"],
        row["finding_body"] or "",
        bool(claimed) and row["finding"] in (Finding.UNMET, Finding.UNCLEAR),
        parting and state in SPLITTABLE,
        parting and within == HandledWithin.SPLIT,
        parting and state in MERGEABLE,
        parting and within == HandledWithin.MERGED,
        parting and not raised,
        may(reader.role, MOVE[PETITION]) and handled and within is None,
    )


def _links(session: Session, record_id: int) -> Sequence[RowMapping]:
    table = ITEMS[ItemKind.LINK]
    query = select(table).where(
        or_(table.c.of_id == record_id, table.c.to_id == record_id),
        table.c.of_kind == PETITION.value,
        table.c.to_kind == PETITION.value,
        table.c.struck.is_(False),
    )
    return session.execute(query.order_by(table.c.id)).mappings().all()


def _refs(session: Session, reader: Reader, ids: set[int], today: date) -> dict[int, tuple[PetitionRef, str, Any]]:
    """Those of some petitions that the reader sees: how they are shown, their state today, their row."""
    table, facts = RECORDS[PETITION], FACTS[PETITION]
    query = (
        select(
            table.c.id,
            table.c.code,
            table.c.content,
            table.c.answer_document,
            table.c.answered_on,
            table.c.result,
            facts.c.state,
        )
        .outerjoin(
            facts,
            (facts.c.record_id == table.c.id)
            & (facts.c.valid_from <= today)
            & (facts.c.valid_to > today)
            & (facts.c.known_to == ALWAYS),
        )
        .where(table.c.id.in_(ids))
    )
    seen = visible(reader, PETITION, table.c.id)
    found = session.execute(query if seen is None else query.where(seen)).all()
    return {
        r.id: (
            PetitionRef(r.id, r.code, r.content, state_label(PETITION, r.state) if r.state else ""),
            r.state or "",
            r,
        )
        for r in found
    }


def _earlier(found: tuple[PetitionRef, str, Any], resend: date | None) -> EarlierAnswer:
    ref, _state, row = found
    answered = row.answered_on is not None
    duty = ""
    if answered and resend is not None:
        duty = f"Kiến nghị đã được trả lời: gửi lại văn bản đã trả lời chậm nhất ngày {write_date(resend)}."
    elif answered:
        duty = "Kiến nghị đã được trả lời: xem xét gửi lại văn bản đã trả lời."
    result = PetitionResult.of(row.result).label if row.result else ""
    return EarlierAnswer(ref, row.answer_document or "", row.answered_on, result, duty)


def _meeting(session: Session, meeting_id: int | None) -> tuple[int, str] | None:
    if meeting_id is None:
        return None
    table = ITEMS[ItemKind.MEETING]
    row = session.execute(select(table.c.held_on, table.c.place).where(table.c.id == meeting_id)).first()
    return None if row is None else (meeting_id, f"{row.place}, ngày {write_date(row.held_on)}")


def _promise(row: RowMapping, today: date) -> PromiseLine:
    kept, due = row["kept_on"], row["due_on"]
    if kept is not None and kept <= today:
        state, tone = ("Đã thực hiện", "good") if kept <= due else ("Đã thực hiện, chậm hạn hứa", "wait")
    else:
        state, tone = ("Quá hạn chưa thực hiện", "late") if due < today else ("Còn trong hạn", "plainly")
    return PromiseLine(
        row["id"],
        row["version"],
        row["content"],
        due,
        row["promised_on"],
        row["document"] or "",
        kept,
        row["proof"] or "",
        state,
        tone,
        row["struck"],
    )
