"""The fields of each record kind, declared once.

The import, the forms, the record page, the exports and the journal's payloads all read this declaration, so that a
field is named, labelled, limited and protected in one place. Sources: law-and-forms 1.6 (petitions), 2.2 (Sổ tiếp công
dân, Mẫu số 03, TT 04/2021/TT-TTCP), 3 (letters), 4 (cases), 6 (PAKN).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain import grounds as g
from casework.domain import vocabulary as v
from casework.domain.case_fields import CASE_STEPS
from casework.domain.field import CONTENT_LIMIT, PETITION_LIMIT, TEXT_LIMIT, Field, Shape, Value
from casework.domain.field import declare as _f
from casework.domain.vocabulary import RecordKind

__all__ = [
    "CONTENT_LIMIT",
    "DENUNCIATION",
    "FIELDS",
    "FIELD_NAMES",
    "IDENTITY_FIELDS",
    "NUMBERS",
    "PETITION_LIMIT",
    "REGISTER_FIELDS",
    "SEARCHED",
    "TEXT_LIMIT",
    "Field",
    "Shape",
    "Value",
    "field",
    "withhold",
]

T, D, S = Shape.TEXT, Shape.DATE, Shape.TERM

PETITION = (
    _f("code", "Mã kiến nghị", Shape.CODE, "Mã", "Mã KN", "Số kiến nghị", required=True),
    _f("source", "Nguồn", S, "Nguồn kiến nghị", term=v.PetitionSource, required=True, fact=True),
    _f("term", "Khóa", Shape.CODE, "Nhiệm kỳ", required=True),
    _f("session_id", "Kỳ họp", Shape.SESSION, "Kỳ", "Kỳ họp thứ", required=True, fact=True),
    _f(
        "council_resolution_id",
        "Nghị quyết theo dõi",
        Shape.COUNCIL_RESOLUTION,
        "Nghị quyết",
        "Số nghị quyết",
        fact=True,
    ),
    _f("contact_round", "Đợt tiếp xúc cử tri", T, "Đợt"),
    _f("delegation", "Tổ đại biểu", T, "Tổ đại biểu HĐND"),
    _f("tracked_on", "Ngày nghị quyết", D, "Ngày của nghị quyết", fact=True),
    _f("place", "Nơi cử tri", Shape.PLACE, "Địa bàn", "Nơi kiến nghị", "Đơn vị bầu cử", fact=True),
    _f(
        "content",
        "Nội dung kiến nghị",
        T,
        "Nội dung",
        "Nội dung ý kiến, kiến nghị",
        required=True,
        limit=PETITION_LIMIT,
    ),
    _f("subject", "Lĩnh vực", Shape.SUBJECT, fact=True),
    _f("competence", "Cấp thẩm quyền", S, "Thẩm quyền", term=v.Competence, fact=True),
    _f("unit_id", "Đơn vị chủ trì", Shape.UNIT, "Chủ trì", "Cơ quan chủ trì", required=True, fact=True),
    _f("cooperating", "Đơn vị phối hợp", Shape.PLACE, "Phối hợp", "Cơ quan phối hợp"),
    _f("assigning_document", "Văn bản giao", T, "Số văn bản giao"),
    _f("assigned_on", "Ngày giao", D),
    _f("stated_due_on", "Thời hạn", D, "Hạn", "Hạn trả lời", "Hạn giải quyết", "Thời hạn giải quyết"),
    _f("answer_document", "Số văn bản trả lời", T, "Văn bản trả lời"),
    _f("answered_on", "Ngày trả lời", D, fact=True),
    _f("result", "Kết quả", S, "Kết quả giải quyết", term=v.PetitionResult, required=True, fact=True),
    _f("resolved_on", "Ngày giải quyết xong", D, "Ngày hoàn thành", "Ngày GQ xong"),
    _f("obstacle", "Nguyên nhân", T, "Khó khăn, vướng mắc"),
    _f("repeats", "Số lần kiến nghị lại", Shape.COUNT, "Lần kiến nghị lại"),
    _f("council_finding", "Kết luận giám sát", T, "Kết quả giám sát"),
    _f("finding", "Đánh giá của giám sát", S, term=v.Finding, fact=True, internal=True),
    _f("found_on", "Ngày kết luận giám sát", D, internal=True),
    _f("finding_body", "Cơ quan kết luận giám sát", T, internal=True),
    _f("evidence", "Minh chứng", T, limit=CONTENT_LIMIT, internal=True),
    _f("roadmap", "Lộ trình", T),
    _f("moved_document", "Văn bản chuyển thẩm quyền", T),
    _f("moved_on", "Ngày chuyển thẩm quyền", D, fact=True),
    _f("split_off", "Tách từ kiến nghị khác", Shape.FLAG, fact=True, internal=True),
    _f("handled_within", "Giải quyết trong", S, term=v.HandledWithin, fact=True, internal=True),
    _f("meeting_id", "Cuộc tiếp xúc cử tri", Shape.RECORD, internal=True),
    _f("note", "Ghi chú", T),
)

RECEPTION = (
    _f("received_on", "Ngày tiếp", D, "Ngày tiếp công dân", required=True),
    _f("level", "Cấp tiếp", S, "Cấp", term=v.ReceptionLevel, fact=True),
    _f("place", "Nơi tiếp", Shape.PLACE, "Địa điểm tiếp", fact=True),
    _f("receiver", "Người tiếp", T, "Cán bộ tiếp"),
    _f("form", "Hình thức", S, "Hình thức tiếp", term=v.ReceptionForm, required=True, fact=True),
    _f("person_name", "Họ tên", T, "Họ và tên", "Tên công dân", "Họ tên công dân", identity=True),
    _f("person_address", "Địa chỉ", T, "Nơi ở", "Họ tên – Địa chỉ", identity=True),
    _f("person_id_number", "CMND/Hộ chiếu", T, "CCCD", "Số CCCD", "Số định danh", identity=True),
    _f("person_phone", "Điện thoại", T, "Số điện thoại", "SĐT", identity=True),
    _f("people", "Số người", Shape.COUNT, required=True, fact=True, least=1),
    _f("representatives", "Số người đại diện", Shape.COUNT),
    _f("turn", "Lần tiếp", S, "Lần", term=v.Turn, fact=True),
    _f("type", "Phân loại", S, "Phân loại đơn", "Loại", term=v.MatterType, required=True, fact=True),
    _f("content", "Nội dung vụ việc", T, "Nội dung", limit=CONTENT_LIMIT),
    _f("earlier_body", "Cơ quan đã giải quyết", T),
    _f("handling", "Hướng xử lý", S, term=v.ReceptionHandling, fact=True),
    _f("follow_up", "Theo dõi kết quả giải quyết", T, "Theo dõi kết quả"),
    _f("paper_file", "Số hồ sơ giấy", T, "Số bì mật"),
    _f("note", "Ghi chú", T),
    _f("delegated", "Tiếp theo ủy quyền", Shape.FLAG, "Ủy quyền tiếp", fact=True),
    _f("matter", "Mã vụ việc", Shape.CODE, "Ký hiệu vụ việc", fact=True),
    _f("matters", "Số vụ việc được tính", Shape.COUNT, "Số lượng vụ việc", fact=True),
    _f("result_noticed_on", "Ngày thông báo kết quả", D, internal=True),
    _f("result_document", "Văn bản thông báo kết quả", T, internal=True),
    _f("concluded_on", "Ngày thông báo kết luận việc tiếp công dân", D, internal=True),
    _f("conclusion_document", "Thông báo kết luận việc tiếp công dân", T, internal=True),
    _f("refused_on", "Ngày từ chối tiếp", D, internal=True),
    _f("refusal_ground", "Căn cứ từ chối tiếp", S, term=g.ReceptionRefusal, internal=True),
    _f("refusal_document", "Thông báo từ chối tiếp", T, internal=True),
)

LETTER = (
    _f("code", "Số đơn", Shape.CODE, "Mã đơn", "Số thứ tự đơn", required=True),
    _f("received_on", "Ngày nhận", D, "Ngày tiếp nhận", "Ngày đến", required=True),
    _f("channel", "Nguồn đơn", S, "Nguồn", "Hình thức nhận", term=v.LetterChannel, fact=True),
    _f("person_name", "Người gửi", T, "Họ tên người gửi", "Họ tên", "Người đứng đơn", identity=True),
    _f("person_address", "Địa chỉ", T, "Địa chỉ người gửi", identity=True),
    _f("person_id_number", "CMND/Hộ chiếu", T, "CCCD", "Số CCCD", identity=True),
    _f("person_phone", "Điện thoại", T, "Số điện thoại", "SĐT", identity=True),
    _f("type", "Loại đơn", S, "Phân loại", "Phân loại đơn", term=v.MatterType, required=True, fact=True),
    _f("subject", "Lĩnh vực", Shape.SUBJECT, fact=True),
    _f("content", "Tóm tắt nội dung", T, "Nội dung", "Nội dung đơn", limit=CONTENT_LIMIT),
    _f("signers", "Số người ký", Shape.COUNT, "Số người", fact=True, least=1),
    _f("eligible", "Đủ điều kiện xử lý", Shape.FLAG, "Đủ điều kiện", term=v.YesNo, required=True, fact=True),
    _f("ineligible_reason", "Lý do không đủ điều kiện", T, "Lý do"),
    _f(
        "handling",
        "Kết quả xử lý",
        S,
        "Hướng xử lý",
        "Xử lý",
        term=v.LetterHandling,
        required=True,
        fact=True,
    ),
    _f("handled_on", "Ngày xử lý", D, "Ngày xử lý xong"),
    _f("paper_file", "Số hồ sơ giấy", T, "Số bì mật"),
    _f("note", "Ghi chú", T),
    _f("competence", "Thẩm quyền giải quyết", S, "Thẩm quyền", term=g.LetterCompetence, fact=True),
    _f("representatives", "Số người đại diện", Shape.COUNT),
    _f("competent_body", "Cơ quan có thẩm quyền", Shape.PLACE, "Nơi chuyển đến", "Chuyển đến"),
    _f("handling_document", "Văn bản xử lý đơn", T, "Số văn bản xử lý"),
    _f("anonymous", "Đơn nặc danh, mạo danh", Shape.FLAG, fact=True),
    _f("instance", "Khiếu nại, tố cáo lần", S, "Lần khiếu nại, tố cáo", term=v.Instance, fact=True),
    _f("form_content", "Nội dung theo biểu thống kê", S, term=g.MatterContent, fact=True),
    _f("settlement", "Tình trạng giải quyết trước đó", S, term=g.EarlierSettlement, fact=True),
    _f("matter", "Mã vụ việc", Shape.CODE, "Ký hiệu vụ việc", fact=True),
    _f("classified_on", "Ngày phân loại", D, internal=True),
    _f("ineligible_ground", "Lý do không đủ điều kiện (theo danh mục)", S, term=g.IneligibleGround, internal=True),
    _f("several_places", "Phải xác minh ở nhiều địa điểm", Shape.FLAG, internal=True),
    _f("replied_on", "Ngày nhận phúc đáp", D, fact=True, internal=True),
    _f("reply_document", "Văn bản phúc đáp", T, internal=True),
)

CASE = (
    _f("code", "Số hồ sơ", Shape.CODE, "Mã hồ sơ", "Số vụ việc", required=True),
    _f("type", "Loại vụ việc", S, "Loại", "Phân loại", term=v.CaseType, required=True, fact=True),
    _f("instance", "Lần giải quyết", S, "Lần", term=v.Instance, fact=True),
    _f("person_name", "Người khiếu nại, tố cáo", T, "Người khiếu nại", "Họ tên", identity=True),
    _f("person_address", "Địa chỉ", T, "Địa chỉ người khiếu nại", identity=True),
    _f("person_id_number", "CMND/Hộ chiếu", T, "CCCD", "Số CCCD", identity=True),
    _f("person_phone", "Điện thoại", T, "Số điện thoại", "SĐT", identity=True),
    _f(
        "respondent",
        "Đối tượng bị khiếu nại, tố cáo",
        Shape.PLACE,
        "Người bị khiếu nại, tố cáo",
        "Đối tượng bị khiếu nại",
    ),
    _f("subject", "Lĩnh vực", Shape.SUBJECT, fact=True),
    _f("content", "Nội dung", T, "Tóm tắt nội dung", limit=CONTENT_LIMIT),
    _f("complexity", "Tính chất", S, "Tính chất vụ việc", term=v.Complexity, fact=True),
    _f(
        "unit_id",
        "Cơ quan giải quyết",
        Shape.UNIT,
        "Đơn vị giải quyết",
        "Cơ quan thụ lý",
        required=True,
        fact=True,
    ),
    _f("accepted_on", "Ngày thụ lý", D, required=True),
    _f("stated_due_on", "Hạn giải quyết", D, "Thời hạn", "Thời hạn giải quyết"),
    _f("extended_to", "Gia hạn đến", D, "Gia hạn", fact=True),
    _f("suspended_on", "Tạm đình chỉ từ ngày", D, "Ngày tạm đình chỉ"),
    _f("status", "Tình trạng", S, "Trạng thái", term=v.CaseStatus, required=True),
    _f("finished_on", "Ngày giải quyết", D, "Ngày quyết định", "Ngày kết luận"),
    _f("decision", "Số quyết định, kết luận", T, "Số quyết định", "Quyết định, kết luận"),
    _f("outcome", "Kết quả giải quyết", S, "Kết quả", term=v.CaseOutcome, fact=True),
    _f("collectives", "Tập thể bị kiểm điểm", Shape.COUNT, "Số tập thể bị kiểm điểm", fact=True),
    _f("individuals", "Cá nhân bị kiểm điểm", Shape.COUNT, "Số cá nhân bị kiểm điểm", fact=True),
    _f("money_recovered", "Tiền kiến nghị thu hồi (triệu đồng)", Shape.COUNT, "Tiền thu hồi", fact=True),
    _f("land_recovered", "Đất kiến nghị thu hồi (m²)", Shape.COUNT, "Đất thu hồi", fact=True),
    _f("investigated", "Vụ chuyển cơ quan điều tra", Shape.COUNT, "Số vụ chuyển điều tra", fact=True),
    _f("paper_file", "Số hồ sơ giấy", T, "Số bì mật"),
    _f("note", "Ghi chú", T),
    _f("received_on", "Ngày nhận đơn", D),
    _f("remote", "Vùng sâu, vùng xa, đi lại khó khăn", Shape.FLAG, "Vùng sâu, vùng xa", term=v.YesNo),
    _f("disciplinary", "Khiếu nại quyết định kỷ luật", Shape.FLAG, "Khiếu nại kỷ luật", term=v.YesNo),
    _f("letters", "Số đơn của vụ việc", Shape.COUNT, "Số lượng đơn", fact=True, least=1),
    *CASE_STEPS,
    _f("repeats_case", "Trùng với vụ đã vào sổ", Shape.FLAG, term=v.YesNo, fact=True, internal=True),
)

FEEDBACK = (
    _f("code", "Mã PAKN", Shape.CODE, "Mã", "Mã phản ánh, kiến nghị", required=True),
    _f("received_on", "Ngày tiếp nhận", D, "Ngày nhận", required=True),
    _f("type", "Loại", S, "Loại PAKN", term=v.FeedbackType, fact=True),
    _f("content", "Nội dung", T, "Nội dung phản ánh, kiến nghị", limit=CONTENT_LIMIT),
    _f("unit_id", "Đơn vị xử lý", Shape.UNIT, "Cơ quan xử lý", fact=True),
    _f("stated_due_on", "Hạn xử lý", D, "Thời hạn", required=True),
    _f("handled_on", "Ngày xử lý xong", D, "Ngày xử lý"),
    _f("answer_document", "Số văn bản trả lời", T),
    _f("note", "Ghi chú", T),
    _f("transferred_to", "Cơ quan được chuyển", Shape.PLACE, internal=True),
    _f("refusal", "Lý do từ chối", T, internal=True),
    _f("published_on", "Ngày công khai trả lời", D, internal=True),
    _f("rating", "Đánh giá của người gửi", S, term=g.Rating, internal=True),
)

FIELDS: Mapping[RecordKind, tuple[Field, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: PETITION,
        RecordKind.RECEPTION: RECEPTION,
        RecordKind.LETTER: LETTER,
        RecordKind.CASE: CASE,
        RecordKind.FEEDBACK: FEEDBACK,
    }
)

FIELD_NAMES: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(f.name for f in fields) for kind, fields in FIELDS.items()}
)
REGISTER_FIELDS: Mapping[RecordKind, tuple[Field, ...]] = MappingProxyType(
    {kind: tuple(f for f in fields if not f.internal) for kind, fields in FIELDS.items()}
)
"""The fields that a register has columns for: what an import reads and a form of entry asks."""

IDENTITY_FIELDS: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(f.name for f in fields if f.identity) for kind, fields in FIELDS.items()}
)

_PERSON = ("person_name", "person_address", "person_id_number", "person_phone")

SEARCHED: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: ("code", "content", "place", "answer_document"),
        RecordKind.RECEPTION: (*_PERSON, "content", "place"),
        RecordKind.LETTER: ("code", *_PERSON, "content"),
        RecordKind.CASE: ("code", *_PERSON, "respondent", "content", "decision"),
        RecordKind.FEEDBACK: ("code", "content"),
    }
)
"""The fields whose text a search looks through, folded (`text.fold`); of `NUMBERS` only the signs themselves."""

NUMBERS = frozenset({"person_id_number", "person_phone"})
"""Fields that hold a number which people write with and without blanks and dots."""

DENUNCIATION = "denunciation"


def field(kind: RecordKind, name: str) -> Field:
    """The field `name` of `kind`. Raises KeyError when there is none."""
    for candidate in FIELDS[kind]:
        if candidate.name == name:
            return candidate
    raise KeyError(f"{kind}.{name}")


def withhold(kind: RecordKind, values: Mapping[str, Value]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """`values` without what may not be kept, and the names of the fields that were withheld.

    Of a denunciation (letter, case or reception) nothing is kept that says who denounced: design.md 11; Luật Tố cáo
    2018 Điều 56; law-and-forms 9.
    """
    if values.get("type") != DENUNCIATION:
        return dict(values), ()
    withheld = tuple(name for name in IDENTITY_FIELDS[kind] if values.get(name) not in (None, ""))
    return {name: value for name, value in values.items() if name not in IDENTITY_FIELDS[kind]}, withheld
