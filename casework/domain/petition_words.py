"""The vocabulary of voter petitions. Sources: law-and-forms 1.1, 1.3 (result categories)."""

from __future__ import annotations

from casework.domain.term import Term


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
