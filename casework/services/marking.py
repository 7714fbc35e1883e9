"""Bản đánh dấu lỗi: the officer's own workbook with its refused rows marked, made while it is sent, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from casework.domain.access import Act, Reader, require
from casework.files.mapping import read_mapping
from casework.files.marked import Wrong, marked_sheets
from casework.files.problems import Verdict
from casework.files.saved_columns import effective, readable
from casework.files.workbook import read_workbook
from casework.reports.marked_workbook import marked_workbook
from casework.store import heading_columns, registers
from casework.store.database import Database

GUIDE = (
    "Bản đánh dấu lỗi của sổ, để sửa theo",
    "Mỗi dòng sai giữ nguyên số dòng như trong tệp gốc; ô sai được tô màu, cách sửa ghi ở cột cuối cùng.",
    "Hãy sửa trong tệp gốc của mình rồi nhập lại tệp gốc; không nhập lại tệp này.",
    "Danh tính và nội dung có thể cho biết một người là ai được che bằng “•••”.",
    "Trang tính không phải là sổ thì không được chép vào tệp này.",
)


def marked(
    db: Database,
    reader: Reader,
    source: bytes | Path,
    name: str,
    *,
    office: str,
    mapping: bytes | None,
    problems: Sequence[Mapping[str, Any]],
) -> Iterator[bytes]:
    """The bytes of the marked workbook. `problems`: as `Preparation.as_json` tells them; errors are marked.

    Raises ForbiddenError and FileProblem before the first byte.
    """
    require(reader.role, Act.IMPORT)
    sheets = read_workbook(source, name)
    with db.read() as session:
        unit = registers.unit_named(session, office)
        saved = heading_columns.kept(session, unit[0]) if unit else []
    given, _by_saved = effective(sheets, read_mapping(mapping) if mapping else {}, saved)
    wrong = [
        Wrong(one["sheet"], one["row"], one["column"], one["message"])
        for one in problems
        if one["verdict"] == Verdict.ERROR.value
    ]
    return marked_workbook(marked_sheets(readable(sheets, given), given, wrong), GUIDE)
