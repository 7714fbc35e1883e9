"""The outbox: letters that wait, who sends which, what became of it. A letter that fails is tried again later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from casework.store.account_tables import User
from casework.store.notices import OutgoingMail

ATTEMPTS = 5
AGAIN_AFTER = timedelta(minutes=10)
"""After how long a letter that somebody began to send, and did not send, is tried again."""
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to send now, and where to."""

    id: int
    address: str
    subject: str
    body: str


def post(session: Session, recipient_id: int, subject: str, body: str, now: datetime) -> None:
    """Puts a letter into the outbox."""
    session.add(
        OutgoingMail(recipient_id=recipient_id, subject=subject, body=body, made_at=now, attempts=0, failure="")
    )


def claim(session: Session, now: datetime) -> list[Letter]:
    """Takes letters to send: nobody else takes them meanwhile. Call it in a transaction of its own."""
    query = (
        select(OutgoingMail)
        .where(
            OutgoingMail.sent_at.is_(None),
            OutgoingMail.attempts < ATTEMPTS,
            or_(OutgoingMail.claimed_at.is_(None), OutgoingMail.claimed_at <= now - AGAIN_AFTER),
        )
        .order_by(OutgoingMail.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = []
    for row in session.scalars(query).all():
        user = session.get_one(User, row.recipient_id)
        row.claimed_at, row.attempts = now, row.attempts + 1
        if user.active and user.email:
            found.append(Letter(row.id, user.email, row.subject, row.body))
        else:
            row.attempts, row.failure = ATTEMPTS, "no address"
    return found


def settle(session: Session, letter_id: int, now: datetime, failure: str = "") -> None:
    """Notes what became of a letter; `failure`: the kind of error, "" when it was sent."""
    changes = {"failure": failure} if failure else {"failure": "", "sent_at": now}
    session.execute(update(OutgoingMail).where(OutgoingMail.id == letter_id).values(**changes))
