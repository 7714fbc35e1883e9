"""The ways in which figures are cut."""

from __future__ import annotations

from casework.domain import vocabulary as v
from casework.statistics.catalogue import Dimension

UNIT = Dimension("unit", "Đơn vị", "unit_id", "unit", size=40)
OFFICE = Dimension("office", "Đơn vị giữ sổ", "office_id", "unit", size=40)
"""The unit in whose register a visit or a letter stands (`columns.column_of`); a case is cut by who settles it."""
SUBJECT = Dimension("subject", "Lĩnh vực", "subject", "text", size=20)
PLACE = Dimension("place", "Địa bàn", "place", "text", size=120)
MONTH = Dimension("month", "Tháng", "opened_month", "month", size=12)
SESSION = Dimension("session", "Kỳ họp", "session_id", "session", size=12)
COUNCIL_RESOLUTION = Dimension(
    "council_resolution", "Nghị quyết theo dõi", "council_resolution_id", "council_resolution"
)


def term(code: str, label: str, terms: type[v.Term], column: str | None = None) -> Dimension:
    """A dimension whose keys are terms of the vocabulary."""
    return Dimension(code, label, column or code, "term", terms, size=len(terms))


PETITIONS = (
    COUNCIL_RESOLUTION,
    SESSION,
    UNIT,
    SUBJECT,
    PLACE,
    MONTH,
    term("result", "Nhóm kết quả", v.PetitionResult),
    term("state", "Trạng thái", v.PetitionState),
    term("source", "Nguồn", v.PetitionSource),
    term("level", "Cấp thẩm quyền", v.Competence, "competence"),
)
RECEPTIONS = (
    term("level", "Cấp tiếp", v.ReceptionLevel),
    term("type", "Phân loại", v.MatterType),
    term("form", "Hình thức tiếp", v.ReceptionForm),
    term("turn", "Lần tiếp", v.Turn),
    term("handling", "Hướng xử lý", v.ReceptionHandling),
    term("receiver", "Người tiếp", v.Receiver, "receiver_kind"),
    PLACE,
    MONTH,
    OFFICE,
)
LETTERS = (
    term("type", "Loại đơn", v.MatterType),
    term("handling", "Kết quả xử lý", v.LetterHandling),
    term("channel", "Nguồn đơn", v.LetterChannel),
    term("state", "Trạng thái", v.LetterState),
    Dimension("eligible", "Đủ điều kiện xử lý", "eligible", "flag"),
    SUBJECT,
    MONTH,
    OFFICE,
)
CASES = (
    term("type", "Loại vụ việc", v.CaseType),
    term("state", "Trạng thái", v.CaseState),
    term("outcome", "Kết quả giải quyết", v.CaseOutcome),
    term("instance", "Lần giải quyết", v.Instance),
    term("complexity", "Tính chất", v.Complexity),
    UNIT,
    SUBJECT,
    MONTH,
)
FEEDBACK = (
    term("type", "Loại PAKN", v.FeedbackType),
    term("state", "Trạng thái", v.FeedbackState),
    UNIT,
    MONTH,
)
