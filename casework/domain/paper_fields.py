"""The fields that the wording of an official paper may name, each with where its text comes from.

In a wording a field stands in braces under its Vietnamese name: {người gửi}. Names are compared without accents and
case, so that an office need not know how the system writes them. Source: law-and-forms 3.5 (fields common to all
papers: office, number, day, sender, day of receipt, content, competent body, signer, recipients).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from casework.domain.fields import CONTENT_LIMIT, PETITION_LIMIT, TEXT_LIMIT
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind


class Source(StrEnum):
    """Where the text of a field comes from."""

    RECORD = "record"  # from the record, not typed again
    HEAD = "head"  # typed at drafting, asked by every paper: number, day, issuing body, signer
    TYPED = "typed"  # typed at drafting of this paper


@dataclass(frozen=True, slots=True)
class PaperField:
    """One field: `label` is its name in braces and on the form, `sample` what a preview with sample data shows.

    `identity`: says who a citizen is, and is never filled for a denunciation (design.md 11); `day`: a date; `lines`:
    a longer text, each of whose lines becomes a paragraph; `from_record`: a record field that the box begins with.
    """

    name: str
    label: str
    sample: str
    source: Source
    identity: bool = False
    day: bool = False
    lines: bool = False
    limit: int = TEXT_LIMIT
    from_record: str = ""
    hint: str = ""


R, H, T = Source.RECORD, Source.HEAD, Source.TYPED

_ALL = (
    PaperField("code", "số hồ sơ", "ĐT-2026-0012", R),
    PaperField("received_on", "ngày nhận", "12/11/2026", R),
    PaperField("person", "người gửi", "Nguyễn Thị Hoa", R, identity=True),
    PaperField("person_address", "địa chỉ người gửi", "số 12, ngõ 34, phường Ba Đình", R, identity=True),
    PaperField("person_id_number", "số định danh người gửi", "001085000000", R, identity=True),
    PaperField("matter", "loại đơn", "khiếu nại", R),
    PaperField(
        "content",
        "nội dung",
        "Khiếu nại quyết định thu hồi đất tại phường Ba Đình",
        R,
        lines=True,
        limit=PETITION_LIMIT,
    ),
    PaperField("subject", "lĩnh vực", "Đất đai", R),
    PaperField("respondent", "người bị khiếu nại, tố cáo", "Ủy ban nhân dân phường Ba Đình", R),
    PaperField("unit", "đơn vị giải quyết", "Sở Nông nghiệp và Môi trường", R),
    PaperField("cooperating", "đơn vị phối hợp", "Sở Xây dựng", R),
    PaperField("place", "nơi cử tri", "phường Ba Đình", R),
    PaperField("reception_place", "nơi tiếp", "Trụ sở tiếp công dân Thành phố", R),
    PaperField("session", "kỳ họp", "Kỳ họp thứ 20, HĐND khóa XVI", R),
    PaperField("accepted_on", "ngày thụ lý", "16/11/2026", R),
    PaperField("due_on", "hạn giải quyết", "16/12/2026", R),
    PaperField("suspended_on", "ngày tạm đình chỉ", "01/12/2026", R),
    PaperField("decision", "số quyết định, kết luận", "125/QĐ-UBND", R),
    PaperField("decided_on", "ngày quyết định, kết luận", "10/12/2026", R),
    PaperField("outcome", "kết quả giải quyết", "Khiếu nại đúng một phần", R),
    PaperField("paper_file", "số hồ sơ giấy", "HS-2026-07", R),
    PaperField("superior", "cơ quan chủ quản", "UBND THÀNH PHỐ", H, hint="Bỏ trống nếu không có."),
    PaperField("issuer", "cơ quan ban hành", "Văn phòng UBND Thành phố", H),
    PaperField("town", "địa danh", "Hà Nội", H),
    PaperField("number", "số văn bản", "15", H, limit=20),
    PaperField("symbol", "ký hiệu", "TB-VP", H, limit=30),
    PaperField("made_on", "ngày văn bản", "20/11/2026", H, day=True),
    PaperField(
        "signer_authority", "quyền hạn ký", "KT. CHÁNH VĂN PHÒNG", H, hint="TM., KT., TL.… Bỏ trống nếu không có."
    ),
    PaperField("signer_title", "chức vụ người ký", "PHÓ CHÁNH VĂN PHÒNG", H),
    PaperField("signer", "người ký", "Trần Văn Mẫu", H, hint="Họ và tên, không ghi học hàm, học vị."),
    PaperField("addressee", "kính gửi", "Ông (bà) Nguyễn Thị Hoa", T, limit=CONTENT_LIMIT, lines=True),
    PaperField("reason", "lý do", "cần thu thập thêm tài liệu, chứng cứ", T, limit=CONTENT_LIMIT),
    PaperField(
        "ground", "căn cứ khác", "Quyết định số 05/QĐ-UBND ngày 05/01/2026 của UBND Thành phố", T, limit=CONTENT_LIMIT
    ),
    PaperField("competent", "cơ quan có thẩm quyền", "Chủ tịch Ủy ban nhân dân phường Ba Đình", T),
    PaperField("enclosures", "tài liệu kèm theo", "01 đơn (03 trang), 02 bản sao quyết định", T, limit=CONTENT_LIMIT),
    PaperField("missing", "nội dung cần bổ sung", "bản sao quyết định bị khiếu nại", T, limit=CONTENT_LIMIT),
    PaperField("return_on", "ngày hẹn trả lời", "26/11/2026", T, day=True),
    PaperField("deadline", "thời hạn", "05/12/2026", T, day=True),
    PaperField("extended_to", "gia hạn đến ngày", "30/12/2026", T, day=True, from_record="extended_to"),
    PaperField("from_day", "kể từ ngày", "01/12/2026", T, day=True),
    PaperField("meeting_at", "thời gian", "08 giờ 30, thứ Ba ngày 01/12/2026", T),
    PaperField("meeting_place", "địa điểm", "Phòng họp số 2, trụ sở tiếp công dân", T),
    PaperField(
        "attendees", "thành phần", "người khiếu nại; đại diện Sở Nông nghiệp và Môi trường", T, limit=CONTENT_LIMIT
    ),
    PaperField("task", "nội dung giao", "Kiểm tra, giải quyết và trả lời cử tri", T, limit=CONTENT_LIMIT),
    PaperField("product", "sản phẩm", "Văn bản trả lời cử tri, gửi Thường trực HĐND Thành phố", T),
    PaperField("request", "nội dung đề nghị", "cung cấp hồ sơ địa chính của thửa đất số 15", T, limit=CONTENT_LIMIT),
    PaperField(
        "answer",
        "nội dung trả lời",
        "Đoạn đường ngõ 12 đã được đưa vào kế hoạch sửa chữa năm 2026.\nDự kiến hoàn thành trong quý I năm 2027.",
        T,
        lines=True,
        limit=PETITION_LIMIT,
    ),
    PaperField(
        "findings", "kết quả xác minh", "Diện tích thu hồi thực tế là 35 m².", T, lines=True, limit=PETITION_LIMIT
    ),
    PaperField(
        "ruling", "nội dung quyết định", "Công nhận một phần nội dung khiếu nại.", T, lines=True, limit=PETITION_LIMIT
    ),
    PaperField("proposal", "ý kiến đề xuất", "thụ lý để giải quyết theo thẩm quyền", T, limit=CONTENT_LIMIT),
)
PAPER_FIELDS: Mapping[str, PaperField] = MappingProxyType({field.name: field for field in _ALL})
_BY_LABEL = {fold(field.label): field.name for field in _ALL}

FROM_RECORD: Mapping[RecordKind, Mapping[str, str]] = MappingProxyType(
    {
        RecordKind.PETITION: {
            "code": "code",
            "content": "content",
            "subject": "subject",
            "place": "place",
            "session": "session_id",
            "unit": "unit_id",
            "cooperating": "cooperating",
            "outcome": "result",
        },
        RecordKind.RECEPTION: {
            "received_on": "received_on",
            "person": "person_name",
            "person_address": "person_address",
            "person_id_number": "person_id_number",
            "content": "content",
            "matter": "type",
            "reception_place": "place",
            "paper_file": "paper_file",
        },
        RecordKind.LETTER: {
            "code": "code",
            "received_on": "received_on",
            "person": "person_name",
            "person_address": "person_address",
            "person_id_number": "person_id_number",
            "content": "content",
            "subject": "subject",
            "matter": "type",
            "paper_file": "paper_file",
        },
        RecordKind.CASE: {
            "code": "code",
            "received_on": "accepted_on",
            "person": "person_name",
            "person_address": "person_address",
            "person_id_number": "person_id_number",
            "content": "content",
            "subject": "subject",
            "matter": "type",
            "respondent": "respondent",
            "unit": "unit_id",
            "accepted_on": "accepted_on",
            "suspended_on": "suspended_on",
            "decision": "decision",
            "decided_on": "finished_on",
            "outcome": "outcome",
            "paper_file": "paper_file",
        },
        RecordKind.FEEDBACK: {
            "code": "code",
            "received_on": "received_on",
            "content": "content",
            "unit": "unit_id",
        },
    }
)
"""Name of a paper's field → the record's field that fills it. `due_on` is the due date that counts, worked out."""

DENOUNCER = "Người tố cáo"
"""What stands on paper for the sender of a denunciation (Luật Tố cáo 2018; law-and-forms 9)."""


def field_of(written: str) -> PaperField | None:
    """The field that a wording means by the text in braces; None when there is none."""
    name = _BY_LABEL.get(fold(" ".join(written.split())))
    return PAPER_FIELDS[name] if name else None
