"""Access tokens (mã truy cập): by which a program reads what its owner may read, and nothing else.

A token is a long random word that is shown once; only its digest is kept. It carries no rights of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.domain.accounts import Account, AccountError

PREFIX = "cwk_"
"""What every token begins with, so that one that lies about somewhere is known for what it is."""
LONGEST = timedelta(days=365)
"""How long a token may stand at most; every token has an end."""
NAME_LIMIT = 100
MOST = 20
"""Standing tokens of one account at most."""
WRONG_TRIES = 20
"""Wrong tokens in a window from one network address; after them it must wait."""

_SHAPE = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")


def looks_right(word: str) -> bool:
    """Whether a word could be a token at all."""
    return _SHAPE.fullmatch(word) is not None


def check_token(name: str, expires_on: date, today: date) -> str:
    """The name as it is kept. Raises AccountError for a name or an end that cannot be."""
    plain = " ".join(name.split())
    if not plain or len(plain) > NAME_LIMIT:
        raise AccountError(f"Tên của mã truy cập không được để trống và dài nhất {NAME_LIMIT} ký tự.")
    if expires_on < today:
        raise AccountError("Ngày hết hạn đã qua; hãy chọn một ngày từ hôm nay.")
    if expires_on > today + LONGEST:
        raise AccountError(f"Mã truy cập có hiệu lực nhiều nhất một năm: đến {today + LONGEST:%d/%m/%Y}.")
    return plain


@dataclass(frozen=True, slots=True)
class Token:
    """A token as lists show it, without the word itself. `expires_on`: the last day on which it opens anything.

    `revoked_at`: when it was taken back; `ended`: whatever ended all sessions of its owner ended it too.
    """

    id: int
    name: str
    made_at: datetime
    expires_on: date
    last_used_on: date | None
    revoked_at: datetime | None
    ended: bool

    def stands(self, today: date) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and not self.ended and today <= self.expires_on

    def state(self, today: date) -> str:
        """In words, whether it stands, and if not why."""
        if self.revoked_at is not None:
            return "Đã thu hồi"
        if self.ended:
            return "Hết hiệu lực cùng các phiên của tài khoản"
        return "Đang dùng được" if self.stands(today) else "Hết hạn"


@dataclass(frozen=True, slots=True)
class TokenBearer:
    """Who asks by a token: its owner as he stands now, and which of his tokens it is."""

    account: Account
    token_id: int
