"""The vocabulary: what the system calls things, each term with its official Vietnamese label.

Here stand the words of all registers; those of petitions and of what citizens bring have files of their own and are
asked for here like the others. Sources: law-and-forms 1.3, 2.3, 3.2-3.3, 4.5, 6.
"""

from __future__ import annotations

from casework.domain.citizen_words import (
    CaseOutcome,
    CaseState,
    CaseStatus,
    CaseType,
    Complexity,
    FeedbackState,
    FeedbackType,
    Instance,
    LetterChannel,
    LetterHandling,
    LetterState,
    MatterType,
    Receiver,
    ReceptionForm,
    ReceptionHandling,
    ReceptionLevel,
    Turn,
)
from casework.domain.petition_words import (
    FINAL_RESULTS,
    Competence,
    ContactRound,
    Finding,
    HandledWithin,
    PetitionResult,
    PetitionSource,
    PetitionState,
)
from casework.domain.term import Term

__all__ = [
    "FINAL_RESULTS",
    "CaseOutcome",
    "CaseState",
    "CaseStatus",
    "CaseType",
    "Competence",
    "Complexity",
    "ContactRound",
    "CountingUnit",
    "EventName",
    "FeedbackState",
    "FeedbackType",
    "Finding",
    "HandledWithin",
    "Instance",
    "LetterChannel",
    "LetterHandling",
    "LetterState",
    "MatterType",
    "PetitionResult",
    "PetitionSource",
    "PetitionState",
    "Receiver",
    "ReceptionForm",
    "ReceptionHandling",
    "ReceptionLevel",
    "RecordKind",
    "Role",
    "Term",
    "Turn",
    "UnitType",
    "YesNo",
]


class RecordKind(Term):
    """Loại hồ sơ: the five registers."""

    PETITION = "petition", "Kiến nghị cử tri", "KNCT"
    RECEPTION = "reception", "Tiếp công dân", "Sổ tiếp công dân"
    LETTER = "letter", "Đơn thư", "Đơn", "Sổ đơn"
    CASE = "case", "Vụ KNTC", "Vụ khiếu nại, tố cáo", "KNTC"
    FEEDBACK = "feedback", "PAKN", "Phản ánh, kiến nghị"


class CountingUnit(Term):
    """Đơn vị tính. Two different units are never added (law-and-forms 2.3)."""

    VISIT = "visit", "lượt"
    PERSON = "person", "người"
    MATTER = "matter", "vụ việc", "vụ"
    LETTER = "letter", "đơn"
    GROUP = "group", "đoàn"
    PETITION = "petition", "kiến nghị", "ý kiến, kiến nghị"
    FEEDBACK = "feedback", "PAKN"
    COLLECTIVE = "collective", "tập thể"
    INDIVIDUAL = "individual", "cá nhân"
    MILLION_DONG = "million_dong", "triệu đồng"
    SQUARE_METRE = "square_metre", "m²"
    PERCENT = "percent", "%"
    SITTING = "sitting", "kỳ tiếp", "kỳ"
    DOCUMENT = "document", "văn bản"
    DECISION = "decision", "quyết định"
    CONCLUSION = "conclusion", "kết luận"
    ORGANISATION = "organisation", "tổ chức"


class YesNo(Term):
    """Có hoặc không, as registers write it."""

    YES = "yes", "Có", "x", "đủ", "đủ điều kiện", "true", "1"
    NO = "no", "Không", "ko", "không đủ điều kiện", "false", "0"


class Role(Term):
    """Vai trò của người dùng. SYSTEM is the account that the command line acts as."""

    RECEPTION_OFFICER = "reception_officer", "Cán bộ tiếp nhận"
    UNIT_OFFICER = "unit_officer", "Cán bộ xử lý của đơn vị"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    SECRETARIAT = "secretariat", "Thư ký tổng hợp (HĐND)"
    LEADER = "leader", "Lãnh đạo"
    AUDITOR = "auditor", "Kiểm soát viên nhật ký"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"
    SYSTEM = "system", "Hệ thống"


class UnitType(Term):
    """Loại đơn vị."""

    DEPARTMENT = "department", "Sở, cơ quan tương đương sở"
    AGENCY = "agency", "Cơ quan, đơn vị khác"
    DISTRICT = "district", "Quận, huyện, thị xã (đến 30/6/2025)"
    COMMUNE = "commune", "Phường, xã (từ 01/7/2025)"
    COUNCIL = "council", "Cơ quan của HĐND"
    COLLECTIVE = "collective", "Nhóm đơn vị"


class EventName(Term):
    """Sự kiện của hồ sơ: what the journal tells."""

    RAISED = "raised", "Cử tri kiến nghị"
    TRACKED = "tracked", "Đưa vào nghị quyết theo dõi"
    ASSIGNED = "assigned", "Giao đơn vị giải quyết"
    ANSWERED = "answered", "Trả lời cử tri"
    RESULT_SET = "result_set", "Ghi nhóm kết quả"
    SETTLED = "settled", "Kết thúc giải quyết"
    REOPENED = "reopened", "Mở lại"
    MOVED = "moved", "Chuyển cấp có thẩm quyền"
    DIVIDED = "divided", "Tách kiến nghị"
    MERGED = "merged", "Gộp vào kiến nghị khác"
    REJOINED = "rejoined", "Thôi tách, thôi gộp"
    CHECKED = "checked", "Kết luận giám sát"
    RECEIVED = "received", "Tiếp nhận"
    HANDLED = "handled", "Xử lý xong"
    ACCEPTED = "accepted", "Thụ lý"
    EXTENDED = "extended", "Gia hạn"
    SUSPENDED = "suspended", "Tạm đình chỉ"
    RESUMED = "resumed", "Tiếp tục giải quyết"
    FINISHED = "finished", "Giải quyết xong"
    CLASSIFIED = "classified", "Phân loại đơn"
    LETTER_SPLIT = "letter_split", "Tách đơn"
    REPLIED = "replied", "Nhận văn bản phúc đáp"
    NOTIFIED = "notified", "Gửi thông báo, quyết định"
    PUBLISHED = "published", "Công khai"
    VERIFYING = "verifying", "Xác minh"
    CONTRIBUTION_ASKED = "contribution_asked", "Đề nghị phối hợp xác minh"
    DIALOGUE = "dialogue", "Đối thoại"
    PARTLY_WITHDRAWN = "partly_withdrawn", "Rút một phần nội dung"
    EXECUTING = "executing", "Thi hành quyết định, kết luận"
    EXECUTED = "executed", "Thi hành xong"
    INVESTIGATED = "investigated", "Chuyển cơ quan điều tra"
    CONTINUED = "continued", "Tiếp nhận khiếu nại lần hai, tố cáo tiếp"
    CONCLUDED = "concluded", "Kết luận việc tiếp công dân"
    REFUSED = "refused", "Từ chối"
    RATED = "rated", "Ghi đánh giá của người gửi"
    LAW_CHANGED = "law_changed", "Tính lại hạn theo lịch, thời hạn mới"
    ADDED = "added", "Ghi thêm"
    CHANGED = "changed", "Cập nhật"
    CORRECTED = "corrected", "Đính chính"
    STRUCK_OUT = "struck_out", "Gạch bỏ sự kiện ghi nhầm"
    TAKEN_ON = "taken_on", "Tiếp nhận việc được giao"
    DECLINED = "declined", "Từ chối việc được giao"
    HANDED = "handed", "Giao người xử lý"
    URGED = "urged", "Đôn đốc"
    ESCALATED = "escalated", "Báo cáo thủ trưởng"
    ENDED = "ended", "Thôi giao"
    RESTORED = "restored", "Hoàn tác"
    DESTROYED = "destroyed", "Hủy nội dung"
    OPENED = "opened", "Mở danh tính"
