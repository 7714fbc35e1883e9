"""Destroying payloads: the chained part of the journal stays, what an event told is replaced by what is counted of it.

The replacement is itself an event of the journal (kind `replacement`, its target the event whose payload went), so that
it is chained, and facts fold from it as they did before. The database lets a payload be replaced only so (migration
0005). All of it happens in the caller's transaction, as one journal entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.derivation import Derive
from casework.domain.destruction import SPARED, Kind, PayloadKind, Reduce
from casework.domain.events import Draft, Event, fold
from casework.domain.items import ItemKind
from casework.domain.vocabulary import EventName, RecordKind
from casework.store import journal, series
from casework.store.base import Base, BigKey
from casework.store.database import portions
from casework.store.facts import FACTS, insert_facts
from casework.store.items import ITEMS, row_of_item
from casework.store.journal import JournalPayload
from casework.store.records import RECORDS
from casework.store.refolding import refold
from casework.store.search import forget_words


class Destruction(Base):
    """That the payload of an event was destroyed: by what it was replaced, in which entry, by which two persons."""

    __tablename__ = "destruction"
    __table_args__ = (
        CheckConstraint("proposer_id <> decider_id", name="two_persons"),
        Index("ix_destruction_record_id", "record_id"),
    )
    event_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    replacement_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int] = mapped_column(BigKey)
    position: Mapped[int] = mapped_column(BigKey)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decider_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decision: Mapped[str] = mapped_column(String(100))


@dataclass(frozen=True, slots=True)
class Warrant:
    """Who proposed and who decided (two persons), and the number of the decision."""

    proposer_id: int
    decider_id: int
    decision: str


def _of_record(session: Session, kind: RecordKind, record_id: int) -> Iterator[tuple[Kind, int, list[Event]]]:
    """The events of a record, of the items beside it, and of links that lead to it, by what they are of."""
    yield kind, record_id, journal.history(session, kind, record_id)
    for item_kind in ItemKind:
        if item_kind in SPARED:
            continue
        table = ITEMS[item_kind]
        query = select(table.c.id).where(table.c.of_kind == kind.value, table.c.of_id == record_id)
        for item_id in session.scalars(query.order_by(table.c.id)).all():
            yield item_kind, item_id, journal.history(session, item_kind, item_id)
    links = ITEMS[ItemKind.LINK]
    leading_here = select(links.c.id).where(links.c.to_kind == kind.value, links.c.to_id == record_id)
    for item_id in session.scalars(leading_here.order_by(links.c.id)).all():
        yield ItemKind.LINK, item_id, journal.history(session, ItemKind.LINK, item_id)


def payloads_of(session: Session, kind: RecordKind, record_id: int) -> list[tuple[Kind, Event]]:
    """Every event of a record and of its items, with what it is of."""
    return [(of, event) for of, _id, events in _of_record(session, kind, record_id) for event in events]


def destroy(
    session: Session,
    kind: RecordKind,
    record_ids: Sequence[int],
    reduce: Mapping[int, Reduce],
    warrants: Mapping[int, Warrant],
    *,
    on: date,
    act: journal.Act,
    derive: Derive,
    digests: Mapping[int, str] | None = None,
) -> int:
    """Leaves of each payload of some records and of their items what `reduce` (by record) leaves; the entry's position.

    Rows, facts and search texts follow. `digests`: the new digest of a row's content, by record; one left out gets a
    random one, so that nothing tells what the row said.
    """
    journal.lock(session)
    targets: list[tuple[int, Event, Draft]] = []
    touched: list[tuple[Kind, int]] = []
    for record_id in sorted(record_ids):
        for of, of_id, events in _of_record(session, kind, record_id):
            touched.append((of, of_id))
            for event in events:
                left = reduce[record_id](of, event.changes)
                if left != dict(event.changes):
                    draft = Draft(EventName.DESTROYED, on, left, target=event.id)
                    targets.append((record_id, event, draft))
    first = series.reserve(session, "event", len(targets))
    rows = [
        journal.prepare_event(first + n, PayloadKind.REPLACEMENT, record_id, draft)
        for n, (record_id, _event, draft) in enumerate(targets)
    ]
    position = journal.append(session, act, rows)
    _replace(session, kind, position, targets, rows, warrants)
    refold(
        session,
        kind,
        position,
        derive,
        {key: {"row_digest": (digests or {}).get(key, token_hex(32))} for key in record_ids},
    )
    for of, of_id in touched:
        if isinstance(of, RecordKind):
            _facts_follow(session, of, of_id, derive)
        else:
            _item_follows(session, of, of_id)
    forget_words(session, kind)
    return position


def _replace(
    session: Session,
    kind: RecordKind,
    position: int,
    targets: Sequence[tuple[int, Event, Draft]],
    rows: Sequence[journal.EventRow],
    warrants: Mapping[int, Warrant],
) -> None:
    for (record_id, event, _draft), row in zip(targets, rows, strict=True):
        warrant = warrants[record_id]
        session.execute(
            insert(Destruction).values(
                event_id=event.id,
                replacement_id=row[0],
                kind=kind.value,
                record_id=record_id,
                position=position,
                proposer_id=warrant.proposer_id,
                decider_id=warrant.decider_id,
                decision=warrant.decision,
            )
        )
        session.execute(
            update(JournalPayload).where(JournalPayload.event_id == event.id).values(salt=row[8], payload=row[9])
        )


def _facts_follow(session: Session, kind: RecordKind, record_id: int, derive: Derive) -> None:
    """The facts of a record as its events now tell them, at every position of the journal."""
    wanted = fold(kind, journal.history(session, kind, record_id), derive)
    table = FACTS[kind]
    session.execute(delete(table).where(table.c.record_id == record_id))
    rows = [(record_id, r.valid_from, r.valid_to, r.known_from, r.known_to, *r.facts) for r in wanted]
    insert_facts(session, kind, sorted(rows, key=lambda row: (row[3], row[1])))


def _item_follows(session: Session, kind: ItemKind, item_id: int) -> None:
    table = ITEMS[kind]
    row = row_of_item(kind, journal.history(session, kind, item_id))
    session.execute(update(table).where(table.c.id == item_id).values(row))


@dataclass(frozen=True, slots=True)
class Destroyed:
    """Payloads that were destroyed together: the entry's position, the decision, how many of how many records."""

    position: int
    decision: str
    events: int
    records: int


def destroyed_parts(session: Session) -> list[Destroyed]:
    """All destructions, oldest first, an entry and decision each."""
    one = Destruction
    query = (
        select(one.position, one.decision, func.count(), func.count(one.record_id.distinct()))
        .group_by(one.position, one.decision)
        .order_by(one.position)
    )
    return [Destroyed(*row) for row in session.execute(query)]


def destroyed_records(session: Session, record_ids: Sequence[int]) -> frozenset[int]:
    """Which of these records have destroyed payloads: no register may fill them again."""
    found: set[int] = set()
    for portion in portions(record_ids):
        found.update(session.scalars(select(Destruction.record_id).where(Destruction.record_id.in_(portion))))
    return frozenset(found)


def last_decision(session: Session, record_id: int) -> str:
    """The number of the decision by which payloads of a record were last destroyed; "" when none were."""
    one = Destruction
    query = select(one.decision).where(one.record_id == record_id).order_by(one.position.desc()).limit(1)
    return session.scalar(query) or ""


def contents_of(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> frozenset[str]:
    """The SHA-256 of the files that are attached to some records."""
    table = ITEMS[ItemKind.ATTACHMENT]
    found: set[str] = set()
    for portion in portions(record_ids):
        query = select(table.c.sha256).where(
            table.c.of_kind == kind.value, table.c.of_id.in_(portion), table.c.sha256.is_not(None)
        )
        found.update(session.scalars(query))
    return frozenset(found)


def has_digest(session: Session, kind: RecordKind, office_id: int, digest: str) -> bool:
    """Whether a record of the office's register has this digest."""
    table = RECORDS[kind]
    query = select(table.c.id).where(table.c.office_id == office_id, table.c.row_digest == digest).limit(1)
    return session.scalar(query) is not None


def versions_of(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, int]:
    """The version of each record that there is."""
    table = RECORDS[kind]
    rows = session.execute(select(table.c.id, table.c.version).where(table.c.id.in_(record_ids)))
    return {row.id: row.version for row in rows}
