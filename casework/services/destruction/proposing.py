"""Proposing a destruction: of filed letters whose time is over, or of an identity that must not stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.destruction import DestructionError, said_of_person, typed_ground
from casework.domain.fields import DENUNCIATION, Value
from casework.domain.items import DestructionScope, ItemKind
from casework.domain.vocabulary import RecordKind
from casework.files.withholding import cutter
from casework.services.destruction.held import MOST_AT_ONCE, TYPED, act_of, seen
from casework.statistics import destructible
from casework.store import destroying, items, journal
from casework.store.database import Database
from casework.store.reference_data import load_law


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
            act = act_of(reader, "propose_destruction", now)
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
        row = seen(session, reader, kind, record_id)
        if kind not in TYPED or row["type"] == DENUNCIATION:
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
        act = act_of(reader, "propose_destruction", now)
        items.add_item(session, ItemKind.DESTRUCTION, kind, record_id, values, on=on, act=act)


def _free(session: Session, kind: RecordKind, record_id: int) -> None:
    if destructible.waiting_for(session, kind, record_id):
        raise DestructionError("Hồ sơ đã có một đề xuất hủy đang chờ quyết định.")
    if destructible.holds_of(session, kind, [record_id]):
        raise DestructionError("Hồ sơ đang được giữ lại, không hủy; hãy thôi giữ trước.")
