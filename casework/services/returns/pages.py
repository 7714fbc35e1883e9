"""What the page of one return shows: its cells, its checks, its history, and whether records stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.forms import FormDefinition
from casework.domain.periods import Period, Question, parse_period
from casework.domain.return_checks import ReturnFinding
from casework.domain.returns import ReturnState, ReturnStep, due_on, lateness, steps_from
from casework.services.returns.filing import DocumentFile, file_of, findings_of, read_findings
from casework.services.returns.found import acts_for, return_of
from casework.statistics.returned import kept_meanwhile
from casework.store.account_tables import User
from casework.store.catalogue_tables import Unit
from casework.store.database import Database
from casework.store.returns import (
    UnitReturnVersion,
    load_return_rules,
    read_cells,
    standing_version,
)
from casework.store.throttle import utc


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the history of a return: who took which step when, with what it then held."""

    number: int
    step: ReturnStep
    state: ReturnState
    who: str
    made_at: datetime
    document: str
    file: DocumentFile
    note: str
    reason: str
    found: tuple[ReturnFinding, ...]
    changed: tuple[tuple[int, int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A return as the reader may see it. `steps`: those that he may take; `findings`: of the cells as they stand.

    `beside`: how many records of the unit the form would count from the system itself; `filed_on`: the last filing.
    """

    id: int
    unit_id: int
    unit: str
    definition: FormDefinition
    period: Period
    due_on: date
    filed_on: date | None
    days_late: int
    state: ReturnState
    version: int
    cells: Mapping[int, int]
    document_number: str
    document_on: date | None
    file: DocumentFile
    note: str
    reason: str
    steps: tuple[ReturnStep, ...]
    writes: bool
    findings: tuple[ReturnFinding, ...]
    filed_findings: tuple[ReturnFinding, ...]
    beside: int
    history: tuple[VersionLine, ...]


def return_page(
    db: Database, reader: Reader, return_id: int, known: Mapping[str, FormDefinition], today: date
) -> ReturnPage:
    """The page of a return. Raises NoSuchRecordError for one that is not the reader's to see, as for none."""
    with db.read() as session:
        one = return_of(session, reader, return_id)
        standing = standing_version(session, one.id)
        definition = known.get(one.form)
        if standing is None or definition is None:
            raise NoSuchRecordError
        state, cells = ReturnState.of(standing.state), read_cells(standing.cells)
        may_act = acts_for(session, reader, one.unit_id)
        steps = steps_from(state, reader.role) if may_act else ()
        versions = _versions(session, one.id)
        filed_on = filing_day(versions)
        due = due_on(one.last_on, load_return_rules(session).due_days)
        return ReturnPage(
            one.id,
            one.unit_id,
            session.get_one(Unit, one.unit_id).name,
            definition,
            parse_period(one.period),
            due,
            filed_on,
            lateness(due, filed_on, today),
            state,
            standing.number,
            cells,
            standing.document_number,
            standing.document_on,
            file_of(standing),
            standing.note,
            _last_reason(versions, state),
            tuple(step.step for step in steps),
            any(step.writes for step in steps),
            tuple(findings_of(session, one, definition, cells)) if cells else (),
            read_findings(standing.found),
            kept_meanwhile(session, definition, Question(one.first_on, one.last_on), one.unit_id),
            _history(session, versions),
        )


def _versions(session: Session, return_id: int) -> list[UnitReturnVersion]:
    query = select(UnitReturnVersion).where(UnitReturnVersion.return_id == return_id)
    return list(session.scalars(query.order_by(UnitReturnVersion.number)))


def filing_day(versions: list[UnitReturnVersion]) -> date | None:
    """The day on which what stands now was first filed; None when it is a draft, or was sent back."""
    if not versions or versions[-1].state not in (ReturnState.FILED.value, ReturnState.ACCEPTED.value):
        return None
    days = [one.made_on for one in versions if one.step == ReturnStep.FILE.value]
    return days[-1] if days else None


def _last_reason(versions: list[UnitReturnVersion], state: ReturnState) -> str:
    """Why a return was sent back, while it stands so: also after it was saved again."""
    if state is not ReturnState.SENT_BACK:
        return ""
    return next((one.reason for one in reversed(versions) if one.step == ReturnStep.SEND_BACK.value), "")


def _history(session: Session, versions: list[UnitReturnVersion]) -> tuple[VersionLine, ...]:
    people = {one.actor_id for one in versions}
    names = {
        row.id: row.full_name for row in session.execute(select(User.id, User.full_name).where(User.id.in_(people)))
    }
    lines, before = [], dict[int, int]()
    for one in versions:
        cells = read_cells(one.cells)
        changed = tuple(
            (column, before.get(column), cells.get(column))
            for column in sorted({*before, *cells})
            if before.get(column) != cells.get(column)
        )
        lines.append(
            VersionLine(
                one.number,
                ReturnStep.of(one.step),
                ReturnState.of(one.state),
                names.get(one.actor_id, ""),
                utc(one.made_at),
                one.document_number,
                file_of(one),
                one.note,
                one.reason,
                read_findings(one.found),
                changed,
            )
        )
        before = cells
    return tuple(reversed(lines))
