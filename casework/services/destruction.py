"""Hủy nội dung: one proposes, another decides, and then the texts go, while what is counted of them stays.

Two occasions. "Lưu đơn" letters whose time of keeping is over (TT 05/2021/TT-TTCP, Điều 28; confidence high,
law-and-forms 3): all texts go. A record that turns out to be a denunciation although its journal names a person: the
identity goes and the type is corrected, in one transaction (design.md 11). A hold stops both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.derivation import derivation
from casework.domain.destruction import (
    DestructionError,
    Kind,
    Reduce,
    counted_part,
    nameless_part,
    said_of_person,
    typed_ground,
)
from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS, Value
from casework.domain.held import Held
from casework.domain.items import DestructionScope, ItemKind, Verdict
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.domain.words import titled
from casework.files.digest import digest
from casework.files.withholding import cutter
from casework.statistics import destructible
from casework.store import destroying, items, journal
from casework.store.database import Database
from casework.store.destroying import Warrant
from casework.store.reference_data import load_law
from casework.store.scrubbing import scrub as scrub_database
from casework.store.writing import add_events

MOST_AT_ONCE = 200
_DECISION = re.compile(r"\S*\d\S*(?: \S+)*")
_TYPED = frozenset({RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE})


@dataclass(frozen=True, slots=True)
class Decided:
    """What was destroyed: how many records, the decision's number; `scrubbed`: no old page of the files keeps it."""

    records: int
    decision: str
    scrubbed: bool


def _act(reader: Reader, name: str, now: datetime, note: str = "") -> journal.Act:
    return journal.Act(name, reader.user_id, reader.os_user, now, note)


def _seen(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> RowMapping:
    row = destructible.seen_of(session, reader, kind, [record_id]).get(record_id)
    if row is None:
        raise NoSuchRecordError
    return row


def propose_letters(
    db: Database, reader: Reader, record_ids: Sequence[int], ground: str, *, on: date, now: datetime
) -> int:
    """Proposes the destruction of filed letters whose time of keeping is over; how many were proposed.

    Raises DestructionError, ForbiddenError; a letter that the reader may not see, or that is not due, is refused alike.
    """
    require(reader.role, Act.PROPOSE_DESTRUCTION)
    why = typed_ground(ground, "căn cứ đề xuất")
    wanted = sorted(set(record_ids))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise DestructionError(f"Hãy chọn từ 1 đến {MOST_AT_ONCE} đơn.")
    with db.write() as session:
        journal.lock(session)
        due, _total = destructible.due_letters(session, reader, load_law(session), on, len(wanted), wanted)
        if len(due) != len(wanted):
            raise DestructionError("Có đơn không còn thuộc diện được hủy; hãy tải lại danh sách rồi chọn lại.")
        for record_id in wanted:
            values: dict[str, Value] = {
                "scope": DestructionScope.WHOLE.value,
                "ground": why,
                "proposed_on": on,
                "proposer_id": reader.user_id,
            }
            act = _act(reader, "propose_destruction", now)
            items.add_item(session, ItemKind.DESTRUCTION, RecordKind.LETTER, record_id, values, on=on, act=act)
    return len(wanted)


def propose_denunciation(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    paper_file: str,
    ground: str,
    *,
    on: date,
    now: datetime,
) -> None:
    """Proposes that a record becomes a denunciation: its identity is to be destroyed and its type corrected.

    `paper_file`: where the paper stands, the only place that still names the denouncer. Raises DestructionError,
    ForbiddenError, NoSuchRecordError.
    """
    require(reader.role, Act.PROPOSE_DESTRUCTION)
    with db.write() as session:
        journal.lock(session)
        row = _seen(session, reader, kind, record_id)
        if kind not in _TYPED or row["type"] == DENUNCIATION:
            raise DestructionError("Hồ sơ này đã là tố cáo, hoặc thuộc sổ không có tố cáo.")
        why, paper = typed_ground(ground, "lý do"), typed_ground(paper_file, "số hồ sơ giấy")
        told = [event.changes for of, event in destroying.payloads_of(session, kind, record_id) if of is kind]
        without = cutter(said_of_person(kind, told))
        if without(why) != why or without(paper) != paper:
            raise DestructionError("Lý do và số hồ sơ giấy không được nêu danh tính công dân; hãy viết lại.")
        _free(session, kind, record_id)
        values: dict[str, Value] = {
            "scope": DestructionScope.IDENTITY.value,
            "ground": why,
            "paper_file": paper,
            "proposed_on": on,
            "proposer_id": reader.user_id,
        }
        act = _act(reader, "propose_destruction", now)
        items.add_item(session, ItemKind.DESTRUCTION, kind, record_id, values, on=on, act=act)


def _free(session: Session, kind: RecordKind, record_id: int) -> None:
    if destructible.waiting_for(session, kind, record_id):
        raise DestructionError("Hồ sơ đã có một đề xuất hủy đang chờ quyết định.")
    if destructible.holds_of(session, kind, [record_id]):
        raise DestructionError("Hồ sơ đang được giữ lại, không hủy; hãy thôi giữ trước.")


@dataclass(frozen=True, slots=True)
class _Case:
    """A proposal together with the record that it is about."""

    proposal: RowMapping
    kind: RecordKind
    row: RowMapping

    @property
    def record_id(self) -> int:
        return int(self.row["id"])

    @property
    def title(self) -> str:
        return titled(self.kind, self.row.get("code"), self.row["opened_on"])

    @property
    def whole(self) -> bool:
        return bool(self.proposal["scope"] == DestructionScope.WHOLE.value)


def _waiting(session: Session, reader: Reader, proposal_ids: Sequence[int]) -> list[_Case]:
    wanted = sorted(set(proposal_ids))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise DestructionError(f"Hãy chọn từ 1 đến {MOST_AT_ONCE} đề xuất.")
    found = []
    for proposal_id in wanted:
        try:
            row = items.item(session, ItemKind.DESTRUCTION, proposal_id)
        except items.NoSuchItemError:
            raise NoSuchRecordError from None
        kind = RecordKind.of(row["of_kind"])
        one = _Case(row, kind, _seen(session, reader, kind, row["of_id"]))
        if row["verdict"] is not None or row["struck"]:
            raise DestructionError(f"Đề xuất về {one.title} đã có quyết định; hãy tải lại danh sách.")
        found.append(one)
    return found


def reject(db: Database, reader: Reader, proposal_ids: Sequence[int], remark: str, *, on: date, now: datetime) -> int:
    """Decides that nothing is destroyed; the proposer may withdraw his own so. How many. Raises as `decide`."""
    why = typed_ground(remark, "ý kiến")
    with db.write() as session:
        journal.lock(session)
        for one in _waiting(session, reader, proposal_ids):
            own = one.proposal["proposer_id"] == reader.user_id
            if not own:
                require(reader.role, Act.DECIDE_DESTRUCTION)
            verdict = Verdict.WITHDRAWN if own else Verdict.RETURNED
            _close(session, reader, one, verdict, {"remark": why}, on, now)
    return len(set(proposal_ids))


def _close(
    session: Session,
    reader: Reader,
    one: _Case,
    verdict: Verdict,
    more: Mapping[str, Value],
    on: date,
    now: datetime,
) -> None:
    changes: dict[str, Value] = {
        "verdict": verdict.value,
        "decided_on": on,
        "decider_id": reader.user_id,
        **more,
    }
    act = _act(reader, "decide_destruction", now)
    items.change_item(session, ItemKind.DESTRUCTION, one.proposal["id"], changes, on=on, act=act)


def decide(
    db: Database, reader: Reader, proposal_ids: Sequence[int], decision: str, *, on: date, now: datetime
) -> Decided:
    """Decides on proposals that another person made, and destroys: all of them in one transaction, or nothing.

    `decision`: the number of the written decision. Raises DestructionError (own proposal, held back, no longer due),
    ForbiddenError, NoSuchRecordError.
    """
    require(reader.role, Act.DECIDE_DESTRUCTION)
    number = " ".join(decision.split())
    if not _DECISION.fullmatch(number) or len(number) > 100:
        raise DestructionError("Hãy ghi số quyết định hủy (có chữ số, dài nhất 100 ký tự), ví dụ 12/QĐ-VP.")
    with db.write() as session:
        journal.lock(session)
        law = load_law(session)
        cases = _waiting(session, reader, proposal_ids)
        for one in cases:
            if one.proposal["proposer_id"] == reader.user_id:
                raise DestructionError(f"{one.title}: người đề xuất không được tự quyết định; cần người khác.")
            if destructible.holds_of(session, one.kind, [one.record_id]):
                raise DestructionError(f"{one.title} đang được giữ lại, không hủy; hãy bỏ chọn hoặc thôi giữ trước.")
        for one in cases:
            _close(session, reader, one, Verdict.APPROVED, {"decision": number}, on, now)
        _destroy_letters(session, reader, [one for one in cases if one.whole], law, number, on, now)
        for one in cases:
            if not one.whole:
                _turn_into_denunciation(session, reader, one, law, number, on, now)
    return Decided(len(cases), number, _scrubbed(db, {one.kind for one in cases}))


def _scrubbed(db: Database, kinds: set[RecordKind]) -> bool:
    """Whether nothing is left to do: PostgreSQL writes its tables anew only when nobody works."""
    return scrub_database(db, tuple(kinds), thorough=False) and db.dialect == "sqlite"


def _counted(of: Kind, changes: Mapping[str, Value]) -> dict[str, Value]:
    return counted_part(of, changes)


def _warrant(one: _Case, reader: Reader, number: str) -> Warrant:
    return Warrant(one.proposal["proposer_id"], reader.user_id, number)


def _note(number: str) -> str:
    return f"theo quyết định {number}"


def _destroy_letters(
    session: Session, reader: Reader, cases: list[_Case], law: Law, number: str, on: date, now: datetime
) -> None:
    if not cases:
        return
    ids = [one.record_id for one in cases]
    due, _total = destructible.due_letters(session, reader, law, on, len(ids), ids)
    still = {letter.record_id for letter in due}
    for one in cases:
        if one.record_id not in still:
            raise DestructionError(f"{one.title} không còn là đơn lưu đã hết thời hạn lưu; hãy trả lại đề xuất này.")
    destroying.destroy(
        session,
        RecordKind.LETTER,
        ids,
        dict.fromkeys(ids, _counted),
        {one.record_id: _warrant(one, reader, number) for one in cases},
        on=on,
        act=_act(reader, "destroy", now, _note(number)),
        derive=derivation(RecordKind.LETTER, law),
    )


def _turn_into_denunciation(
    session: Session, reader: Reader, one: _Case, law: Law, number: str, on: date, now: datetime
) -> None:
    kind, record_id = one.kind, one.record_id
    told = [event.changes for of, event in destroying.payloads_of(session, kind, record_id) if of is kind]
    without = cutter(said_of_person(kind, told))

    def nameless(of: Kind, changes: Mapping[str, Value]) -> dict[str, Value]:
        return nameless_part(of, changes, without)

    reduce: dict[int, Reduce] = {record_id: nameless}
    left = nameless(kind, Held(kind, journal.history(session, kind, record_id), law).values)
    # What the office's register will tell once it is corrected too, so that the row is recognised then.
    mark = digest(kind, {n: v for n, v in {**left, "type": DENUNCIATION}.items() if v is not None})
    taken = destroying.has_digest(session, kind, one.row["office_id"], mark)
    destroying.destroy(
        session,
        kind,
        [record_id],
        reduce,
        {record_id: _warrant(one, reader, number)},
        on=on,
        act=_act(reader, "destroy", now, _note(number)),
        derive=derivation(kind, law),
        digests={} if taken else {record_id: mark},
    )
    held = Held(kind, journal.history(session, kind, record_id), law)
    after: dict[str, Any] = {**held.values, "type": DENUNCIATION, "paper_file": one.proposal["paper_file"]}
    drafts = held.corrections(after, {"type", "paper_file", *IDENTITY_FIELDS[kind]}, f"Là tố cáo, {_note(number)}")
    version = destroying.versions_of(session, kind, [record_id])[record_id]
    add_events(session, kind, record_id, drafts, _act(reader, "correct", now), derivation(kind, law), version)
