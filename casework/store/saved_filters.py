"""Saved filters as rows, of the work lists and of the registers' lists: whose they are and who else sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.work import WorkQuery, WorkQueryError, read_query, write_query
from casework.store.work import SavedFilter

REGISTER = "register"
"""Under this name, before all others, the parameters of a register's list say which register it is."""


def filters_of(session: Session, reader: Reader) -> Sequence[SavedFilter]:
    """The filters of a person, and those that colleagues of the unit share, by name."""
    shared = and_(SavedFilter.shared, SavedFilter.unit_id == reader.unit_id, SavedFilter.unit_id.is_not(None))
    query = select(SavedFilter).where(or_(SavedFilter.user_id == reader.user_id, shared))
    return session.scalars(query.order_by(SavedFilter.name, SavedFilter.id)).all()


def written(query: WorkQuery) -> str:
    """A question as a saved filter keeps it."""
    return urlencode(write_query(query))


def question_of(row: SavedFilter, role: Role) -> WorkQuery | None:
    """What a saved filter asks of the work lists, for somebody of this role; None where the role may not ask it (any
    more), or where it asks for a register's list."""
    if list_of(row) is not None:
        return None
    try:
        return read_query(role, dict(parse_qsl(row.parameters)))
    except WorkQueryError:
        return None


def written_list(kind: RecordKind, parameters: Mapping[str, str]) -> str:
    """The list of a register as a saved filter keeps it; `parameters`: of its address."""
    return urlencode({REGISTER: kind.value, **parameters})


def list_of(row: SavedFilter) -> tuple[RecordKind, dict[str, str]] | None:
    """The register and the parameters of the list that a saved filter asks for; None where it asks for a work list."""
    parameters = dict(parse_qsl(row.parameters))
    kind = parameters.pop(REGISTER, "")
    return (RecordKind.of(kind), parameters) if kind else None
