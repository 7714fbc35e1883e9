"""The access log (nhật ký truy cập): which readings of records are told, and as what.

Told is every reading of a sensitive record, every printing and every export: who, when, what; never a word of what
stands in the record (security.md 2, row 36; law-and-forms 9, design consequence 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS
from casework.domain.vocabulary import RecordKind, Term


class ReadAct(Term):
    """Việc đọc được ghi vào nhật ký truy cập."""

    READ = "read", "Mở hồ sơ"
    LISTED = "listed", "Mở danh sách có danh tính"
    PRINTED = "printed", "In văn bản, báo cáo"
    EXPORTED = "exported", "Xuất danh sách"
    FILE_OPENED = "file_opened", "Mở tệp đính kèm"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: one record (`record_id`), or a list of `rows` records of `kind`; `what` in plain words.

    `what` names papers, periods, filters; no personal data: of a search it says only that there was one.
    """

    act: ReadAct
    kind: RecordKind | None = None
    record_id: int | None = None
    rows: int | None = None
    what: str = ""


WHAT_LIMIT = 200


def sensitive(kind: RecordKind, values: Mapping[str, object]) -> bool:
    """Whether showing these values of a record is told: they say who a person is, or are a denunciation's."""
    return values.get("type") == DENUNCIATION or any(values.get(name) for name in IDENTITY_FIELDS[kind])


def told_filters(figure: str, cell: Mapping[str, str], searched: bool) -> str:
    """The filters of a list as the log tells them: dimensions with their keys, and whether words were searched for."""
    parts = [f"figure={figure}"] if figure else []
    parts += [f"{name}={key or '-'}" for name, key in sorted(cell.items())]
    if searched:
        parts.append("có tìm theo từ ngữ")
    return "; ".join(parts)[:WHAT_LIMIT]
