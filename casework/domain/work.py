"""Work lists: what waits for whom, across all registers in one list; the questions that an address may ask of them.

A line is one thing that somebody has to do by a day: a record to settle, a contribution that was asked for, a refusal
to give anew, a proposal or a report that waits for the head, a promise, a duty of the law (features 4.5-4.8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from casework.domain.numerals import write_count
from casework.domain.vocabulary import RecordKind, Role


class WorkList(StrEnum):
    """Danh sách việc."""

    MINE = "mine"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    WAITING = "waiting"
    AWAITING = "awaiting"


class Whose(StrEnum):
    """Of whom: a person, a unit, the whole."""

    ME = "me"
    UNIT = "unit"
    ALL = "all"


class What(StrEnum):
    """What a line asks to be done."""

    RECORD = "record"
    ACCEPT = "accept"
    REFUSAL = "refusal"
    ESCALATED = "escalated"
    COOPERATE = "cooperate"
    CONTRIBUTE = "contribute"
    PROPOSAL = "proposal"
    PROMISE = "promise"
    DUTY = "duty"


WHAT_LABELS: Mapping[What, str] = MappingProxyType(
    {
        What.RECORD: "Giải quyết hồ sơ",
        What.ACCEPT: "Mới giao, chờ tiếp nhận",
        What.REFUSAL: "Đơn vị từ chối, cần giao lại",
        What.ESCALATED: "Cán bộ báo cáo, chờ thủ trưởng",
        What.COOPERATE: "Phối hợp giải quyết",
        What.CONTRIBUTE: "Cung cấp thông tin, tham gia xác minh",
        What.PROPOSAL: "Phiếu đề xuất chờ duyệt",
        What.PROMISE: "Lời hứa chưa thực hiện xong",
        What.DUTY: "Việc phải làm theo quy định",
    }
)

FOR_OPINION = (What.REFUSAL, What.ESCALATED, What.PROPOSAL)
"""What stands in “Chờ ý kiến của tôi”."""
FOR_HEADS = (What.ESCALATED, What.PROPOSAL)
"""Of these, what only who may approve decides."""

DUE_SOON_DAYS = 7
"""How many days ahead “Sắp đến hạn” looks, unless an address asks for another number."""
MOST_DAYS = 365

WHOSE: Mapping[Role, tuple[Whose, ...]] = MappingProxyType(
    {
        Role.RECEPTION_OFFICER: (Whose.UNIT, Whose.ME),
        Role.UNIT_OFFICER: (Whose.ME, Whose.UNIT),
        Role.UNIT_HEAD: (Whose.UNIT, Whose.ME),
        Role.SECRETARIAT: (Whose.ALL, Whose.ME),
        Role.LEADER: (Whose.ALL, Whose.ME),
    }
)
"""Whose work each role may look at, the usual one first; a role that is not named has no work lists."""

WHOSE_LABELS: Mapping[Whose, str] = MappingProxyType(
    {Whose.ME: "Của tôi", Whose.UNIT: "Của đơn vị", Whose.ALL: "Toàn bộ"}
)

LIST_LABELS: Mapping[WorkList, Mapping[Whose, str]] = MappingProxyType(
    {
        WorkList.MINE: {Whose.ME: "Việc của tôi", Whose.UNIT: "Việc của đơn vị", Whose.ALL: "Việc đang mở"},
        WorkList.DUE_SOON: dict.fromkeys(Whose, "Sắp đến hạn"),
        WorkList.OVERDUE: dict.fromkeys(Whose, "Quá hạn"),
        WorkList.WAITING: dict.fromkeys(Whose, "Chờ đơn vị khác"),
        WorkList.AWAITING: {
            Whose.ME: "Chờ ý kiến của tôi",
            Whose.UNIT: "Chờ ý kiến của đơn vị",
            Whose.ALL: "Chờ ý kiến",
        },
    }
)

LIST_NOTES: Mapping[WorkList, str] = MappingProxyType(
    {
        WorkList.MINE: "Mọi việc đang mở mà người hoặc đơn vị này phải làm, gấp nhất trước.",
        WorkList.DUE_SOON: "Việc đến hạn từ hôm nay đến hết số ngày đang chọn.",
        WorkList.OVERDUE: "Việc có hạn trước hôm nay mà chưa xong; vụ đang tạm đình chỉ không tính.",
        WorkList.WAITING: "Việc đã giao hoặc đã hỏi đơn vị khác mà chưa có kết quả.",
        WorkList.AWAITING: "Phiếu đề xuất, báo cáo chờ thủ trưởng, và việc bị đơn vị từ chối cần giao lại.",
    }
)

WORK_KINDS = tuple(kind for kind in RecordKind if kind is not RecordKind.RECEPTION)
"""The kinds that are worked on; a visit is over when it is written down."""


class WorkQueryError(ValueError):
    """A question that no work list answers; the Vietnamese message says why."""


@dataclass(frozen=True, slots=True)
class WorkQuery:
    """What is asked of the work lists. `within`: days ahead for “Sắp đến hạn”; `page` from 1."""

    list: WorkList
    whose: Whose
    kind: RecordKind | None = None
    unit_id: int | None = None
    person_id: int | None = None
    subject: str = ""
    within: int = DUE_SOON_DAYS
    page: int = 1

    @property
    def label(self) -> str:
        """What the list is called."""
        return LIST_LABELS[self.list][self.whose]

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.kind or self.unit_id or self.person_id or self.subject)

    def other(self, which: WorkList) -> WorkQuery:
        """The same question of another list, from its first page."""
        return replace(self, list=which, page=1)


def usual_query(role: Role) -> WorkQuery | None:
    """What a role's work list shows first; None for a role without work lists."""
    return WorkQuery(WorkList.MINE, WHOSE[role][0]) if role in WHOSE else None


def _number(text: str, least: int, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most else None


def read_query(role: Role, parameters: Mapping[str, str]) -> WorkQuery:
    """The question that an address or a saved filter asks. Raises WorkQueryError for what this role may not ask."""
    open_to = WHOSE.get(role, ())
    if not open_to:
        raise WorkQueryError("Vai trò này không có danh sách việc.")
    try:
        which = WorkList(parameters.get("list") or WorkList.MINE)
        whose = Whose(parameters.get("whose") or open_to[0])
        kind = RecordKind.of(parameters["kind"]) if parameters.get("kind") else None
    except (ValueError, KeyError):
        raise WorkQueryError("Không có danh sách việc như địa chỉ yêu cầu.") from None
    if whose not in open_to:
        raise WorkQueryError(f"Vai trò “{role.label}” không xem được danh sách “{WHOSE_LABELS[whose]}”.")
    return WorkQuery(
        which,
        whose,
        kind,
        _number(parameters.get("unit", ""), 1, 2**31 - 1),
        _number(parameters.get("person", ""), 1, 2**31 - 1),
        parameters.get("subject", "").strip()[:200],
        _number(parameters.get("within", ""), 0, MOST_DAYS) or DUE_SOON_DAYS,
        _number(parameters.get("page", ""), 1, 999_999) or 1,
    )


def write_query(query: WorkQuery) -> dict[str, str]:
    """The parameters of an address that asks `query`, without its page; `read_query` reads them back."""
    told = {
        "list": query.list.value,
        "whose": query.whose.value,
        "kind": query.kind.value if query.kind else "",
        "unit": str(query.unit_id or ""),
        "person": str(query.person_id or ""),
        "subject": query.subject,
        "within": str(query.within) if query.within != DUE_SOON_DAYS else "",
    }
    return {name: value for name, value in told.items() if value}


def soon(day: date, within: int) -> date:
    """The last day that counts as near, looking `within` days ahead from `day`."""
    return min(day, date.max - timedelta(days=within)) + timedelta(days=within)


def days_left_words(day: date, due_on: date | None) -> str:
    """How much time is left, in words: “còn 3 ngày”, “hôm nay”, “quá 5 ngày”; "" without a due date."""
    if due_on is None:
        return ""
    left = (due_on - day).days
    if left == 0:
        return "hạn hôm nay"
    return f"còn {write_count(left)} ngày" if left > 0 else f"quá {write_count(-left)} ngày"


DIGEST_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "": "Không gửi",
        "daily": "Hằng ngày",
        "1": "Thứ Hai",
        "2": "Thứ Ba",
        "3": "Thứ Tư",
        "4": "Thứ Năm",
        "5": "Thứ Sáu",
    }
)
"""When the digest of a saved filter goes out by e-mail: never, daily, or on a working day of the week."""


def digest_due(digest: str, day: date) -> bool:
    """Whether a digest goes out on `day`."""
    return digest == "daily" or digest == str(day.isoweekday())
