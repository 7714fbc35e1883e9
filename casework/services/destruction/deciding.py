"""Deciding on proposals: returning them, or destroying, in one transaction and by another person than proposed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
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
from casework.domain.items import ItemKind, Verdict
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.files.attachment_store import FileStore
from casework.files.digest import digest
from casework.files.withholding import cutter
from casework.services.destruction.held import Case, act_of, close, waiting
from casework.statistics import destructible
from casework.store import destroying, items, journal
from casework.store.attachment_rows import contents
from casework.store.database import Database
from casework.store.destroying import Warrant
from casework.store.reference_data import load_law
from casework.store.scrubbing import scrub as scrub_database
from casework.store.vault import Vault
from casework.store.writing import add_events

_DECISION = re.compile(r"\S*\d\S*(?: \S+)*")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was destroyed: how many records, the decision's number; `scrubbed`: no old page of the files keeps it."""

    records: int
    decision: str
    scrubbed: bool


def reject(db: Database, reader: Reader, proposal_ids: Sequence[int], remark: str, *, on: date, now: datetime) -> int:
    """Decides that nothing is destroyed; the proposer may withdraw his own so. How many. Raises as `decide`."""
    why = typed_ground(remark, "ý kiến")
    with db.write() as session:
        journal.lock(session)
        for one in waiting(session, reader, proposal_ids):
            own = one.proposal["proposer_id"] == reader.user_id
            if not own:
                require(reader.role, Act.DECIDE_DESTRUCTION)
            verdict = Verdict.WITHDRAWN if own else Verdict.RETURNED
            close(session, reader, one, verdict, {"remark": why}, on, now)
    return len(set(proposal_ids))


def decide(
    db: Database,
    reader: Reader,
    proposal_ids: Sequence[int],
    decision: str,
    *,
    on: date,
    now: datetime,
    files: FileStore | None = None,
) -> Decided:
    """Decides on proposals that another person made, and destroys: all of them in one transaction, or nothing.

    Then go the contents of attached files that no other record names (`files`: where they are kept), and what the vault
    holds of destroyed letters. `decision`: the number of the written decision. Raises DestructionError (own proposal,
    held back, no longer due), ForbiddenError, NoSuchRecordError.
    """
    require(reader.role, Act.DECIDE_DESTRUCTION)
    number = " ".join(decision.split())
    if not _DECISION.fullmatch(number) or len(number) > 100:
        raise DestructionError("Hãy ghi số quyết định hủy (có chữ số, dài nhất 100 ký tự), ví dụ 12/QĐ-VP.")
    with db.write() as session:
        journal.lock(session)
        law = load_law(session)
        cases = waiting(session, reader, proposal_ids)
        for one in cases:
            if one.proposal["proposer_id"] == reader.user_id:
                raise DestructionError(f"{one.title}: người đề xuất không được tự quyết định; cần người khác.")
            if destructible.holds_of(session, one.kind, [one.record_id]):
                raise DestructionError(f"{one.title} đang được giữ lại, không hủy; hãy bỏ chọn hoặc thôi giữ trước.")
        named = {sha for one in cases for sha in destroying.contents_of(session, one.kind, [one.record_id])}
        seals = _unsealed(session, reader, [one for one in cases if one.whole], on, now)
        for one in cases:
            close(session, reader, one, Verdict.APPROVED, {"decision": number}, on, now)
        _destroy_letters(session, reader, [one for one in cases if one.whole], law, number, on, now)
        for one in cases:
            if not one.whole:
                _turn_into_denunciation(session, reader, one, law, number, on, now)
    _clear_away(db, files, named, seals)
    return Decided(len(cases), number, _scrubbed(db, {one.kind for one in cases}))


def _unsealed(session: Session, reader: Reader, cases: Sequence[Case], on: date, now: datetime) -> list[str]:
    """Strikes out the seals of records whose texts all go; what lay under them in the vault is removed after."""
    found = []
    for one in cases:
        sealed = items.items_of(session, ItemKind.SEAL, one.kind, [one.record_id], struck=False)
        for row in sealed.get(one.record_id, []):
            act = act_of(reader, "unseal", now)
            items.strike_item(session, ItemKind.SEAL, row["id"], "hủy theo quyết định", on=on, act=act)
            found.append(str(row["seal"]))
    return found


def _clear_away(db: Database, files: FileStore | None, named: set[str], seals: list[str]) -> None:
    """What stands outside the database: a stop in between leaves strays, which the checks of files and vault name."""
    if isinstance(db.vault, Vault) and seals:
        db.vault.remove(seals)
    if files is not None and named:
        with db.write() as session:  # nobody attaches the same content meanwhile
            journal.lock(session)
            for sha256 in sorted(named - contents(session)):
                files.remove(sha256)


def _scrubbed(db: Database, kinds: set[RecordKind]) -> bool:
    """Whether nothing is left to do: PostgreSQL writes its tables anew only when nobody works."""
    return scrub_database(db, tuple(kinds), thorough=False) and db.dialect == "sqlite"


def _counted(of: Kind, changes: Mapping[str, Value]) -> dict[str, Value]:
    return counted_part(of, changes)


def _warrant(one: Case, reader: Reader, number: str) -> Warrant:
    return Warrant(one.proposal["proposer_id"], reader.user_id, number)


def _note(number: str) -> str:
    return f"theo quyết định {number}"


def _destroy_letters(
    session: Session, reader: Reader, cases: list[Case], law: Law, number: str, on: date, now: datetime
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
        act=act_of(reader, "destroy", now, _note(number)),
        derive=derivation(RecordKind.LETTER, law),
    )


def _turn_into_denunciation(
    session: Session, reader: Reader, one: Case, law: Law, number: str, on: date, now: datetime
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
        act=act_of(reader, "destroy", now, _note(number)),
        derive=derivation(kind, law),
        digests={} if taken else {record_id: mark},
    )
    held = Held(kind, journal.history(session, kind, record_id), law)
    after: dict[str, Any] = {**held.values, "type": DENUNCIATION, "paper_file": one.proposal["paper_file"]}
    drafts = held.corrections(after, {"type", "paper_file", *IDENTITY_FIELDS[kind]}, f"Là tố cáo, {_note(number)}")
    version = destroying.versions_of(session, kind, [record_id])[record_id]
    add_events(session, kind, record_id, drafts, act_of(reader, "correct", now), derivation(kind, law), version)
