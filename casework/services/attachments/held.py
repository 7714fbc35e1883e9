"""A record as its files need it, and an attached file as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, select, true
from sqlalchemy.orm import Session

from casework.domain.access import (
    CORRECT,
    LOG,
    MOVE,
    ForbiddenError,
    NoSuchRecordError,
    Reader,
    may,
    may_see,
    sees_identity,
)
from casework.domain.attachments import DocumentRole
from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.files.attachment_kinds import KINDS, PDF
from casework.statistics.scope import handled, visible
from casework.store import items
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS


@dataclass(frozen=True, slots=True)
class Attached:
    """An attached file as it is shown. `image`: it can be shown on a page of ours, `pdf`: in a tab of its own.

    `destroyed`: its content is gone, by decision; `may_strike`: the reader may strike it out.
    """

    id: int
    name: str
    role: str
    kind: str
    media_type: str
    size: int
    attached_on: date
    note: str
    struck: bool
    image: bool
    pdf: bool
    destroyed: bool = False
    may_strike: bool = False


@dataclass(frozen=True, slots=True)
class FilesHeld:
    """A record for its files: whether the reader may add some, whether he may open them; `handles`: he keeps the
    record or leads it, so that he may strike out what others attached."""

    kind: RecordKind
    id: int
    denunciation: bool
    may_attach: bool
    may_open: bool
    handles: bool

    def to_attach(self) -> FilesHeld:
        """This record, for whoever may add files to it. Raises ForbiddenError for others."""
        if not self.may_attach:
            raise ForbiddenError("Tài khoản đang dùng không được đính kèm tệp vào hồ sơ này.")
        return self


def hold_files(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> FilesHeld:
    """The record as `reader` may see it. Raises NoSuchRecordError."""
    record = RECORDS[kind]
    if not may_see(reader, kind):
        raise NoSuchRecordError
    leads = handled(reader, kind, record.c.id)
    columns = [record.c.id, (true() if leads is None else leads).label("handles")]
    columns += [record.c.type] if "type" in record.c else []
    seen = visible(reader, kind, record.c.id)
    query = select(*columns).where(record.c.id == record_id)
    row = session.execute(query if seen is None else query.where(seen)).mappings().first()
    if row is None:
        raise NoSuchRecordError
    denunciation = row.get("type") == DENUNCIATION
    opens = denunciation or not IDENTITY_FIELDS[kind] or sees_identity(reader, kind)
    acts = [table[kind] for table in (LOG, MOVE, CORRECT) if kind in table]
    attaches = opens and any(may(reader.role, act) for act in acts)
    return FilesHeld(kind, record_id, denunciation, attaches, opens, bool(row["handles"]))


def shown(row: RowMapping, place: int, opens: bool) -> Attached:
    """A file's row in words; `place`: its place among the files of its record, from 1 on. `opens`: the reader may open
    it; a name such as "Đơn của bà …" and a note say who the person is to nobody else."""
    kind = KINDS[row["media_type"]]
    return Attached(
        row["id"],
        (opens and row["file_name"]) or f"tai-lieu-{place}{kind.endings[0]}",
        row["role"] or DocumentRole.OTHER.label,
        kind.label,
        kind.media_type,
        row["size"],
        row["attached_on"],
        (opens and row["note"]) or "",
        row["struck"],
        kind.shown and kind is not PDF,
        kind is PDF,
        row["sha256"] is None,
    )


def own_files(session: Session, reader: Reader, rows: Sequence[RowMapping]) -> frozenset[int]:
    """Which of these files the reader attached himself."""
    made = {row["created_position"]: row["id"] for row in rows}
    mine = select(JournalEntry.position).where(JournalEntry.position.in_(made), JournalEntry.actor_id == reader.user_id)
    return frozenset(made[position] for position in session.scalars(mine))


def file_held(session: Session, reader: Reader, attachment_id: int) -> tuple[RowMapping, FilesHeld, int]:
    """A file, its record and its place among the record's files. Raises NoSuchRecordError, also for a hidden record."""
    try:
        row = items.item(session, ItemKind.ATTACHMENT, attachment_id)
    except items.NoSuchItemError:
        raise NoSuchRecordError from None
    kind = RecordKind.of(row["of_kind"])
    held = hold_files(session, reader, kind, row["of_id"])
    beside = items.items_of(session, ItemKind.ATTACHMENT, kind, [held.id])[held.id]
    return row, held, [one["id"] for one in beside].index(attachment_id) + 1
