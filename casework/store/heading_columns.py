"""How offices matched the columns of their registers, kept for the next import. No heading is kept as it was typed,
only its folded words; a row of records is never taken for headings (`files.columns.looks_like_headings`)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import DateTime, ForeignKey, String, Text, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.heading_columns import SavedColumns
from casework.domain.vocabulary import RecordKind
from casework.store.account_tables import User
from casework.store.base import Base

MOST = 200
"""So many matchings are kept of an office; the oldest gives way."""


class HeadingColumns(Base):
    """Cách ghép cột of an office's register: `mark` says which set of headings, `targets` (JSON) the field of each."""

    __tablename__ = "heading_columns"
    __table_args__ = (UniqueConstraint("unit_id", "kind", "mark"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(64))
    encoding: Mapped[str] = mapped_column(String(10), default="")
    targets: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    saved_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


def kept(session: Session, unit_id: int) -> list[SavedColumns]:
    """The matchings of an office, the newest first."""
    query = select(HeadingColumns, User.full_name).join(User, User.id == HeadingColumns.saved_by)
    newest = (HeadingColumns.saved_at.desc(), HeadingColumns.id.desc())
    return [
        SavedColumns(
            row.id,
            RecordKind.of(row.kind),
            row.mark,
            row.encoding,
            json.loads(row.targets),
            row.saved_at if row.saved_at.tzinfo else row.saved_at.replace(tzinfo=UTC),
            name,
        )
        for row, name in session.execute(query.where(HeadingColumns.unit_id == unit_id).order_by(*newest))
    ]


def keep(session: Session, unit_id: int, saved: SavedColumns, user_id: int) -> None:
    """Keeps a matching in place of the one for the same headings; beyond `MOST` the oldest goes."""
    ours = (HeadingColumns.unit_id == unit_id, HeadingColumns.kind == saved.kind.value)
    row = session.scalars(select(HeadingColumns).where(*ours, HeadingColumns.mark == saved.mark)).first()
    if row is None:
        row = HeadingColumns(unit_id=unit_id, kind=saved.kind.value, mark=saved.mark)
        session.add(row)
    row.encoding, row.targets = saved.encoding, json.dumps(dict(saved.targets), ensure_ascii=False)
    row.saved_at, row.saved_by = saved.saved_at, user_id
    session.flush()
    for old in kept(session, unit_id)[MOST:]:
        drop(session, unit_id, old.id)


def drop(session: Session, unit_id: int, key: int) -> bool:
    """Forgets a matching of an office; False when it has none of that number."""
    gone = (
        delete(HeadingColumns)
        .where(HeadingColumns.id == key, HeadingColumns.unit_id == unit_id)
        .returning(HeadingColumns.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(gone) is not None
