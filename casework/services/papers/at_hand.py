"""A record as papers need it: its texts, whether it is finished, and what the reader may do with its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, and_, select
from sqlalchemy.orm import Session

from casework.domain.access import CORRECT, MOVE, ForbiddenError, NoSuchRecordError, Reader, may, may_see, sees_identity
from casework.domain.fields import DENUNCIATION, FIELDS, IDENTITY_FIELDS, Value
from casework.domain.items import ItemKind
from casework.domain.paper_values import record_texts
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words, titled
from casework.statistics.labels import load_labels
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import load_rules
from casework.statistics.scope import handles_record, visible
from casework.store import items
from casework.store.facts import FACTS
from casework.store.records import RECORDS


@dataclass(frozen=True, slots=True)
class AtHand:
    """A record for its papers. `texts`: by name of paper field; `may_make`: the reader may issue papers of it;
    `may_open`: he may read what stands in them."""

    kind: RecordKind
    id: int
    title: str
    values: Mapping[str, Value]
    texts: Mapping[str, str]
    ended: bool
    denunciation: bool
    may_make: bool
    may_open: bool

    def to_write(self) -> AtHand:
        """This record, for whoever may issue papers of it. Raises ForbiddenError for others."""
        if not self.may_make:
            raise ForbiddenError("Tài khoản đang dùng không được lập văn bản cho hồ sơ này.")
        return self

    def to_read(self) -> AtHand:
        """This record, for whoever may read its papers. Raises ForbiddenError for others."""
        if not self.may_open:
            raise ForbiddenError("Văn bản có danh tính công dân, không mở được bằng tài khoản đang dùng.")
        return self


def at_hand(session: Session, reader: Reader, kind: RecordKind, record_id: int, on: date) -> AtHand:
    """The record as `reader` may see it on the day `on`. Raises NoSuchRecordError."""
    if not may_see(reader, kind):
        raise NoSuchRecordError
    record, facts = RECORDS[kind], FACTS[kind]
    ask = Ask(facts, Question(on, on), load_rules(session))
    query = (
        select(record, facts.c.due_on.label("fact_due_on"), facts.c.closed_on.label("fact_closed_on"))
        .outerjoin(facts, and_(facts.c.record_id == record.c.id, standing(ask)))
        .where(record.c.id == record_id)
    )
    seen = visible(reader, kind, record.c.id)
    row = session.execute(query if seen is None else query.where(seen)).mappings().first()
    if row is None:
        raise NoSuchRecordError
    values = {f.name: row[f.name] for f in FIELDS[kind] if row[f.name] is not None}
    denunciation = values.get("type") == DENUNCIATION
    names = load_labels(session)
    words = Words(names.units, names.sessions, names.council_resolutions)
    texts = record_texts(kind, values, words, row["fact_due_on"])
    acts = [table[kind] for table in (MOVE, CORRECT) if kind in table]
    makes = any(may(reader.role, act) for act in acts) and handles_record(session, reader, kind, record_id)
    opens = denunciation or not IDENTITY_FIELDS[kind] or sees_identity(reader, kind)
    return AtHand(
        kind,
        record_id,
        titled(kind, values.get("code"), row["opened_on"]),
        values,
        texts,
        row["fact_closed_on"] is not None,
        denunciation,
        makes and opens,
        opens,
    )


def paper_at_hand(session: Session, reader: Reader, paper_id: int, on: date) -> tuple[RowMapping, AtHand]:
    """A paper and its record. Raises NoSuchRecordError where there is none, or its record is none for the reader."""
    try:
        row = items.item(session, ItemKind.PAPER, paper_id)
    except items.NoSuchItemError:
        raise NoSuchRecordError from None
    return row, at_hand(session, reader, RecordKind.of(row["of_kind"]), row["of_id"], on)
