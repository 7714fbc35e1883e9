"""Suggesting duplicates while a record is entered, and what a record is linked with: as far as the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, and_, or_, select
from sqlalchemy.orm import Session

from casework.domain.access import CORRECT, NoSuchRecordError, Reader, may, may_see, sees_identity
from casework.domain.duplicates import LOOKED_FOR, OFFICER_LINKS, RULES, CountingRule, linkable
from casework.domain.fields import FIELDS, IDENTITY_FIELDS
from casework.domain.items import ItemKind, LinkType
from casework.domain.links import link_label
from casework.domain.similarity import CERTAIN, Matter
from casework.domain.vocabulary import RecordKind
from casework.domain.words import titled
from casework.statistics.linked import is_denunciation, linked_titles
from casework.statistics.scope import handles_record, sees_record
from casework.statistics.similar import Alike, alike
from casework.store import journal
from casework.store.database import Database
from casework.store.items import ITEMS
from casework.store.records import RECORDS

MOST = 5
"""How many suggestions are shown at once."""
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that may be the same matter. `certain`: very likely; `reasons`: why, in words; `links`: how it may be
    linked with the record that it was found for."""

    kind: RecordKind
    id: int
    title: str
    opened_on: date
    place: str
    excerpt: str
    certain: bool
    reasons: tuple[str, ...]
    links: tuple[LinkType, ...]


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A link as the page of one of its two records shows it; `removable`: the reader may undo it here.

    `undone_because`: "" while it stands, else why it was undone.
    """

    id: int
    label: str
    kind: RecordKind
    record_id: int
    title: str
    linked_on: date
    reason: str
    removable: bool
    undone_because: str


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    """What one record may be the same as, and what it is linked with. `counted`: its counted field says already that it
    is counted with an earlier one."""

    kind: RecordKind
    id: int
    version: int
    title: str
    links: tuple[LinkShown, ...]
    suggestions: tuple[Suggestion, ...]
    rule: CountingRule
    counted: bool
    may_link: bool


def suggest(db: Database, reader: Reader, kind: RecordKind, values: Mapping[str, object]) -> tuple[Suggestion, ...]:
    """What a record of `kind` with these values, as typed so far, may be the same as; the likest first.

    Of a denunciation no identity is looked at, whatever was typed. () where too little is told yet.
    """
    with db.read() as session:
        return _suggestions(session, reader, kind, _typed(reader, kind, values), None, frozenset())


def duplicates_page(db: Database, reader: Reader, kind: RecordKind, record_id: int) -> DuplicatesPage:
    """The links of a record and what else it may be the same as. Raises NoSuchRecordError."""
    if not may_see(reader, kind):
        raise NoSuchRecordError
    with db.read() as session:
        table = RECORDS[kind]
        row = session.execute(select(table).where(table.c.id == record_id)).mappings().first()
        if row is None or not sees_record(session, reader, kind, record_id):
            raise NoSuchRecordError
        may_link = may(reader.role, CORRECT[kind]) and handles_record(session, reader, kind, record_id)
        links = _links(session, reader, kind, record_id, may_link)
        linked = frozenset((one.kind, one.record_id) for one in links if not one.undone_because)
        rule = RULES[kind]
        return DuplicatesPage(
            kind,
            record_id,
            row["version"],
            titled(kind, row.get("code"), row["opened_on"]),
            links,
            _suggestions(session, reader, kind, _typed(reader, kind, dict(row)), record_id, linked),
            rule,
            bool(rule.sets) and row[rule.sets] == rule.value,
            may_link,
        )


def _typed(reader: Reader, kind: RecordKind, values: Mapping[str, object]) -> Matter:
    """The matter of what was typed or stored, without what the reader may not see."""
    hidden = () if sees_identity(reader, kind) else IDENTITY_FIELDS[kind]
    return Matter.of(kind, {f.name: values.get(f.name) for f in FIELDS[kind] if f.name not in hidden})


def _suggestions(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    matter: Matter,
    but: int | None,
    linked: frozenset[tuple[RecordKind, int]],
) -> tuple[Suggestion, ...]:
    if not matter.telling:
        return ()
    found = [
        one
        for other in LOOKED_FOR[kind]
        for one in alike(session, reader, other, matter, but=but if other is kind else None, most=MOST + len(linked))
        if (one.kind, one.id) not in linked
    ]
    found.sort(key=lambda one: -one.likeness.score)
    return tuple(_suggestion(kind, one) for one in found[:MOST])


def _suggestion(kind: RecordKind, one: Alike) -> Suggestion:
    text = one.content if len(one.content) <= _EXCERPT else one.content[: _EXCERPT - 1].rstrip() + "…"
    return Suggestion(
        one.kind,
        one.id,
        titled(one.kind, one.code, one.opened_on),
        one.opened_on,
        one.place,
        text,
        one.likeness.score >= CERTAIN,
        one.likeness.reasons,
        linkable(kind, one.kind),
    )


def _links(session: Session, reader: Reader, kind: RecordKind, record_id: int, may_link: bool) -> tuple[LinkShown, ...]:
    """The links of a record from both ends, the newest first; one whose other record is hidden does not exist."""
    table = ITEMS[ItemKind.LINK]
    holds = and_(table.c.of_kind == kind.value, table.c.of_id == record_id)
    leads_here = and_(table.c.to_kind == kind.value, table.c.to_id == record_id)
    rows = (
        session.execute(
            select(table).where(or_(holds, leads_here), table.c.to_id.is_not(None)).order_by(table.c.id.desc())
        )
        .mappings()
        .all()
    )
    ends = [_other_end(row, kind, record_id) for row in rows]
    secret = is_denunciation(session, kind, record_id)
    titles = {
        other: linked_titles(session, reader, other, [k for one, k in ends if one is other], denunciation=secret)
        for other, _ in ends
    }
    why = _undone(session, [row["id"] for row in rows if row["struck"]])
    made = []
    for row, (other, key) in zip(rows, ends, strict=True):
        if key not in titles[other]:
            continue
        here = row["of_kind"] == kind.value and row["of_id"] == record_id
        link = LinkType.of(row["link_type"])
        made.append(
            LinkShown(
                row["id"],
                link_label(link, here),
                other,
                key,
                titles[other][key],
                row["linked_on"],
                row["reason"] or "",
                may_link and link in OFFICER_LINKS and not row["struck"],
                why.get(row["id"], ""),
            )
        )
    return tuple(made)


def _other_end(row: RowMapping, kind: RecordKind, record_id: int) -> tuple[RecordKind, int]:
    here = row["of_kind"] == kind.value and row["of_id"] == record_id
    return (RecordKind.of(row["to_kind"]), row["to_id"]) if here else (RecordKind.of(row["of_kind"]), row["of_id"])


def _undone(session: Session, link_ids: Sequence[int]) -> dict[int, str]:
    """Why some links were struck out, by link."""
    if not link_ids:
        return {}
    events = journal.histories(session, ItemKind.LINK, link_ids)
    told = {key: str(some[-1].changes.get("strike_reason") or "") for key, some in events.items()}
    return {key: told.get(key) or "(không ghi lý do)" for key in link_ids}
