"""Single columns of records that the verbs ask for: whose register it stands in, which record bears a number."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casework.domain.entry import number_key
from casework.domain.vocabulary import RecordKind
from casework.store.catalogue_tables import Unit
from casework.store.records import RECORDS


def office_of(session: Session, kind: RecordKind, record_id: int) -> tuple[int, str]:
    """The unit that keeps the register in which a record stands: id and name. Raises LookupError for no record."""
    table = RECORDS[kind]
    row = session.execute(
        select(table.c.office_id, Unit.name).join(Unit, Unit.id == table.c.office_id).where(table.c.id == record_id)
    ).first()
    if row is None:
        raise LookupError(f"{kind.value} {record_id}")
    return row[0], row[1]


def version_of(session: Session, kind: RecordKind, record_id: int) -> int:
    """The version of a record now. Raises LookupError for no record."""
    table = RECORDS[kind]
    found = session.scalar(select(table.c.version).where(table.c.id == record_id))
    if found is None:
        raise LookupError(f"{kind.value} {record_id}")
    return int(found)


def with_number(
    session: Session, kind: RecordKind, code: str, office_id: int, seen: ColumnElement[bool] | None
) -> int | None:
    """The id of the record with this number, that of the register of `office_id` first, then the newest; None: none.

    `seen`: the condition on `RECORDS[kind].c.id` that whoever asks may see it; None: he sees every one.
    """
    table = RECORDS[kind]
    query = select(table.c.id, table.c.office_id, table.c.register_year, table.c.code).where(
        table.c.code.in_({code.strip(), code.strip().upper()})
    )
    rows = session.execute(query if seen is None else query.where(seen)).all()
    fitting = [row for row in rows if number_key(row.code) == number_key(code)]
    if not fitting:
        return None
    return int(max(fitting, key=lambda row: (row.office_id == office_id, row.register_year, row.id)).id)
