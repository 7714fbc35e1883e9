"""Proving the register: the tables against the journal, and the journal against its own hashes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.derivation import derivation
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.store import journal
from casework.store.chain import ChainFault, verify_chain
from casework.store.comparing import Difference, compare, compare_items
from casework.store.database import Database
from casework.store.reference_data import load_law

__all__ = ["ChainFault", "Difference", "check_tables", "rebuild", "verify_journal"]


def _differences(session: Session, law: Law, repair: bool) -> list[Difference]:
    items = list(compare_items(session, repair))  # first, since duties follow from papers
    return [d for kind in RecordKind for d in compare(session, kind, derivation(kind, law), repair=repair)] + items


def check_tables(db: Database) -> list[Difference]:
    """Every place where facts or records differ from what the journal's events make; nothing is changed."""
    with db.read() as session:
        law = load_law(session)
        return _differences(session, law, repair=False)


def rebuild(db: Database, actor: Reader, now: datetime) -> list[Difference]:
    """Makes facts and records follow the journal again; the differences that were found. A journal entry tells it."""
    with db.write() as session:
        journal.lock(session)
        law = load_law(session)
        found = _differences(session, law, repair=True)
        if found:
            note = f"{len(found)} chỗ không khớp"
            journal.append(session, journal.Act("rebuild", actor.user_id, actor.os_user, now, note), [])
        return found


def verify_journal(db: Database) -> list[ChainFault]:
    """Every place where the journal's chain of hashes breaks; [] for an untouched journal."""
    with db.read() as session:
        return list(verify_chain(session))
