"""The vocabulary: what the system calls things, each term with its official Vietnamese label.

A term's value is what the database keeps, its label is what people read, its aliases are the other ways in which
offices write it in their registers (compared by `text.fold`, so accents and case do not matter).
Sources: law-and-forms 1.3 (result categories), 2.3 (counting units), 3.2-3.3 (letters), 4.5 (cases), 6 (PAKN).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from casework.domain.text import fold


class Term(StrEnum):
    """A closed list of terms. `label` is the official Vietnamese name, `aliases` other spellings."""

    label: str
    aliases: tuple[str, ...]

    def __new__(cls, value: str, label: str, *aliases: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.aliases = aliases
        return member

    @classmethod
    def of(cls, value: object) -> Self:
        """The member that the database keeps as `value`; KeyError when there is none."""
        for member in cls:
            if member.value == value:
                return member
        raise KeyError(f"{cls.__name__}: {value}")

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The member that an office means by `text` (label or alias, accents and case apart), or None."""
        wanted = fold(text)
        for member in cls:
            if wanted in {fold(name) for name in (member.label, *member.aliases)}:
                return member
        return None


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


class PetitionSource(Term):
    """Nguồn kiến nghị."""

    COUNCIL = "council", "HĐND", "HĐND Thành phố", "Hội đồng nhân dân"
    NATIONAL_ASSEMBLY = "national_assembly", "ĐBQH", "Đoàn ĐBQH", "Quốc hội", "Đại biểu Quốc hội"


class PetitionState(Term):
    """Trạng thái xử lý kiến nghị; apart from its result category and its tracking resolution."""

    RECEIVED = "received", "Mới tiếp nhận"
    ASSIGNED = "assigned", "Đã giao đơn vị"
    ANSWERED = "answered", "Đã trả lời"
    SETTLED = "settled", "Kết thúc giải quyết"
    MOVED = "moved", "Đã chuyển cấp có thẩm quyền"
    SPLIT = "split", "Đã tách"
    MERGED = "merged", "Đã gộp"
    UNDONE = "undone", "Thôi tách"


class HandledWithin(Term):
    """Vì sao kiến nghị không còn là một đầu việc riêng; empty: it is handled by itself (law-and-forms 1.1)."""

    SPLIT = "split", "Giải quyết trong các kiến nghị tách ra"
    MERGED = "merged", "Giải quyết trong kiến nghị được gộp vào"
    UNDONE = "undone", "Giải quyết trong kiến nghị gốc"


class ContactRound(Term):
    """Đợt tiếp xúc cử tri (law-and-forms 1.1)."""

    BEFORE = "before", "Trước kỳ họp"
    AFTER = "after", "Sau kỳ họp"
    THEMATIC = "thematic", "Tiếp xúc chuyên đề"
    WORKPLACE = "workplace", "Tại nơi làm việc"
    OUTSIDE = "outside", "Ngoài đơn vị bầu cử"


class Finding(Term):
    """Kết luận giám sát của HĐND, beside the result that the committee claims (law-and-forms 1.3)."""

    MET = "met", "Đạt yêu cầu"
    UNMET = "unmet", "Chưa đạt yêu cầu"
    UNCLEAR = "unclear", "Chưa rõ kết quả"


class PetitionResult(Term):
    """Nhóm kết quả giải quyết. Which of them count as "giải quyết xong" is a setting (default: RESOLVED)."""

    RESOLVED = "resolved", "Đã giải quyết xong", "Đã giải quyết", "Đã GQ xong", "Đã GQ", "Giải quyết dứt điểm"
    EXPLAINED = (
        "explained",
        "Đã giải trình, cung cấp thông tin",
        "Đã giải trình",
        "Giải trình",
        "Cung cấp thông tin",
    )
    IN_PROGRESS = "in_progress", "Đang giải quyết", "Đang GQ"
    PLANNED = "planned", "Sẽ giải quyết theo lộ trình", "Theo lộ trình", "Sẽ giải quyết"
    NOT_YET = "not_yet", "Chưa giải quyết", "Chưa GQ"
    NOTED = "noted", "Ghi nhận, tiếp thu", "Ghi nhận", "Tiếp thu"


FINAL_RESULTS = frozenset({PetitionResult.RESOLVED, PetitionResult.EXPLAINED, PetitionResult.NOTED})


class Competence(Term):
    """Cấp thẩm quyền giải quyết."""

    CENTRAL = "central", "Trung ương"
    CITY = "city", "Thành phố", "Cấp tỉnh"
    COMMUNE = "commune", "Cấp xã", "xã, phường"


class MatterType(Term):
    """Phân loại theo nội dung, not by the letter's title (law-and-forms 3.2)."""

    COMPLAINT = "complaint", "Khiếu nại", "KN"
    DENUNCIATION = "denunciation", "Tố cáo", "TC"
    PETITION = "petition_or_feedback", "Kiến nghị, phản ánh", "KNPA", "Kiến nghị phản ánh", "Dân nguyện"


class CaseType(Term):
    """Loại vụ việc."""

    COMPLAINT = "complaint", "Khiếu nại", "KN", "Vụ khiếu nại"
    DENUNCIATION = "denunciation", "Tố cáo", "TC", "Vụ tố cáo"


class ReceptionLevel(Term):
    """Cấp tiếp công dân."""

    CITY = "city", "Thành phố", "TP", "Cấp thành phố"
    DISTRICT = "district", "quận, huyện", "quận, huyện, thị xã", "Cấp huyện"
    COMMUNE = "commune", "xã, phường", "xã, phường, thị trấn", "Cấp xã"
    DEPARTMENT = "department", "sở, ngành", "Sở, ban, ngành"


class ReceptionForm(Term):
    """Hình thức tiếp."""

    REGULAR = "regular", "Thường xuyên", "TX"
    SCHEDULED = "scheduled", "Định kỳ", "ĐK"
    AD_HOC = "ad_hoc", "Đột xuất", "ĐX"


class Receiver(Term):
    """Người tiếp: what he is, read from what was typed. City leaders are counted apart from the others."""

    STAFF = "staff", "Cán bộ tiếp công dân"
    HEAD = "head", "Thủ trưởng đơn vị"
    CITY_LEADER = (
        "city_leader",
        "Chủ tịch, Phó Chủ tịch UBND Thành phố",
        "Chủ tịch UBND Thành phố",
        ("Phó Chủ tịch UBND Thành phố"),
    )


class Turn(Term):
    """Lần tiếp."""

    FIRST = "first", "Lần đầu", "lần 1"
    REPEATED = "repeated", "Nhiều lần"


class ReceptionHandling(Term):
    """Hướng xử lý ghi trong Sổ tiếp công dân (Mẫu số 03, TT 04/2021/TT-TTCP, columns 8-10)."""

    ACCEPTED = "accepted", "Thụ lý để giải quyết", "Thụ lý"
    RETURNED = "returned", "Trả lại đơn và hướng dẫn", "Hướng dẫn"
    FORWARDED = "forwarded", "Chuyển đơn đến cơ quan có thẩm quyền", "Chuyển đơn"
    EXPLAINED = "explained", "Giải thích trực tiếp", "Giải thích"


class LetterChannel(Term):
    """Nguồn đơn."""

    POST = "post", "Bưu chính", "Bưu điện"
    DIRECT = "direct", "Trực tiếp"
    BOX = "box", "Hộp thư góp ý"
    FORWARDED = "forwarded", "Cơ quan chuyển đến", "Cơ quan khác chuyển đến"


class LetterHandling(Term):
    """Kết quả xử lý đơn (law-and-forms 3.3)."""

    ACCEPTED = "accepted", "Thụ lý"
    GUIDED = "guided", "Hướng dẫn"
    FORWARDED = "forwarded", "Chuyển đơn"
    RETURNED = "returned", "Trả lại đơn"
    URGED = "urged", "Đôn đốc"
    FILED = "filed", "Lưu đơn"
    REFUSED = "refused", "Không thụ lý"


class LetterState(Term):
    """Trạng thái xử lý đơn."""

    RECEIVED = "received", "Chưa xử lý"
    CLASSIFIED = "classified", "Đã phân loại, chưa xử lý"
    HANDLED = "handled", "Đã xử lý"


class Instance(Term):
    """Lần giải quyết."""

    FIRST = "first", "Lần đầu", "lần 1", "lần một"
    SECOND = "second", "Lần hai", "lần 2"


class Complexity(Term):
    """Tính chất vụ việc."""

    ORDINARY = "ordinary", "Thông thường"
    COMPLEX = "complex", "Phức tạp"
    ESPECIALLY_COMPLEX = "especially_complex", "Đặc biệt phức tạp"


class CaseStatus(Term):
    """Tình trạng as registers write it: open or finished."""

    OPEN = "open", "Đang giải quyết", "Đang GQ"
    FINISHED = "finished", "Đã giải quyết", "Đã GQ", "Đã giải quyết xong", "Đã GQ xong"


class CaseState(Term):
    """Trạng thái vụ việc (law-and-forms 4.5)."""

    ACCEPTED = "accepted", "Đang giải quyết"
    VERIFYING = "verifying", "Đang xác minh"
    SUSPENDED = "suspended", "Tạm đình chỉ"
    DECIDED = "decided", "Đã có quyết định, kết luận"
    IN_EXECUTION = "in_execution", "Đang thi hành quyết định, kết luận"
    EXECUTED = "executed", "Đã thi hành xong"
    WITHDRAWN = "withdrawn", "Rút đơn"
    TERMINATED = "terminated", "Đình chỉ giải quyết"


class CaseOutcome(Term):
    """Kết quả giải quyết (forms 01/KQGQ columns 20-24 and 03/KQGQ columns 24-28; law-and-forms 4.5)."""

    CORRECT = "correct", "Đúng", "Khiếu nại đúng"
    PARTLY = "partly", "Đúng một phần", "Khiếu nại đúng một phần"
    WRONG = "wrong", "Sai", "Khiếu nại sai"
    UPHELD = "upheld", "Công nhận quyết định lần đầu"
    CHANGED = "changed", "Hủy, sửa quyết định lần đầu"
    DENUNCIATION_CORRECT = "denunciation_correct", "Tố cáo đúng"
    DENUNCIATION_WRONG = "denunciation_wrong", "Tố cáo sai"
    DENUNCIATION_PARTLY = "denunciation_partly", "Tố cáo có đúng, có sai"
    WITHDRAWN = "withdrawn", "Rút đơn"
    TERMINATED = "terminated", "Đình chỉ"


class FeedbackType(Term):
    """Loại phản ánh, kiến nghị (law-and-forms 6)."""

    REGULATION = "regulation", "Quy định hành chính"
    CONDUCT = "conduct", "Hành vi hành chính"


class FeedbackState(Term):
    """Trạng thái xử lý PAKN."""

    PROCESSING = "processing", "Đang xử lý"
    HANDLED = "handled", "Đã xử lý"
    TRANSFERRED = "transferred", "Đã chuyển cơ quan có thẩm quyền"
    REFUSED = "refused", "Từ chối tiếp nhận"


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
