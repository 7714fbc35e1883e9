"""What stands beside a citizen's record on its page: duties by law, the proposal that waits, records that it is linked
with. Nothing is told of a linked record that the reader may not see, not even that there is one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, and_, or_, select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, may, may_see, sees_identity
from casework.domain.destruction import said_of_person
from casework.domain.duties import DUTIES, Duty, duties
from casework.domain.events import current_values
from casework.domain.items import ItemKind, LinkType, Verdict
from casework.domain.links import link_label
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words
from casework.domain.workflow import TRANSITIONS, form_field
from casework.files.form_values import read_values
from casework.files.withholding import cutter
from casework.statistics.labels import load_labels
from casework.statistics.linked import is_denunciation, linked_titles
from casework.statistics.scope import visible
from casework.store import journal
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.duties import issued_papers
from casework.store.items import ITEMS, items_of
from casework.store.records import RECORDS
from casework.store.reference_data import load_law

PERSON_HIDDEN = "[không hiển thị]"
NOT_TOLD = "Không hiển thị với vai trò của tài khoản đang dùng."


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty as the page shows it: `late` not done by its day, or done after it."""

    duty: Duty
    late: bool


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another record and what it is to this one."""

    label: str
    kind: RecordKind
    id: int
    title: str
    linked_on: date


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal in words: the step, what it says, why; `said`: label and text of what the step would set.

    `typed`: the values as a form carries them; `mine`: the reader proposed it; `verdict` None: it waits. To a reader
    without identities the record's person is hidden in every text, and the typed grounds are told only if he decides.
    """

    id: int
    event: str
    step: str
    said: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    ground: str
    proposer: str
    proposed_on: date
    verdict: Verdict | None
    decider: str
    decided_on: date | None
    remark: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Companions:
    """Everything beside a record; `may_decide`: the reader may give his opinion on what waits."""

    duties: tuple[DutyView, ...]
    links: tuple[LinkView, ...]
    waiting: ProposalView | None
    decided: tuple[ProposalView, ...]
    may_decide: bool


def companions(db: Database, reader: Reader, kind: RecordKind, record_id: int, today: date) -> Companions:
    """What stands beside a record for `reader` on `today`. Raises NoSuchRecordError."""
    if not may_see(reader, kind):
        raise NoSuchRecordError
    table = RECORDS[kind]
    with db.read() as session:
        seen = visible(reader, kind, table.c.id)
        query = select(table).where(table.c.id == record_id)
        row = session.execute(query if seen is None else query.where(seen)).mappings().first()
        if row is None:
            raise NoSuchRecordError
        by_hand = row["import_position"] is None and bool(DUTIES[kind])
        found = _duties(session, kind, record_id) if by_hand else []
        proposals = _proposals(session, reader, kind, record_id, today)
        links = _links(session, reader, kind, record_id)
    waiting = next((one for one in proposals if one.verdict is None), None)
    return Companions(
        tuple(DutyView(one, _late(one, today)) for one in found),
        tuple(links),
        waiting,
        tuple(one for one in proposals if one.verdict is not None),
        waiting is not None and not waiting.mine and may(reader.role, Act.APPROVE),
    )


def _duties(session: Session, kind: RecordKind, record_id: int) -> list[Duty]:
    """The duties under the law that the record keeps, which only its events tell, and what its papers fulfilled."""
    issued = issued_papers(session, kind, [record_id]).get(record_id, {})
    return duties(kind, current_values(journal.history(session, kind, record_id)), load_law(session), issued)


def _late(duty: Duty, today: date) -> bool:
    if duty.told_only or duty.due_on is None:
        return False
    return duty.late if duty.done_on is not None else today > duty.due_on


def _proposals(session: Session, reader: Reader, kind: RecordKind, record_id: int, today: date) -> list[ProposalView]:
    rows = items_of(session, ItemKind.PROPOSAL, kind, [record_id], struck=False).get(record_id, [])
    if not rows:
        return []
    people = {row["proposer_id"] for row in rows} | {row["decider_id"] for row in rows}
    query = select(User.id, User.full_name).where(User.id.in_(people - {None}))
    names = {row.id: row.full_name for row in session.execute(query)}
    labels = load_labels(session)
    words = Words(labels.units, labels.sessions, labels.council_resolutions)
    hide = _hiding(session, reader, kind, record_id)
    return [_proposal(row, kind, reader, names, words, today, hide) for row in rows]


def _hiding(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> Callable[[str], str]:
    """What a reader may read of a text that was typed beside a record: all, or all but who its person is or was."""
    if sees_identity(reader, kind):
        return str
    told = [event.changes for event in journal.history(session, kind, record_id)]
    return cutter(said_of_person(kind, told), PERSON_HIDDEN)


def _proposal(
    row: RowMapping,
    kind: RecordKind,
    reader: Reader,
    names: Mapping[int, str],
    words: Words,
    today: date,
    hide: Callable[[str], str],
) -> ProposalView:
    stored: dict[str, str] = json.loads(row["values"] or "{}")
    typed = {name: hide(text) for name, text in stored.items()}
    told = sees_identity(reader, kind) or may(reader.role, Act.APPROVE)
    ground, remark = (hide(text or "") if told or not text else NOT_TOLD for text in (row["ground"], row["remark"]))
    step = next(t for t in TRANSITIONS[kind] if t.event == row["step"])
    fields = [form_field(kind, name) for name in step.asked if name in typed]
    read, _errors = read_values(fields, typed, today)
    return ProposalView(
        row["id"],
        step.event,
        step.label,
        tuple((one.label, words.text(one, read[one.name])) for one in fields if one.name in read),
        typed,
        ground,
        names.get(row["proposer_id"], ""),
        row["proposed_on"],
        None if row["verdict"] is None else Verdict.of(row["verdict"]),
        names.get(row["decider_id"], ""),
        row["decided_on"],
        remark,
        row["proposer_id"] == reader.user_id,
    )


OF_PETITIONS = frozenset({LinkType.SPLIT_FROM, LinkType.MERGED_INTO, LinkType.RAISED_AGAIN})
"""Links that a petition's page shows with what they mean for it (`services.petitions`)."""


def _links(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> list[LinkView]:
    table = ITEMS[ItemKind.LINK]
    held = and_(table.c.of_kind == kind.value, table.c.of_id == record_id)
    leads_here = and_(table.c.to_kind == kind.value, table.c.to_id == record_id)
    rows = session.execute(
        select(table).where(or_(held, leads_here), table.c.struck.is_(False)).order_by(table.c.id)
    ).mappings()
    ends: list[tuple[str, RecordKind, int, date]] = []
    for row in rows:
        if kind is RecordKind.PETITION and row["link_type"] in OF_PETITIONS:
            continue
        holds = row["of_kind"] == kind.value and row["of_id"] == record_id
        other = (row["to_kind"], row["to_id"]) if holds else (row["of_kind"], row["of_id"])
        label = link_label(LinkType.of(row["link_type"]), holds)
        ends.append((label, RecordKind.of(other[0]), other[1], row["linked_on"]))
    secret = is_denunciation(session, kind, record_id)
    titles = {
        one: linked_titles(session, reader, one, [k for _, kind_, k, _ in ends if kind_ is one], denunciation=secret)
        for one in {end[1] for end in ends}
    }
    return [LinkView(label, one, key, titles[one][key], on) for label, one, key, on in ends if key in titles[one]]
