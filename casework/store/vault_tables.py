"""The tables of the vault: a database of its own, with metadata and migrations of its own (design.md 11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.store.base import NAMING, BigKey


class VaultBase(DeclarativeBase):
    """Base of the vault's models; nothing of the main database hangs on it."""

    metadata = MetaData(naming_convention=NAMING)


metadata = VaultBase.metadata


class SealedField(VaultBase):
    """One sealed value: nonce and AES-256-GCM ciphertext, bound to everything that stands beside it in the row."""

    __tablename__ = "sealed_field"
    seal: Mapped[str] = mapped_column(String(32), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int] = mapped_column(BigKey)
    key_id: Mapped[str] = mapped_column(String(20), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class VaultCharter(VaultBase):
    """By which written decision this vault was made, and when; one row."""

    __tablename__ = "vault_charter"
    decision: Mapped[str] = mapped_column(String(100), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
