"""What only the steps of a case tell: no register has such columns (law-and-forms 4, 5.2)."""

from __future__ import annotations

from casework.domain import grounds as g
from casework.domain.field import CONTENT_LIMIT, Shape
from casework.domain.field import declare as _f

T, D, S = Shape.TEXT, Shape.DATE, Shape.TERM

CASE_STEPS = (
    _f("acceptance_noticed_on", "Ngày thông báo thụ lý", D, internal=True),
    _f("acceptance_notice", "Thông báo thụ lý", T, internal=True),
    _f("verifying_on", "Ngày bắt đầu xác minh", D, internal=True),
    _f("verification_document", "Văn bản giao xác minh", T, internal=True),
    _f("dialogue_on", "Ngày đối thoại", D, internal=True),
    _f("dialogue_document", "Biên bản đối thoại", T, internal=True),
    _f("complainant_absent", "Người khiếu nại vắng mặt tại đối thoại", Shape.FLAG, internal=True),
    _f("extension_document", "Quyết định gia hạn", T, internal=True),
    _f("complexity_ground", "Căn cứ phức tạp", S, term=g.ComplexityGround, internal=True),
    _f("complexity_ground_more", "Căn cứ phức tạp thứ hai", S, term=g.ComplexityGround, internal=True),
    _f("suspension_ground", "Căn cứ tạm đình chỉ", S, term=g.SuspensionGround, internal=True),
    _f("suspension_document", "Quyết định tạm đình chỉ", T, internal=True),
    _f("ruling_sent_on", "Ngày gửi quyết định tạm đình chỉ, đình chỉ", D, internal=True),
    _f("partly_withdrawn_on", "Ngày rút một phần", D, internal=True),
    _f("withdrawn_part", "Nội dung đã rút", T, limit=CONTENT_LIMIT, internal=True),
    _f("persuaded", "Rút đơn thông qua giải thích, thuyết phục", Shape.FLAG, fact=True, internal=True),
    _f("termination_ground", "Căn cứ đình chỉ", S, term=g.TerminationGround, internal=True),
    _f("decision_sent_on", "Ngày gửi quyết định, kết luận", D, internal=True),
    _f("published_on", "Ngày công khai", D, internal=True),
    _f("publication", "Hình thức công khai", T, internal=True),
    _f("executing_on", "Ngày bắt đầu thi hành", D, fact=True, internal=True),
    _f("execution_document", "Văn bản tổ chức thi hành", T, internal=True),
    _f("executed_on", "Ngày thi hành xong", D, fact=True, internal=True),
    _f("money_due_state", "Tiền phải thu cho Nhà nước (triệu đồng)", Shape.COUNT, fact=True, internal=True),
    _f("land_due_state", "Đất phải thu cho Nhà nước (m²)", Shape.COUNT, fact=True, internal=True),
    _f("money_due_organisations", "Tiền phải trả tổ chức (triệu đồng)", Shape.COUNT, fact=True, internal=True),
    _f("land_due_organisations", "Đất phải trả tổ chức (m²)", Shape.COUNT, fact=True, internal=True),
    _f("money_due_persons", "Tiền phải trả cá nhân (triệu đồng)", Shape.COUNT, fact=True, internal=True),
    _f("land_due_persons", "Đất phải trả cá nhân (m²)", Shape.COUNT, fact=True, internal=True),
    _f("organisations_due", "Số tổ chức được trả lại quyền lợi", Shape.COUNT, fact=True, internal=True),
    _f("persons_due", "Số cá nhân được trả lại quyền lợi", Shape.COUNT, fact=True, internal=True),
    _f("money_done_state", "Tiền đã thu cho Nhà nước (triệu đồng)", Shape.COUNT, fact=True, internal=True),
    _f("land_done_state", "Đất đã thu cho Nhà nước (m²)", Shape.COUNT, fact=True, internal=True),
    _f("money_done_organisations", "Tiền đã trả tổ chức (triệu đồng)", Shape.COUNT, fact=True, internal=True),
    _f("land_done_organisations", "Đất đã trả tổ chức (m²)", Shape.COUNT, fact=True, internal=True),
    _f("money_done_persons", "Tiền đã trả cá nhân (triệu đồng)", Shape.COUNT, fact=True, internal=True),
    _f("land_done_persons", "Đất đã trả cá nhân (m²)", Shape.COUNT, fact=True, internal=True),
    _f("organisations_done", "Số tổ chức đã được trả", Shape.COUNT, fact=True, internal=True),
    _f("persons_done", "Số cá nhân đã được trả", Shape.COUNT, fact=True, internal=True),
    _f("disciplined", "Số người bị xử lý hành chính", Shape.COUNT, fact=True, internal=True),
    _f("disciplined_officials", "Trong đó số CBCCVC", Shape.COUNT, fact=True, internal=True),
    _f("investigated_on", "Ngày chuyển cơ quan điều tra", D, internal=True),
    _f("investigated_people", "Số người chuyển cơ quan điều tra", Shape.COUNT, fact=True, internal=True),
    _f(
        "investigated_officials",
        "Số CBCCVC chuyển cơ quan điều tra",
        Shape.COUNT,
        fact=True,
        internal=True,
    ),
    _f("investigation_answered_on", "Ngày cơ quan điều tra trả lời", D, internal=True),
    _f("prosecuted", "Số vụ bị khởi tố", Shape.COUNT, fact=True, internal=True),
    _f("prosecuted_people", "Số người bị khởi tố", Shape.COUNT, fact=True, internal=True),
    _f("prosecuted_officials", "Số CBCCVC bị khởi tố", Shape.COUNT, fact=True, internal=True),
    _f("reopened_on", "Ngày mở lại", D, internal=True),
)
"""What only the steps of a case tell; the quantities are those of forms 01-04/KQGQ, TT 02/2021 (law-and-forms 5.2)."""
