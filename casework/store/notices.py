"""Notices and the mail that goes out: rows that name a record, never a person of it or a text.

`note_change` is called by the writing of items, in the same transaction: whatever door an item came through, those who
have to know are told, or nothing happened at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.items import ItemKind
from casework.domain.notices import NoticeName, Told, told_by
from casework.domain.vocabulary import Role
from casework.store.account_tables import User
from casework.store.base import Base, BigKey

Moment = DateTime(timezone=True)


class Notice(Base):
    """Thông báo: what (`name`), of which record, to whom. `key`: with the rest unique; a thing is told once.

    `mailed_at`: when it was put into a mail, or when it was settled that none is due.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("recipient_id", "name", "of_kind", "of_id", "key"),
        Index("ix_notice_recipient_id_read_at", "recipient_id", "read_at"),
        Index("ix_notice_mailed_at", "mailed_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(30))
    of_kind: Mapped[str] = mapped_column(String(20))
    of_id: Mapped[int] = mapped_column(BigKey)
    key: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Moment)
    due_on: Mapped[date | None]
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    mailed_at: Mapped[datetime | None] = mapped_column(Moment)


class OutgoingMail(Base):
    """Thư chờ gửi: plain text without an identity. `claimed_at`: somebody is sending it; `failure`: a kind of error."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_sent_at", "sent_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int]
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str] = mapped_column(String(60))


def recipients(session: Session, told: Told) -> list[int]:
    """The accounts that a notice goes to: the person while his account is open, or the heads of the unit."""
    query = select(User.id).where(User.active).order_by(User.id)
    if told.person_id is not None:
        return list(session.scalars(query.where(User.id == told.person_id)))
    if told.unit_id is not None:
        query = query.where(User.unit_id == told.unit_id, User.role == Role.UNIT_HEAD.value)
    elif told.leaders:
        query = query.where(User.role == Role.LEADER.value)
    else:
        return []
    return list(session.scalars(query))


def note_change(
    session: Session,
    kind: ItemKind,
    item: tuple[int, str, int],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    actor_id: int,
    asker_id: int,
    position: int,
    now: datetime,
) -> None:
    """Tells whoever has to know of a new or changed item, except the one who did it.

    `item`: its id, and the kind and id of what it belongs to; `asker_id`: who made the item.
    """
    item_id, of_kind, of_id = item
    reached = {
        (told.name, person): None
        for told in told_by(kind, before, after, asker_id)
        for person in recipients(session, told)
        if person != actor_id
    }
    add_notices(
        session,
        ((name, person, of_kind, of_id, f"{kind.value}.{item_id}.{position}", None) for name, person in reached),
        now,
    )


def add_notices(
    session: Session, notices: Iterable[tuple[NoticeName, int, str, int, str, date | None]], now: datetime
) -> int:
    """Adds notices: name, recipient, kind and id of the record, key, due day. Returns how many."""
    rows = [
        {
            "name": name.value,
            "recipient_id": person,
            "of_kind": of_kind,
            "of_id": of_id,
            "key": key,
            "made_at": now,
            "due_on": due_on,
        }
        for name, person, of_kind, of_id, key, due_on in notices
    ]
    if rows:
        session.execute(insert(Notice), rows)
    return len(rows)
