"""The tables against the journal: what each record's history says, and what its facts and its row hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework.domain.derivation import Derive
from casework.domain.events import FACT_COLUMNS, Event, FactRow, current_values, fold, standing
from casework.domain.fields import FIELDS
from casework.domain.items import ITEM_FIELDS, ItemKind
from casework.domain.vocabulary import RecordKind
from casework.store.duties import by_hand, held_duties, issued_papers, lines_of, rewrite_duties
from casework.store.facts import BOUNDS, FACTS, insert_facts
from casework.store.items import differing_items
from casework.store.journal import JournalEvent, all_histories
from casework.store.promise_facts import differing_promises
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from casework.store.refolding import row_of
from casework.store.search import index_added, index_taken_out

CHUNK = 400


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a record's tables differ from its journal. `what`: in Vietnamese, without any value."""

    kind: RecordKind | ItemKind
    record_id: int
    what: str


def _fact_tuples(rows: Sequence[FactRow]) -> set[tuple[Any, ...]]:
    return {(r.valid_from, r.valid_to, r.known_from, r.known_to, *r.facts) for r in rows}


def _held_facts(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, set[tuple[Any, ...]]]:
    table = FACTS[kind]
    columns = [table.c[name] for name in (*BOUNDS, *FACT_COLUMNS[kind])]
    found: dict[int, set[tuple[Any, ...]]] = {}
    for row in session.execute(select(*columns).where(table.c.record_id.in_(record_ids))):
        found.setdefault(row[0], set()).add(tuple(row[1:]))
    return found


def _held_rows(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table = RECORDS[kind]
    rows = session.execute(select(table).where(table.c.id.in_(record_ids))).mappings()
    return {row["id"]: dict(row) for row in rows}


def compare(session: Session, kind: RecordKind, derive: Derive, repair: bool) -> Iterator[Difference]:
    """Each difference between the journal and the tables of a kind; `repair` makes the tables follow the journal."""
    histories = all_histories(session, kind)
    while chunk := list(islice(histories, CHUNK)):
        ids = [record_id for record_id, _events in chunk]
        facts, rows = _held_facts(session, kind, ids), _held_rows(session, kind, ids)
        yield from _compare_duties(session, kind, dict(chunk), repair)
        for record_id, events in chunk:
            wanted = _fact_tuples(fold(kind, events, derive))
            if facts.get(record_id, set()) != wanted:
                yield Difference(kind, record_id, "số liệu (facts) không khớp với nhật ký")
                if repair:
                    _rewrite_facts(session, kind, record_id, wanted)
            row = row_of(kind, standing(events))
            yield from _compare_row(session, kind, record_id, rows.get(record_id), row, repair)
    yield from _without_history(session, kind, repair)


def _compare_duties(
    session: Session, kind: RecordKind, histories: dict[int, list[Event]], repair: bool
) -> Iterator[Difference]:
    law, own = load_law(session), by_hand(session, kind, list(histories))
    held, issued = held_duties(session, kind, list(histories)), issued_papers(session, kind, list(histories))
    for record_id, events in histories.items():
        values = current_values(events)
        wanted = lines_of(kind, values, law, issued.get(record_id, {})) if record_id in own else []
        if held.get(record_id, []) != wanted:
            yield Difference(kind, record_id, "việc phải làm theo luật không khớp với nhật ký")
            if repair:
                rewrite_duties(session, kind, {record_id: values}, law)


def _rewrite_facts(session: Session, kind: RecordKind, record_id: int, wanted: set[tuple[Any, ...]]) -> None:
    table = FACTS[kind]
    session.execute(delete(table).where(table.c.record_id == record_id))
    insert_facts(session, kind, [(record_id, *row) for row in sorted(wanted, key=lambda row: (row[2], row[0]))])


def _compare_row(
    session: Session,
    kind: RecordKind,
    record_id: int,
    held: dict[str, Any] | None,
    wanted: dict[str, Any],
    repair: bool,
) -> Iterator[Difference]:
    if held is None:
        yield Difference(kind, record_id, "nhật ký có hồ sơ này nhưng bảng hồ sơ không còn; phải khôi phục từ bản sao")
        return
    names = [name for name, value in wanted.items() if held[name] != value]
    if not names:
        return
    labels = {f.name: f.label for f in FIELDS[kind]}
    told = ", ".join(labels.get(name, "chỉ mục tìm kiếm" if "search" in name else "ngày bắt đầu") for name in names)
    yield Difference(kind, record_id, f"hồ sơ không khớp với nhật ký ở: {told}")
    if repair:
        table = RECORDS[kind]
        index_taken_out(session, kind, [record_id])
        session.execute(update(table).where(table.c.id == record_id).values({n: wanted[n] for n in names}))
        index_added(session, kind, [record_id])


def _without_history(session: Session, kind: RecordKind, repair: bool) -> Iterator[Difference]:
    """Rows that no event in the journal tells of; facts among them are removed by a repair, records never."""
    for table, column, what in (
        (FACTS[kind], FACTS[kind].c.record_id, "có số liệu (facts) mà nhật ký không ghi"),
        (RECORDS[kind], RECORDS[kind].c.id, "có hồ sơ mà nhật ký không ghi; phải đối chiếu với bản sao"),
    ):
        told = select(JournalEvent.id).where(JournalEvent.record_id == column, JournalEvent.kind == kind.value)
        stray = session.scalars(select(column).where(~told.exists()).distinct().order_by(column)).all()
        for record_id in stray:
            yield Difference(kind, record_id, what)
            if repair and table is FACTS[kind]:
                session.execute(delete(table).where(column == record_id))


def compare_items(session: Session, repair: bool) -> Iterator[Difference]:
    """Each difference between the journal and the tables of items; `repair` makes the tables follow the journal."""
    for kind in ItemKind:
        labels = {f.name: f.label for f in ITEM_FIELDS[kind]}
        for item_id, names in differing_items(session, kind, repair):
            told = ", ".join(labels.get(name, "hồ sơ mà nó thuộc về") for name in names)
            what = f"không khớp với nhật ký ở: {told}" if names else "chỉ có trong nhật ký hoặc chỉ có trong bảng"
            yield Difference(kind, item_id, what)
    for promise_id in differing_promises(session, repair):
        yield Difference(ItemKind.PROMISE, promise_id, "số liệu lời hứa không khớp với nhật ký")
