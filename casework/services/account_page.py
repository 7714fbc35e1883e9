"""What the page of an account shows and offers: the account, its history, the units that it may belong to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from casework.domain.access import Act, Reader, require
from casework.domain.accounts import Account, AccountError
from casework.domain.vocabulary import UnitType
from casework.store import account_rows, entry_lookups
from casework.store.access_notes import AccountLine, account_history
from casework.store.account_rows import user_named
from casework.store.account_tables import User
from casework.store.catalogue_tables import Unit
from casework.store.database import Database

HISTORY_SHOWN = 30


def account_of(db: Database, actor: Reader, username: str) -> Account:
    """The account with this name. Raises AccountError when there is none."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        return account_rows.accounts(session, User.id == user_named(session, username).id)[0]


def history_of(db: Database, actor: Reader, username: str) -> list[AccountLine]:
    """The newest acts about an account, newest first."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        return account_history(session, user_named(session, username).id, HISTORY_SHOWN)


def units(db: Database, on: date) -> list[tuple[int, str]]:
    """The units that an account may belong to on a day: id and name, in the Vietnamese order."""
    living = select(Unit.id, Unit.name).where(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= on),
        or_(Unit.valid_to.is_(None), Unit.valid_to >= on),
        Unit.type != UnitType.COLLECTIVE.value,
    )
    with db.read() as session:
        return [(row.id, row.name) for row in session.execute(living.order_by(Unit.name_sort, Unit.id))]


def unit_named(db: Database, name: str) -> int:
    """The id of the unit with this name. Raises AccountError when there is none or several."""
    with db.read() as session:
        found = entry_lookups.unit_named(session, name)
    if found is None:
        raise AccountError(f"Không có đúng một đơn vị tên “{name}”; hãy ghi tên đầy đủ.")
    return found
