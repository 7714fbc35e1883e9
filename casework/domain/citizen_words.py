"""The vocabulary of what citizens bring: visits, letters, cases, PAKN.

Sources: law-and-forms 2.3 (counting units), 3.2-3.3 (letters), 4.5 (cases), 6 (PAKN).
"""

from __future__ import annotations

from casework.domain.term import Term


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
