"""Sealing on entry: the identity of a denouncer goes into the vault before the record is kept.

The vault keeps it first, the main database second: a crash between leaves at most a seal without a record, which
`orphans` names. The main database holds the seal (an item of the record) and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.fields import Value
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.store import items, journal
from casework.store.database import VAULT
from casework.store.items import ITEMS
from casework.store.vault import Vault


def vault_of(session: Session) -> Vault | None:
    """The vault beside the database of this session; None in the networked setting."""
    found = session.info.get(VAULT)
    return found if isinstance(found, Vault) else None


def seal_identity(
    session: Session,
    kind: RecordKind,
    record_id: int,
    values: Mapping[str, Value],
    withheld: Sequence[str],
    *,
    on: date,
    act: journal.Act,
) -> bool:
    """Seals the withheld fields of a new record, where there is a vault; whether it did."""
    vault = vault_of(session)
    if vault is None or not withheld:
        return False
    session.flush()
    seal = vault.seal(kind, record_id, {name: str(values[name]) for name in withheld})
    values_of_item: dict[str, Value] = {"seal": seal, "sealed_on": on}
    items.add_item(session, ItemKind.SEAL, kind, record_id, values_of_item, on=on, act=act)
    return True


def seal_of(session: Session, kind: RecordKind, record_id: int) -> str | None:
    """The seal of a record; None where nothing of it is sealed."""
    found = items.items_of(session, ItemKind.SEAL, kind, [record_id], struck=False).get(record_id)
    return str(found[-1]["seal"]) if found else None


def orphans(session: Session, vault: Vault) -> tuple[list[tuple[str, str, int]], list[str]]:
    """Seals in the vault that no record has, and seals of records that the vault has not.

    The caller holds the journal's lock, so that no entry is between its two writes.
    """
    table = ITEMS[ItemKind.SEAL]
    standing = set(session.scalars(select(table.c.seal).where(table.c.struck.is_(False))))
    kept = vault.seals()
    lost = standing - {seal for seal, _kind, _record_id in kept}
    return [one for one in kept if one[0] not in standing], sorted(lost)
