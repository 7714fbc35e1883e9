"""What a file says wrong: problems by row and column, what they mean for the row, and their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FileProblem(ValueError):  # noqa: N818 - the house's word for a file that cannot be read at all
    """A file that cannot be read as a whole; the message is in Vietnamese and says how to mend it."""


class Verdict(StrEnum):
    """What a problem means for its row: refused; stored and listed; stored without the identity."""

    ERROR = "error"
    WARNING = "warning"
    WITHHELD = "withheld"


class Sort(StrEnum):
    """What a problem is about; `label` sums many of one sort in one line ("12 dòng xử lý sau thời hạn")."""

    label: str

    def __new__(cls, value: str, label: str) -> Sort:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    MISSING = "missing", "thiếu nội dung bắt buộc"
    UNREADABLE = "unreadable", "không đọc được"
    UNLISTED = "unlisted", "không có trong danh mục"
    TOO_LONG = "too_long", "quá dài"
    OUT_OF_RANGE = "out_of_range", "ngoài khoảng cho phép"
    DUPLICATE = "duplicate", "trùng số"
    CONTRADICTION = "contradiction", "mâu thuẫn giữa các cột"
    BEFORE_START = "before_start", "có ngày trước ngày bắt đầu"
    SERIAL_DATE = "serial_date", "ghi số thay cho ngày, đã đọc thành ngày"
    DATE_AS_TEXT = "date_as_text", "có ô chữ bị Excel đổi thành ngày"
    AFTER_DUE = "after_due", "có ngày xử lý sau thời hạn"
    BEYOND_LAW = "beyond_law", "ghi thời hạn dài hơn pháp luật cho phép"
    NO_REASON = "no_reason", "không đủ điều kiện mà thiếu lý do"
    BEFORE_TRACKING = "before_tracking", "có ngày trước nghị quyết theo dõi hoặc kỳ họp"
    NO_UNIT = "no_unit", "chưa rõ đơn vị"
    NEW_ENTRY = "new_entry", "chưa có trong danh mục, sẽ được thêm"
    COMPLETED = "completed", "được bổ sung từ danh mục"
    IDENTITY = "identity", "không lưu danh tính người tố cáo"
    HEADING = "heading", "có tiêu đề cột chưa nhận ra"
    SHEET = "sheet", "trang tính không phải là sổ"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: `row` is the spreadsheet's own row number, `column` the heading as typed ("" = the row)."""

    sheet: str
    row: int
    column: str
    verdict: Verdict
    message: str
    sort: Sort

    def as_json(self) -> dict[str, object]:
        """The shape that `casework import --json` prints (issue 2, section 4)."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "verdict": self.verdict.value,
            "message": self.message,
        }


_ROWS_NAMED = 5


def summary_lines(problems: Iterable[Problem]) -> list[str]:
    """One Vietnamese line for each sheet, column and sort of warning or withholding, with the number of rows.

    Names the first few rows; errors are not summed, each of them refuses a row and is read on its own.
    """
    groups: dict[tuple[str, str, Sort], list[int]] = {}
    for problem in problems:
        if problem.verdict is not Verdict.ERROR:
            groups.setdefault((problem.sheet, problem.column, problem.sort), []).append(problem.row)
    lines = []
    for (sheet, column, sort), rows in groups.items():
        where = f"{sheet}, cột “{column}”" if column else sheet
        named = ", ".join(str(row) for row in rows[:_ROWS_NAMED])
        more = ", …" if len(rows) > _ROWS_NAMED else ""
        lines.append(f"{where}: {len(rows)} dòng {sort.label} (dòng {named}{more})")
    return lines
