"""A return from its first draft to its acceptance: each step one version, one transaction, one chained entry."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.events import ALWAYS
from casework.domain.forms import FormDefinition
from casework.domain.periods import Question, parse_period
from casework.domain.return_checks import ReturnFinding, check_cells, check_continuity
from casework.domain.returns import ReturnError, ReturnState, ReturnStep, period_before, step_of
from casework.services.returns.found import acts_for, return_of
from casework.store import journal
from casework.store.catalogue_tables import Unit
from casework.store.database import Database
from casework.store.returns import (
    UnitReturn,
    UnitReturnVersion,
    add_version,
    digest_of,
    read_cells,
    standing_version,
    write_cells,
)

NOTE_LIMIT = 1000
STALE = "Báo cáo vừa được người khác thay đổi; hãy xem lại bản mới rồi làm tiếp."


class FindingsError(ReturnError):
    """Checks fail and nobody told why: the return is not filed. `findings`: each of them."""

    def __init__(self, findings: Sequence[ReturnFinding]) -> None:
        """Keeps them for the page."""
        super().__init__("Có phép kiểm tra chưa đạt: hãy sửa số liệu, hoặc ghi giải trình rồi nộp.")
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """The signed document of a return as a file of the store; the empty one is none."""

    name: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a page or a workbook brings: cells by column, the document, the note; `reason`: of a step that asks one.

    `file`: the document as a file; None keeps the one that stands.
    """

    cells: Mapping[int, int] = field(default_factory=dict)
    document_number: str = ""
    document_on: date | None = None
    note: str = ""
    reason: str = ""
    file: DocumentFile | None = None


def start(
    db: Database,
    reader: Reader,
    unit_id: int,
    form: str,
    period_code: str,
    known: Mapping[str, FormDefinition],
    *,
    on: date,
    now: datetime,
) -> int:
    """The return of a unit in a form for a period, begun as a draft when there is none; its id.

    Raises ReturnError for a form, unit or period that cannot be, NoSuchRecordError for another unit's, ForbiddenError.
    """
    require(reader.role, Act.FILE_RETURN)
    definition = known.get(form)
    if definition is None:
        raise ReturnError("Hãy chọn biểu trong danh sách.")
    try:
        period = parse_period(period_code)
    except ValueError as error:
        raise ReturnError(f"Hãy chọn kỳ báo cáo trong danh sách: {error}.") from None
    with db.write() as session:
        journal.lock(session)
        if not acts_for(session, reader, unit_id):
            raise NoSuchRecordError
        if session.get(Unit, unit_id) is None:
            raise ReturnError("Hãy chọn đơn vị trong danh sách.")
        same = select(UnitReturn.id).where(
            UnitReturn.unit_id == unit_id, UnitReturn.form == form, UnitReturn.period == period.code
        )
        if (there := session.scalar(same)) is not None:
            return there
        made = UnitReturn(
            unit_id=unit_id,
            form=form,
            period=period.code,
            first_on=period.first,
            last_on=period.last,
            token=secrets.token_hex(16),
        )
        session.add(made)
        session.flush()
        _write(session, reader, made, None, ReturnStep.SAVE, ReturnState.DRAFT, Filled(), (), on, now)
        return made.id


def take_step(
    db: Database,
    reader: Reader,
    return_id: int,
    step: ReturnStep,
    filled: Filled,
    version: int,
    known: Mapping[str, FormDefinition],
    *,
    on: date,
    now: datetime,
) -> ReturnState:
    """Takes a step with a return; the state that it leads to. `version`: the number of the one that was looked at.

    A step that writes keeps what is filled in, any other leaves the cells as they stand. Raises FindingsError when
    checks fail and no note tells why, ReturnError, NoSuchRecordError, ForbiddenError.
    """
    require(reader.role, Act.FILE_RETURN if step not in DECIDING else Act.DECIDE_RETURN)
    with db.write() as session:
        journal.lock(session)
        one = return_of(session, reader, return_id)
        standing = standing_version(session, one.id)
        if standing is None:
            raise NoSuchRecordError
        if standing.number != version:
            raise ReturnError(STALE)
        taken = step_of(ReturnState.of(standing.state), step, reader.role, filled.reason)
        definition = known[one.form]
        kept = _checked(definition, filled, on) if taken.writes else _kept(standing, filled.reason)
        findings: Sequence[ReturnFinding] = ()
        if step is ReturnStep.FILE:
            findings = findings_of(session, one, definition, kept.cells)
            _ready_to_file(kept, findings)
        elif not taken.writes:
            findings = read_findings(standing.found)
        _write(session, reader, one, standing, step, taken.to, kept, findings, on, now)
        return taken.to


DECIDING = frozenset({ReturnStep.ACCEPT, ReturnStep.SEND_BACK})
"""The steps of the secretariat alone."""


def _ready_to_file(kept: Filled, findings: Sequence[ReturnFinding]) -> None:
    if not kept.cells:
        raise ReturnError("Báo cáo chưa có số liệu nào; hãy nhập số liệu, không phát sinh thì ghi 0.")
    if not kept.document_number or kept.document_on is None:
        raise ReturnError("Hãy ghi số và ngày của văn bản báo cáo trước khi nộp.")
    if findings and not kept.note:
        raise FindingsError(findings)


def _checked(definition: FormDefinition, filled: Filled, on: date) -> Filled:
    numbers = {one.number for one in definition.counted}
    if set(filled.cells) - numbers:
        raise ReturnError("Có cột không thuộc biểu này; hãy tải lại trang rồi nhập lại.")
    if filled.document_on is not None and filled.document_on > on:
        raise ReturnError("Ngày của văn bản báo cáo không được sau hôm nay.")
    if len(filled.note) > NOTE_LIMIT:
        raise ReturnError(f"Giải trình dài quá {NOTE_LIMIT} ký tự; hãy rút gọn.")
    number, note = filled.document_number.strip()[:60], filled.note.strip()
    return Filled(dict(filled.cells), number, filled.document_on, note, file=filled.file)


def _kept(standing: UnitReturnVersion, reason: str) -> Filled:
    cells = read_cells(standing.cells)
    return Filled(cells, standing.document_number, standing.document_on, standing.note, reason.strip()[:NOTE_LIMIT])


def file_of(version: UnitReturnVersion) -> DocumentFile:
    """The document that a version names."""
    return DocumentFile(version.file_name, version.file_media, version.file_size, version.file_sha256)


def findings_of(
    session: Session, one: UnitReturn, definition: FormDefinition, cells: Mapping[int, int]
) -> list[ReturnFinding]:
    """The checks that the cells of a return fail, the one against the period before among them."""
    found = check_cells(definition, cells, Question(one.first_on, one.last_on))
    before = period_before(parse_period(one.period))
    if before is None:
        return found
    query = (
        select(UnitReturnVersion.cells)
        .join(UnitReturn, UnitReturn.id == UnitReturnVersion.return_id)
        .where(
            UnitReturn.unit_id == one.unit_id,
            UnitReturn.form == one.form,
            UnitReturn.period == before.code,
            UnitReturnVersion.known_to == ALWAYS,
            UnitReturnVersion.state.in_((ReturnState.FILED.value, ReturnState.ACCEPTED.value)),
        )
    )
    earlier = session.scalar(query)
    return found + check_continuity(definition, cells, None if earlier is None else read_cells(earlier), before.label)


def read_findings(text: str) -> tuple[ReturnFinding, ...]:
    """The failing checks as a version keeps them."""
    return tuple(ReturnFinding(tuple(columns), message) for columns, message in json.loads(text))


def _write(
    session: Session,
    reader: Reader,
    one: UnitReturn,
    standing: UnitReturnVersion | None,
    step: ReturnStep,
    state: ReturnState,
    kept: Filled,
    findings: Sequence[ReturnFinding],
    on: date,
    now: datetime,
) -> None:
    file = kept.file or (DocumentFile() if standing is None else file_of(standing))
    row = UnitReturnVersion(
        return_id=one.id,
        number=1 if standing is None else standing.number + 1,
        step=step.value,
        state=state.value,
        cells=write_cells(kept.cells),
        document_number=kept.document_number,
        document_on=kept.document_on,
        note=kept.note,
        reason=kept.reason,
        file_name=file.name,
        file_media=file.media_type,
        file_size=file.size,
        file_sha256=file.sha256,
        found=json.dumps([[list(f.columns), f.message] for f in findings], ensure_ascii=False),
        actor_id=reader.user_id,
        made_at=now,
        made_on=on,
        known_to=ALWAYS,
    )
    row.digest = digest_of(row)
    told = {
        "return": one.id,
        "unit": one.unit_id,
        "form": one.form,
        "period": one.period,
        "version": row.number,
        "step": row.step,
        "state": row.state,
        "digest": row.digest,
    }
    note = json.dumps(told, ensure_ascii=False)
    row.known_from = journal.append(session, journal.Act("return", reader.user_id, reader.os_user, now, note), [])
    add_version(session, row)
