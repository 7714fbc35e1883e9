"""Verifying: both chained logs against their own hashes and against anchors kept outside, and every table that follows
from the journal against it. What is found is named: the entry, or the record by its number, never a value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.anchors import ACCESS, JOURNAL, LABELS, Anchor, Head, VerifyFault, against
from casework.domain.derivation import derivation
from casework.domain.items import ItemKind
from casework.domain.law_changes import digest_of
from casework.domain.vocabulary import RecordKind
from casework.domain.words import titled
from casework.files.anchors import AnchorFileError, add_anchors, read_anchors
from casework.store.access_log import verify_access
from casework.store.chain import verify_chain
from casework.store.comparing import Difference, compare, compare_items
from casework.store.database import Database
from casework.store.heads import LOGS, hash_at, head_of
from casework.store.issued import issued_faults
from casework.store.items import ITEMS, OF_ID, OF_KIND
from casework.store.journal import JournalEntry
from casework.store.law_change_table import read_changes
from casework.store.records import RECORDS
from casework.store.reference_data import load_law

__all__ = ["AnchorFileError", "journal_head", "note_anchors", "verify", "verify_in"]


def journal_head(db: Database) -> Head:
    """How many entries the journal has, and the hash of the last: what a paper prints."""
    with db.read() as session:
        return head_of(session, JOURNAL)


def note_anchors(db: Database, file: Path | None, now: datetime) -> list[Anchor]:
    """The ends of both logs as anchors, added to `file` where one is given. Raises OSError."""
    with db.read() as session:
        found = [Anchor(log, head_of(session, log), now) for log in LOGS]
    if file is not None:
        add_anchors(file, found)
    return found


def verify(db: Database, anchors: Path | None = None) -> list[VerifyFault]:
    """Everything that is not as it was: entries, events and payloads of both logs, the anchors of a file, records,
    facts and items. Raises AnchorFileError."""
    noted = read_anchors(anchors) if anchors is not None else []
    with db.read() as session:
        return verify_in(session, noted)


def verify_in(session: Session, noted: Iterable[Anchor] = ()) -> list[VerifyFault]:
    """`verify` within an open look."""
    return [*_chains(session), *_anchored(session, noted), *_law(session), *_issued(session), *_tables(session)]


def _chains(session: Session) -> Iterator[VerifyFault]:
    for log, faults in ((JOURNAL, verify_chain(session)), (ACCESS, verify_access(session))):
        for fault in faults:
            yield VerifyFault(log, fault.position, f"{LABELS[log]}, mục {fault.position}", fault.message)


def _anchored(session: Session, noted: Iterable[Anchor]) -> Iterator[VerifyFault]:
    counts = {log: head_of(session, log).count for log in LOGS}
    for anchor in noted:
        there = hash_at(session, anchor.log, anchor.head.count)
        fault = against(anchor, counts[anchor.log], there)
        if fault is not None:
            yield fault


def _law(session: Session) -> Iterator[VerifyFault]:
    """Versions of the law whose changes are not those that their journal entry names by digest."""
    told = dict(read_changes(session))
    entries = session.execute(
        select(JournalEntry.position, JournalEntry.note).where(JournalEntry.act == "reference").order_by("position")
    )
    for position, note in entries:
        if not note.startswith('{"law"'):
            continue
        noted = json.loads(note)
        changes = told.pop(int(noted["law"]), [])
        if digest_of(changes) != noted["digest"]:
            yield VerifyFault(JOURNAL, position, f"Lịch và thời hạn, bản {noted['law']}", "đã bị sửa ngoài hệ thống")
    for version in told:
        yield VerifyFault(JOURNAL, None, f"Lịch và thời hạn, bản {version}", "không có trong nhật ký")


def _issued(session: Session) -> Iterator[VerifyFault]:
    """Issued reports, their parts and withdrawals that are not what their journal entries name by digest."""
    for fault in issued_faults(session):
        yield VerifyFault(JOURNAL, fault.position, f"Báo cáo đã phát hành số {fault.issued_id}", fault.what)


def _tables(session: Session) -> Iterator[VerifyFault]:
    law = load_law(session)
    for kind in RecordKind:
        for found in compare(session, kind, derivation(kind, law), repair=False):
            yield VerifyFault(JOURNAL, None, _named(session, found), found.what)
    for found in compare_items(session, repair=False):
        yield VerifyFault(JOURNAL, None, _named(session, found), found.what)


def _named(session: Session, found: Difference) -> str:
    """What people call the record that differs; an item by the record that it belongs to."""
    if isinstance(found.kind, RecordKind):
        return _record(session, found.kind, found.record_id)
    table = ITEMS[ItemKind.of(found.kind)]
    row = session.execute(select(table.c[OF_KIND], table.c[OF_ID]).where(table.c.id == found.record_id)).first()
    name = f"{found.kind.label} số {found.record_id}"
    of_record = row is not None and row[0] in list(RecordKind)
    return f"{name} của {_record(session, RecordKind.of(row[0]), row[1])}" if row and of_record else name


def _record(session: Session, kind: RecordKind, record_id: int) -> str:
    table = RECORDS[kind]
    code = table.c.code if "code" in table.c else None
    columns = [table.c.opened_on] if code is None else [table.c.opened_on, code]
    row = session.execute(select(*columns).where(table.c.id == record_id)).first()
    if row is None:
        return f"{kind.label} mã {record_id}"
    return f"{titled(kind, None if code is None else row[1], row[0])} (mã {record_id})"
