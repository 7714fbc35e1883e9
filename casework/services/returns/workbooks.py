"""The workbook of a return: made for exactly one, read back whole or not at all, kept as a draft."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.forms import FormDefinition
from casework.domain.periods import parse_period
from casework.domain.return_sheet import ReturnSheet
from casework.domain.returns import ReturnError, ReturnStep
from casework.files.problems import FileProblem
from casework.files.return_workbook import FaultyCellsError, read_return_workbook
from casework.reports.return_workbook import return_workbook
from casework.services.returns.filing import Filled, take_step
from casework.services.returns.found import return_of
from casework.store.catalogue_tables import Unit
from casework.store.database import Database
from casework.store.returns import read_cells, standing_version

__all__ = ["FaultyCellsError", "FileProblem", "read_back", "workbook_of"]

ANOTHER = (
    "Bảng tính này được tạo cho một báo cáo khác (đơn vị, biểu hoặc kỳ khác); hãy tải bảng tính ở chính trang "
    "báo cáo này."
)
OLDER = (
    "Bảng tính này được tạo từ một bản cũ của báo cáo; số liệu trong hệ thống đã thay đổi sau đó. "
    "Hãy tải lại bảng tính rồi nhập vào bản mới."
)


def workbook_of(db: Database, reader: Reader, return_id: int, known: Mapping[str, FormDefinition]) -> tuple[str, bytes]:
    """The name and the bytes (.xlsx) of a return's workbook. Raises NoSuchRecordError, ForbiddenError."""
    require(reader.role, Act.FILE_RETURN)
    with db.read() as session:
        one = return_of(session, reader, return_id)
        standing = standing_version(session, one.id)
        if standing is None or one.form not in known:
            raise NoSuchRecordError
        sheet = ReturnSheet(
            known[one.form],
            one.id,
            standing.number,
            one.token,
            session.get_one(Unit, one.unit_id).name,
            parse_period(one.period).label,
            read_cells(standing.cells),
        )
        name = f"Bao cao {sheet.definition.code.replace('/', '-')} {one.period} {sheet.unit}.xlsx"
    return name, return_workbook(sheet)


def read_back(
    db: Database,
    reader: Reader,
    return_id: int,
    data: bytes,
    name: str,
    known: Mapping[str, FormDefinition],
    *,
    on: date,
    now: datetime,
) -> int:
    """Keeps the cells of a filled-in workbook as the return's draft; how many there were.

    Raises FileProblem, FaultyCellsError, ReturnError, NoSuchRecordError, ForbiddenError; then nothing is stored.
    """
    require(reader.role, Act.FILE_RETURN)
    with db.read() as session:
        one = return_of(session, reader, return_id)
        standing = standing_version(session, one.id)
        if standing is None:
            raise NoSuchRecordError
        form, token, number = one.form, one.token, standing.number
        beside = (standing.document_number, standing.document_on, standing.note)
    read = read_return_workbook(data, name, dict(known))
    mine = secrets.compare_digest(read.token.encode(), token.encode())
    if read.return_id != return_id or read.form != form or not mine:
        raise ReturnError(ANOTHER)
    if read.version != number:
        raise ReturnError(OLDER)
    filled = Filled(read.cells, *beside)
    take_step(db, reader, return_id, ReturnStep.SAVE, filled, read.version, known, on=on, now=now)
    return len(read.cells)
