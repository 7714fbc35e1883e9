"""What a filled form says in words around its table, the same on a sheet, on paper and on a screen."""

from __future__ import annotations

from casework.domain.checks import Severity
from casework.domain.forms import FilledForm
from casework.domain.numerals import write_date
from casework.domain.periods import Period
from casework.domain.returns import counted_twice
from casework.domain.vocabulary import CountingUnit

WIDE = 20
"""A form with more columns than this is printed on A3."""
UNCERTAIN_MARK = " (*)"
UNCERTAIN_NOTE = "(*) Tên, nội dung cột chưa được xác nhận với bản gốc của biểu; phải đối chiếu trước khi phát hành."


def name_line(filled: FilledForm) -> str:
    """ "Biểu số 01/TCD – Thông tư 02/2021/TT-TTCP"."""
    return f"Biểu số {filled.definition.code} – {filled.definition.circular}"


def period_line(filled: FilledForm, period: Period | None) -> str:
    """The period and its days, as of which day, as known on which day."""
    question = filled.question
    days = f"số liệu từ ngày {write_date(question.first)} đến hết ngày {write_date(question.as_of)}"
    named = f"Kỳ báo cáo: {period.label}; {days}" if period and period.kind != "range" else f"S{days[1:]}"
    if question.known_on is not None:
        named += f"; theo dữ liệu đã ghi nhận đến hết ngày {write_date(question.known_on)}"
    return named


def remarks(filled: FilledForm) -> list[str]:
    """The lines below the table: marks, what the form's notes say, how some columns are counted, the scope."""
    form = filled.definition
    lines = [] if not any(column.uncertain for column in form.columns) else [UNCERTAIN_NOTE]
    lines += form.notes
    by_note: dict[str, list[int]] = {}
    for column in form.columns:
        if column.note:
            by_note.setdefault(column.note, []).append(column.number)
    lines += [f"Cột {', '.join(map(str, numbers))}: {note}" for note, numbers in by_note.items()]
    units = {column.unit for column in form.columns}
    if units & {CountingUnit.MILLION_DONG, CountingUnit.SQUARE_METRE}:
        lines.append("Tiền tính bằng triệu đồng, đất tính bằng m².")
    if any(cell.doubt for cell in filled.total.cells):
        lines.append("Ô nền vàng: còn hồ sơ thiếu dữ liệu, số có thể thay đổi khi bổ sung.")
    if any(not check.holds and check.severity is Severity.FAULT for check in filled.checks):
        lines.append("Ô nền đỏ: phép cộng in trên biểu chưa đúng; số là số đếm được, không sửa cho khớp.")
    structure = " Đơn vị theo cơ cấu hiện nay." if filled.structure_now else ""
    lines.append(f"Phạm vi: {filled.scope}.{structure}")
    if any(cell.from_returns is not None for cell in filled.total.cells):
        lines.append("Số liệu gồm cả phần do đơn vị gửi báo cáo, không mở ra hồ sơ.")
    twice = [row.label for row in filled.rows if row.unit_id in in_both(filled)]
    if twice:
        lines.append(
            f"Vừa có hồ sơ trong hệ thống, vừa gửi báo cáo cùng kỳ, nên có thể tính hai lần: {'; '.join(twice)}."
        )
    return lines


def in_both(filled: FilledForm) -> tuple[int, ...]:
    """The units of which both records and a return stand in the form."""
    cells = [(row.unit_id, cell) for row in filled.rows if row.unit_id is not None for cell in row.cells]
    return counted_twice(
        {(unit, cell.column): cell.from_records or 0 for unit, cell in cells},
        {(unit, cell.column): cell.from_returns or 0 for unit, cell in cells},
    )


def missing_lines(filled: FilledForm) -> list[str]:
    """Số liệu còn thiếu: a sentence each."""
    return [lack.sentence for lack in filled.missing]


def fault_lines(filled: FilledForm) -> list[str]:
    """The checks that do not hold, each with its arithmetic."""
    return [f"{check.label}: {check.arithmetic}." for check in filled.checks if not check.holds]
