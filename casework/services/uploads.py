"""An upload that waits for confirmation: encrypted with a key that only the browser's session holds, gone in an hour.

design.md 11 and issue 2, section 3: a register may carry identities that must not be kept, so that what waits in the
database can be read by nobody who has the database alone. AES-256-GCM; the row's own name is bound to the content.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete

from casework.store.account_tables import PendingUpload
from casework.store.database import Database

KEPT_FOR = timedelta(hours=1)
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the browser's session keeps of a waiting upload: its name in the database, and the key to it."""

    token: str
    key: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting upload, opened: the file, and what was noted beside it (`notes`, plain JSON values)."""

    data: bytes
    notes: dict[str, Any]


def keep(db: Database, user_id: int, data: bytes, notes: Mapping[str, Any], now: datetime) -> Ticket:
    """Stores `data` and `notes` encrypted for an hour and gives the ticket to them.

    The account's earlier upload, and everybody's that is over an hour old, is removed.
    """
    ticket = Ticket(base64.urlsafe_b64encode(os.urandom(24)).decode(), _write_key(AESGCM.generate_key(256)))
    content = _sealed(ticket, data, notes)
    with db.write() as session:
        session.execute(
            delete(PendingUpload).where((PendingUpload.user_id == user_id) | (PendingUpload.expires_at <= now))
        )
        session.add(
            PendingUpload(token_hash=_name(ticket.token), user_id=user_id, content=content, expires_at=now + KEPT_FOR)
        )
    return ticket


def fetch(db: Database, user_id: int, ticket: Ticket, now: datetime) -> Waiting | None:
    """The waiting upload of a ticket; None when it is gone, over an hour old, another's, or the key does not fit."""
    with db.read() as session:
        row = session.get(PendingUpload, _name(ticket.token))
        if row is None or row.user_id != user_id or _aware(row.expires_at) <= now:
            return None
        content = row.content
    try:
        key = AESGCM(_read_key(ticket.key))
        packed = key.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], _name(ticket.token).encode())
    except (InvalidTag, ValueError):
        return None
    plain = zlib.decompress(packed)
    length = int.from_bytes(plain[:8], "big")
    return Waiting(plain[8 + length :], json.loads(plain[8 : 8 + length]))


def revise(db: Database, user_id: int, ticket: Ticket, data: bytes, notes: Mapping[str, Any], now: datetime) -> bool:
    """Puts other notes beside a waiting upload, which waits no longer for it; False when it is gone."""
    content = _sealed(ticket, data, notes)
    with db.write() as session:
        row = session.get(PendingUpload, _name(ticket.token))
        if row is None or row.user_id != user_id or _aware(row.expires_at) <= now:
            return False
        row.content = content
    return True


def drop(db: Database, user_id: int, ticket: Ticket) -> None:
    """Removes this upload, and no newer one."""
    with db.write() as session:
        session.execute(
            delete(PendingUpload).where(
                PendingUpload.token_hash == _name(ticket.token), PendingUpload.user_id == user_id
            )
        )


def discard(db: Database, user_id: int, now: datetime) -> None:
    """Removes the account's waiting upload, and everybody's that is over an hour old."""
    with db.write() as session:
        session.execute(
            delete(PendingUpload).where((PendingUpload.user_id == user_id) | (PendingUpload.expires_at <= now))
        )


def _sealed(ticket: Ticket, data: bytes, notes: Mapping[str, Any]) -> bytes:
    head = json.dumps(notes, ensure_ascii=False).encode()
    plain = len(head).to_bytes(8, "big") + head + data
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_read_key(ticket.key)).encrypt(nonce, zlib.compress(plain, 1), _name(ticket.token).encode())


def _name(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _write_key(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def _read_key(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode())


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
