"""Items (hồ sơ kèm): what stands beside a record and has a life of its own, declared once like the record's fields.

An assignment to a unit, a link to another record, a proposal to the head, a promise in an answer, a paper, an attached
file, a person who may not see the record. Each is journaled like a record: its first event tells what it belongs to
and sets its fields, later ones change them; nothing is ever deleted, only struck out with a reason.
Sources: law-and-forms 1.1, 1.6 (assigning letter, promises), 3.5 (papers), 4.1-4.2 (verification, second complaint).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from casework.domain.fields import CONTENT_LIMIT, PETITION_LIMIT, Field, Shape
from casework.domain.vocabulary import ContactRound, RecordKind, Term


class ItemKind(Term):
    """Loại hồ sơ kèm."""

    ASSIGNMENT = "assignment", "Giao việc"
    LINK = "link", "Liên kết hồ sơ"
    PROPOSAL = "proposal", "Phiếu đề xuất"
    PROMISE = "promise", "Lời hứa trong văn bản trả lời"
    PAPER = "paper", "Văn bản phát hành"
    ATTACHMENT = "attachment", "Tệp đính kèm"
    DENIAL = "denial", "Người không được xem hồ sơ"
    DESTRUCTION = "destruction", "Đề xuất hủy nội dung"
    HOLD = "hold", "Giữ lại, không hủy"
    SEAL = "seal", "Danh tính niêm phong"
    OPENING = "opening", "Đề nghị mở danh tính"
    MEETING = "meeting", "Cuộc tiếp xúc cử tri"


class Owner(StrEnum):
    """What an item may belong to that is no record."""

    SESSION = "session"  # a session of the Council or the National Assembly, by its id


class AssignmentPart(Term):
    """Vai trò của đơn vị được giao."""

    LEAD = "lead", "Chủ trì"
    COOPERATE = "cooperate", "Phối hợp"
    CONTRIBUTE = "contribute", "Cung cấp thông tin, tham gia xác minh"


class LinkType(Term):
    """Quan hệ giữa hai hồ sơ, read from the record that holds the link to the other."""

    DUPLICATE = "duplicate", "Trùng với"
    SAME_MATTER = "same_matter", "Cùng vụ việc với"
    CASE_OF_LETTER = "case_of_letter", "Đơn được thụ lý thành vụ"
    LETTER_OF_VISIT = "letter_of_visit", "Đơn nhận khi tiếp công dân"
    JOINED = "joined", "Nhập vào vụ"
    SECOND_COMPLAINT = "second_complaint", "Khiếu nại lần hai của vụ"
    CONTINUED_DENUNCIATION = "continued_denunciation", "Tố cáo tiếp của vụ"
    SPLIT_FROM = "split_from", "Tách từ"
    MERGED_INTO = "merged_into", "Gộp vào"
    RAISED_AGAIN = "raised_again", "Kiến nghị lại của"


class DestructionScope(Term):
    """Phạm vi hủy nội dung: all texts of a filed letter, or only who the person is (a mistaken denunciation)."""

    WHOLE = "whole", "Toàn bộ nội dung"
    IDENTITY = "identity", "Danh tính, để chuyển thành tố cáo"


class Verdict(Term):
    """Ý kiến của thủ trưởng trên phiếu đề xuất."""

    APPROVED = "approved", "Đồng ý"
    CHANGED = "changed", "Đồng ý có sửa đổi"
    RETURNED = "returned", "Trả lại"
    WITHDRAWN = "withdrawn", "Người đề xuất rút"


def _f(name: str, label: str, shape: Shape, **more: object) -> Field:
    return Field(name, label, shape, **more)  # type: ignore[arg-type]


T, D = Shape.TEXT, Shape.DATE

ITEM_FIELDS: Mapping[ItemKind, tuple[Field, ...]] = MappingProxyType(
    {
        ItemKind.ASSIGNMENT: (
            _f("part", "Vai trò", Shape.TERM, term=AssignmentPart, required=True),
            _f("unit_id", "Đơn vị", Shape.UNIT, required=True),
            _f("person_id", "Người xử lý", Shape.ACCOUNT),
            _f("assigned_on", "Ngày giao", D, required=True),
            _f("due_on", "Thời hạn", D),
            _f("document", "Văn bản giao", T),
            _f("request", "Nội dung giao", T, limit=CONTENT_LIMIT),
            _f("leader", "Lãnh đạo chỉ đạo", T),
            _f("product", "Sản phẩm", T),
            _f("accepted_on", "Ngày tiếp nhận", D),
            _f("refused_on", "Ngày từ chối", D),
            _f("refusal", "Lý do từ chối", T),
            _f("answered_on", "Ngày trả lời", D),
            _f("answer_document", "Văn bản trả lời", T),
            _f("answer", "Nội dung trả lời", T, limit=CONTENT_LIMIT),
            _f("urged_on", "Ngày đôn đốc gần nhất", D),
            _f("urgings", "Số lần đôn đốc", Shape.COUNT),
            _f("urging_document", "Công văn đôn đốc gần nhất", T),
            _f("escalated_on", "Ngày báo cáo thủ trưởng", D),
            _f("escalation", "Nội dung báo cáo thủ trưởng", T, limit=CONTENT_LIMIT),
            _f("ended_on", "Ngày thôi giao", D),
        ),
        ItemKind.LINK: (
            _f("link_type", "Quan hệ", Shape.TERM, term=LinkType, required=True),
            _f("to_kind", "Loại hồ sơ được nối", Shape.TERM, term=RecordKind, required=True),
            _f("to_id", "Hồ sơ được nối", Shape.RECORD, required=True),
            _f("linked_on", "Ngày nối", D, required=True),
            _f("reason", "Lý do", T),
        ),
        ItemKind.PROPOSAL: (
            _f("step", "Bước đề xuất", Shape.CODE, required=True),
            _f("values", "Nội dung đề xuất", T, limit=PETITION_LIMIT),
            _f("ground", "Căn cứ, lý do", T, limit=CONTENT_LIMIT),
            _f("proposed_on", "Ngày đề xuất", D, required=True),
            _f("proposer_id", "Người đề xuất", Shape.ACCOUNT, required=True),
            _f("unit_id", "Đơn vị duyệt", Shape.UNIT),
            _f("verdict", "Ý kiến", Shape.TERM, term=Verdict),
            _f("decided_on", "Ngày có ý kiến", D),
            _f("decider_id", "Người duyệt", Shape.ACCOUNT),
            _f("remark", "Ý kiến chỉ đạo", T, limit=CONTENT_LIMIT),
        ),
        ItemKind.PROMISE: (
            _f("content", "Nội dung hứa", T, required=True, limit=CONTENT_LIMIT),
            _f("due_on", "Thời hạn hứa", D, required=True),
            _f("unit_id", "Đơn vị thực hiện", Shape.UNIT),
            _f("promised_on", "Ngày hứa", D, required=True),
            _f("document", "Văn bản trả lời", T),
            _f("kept_on", "Ngày thực hiện xong", D),
            _f("proof", "Minh chứng", T, limit=CONTENT_LIMIT),
        ),
        ItemKind.PAPER: (
            _f("paper", "Loại văn bản", Shape.CODE, required=True),
            _f("number", "Số, ký hiệu", T),
            _f("made_on", "Ngày văn bản", D, required=True),
            _f("recipient", "Nơi nhận", T, limit=CONTENT_LIMIT),
            _f("signer", "Người ký", T),
            _f("signer_title", "Chức vụ người ký", T),
            _f("wording", "Bản mẫu", Shape.COUNT),
            _f("values", "Nội dung điền", T, limit=PETITION_LIMIT),
            _f("sha256", "Mã băm của văn bản", Shape.CODE),
        ),
        ItemKind.ATTACHMENT: (
            _f("file_name", "Tên tệp", T),
            _f("role", "Loại tài liệu", T),
            _f("media_type", "Định dạng", T, required=True),
            _f("size", "Kích thước (byte)", Shape.COUNT, required=True),
            _f("sha256", "Mã băm", Shape.CODE, required=True),
            _f("attached_on", "Ngày đính kèm", D, required=True),
            _f("note", "Ghi chú", T),
        ),
        ItemKind.DENIAL: (
            _f("person_id", "Người không được xem", Shape.ACCOUNT, required=True),
            _f("denied_on", "Từ ngày", D, required=True),
            _f("reason", "Lý do", T, required=True),
            _f("lifted_on", "Đến ngày", D),
        ),
        ItemKind.DESTRUCTION: (
            _f("scope", "Phạm vi", Shape.TERM, term=DestructionScope, required=True),
            _f("ground", "Căn cứ, lý do", T, required=True),
            _f("paper_file", "Số hồ sơ giấy", Shape.CODE),
            _f("proposed_on", "Ngày đề xuất", D, required=True),
            _f("proposer_id", "Người đề xuất", Shape.ACCOUNT, required=True),
            _f("verdict", "Ý kiến", Shape.TERM, term=Verdict),
            _f("decision", "Số quyết định hủy", Shape.CODE),
            _f("decided_on", "Ngày quyết định", D),
            _f("decider_id", "Người quyết định", Shape.ACCOUNT),
            _f("remark", "Ý kiến của người quyết định", T),
        ),
        ItemKind.HOLD: (
            _f("reason", "Lý do giữ lại", T, required=True),
            _f("held_on", "Giữ từ ngày", D, required=True),
            _f("holder_id", "Người yêu cầu giữ", Shape.ACCOUNT, required=True),
            _f("lifted_on", "Thôi giữ từ ngày", D),
            _f("lifter_id", "Người thôi giữ", Shape.ACCOUNT),
            _f("lift_reason", "Lý do thôi giữ", T),
        ),
        ItemKind.SEAL: (
            _f("seal", "Mã niêm phong", Shape.CODE, required=True),
            _f("sealed_on", "Ngày niêm phong", D, required=True),
        ),
        ItemKind.OPENING: (
            _f("reason", "Lý do mở", T, required=True),
            _f("requested_on", "Ngày đề nghị", D, required=True),
            _f("requester_id", "Người đề nghị", Shape.ACCOUNT, required=True),
            _f("verdict", "Ý kiến", Shape.TERM, term=Verdict),
            _f("decided_on", "Ngày có ý kiến", D),
            _f("decider_id", "Người phê duyệt", Shape.ACCOUNT),
            _f("minutes", "Hiệu lực (phút)", Shape.COUNT),
            _f("opened_on", "Ngày mở", D),
        ),
        ItemKind.MEETING: (
            _f("held_on", "Ngày tiếp xúc", D, required=True),
            _f("contact_round", "Đợt", Shape.TERM, term=ContactRound, required=True),
            _f("place", "Nơi tiếp xúc", Shape.PLACE, required=True),
            _f("delegation", "Tổ đại biểu, đoàn đại biểu", T, required=True),
            _f("deputies", "Đại biểu dự", T, limit=CONTENT_LIMIT),
            _f("voters", "Số cử tri dự", Shape.COUNT),
            _f("minutes_number", "Số biên bản", T),
            _f("note", "Ghi chú", T),
        ),
    }
)
"""The fields of each item kind. An assignment is open while it has no refused_on, answered_on (for a contribution) or
ended_on; a denial or a hold holds while it has no lifted_on; all only while they are not struck out."""


def item_field(kind: ItemKind, name: str) -> Field:
    """The field `name` of an item kind. Raises KeyError when there is none."""
    for candidate in ITEM_FIELDS[kind]:
        if candidate.name == name:
            return candidate
    raise KeyError(f"{kind}.{name}")
