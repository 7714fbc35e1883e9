"""What attached files take up, and which contents are still named: asked before a file comes in or goes for good."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.store.items import ITEMS
from casework.store.returns import UnitReturnVersion


def bytes_of(session: Session, kind: RecordKind, record_id: int) -> int:
    """How many bytes the files of a record take, struck-out ones too."""
    table = ITEMS[ItemKind.ATTACHMENT]
    query = select(func.sum(table.c.size)).where(table.c.of_kind == kind.value, table.c.of_id == record_id)
    return int(session.scalar(query) or 0)


def attached_again(session: Session, kind: RecordKind, record_id: int, sha256: str) -> int | None:
    """The attachment of a record that already has this content and is not struck out; None for none."""
    table = ITEMS[ItemKind.ATTACHMENT]
    query = select(table.c.id).where(
        table.c.of_kind == kind.value,
        table.c.of_id == record_id,
        table.c.sha256 == sha256,
        table.c.struck.is_(False),
    )
    return session.scalar(query.limit(1))


def contents(session: Session) -> set[str]:
    """The SHA-256 of every content that a row names: files of records, documents of returns."""
    table = ITEMS[ItemKind.ATTACHMENT]
    attached = select(table.c.sha256).where(table.c.sha256.is_not(None))
    sent = select(UnitReturnVersion.file_sha256).where(UnitReturnVersion.file_sha256 != "")
    return set(session.scalars(attached.distinct())) | set(session.scalars(sent.distinct()))
