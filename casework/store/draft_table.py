"""The drafts of forms: one an account and form, sealed; no record and no journal knows of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.store.account_tables import Moment
from casework.store.base import Base


class Draft(Base):
    """What an officer had typed into a form before it was sent."""

    __tablename__ = "draft"
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(40), primary_key=True)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)
