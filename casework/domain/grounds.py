"""The lists from which a step takes its ground, and what else only the steps of citizens' matters tell.

Offices word grounds in their own way; these are the ones that law-and-forms names, each with "căn cứ khác" beside a
free text. Sources: law-and-forms 2.1 (refused reception), 3.2 (letters), 4.2 (complexity, suspension, termination).
"""

from __future__ import annotations

from casework.domain.vocabulary import Term


class LetterCompetence(Term):
    """Thẩm quyền giải quyết đơn (law-and-forms 3.2: by competence; one's own, a lower level's, another body's)."""

    OWN = "own", "Thuộc thẩm quyền"
    LOWER = "lower", "Thuộc thẩm quyền của cấp dưới", "Cấp dưới"
    OTHER = "other", "Không thuộc thẩm quyền", "Cơ quan khác"


class IneligibleGround(Term):
    """Lý do không đủ điều kiện xử lý đơn (law-and-forms 3.2)."""

    UNNAMED = "unnamed", "Không có họ tên, địa chỉ, chữ ký hoặc điểm chỉ của người gửi"
    LANGUAGE = "language", "Không viết bằng tiếng Việt, không kèm bản dịch được công chứng"
    CONTENT = "content", "Thiếu nội dung, lý do hoặc yêu cầu theo quy định"
    ALREADY_HANDLED = "already_handled", "Đã được hướng dẫn, trả lời hoặc chuyển đến cơ quan có thẩm quyền"
    SENT_TO_COMPETENT = "sent_to_competent", "Gửi nhiều nơi, trong đó có cơ quan có thẩm quyền"
    ILLEGIBLE = "illegible", "Rách nát, chữ viết mờ, nhòe không đọc được"
    ABUSIVE = "abusive", "Lời lẽ thóa mạ, xúc phạm"
    OTHER = "other_ground", "Lý do khác, ghi rõ"


class MatterContent(Term):
    """Nội dung đơn as the statutory forms split it (law-and-forms 5.2: 02-04/XLD)."""

    POLICY = "policy", "Hành chính: chế độ, chính sách"
    LAND = "land", "Hành chính: đất đai, nhà cửa"
    OFFICIALS = "officials", "Hành chính: công chức, công vụ"
    ADMINISTRATIVE = "administrative", "Hành chính: nội dung khác"
    CORRUPTION = "corruption", "Tham nhũng"
    JUDICIAL = "judicial", "Tư pháp"
    PARTY = "party", "Đảng, đoàn thể"
    OTHER = "other_content", "Nội dung khác"


class EarlierSettlement(Term):
    """Tình trạng giải quyết of the matter when its letter is classified (law-and-forms 5.2: 01-04/XLD)."""

    ONCE = "once", "Đã giải quyết lần đầu"
    AGAIN = "again", "Đã giải quyết lần hai, nhiều lần"
    JUDGED = "judged_by_court", "Đã có bản án, quyết định của Tòa án"
    CONCLUDED = "concluded_before", "Tố cáo tiếp, đã có kết luận"
    UNDERWAY = "underway", "Đang giải quyết ở cơ quan có thẩm quyền"
    NOT_YET = "not_settled", "Chưa giải quyết, còn trong thời hạn"
    OVERDUE = "not_settled_overdue", "Quá thời hạn chưa giải quyết"


class ComplexityGround(Term):
    """Căn cứ xác định vụ việc phức tạp (law-and-forms 4.2, for denunciations; an office's guide for complaints)."""

    SEVERAL_PLACES = "several_places", "Phải xác minh một nội dung ở từ hai địa điểm trở lên"
    SEVERAL_CONTENTS = "several_contents", "Có từ hai nội dung trở lên"
    MANY_PEOPLE = "many_people", "Nhiều người cùng gửi, hoặc liên quan đến quyền lợi của nhiều người"
    FOREIGN = "foreign", "Có yếu tố nước ngoài"
    SEVERAL_BODIES = "several_bodies", "Thuộc trách nhiệm quản lý của nhiều cơ quan, tổ chức"
    DISAGREEMENT = "disagreement", "Ý kiến của các cơ quan có trách nhiệm còn khác nhau"
    OTHER = "other_complexity", "Căn cứ khác, ghi rõ ở lý do"


class SuspensionGround(Term):
    """Căn cứ tạm đình chỉ (law-and-forms 4.2: Luật Tố cáo Điều 34)."""

    OTHER_RESULT = "other_result", "Cần đợi kết quả giải quyết của cơ quan, tổ chức, cá nhân khác"
    REAPPRAISAL = "reappraisal", "Cần giám định bổ sung, giám định lại"
    OTHER = "other_suspension", "Căn cứ khác, ghi rõ ở lý do"


class TerminationGround(Term):
    """Căn cứ đình chỉ không do rút đơn (law-and-forms 4.2: Luật Tố cáo Điều 34)."""

    DIED = "died", "Người bị khiếu nại, tố cáo là cá nhân đã chết và nội dung chỉ liên quan đến người đó"
    JUDGED = "judged", "Đã được giải quyết bằng bản án, quyết định có hiệu lực pháp luật"
    OTHER = "other_termination", "Căn cứ khác, ghi rõ ở lý do"


class ReceptionRefusal(Term):
    """Căn cứ từ chối tiếp công dân (law-and-forms 2.1)."""

    UNFIT = "unfit", "Người trong tình trạng say, dùng chất kích thích hoặc mất năng lực hành vi"
    MISCONDUCT = "misconduct", "Đe dọa, xúc phạm, vi phạm nội quy nơi tiếp công dân"
    SETTLED = "settled_matter", "Vụ việc đã giải quyết đúng pháp luật, đã kiểm tra, thông báo mà vẫn cố tình kéo dài"


class Rating(Term):
    """Đánh giá của người gửi phản ánh, kiến nghị về việc trả lời."""

    SATISFIED = "satisfied", "Hài lòng"
    ACCEPTABLE = "acceptable", "Chấp nhận được"
    DISSATISFIED = "dissatisfied", "Không hài lòng"
