"""Naming the records that a check found, as far as whoever asks may see them in a list; the others are only counted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Reader, may_see
from casework.domain.access_levels import Level
from casework.domain.checks import Offender
from casework.domain.vocabulary import RecordKind
from casework.statistics.scope import Scope
from casework.store.database import portions
from casework.store.records import RECORDS


def named(session: Session, kind: RecordKind, found: Sequence[tuple[int, str]], scope: Scope) -> tuple[Offender, ...]:
    """The records (id, why) that may be named in `scope`, with their numbers, in the order given.

    A record of the facts that no register has is named by no number: it is a fault of its own.
    """
    if scope.rows is not None and not may_see(Reader(0, scope.rows.role), kind):
        return ()
    table = RECORDS[kind]
    condition = None if scope.rows is None else scope.rows.condition(kind, table.c.id, Level.LIST)
    code = table.c.code if "code" in table.c else None
    codes: dict[int, str] = {}
    for portion in portions(record_id for record_id, _why in found):
        query = select(table.c.id, *(() if code is None else (code,))).where(table.c.id.in_(portion))
        rows = session.execute(query if condition is None else query.where(condition))
        codes.update({row[0]: str(row[1] or "") if code is not None else "" for row in rows})
    return tuple(Offender(kind, one, codes[one], why) for one, why in found if one in codes)
