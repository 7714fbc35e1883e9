"""Numbers of official papers: one series a symbol and year, counted up in the paper's own transaction.

A number that was typed by hand (taken from the office's book of outgoing papers) is passed over by the series.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.items import ItemKind
from casework.store.account_tables import FormToken
from casework.store.items import ITEMS
from casework.store.journal import JournalEntry
from casework.store.series import next_number

PAPER = "paper"


def number_taken(session: Session, number: str, year: int, but: int = 0) -> bool:
    """Whether a paper of the year that is not struck out has this number and symbol; `but`: apart from this paper."""
    table = ITEMS[ItemKind.PAPER]
    held = select(func.count()).where(
        table.c.number == number,
        table.c.made_on.between(date(year, 1, 1), date(year, 12, 31)),
        table.c.struck.is_(False),
        table.c.id != but,
    )
    return bool(session.scalar(held))


def take_number(session: Session, symbol: str, year: int) -> int:
    """The next number of a symbol in a year, taken in this transaction: no gap when it is undone."""
    while True:
        number = next_number(session, f"paper:{symbol}"[:60], year)
        if not number_taken(session, written_number(str(number), symbol), year):
            return number


def written_number(number: str, symbol: str) -> str:
    """Số, ký hiệu: "05/TB-VP"; a number below 10 gets a zero (NĐ 30/2020/NĐ-CP)."""
    return f"{number.zfill(2) if number.isdecimal() else number}/{symbol}"


def last_values(session: Session, paper: str, actor_id: int) -> str | None:
    """The texts of the newest paper of this kind that a person made; None when there is none."""
    table = ITEMS[ItemKind.PAPER]
    query = (
        select(table.c["values"])
        .join(JournalEntry, JournalEntry.position == table.c.created_position)
        .where(table.c.paper == paper, table.c.struck.is_(False), JournalEntry.actor_id == actor_id)
        .order_by(table.c.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def paper_of_token(session: Session, token: str) -> int | None:
    """The paper that a form with this token made before; None when it made none."""
    used = session.get(FormToken, token)
    return used.record_id if used is not None and used.record_kind == PAPER else None


def note_paper_token(session: Session, token: str, paper_id: int, now: datetime) -> None:
    """Notes that a form made a paper, so that it makes no second one."""
    session.add(FormToken(token=token, record_kind=PAPER, record_id=paper_id, used_at=now))
