"""Phiếu đề xuất: an officer proposes a step, the head approves it, changes it or sends it back.

What is proposed passes the same guard as the step itself, when it is proposed and again when it is approved; approval
takes the step in the same transaction, as the head's act. A proposal stands for one record and one step at a time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, may_see, require
from casework.domain.entry import EMPTY, EntryError
from casework.domain.fields import Value
from casework.domain.held import Held
from casework.domain.items import ItemKind, Verdict, item_field
from casework.domain.letter_steps import apart
from casework.domain.numerals import write_date
from casework.domain.vocabulary import RecordKind, Role
from casework.services.handling.holding import Moved, StaleVersionError, act_of, hold, role_in_step
from casework.services.handling.moving import Judged, judge_step, step
from casework.statistics.scope import sees_record
from casework.store import journal
from casework.store.database import Database
from casework.store.items import NoSuchItemError, add_item, change_item, item, items_of
from casework.store.record_rows import office_of

PROPOSAL = ItemKind.PROPOSAL
PROPOSED = frozenset({RecordKind.LETTER, RecordKind.CASE, RecordKind.FEEDBACK})
"""The kinds whose steps are proposed to a head."""
DECIDING = (Role.UNIT_HEAD,)
"""In which other role a head takes a step than in his own: a leader decides as the head of the unit does."""


class ProposalError(ValueError):
    """A proposal that cannot be made or decided; the Vietnamese message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal that was decided: `moved` tells of the step, None where it went back."""

    proposal_id: int
    moved: Moved | None


def propose(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    event: str,
    values: Mapping[str, object],
    ground: str,
    version: int,
    *,
    on: date,
    now: datetime,
) -> int:
    """Proposes the step `event` with `values` to the head of the unit that keeps the record; returns the item's id.

    The record itself stays as it is. Raises WorkflowError, EntryError, ProposalError, StaleVersionError,
    ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        held = hold(session, reader, kind, record_id, version)
        if waiting(session, kind, record_id):
            raise ProposalError("Hồ sơ đang có phiếu đề xuất chờ ý kiến; hãy chờ, hoặc rút phiếu ấy trước.")
        why = ground.strip()
        if not why:
            raise EntryError({"ground": EMPTY})
        role = role_in_step(session, reader, kind, record_id, event)
        judged = judge_step(session, held, record_id, role, event, values, on)
        _names_nobody(held, judged)
        typed = {name: _written(values.get(name)) for name in judged.row.asked if values.get(name) not in (None, "")}
        stated: dict[str, Value] = {
            "step": event,
            "values": json.dumps(typed, ensure_ascii=False, sort_keys=True),
            "ground": why[: item_field(PROPOSAL, "ground").limit],
            "proposed_on": on,
            "proposer_id": reader.user_id,
            "unit_id": reader.unit_id or office_of(session, kind, record_id)[0],
        }
        return add_item(session, PROPOSAL, kind, record_id, stated, on=on, act=act_of(reader, "propose", now))


def _names_nobody(held: Held, judged: Judged) -> None:
    """Refuses to write down, beside a letter, what is split from it as a denunciation, or the other way round: the
    letter's sender would be known as the one who denounced (design.md 11)."""
    if apart(held.values, judged.given):
        raise ProposalError(
            "Tách nội dung tố cáo thì không lập phiếu đề xuất trong hệ thống, vì phiếu nằm ở đơn có tên người gửi; "
            "hãy xin ý kiến bằng phiếu giấy rồi ghi bước “Tách đơn”."
        )


def _written(value: object) -> str:
    """A value as a form would carry it, so that it is read again when the proposal is approved."""
    if isinstance(value, date):
        return write_date(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def waiting(session: Session, kind: RecordKind, record_id: int) -> RowMapping | None:
    """The proposal of a record that waits for an opinion; None where none does."""
    rows = items_of(session, PROPOSAL, kind, [record_id], struck=False).get(record_id, [])
    return next((row for row in rows if row["verdict"] is None), None)


def proposed_values(row: RowMapping) -> dict[str, str]:
    """What a proposal says, by name, as a form would carry it."""
    found: dict[str, str] = json.loads(row["values"] or "{}")
    return found


def decide(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    proposal_id: int,
    verdict: Verdict,
    remark: str,
    values: Mapping[str, object] | None,
    version: int,
    *,
    on: date,
    now: datetime,
) -> Decided:
    """The head's opinion: APPROVED takes the step as proposed, CHANGED with `values`, RETURNED sends it back.

    `version`: of the record, as the head saw it. A return says why. Raises what the step raises, ProposalError,
    StaleVersionError where the proposal was decided or the record changed meanwhile.
    """
    require(reader.role, Act.APPROVE)
    if verdict not in (Verdict.APPROVED, Verdict.CHANGED, Verdict.RETURNED):
        raise ProposalError("Chỉ ghi được một trong các ý kiến: đồng ý, đồng ý có sửa đổi, trả lại.")
    with db.write() as session:
        held = hold(session, reader, kind, record_id, version)
        row = _waiting(session, kind, record_id, proposal_id)
        if row["proposer_id"] == reader.user_id:
            raise ProposalError("Người đề xuất không tự duyệt phiếu của mình; hãy để thủ trưởng khác cho ý kiến.")
        if verdict is Verdict.RETURNED and not remark.strip():
            raise EntryError({"remark": "Trả lại thì phải ghi ý kiến chỉ đạo."})
        said: dict[str, Value] = {
            "verdict": verdict.value,
            "decided_on": on,
            "decider_id": reader.user_id,
            "remark": remark.strip()[: item_field(PROPOSAL, "remark").limit] or None,
        }
        if verdict is Verdict.CHANGED:
            role = _deciding(reader)
            judged = judge_step(session, held, record_id, role, row["step"], values or {}, on)
            _names_nobody(held, judged)
            typed = {n: _written((values or {}).get(n)) for n in judged.row.asked if (values or {}).get(n)}
            said["values"] = json.dumps(typed, ensure_ascii=False, sort_keys=True)
        change_item(session, PROPOSAL, proposal_id, said, on=on, act=act_of(reader, "decide", now))
        if verdict is Verdict.RETURNED:
            return Decided(proposal_id, None)
        taken: Mapping[str, object] = (values or {}) if verdict is Verdict.CHANGED else proposed_values(row)
        event = str(row["step"])
        moved = step(session, reader, kind, record_id, event, taken, version, on=on, now=now, role=_deciding(reader))
        return Decided(proposal_id, moved)


def _deciding(reader: Reader) -> Role:
    """In which role a head takes a step (`DECIDING`)."""
    return DECIDING[0] if reader.role is Role.LEADER else reader.role


def _waiting(session: Session, kind: RecordKind, record_id: int, proposal_id: int) -> RowMapping:
    try:
        row = item(session, PROPOSAL, proposal_id)
    except NoSuchItemError:
        raise NoSuchRecordError from None
    if (row["of_kind"], row["of_id"]) != (kind.value, record_id) or row["struck"]:
        raise NoSuchRecordError
    if row["verdict"] is not None:
        raise StaleVersionError(int(row["version"]))
    return row


def withdraw(
    db: Database, reader: Reader, kind: RecordKind, record_id: int, proposal_id: int, *, on: date, now: datetime
) -> None:
    """The proposer takes back what still waits. Raises ProposalError, StaleVersionError, NoSuchRecordError."""
    with db.write() as session:
        journal.lock(session)
        if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
            raise NoSuchRecordError
        row = _waiting(session, kind, record_id, proposal_id)
        if row["proposer_id"] != reader.user_id:
            raise ProposalError("Chỉ người đề xuất rút được phiếu của mình; thủ trưởng thì trả lại phiếu.")
        said: dict[str, Value] = {"verdict": Verdict.WITHDRAWN.value, "decided_on": on}
        change_item(session, PROPOSAL, proposal_id, said, on=on, act=act_of(reader, "decide", now))
