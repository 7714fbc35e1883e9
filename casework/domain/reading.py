"""The access log (nhật ký truy cập): which readings of records are told, and as what; who may be kept from reading.

Told is every reading of a sensitive record, every printing, every export and every sign-in: who, when, what; never a
word of what stands in the record (security.md 2, row 36; law-and-forms 9, design consequence 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS
from casework.domain.vocabulary import RecordKind, Term


class AccessAct(Term):
    """Việc được ghi vào nhật ký truy cập."""

    READ = "read", "Mở hồ sơ"
    LISTED = "listed", "Mở danh sách có danh tính"
    PRINTED = "printed", "In văn bản, báo cáo"
    EXPORTED = "exported", "Xuất danh sách"
    DRAFT_CHECKED = "draft_checked", "Kiểm tra dự thảo"
    FILE_OPENED = "file_opened", "Mở tệp đính kèm"
    SIGNED_IN = "signed_in", "Đăng nhập"
    SIGNED_OUT = "signed_out", "Đăng xuất"
    SIGN_IN_REFUSED = "sign_in_refused", "Đăng nhập bị từ chối"
    CODE_REFUSED = "code_refused", "Mã xác thực bị từ chối"
    PASSWORD_REFUSED = "password_refused", "Nhập lại mật khẩu bị từ chối"
    SESSIONS_ENDED = "sessions_ended", "Kết thúc các phiên đăng nhập"
    READ_BY_TOKEN = "read_by_token", "Đọc qua giao diện dữ liệu"
    TOKEN_REFUSED = "token_refused", "Mã truy cập bị từ chối"
    TOKEN_BLOCKED = "token_blocked", "Mã truy cập bị chặn do thử sai nhiều lần"
    SIGN_IN_BLOCKED = "sign_in_blocked", "Đăng nhập bị chặn do thử sai nhiều lần"


class DenialGround(Term):
    """Lý do không cho xem hồ sơ.

    A closed list, so that no word about a denouncer slips in (Luật Tố cáo, Đ.56 [K-high]).
    """

    ACCUSED = "accused", "Là người bị khiếu nại, tố cáo, phản ánh"
    RELATED = "related", "Là người thân thích của người trong vụ việc"
    INTERESTED = "interested", "Có quyền, lợi ích liên quan đến vụ việc"
    OTHER = "other", "Lý do khác, ghi trong hồ sơ giấy"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: one record (`record_id`), or a list of `rows` records of `kind`; `what` in plain words.

    `what` names papers, periods, filters; no personal data: of a search it says only that there was one.
    """

    act: AccessAct
    kind: RecordKind | None = None
    record_id: int | None = None
    rows: int | None = None
    what: str = ""


WHAT_LIMIT = 200


def sensitive(kind: RecordKind, values: Mapping[str, object]) -> bool:
    """Whether showing these values of a record is told: they say who a person is, or are a denunciation's."""
    return values.get("type") == DENUNCIATION or any(values.get(name) for name in IDENTITY_FIELDS[kind])


def told_filters(figure: str, cell: Mapping[str, str], searched: bool) -> str:
    """The filters of a list as the log tells them: the figure, dimensions with their keys in words, and whether words
    were searched for."""
    parts = [f"Chỉ tiêu: {figure}"] if figure else []
    parts += [f"{name}: {key}" for name, key in sorted(cell.items())]
    if searched:
        parts.append("có tìm theo từ ngữ")
    return "; ".join(parts)[:WHAT_LIMIT]
