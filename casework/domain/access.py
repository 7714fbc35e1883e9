"""Who sees what, and who does what: tables, closed by default (design.md, decision 10).

What is not in a table is refused. `level` answers how well a role sees records, `rows` which of them, `may` for acts;
they are asked by the guard and by the button alike. Denunciations have tables of their own, which override per kind.
Reasons stand beside the rows; the reader of a table need look nowhere else. `statistics.scope` makes conditions of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.domain.access_levels import DENUNCIATION_LEVELS, DENUNCIATION_ROWS, LEVELS, ROWS, TYPED, Level, Rows
from casework.domain.fields import FIELDS, IDENTITY_FIELDS, Shape
from casework.domain.vocabulary import RecordKind, Role, Term


class Act(Term):
    """Việc được phép làm."""

    IMPORT = "import", "Nhập sổ từ bảng tính"
    REPORT = "report", "Lập báo cáo"
    COMPOSE = "compose", "Soạn mẫu, câu chữ và đoạn viết tay của báo cáo"
    ISSUE = "issue", "Phát hành, thu hồi báo cáo"
    FIGURES = "figures", "Xem số liệu"
    CHECK_DRAFT = "check_draft", "Kiểm tra dự thảo"
    ACCOUNTS = "accounts", "Quản lý tài khoản"
    LOG_PETITION = "log_petition", "Vào sổ kiến nghị cử tri"
    LOG_RECEPTION = "log_reception", "Vào sổ tiếp công dân"
    LOG_LETTER = "log_letter", "Vào sổ đơn thư"
    LOG_CASE = "log_case", "Vào sổ vụ KNTC"
    LOG_FEEDBACK = "log_feedback", "Vào sổ PAKN"
    MOVE_PETITION = "move_petition", "Xử lý kiến nghị cử tri"
    MOVE_RECEPTION = "move_reception", "Ghi kết quả tiếp công dân"
    MOVE_LETTER = "move_letter", "Xử lý đơn thư"
    MOVE_CASE = "move_case", "Xử lý vụ KNTC"
    MOVE_FEEDBACK = "move_feedback", "Xử lý PAKN"
    CORRECT_PETITION = "correct_petition", "Đính chính kiến nghị cử tri"
    CORRECT_RECEPTION = "correct_reception", "Đính chính sổ tiếp công dân"
    CORRECT_LETTER = "correct_letter", "Đính chính đơn thư"
    CORRECT_CASE = "correct_case", "Đính chính vụ KNTC"
    CORRECT_FEEDBACK = "correct_feedback", "Đính chính PAKN"
    PAPER_WORDING = "paper_wording", "Sửa bản mẫu văn bản"
    APPROVE = "approve", "Duyệt phiếu đề xuất"
    DENY = "deny", "Ghi người không được xem hồ sơ"
    LIFT_DENIAL = "lift_denial", "Bỏ tên khỏi danh sách không được xem hồ sơ"
    READERS = "readers", "Xem ai đã đọc hồ sơ"
    REFERENCE = "reference", "Sửa lịch nghỉ, thời hạn, danh mục"
    ACCESS_LOG = "access_log", "Xem nhật ký truy cập"
    PROPOSE_DESTRUCTION = "propose_destruction", "Đề xuất hủy nội dung"
    DECIDE_DESTRUCTION = "decide_destruction", "Quyết định hủy nội dung"
    HOLD = "hold", "Giữ lại hồ sơ, không hủy"
    LIFT_HOLD = "lift_hold", "Thôi giữ hồ sơ"
    FILE_RETURN = "file_return", "Soạn, nộp báo cáo của đơn vị"
    RETURNS = "returns", "Xem báo cáo của các đơn vị"
    DECIDE_RETURN = "decide_return", "Tiếp nhận, trả lại báo cáo của đơn vị"
    DECLARE = "declare", "Khai số công bố, số dư đầu kỳ"
    TARGETS = "targets", "Đặt chỉ tiêu"
    NOTE_CHECK = "note_check", "Giải trình kiểm tra số liệu chưa khớp"
    REQUEST_IDENTITY = "request_identity", "Đề nghị mở danh tính người tố cáo"
    APPROVE_IDENTITY = "approve_identity", "Phê duyệt mở danh tính người tố cáo"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks or acts. `unit_id`: the unit whose records the role's `ROWS` mean; without one they are none.

    `os_user`: the operating system's user behind the system account, "" on screens. `maybe_denied`: a record may be
    closed to this person; False only where the database has just said that none is, so that nothing need be asked.
    `taken_over`: the units whose place his unit alone took, as the database has just said; None: it is to be asked.
    """

    user_id: int
    role: Role
    unit_id: int | None = None
    os_user: str = ""
    maybe_denied: bool = True
    taken_over: tuple[int, ...] | None = None


class ForbiddenError(PermissionError):
    """An act that the role may not do; the message is in Vietnamese."""


class NoSuchRecordError(LookupError):
    """There is no such record, or the reader may not see it: the two are told alike (security.md 1.3, R3)."""


R = Role

_OFFICE = frozenset({R.SECRETARIAT, R.SYSTEM})
_RECEPTION = frozenset({R.RECEPTION_OFFICER, R.SYSTEM})
_UNITS = frozenset({R.UNIT_OFFICER, R.UNIT_HEAD})
_BOTH = _OFFICE | _RECEPTION
_READING = frozenset({R.SECRETARIAT, R.LEADER, R.SYSTEM})
_HEADS = frozenset({R.UNIT_HEAD, R.LEADER, R.SYSTEM})

ACTS: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.IMPORT: _OFFICE,
        Act.REPORT: _READING,
        Act.COMPOSE: _OFFICE,
        # What leaves the house is signed for by a person who sees every record that it counts.
        Act.ISSUE: _READING,
        Act.FIGURES: _READING | _RECEPTION | _UNITS | {R.AUDITOR},
        # Whoever signs or makes reports; what it is compared with stays within what the reader sees.
        Act.CHECK_DRAFT: _READING | {R.UNIT_HEAD},
        Act.ACCOUNTS: frozenset({R.ADMINISTRATOR, R.SYSTEM}),
        Act.LOG_PETITION: _OFFICE,
        # Units enter into their own unit's register (`ROWS` says which that is), the reception desk into its office's.
        Act.LOG_RECEPTION: _RECEPTION | _UNITS,
        Act.LOG_LETTER: _RECEPTION | _UNITS,
        Act.LOG_CASE: _RECEPTION | _UNITS,
        Act.LOG_FEEDBACK: _BOTH | _UNITS,
        # Of these, which step: the tables of workflow. Units: only what they lead (`statistics.scope.handled`).
        Act.MOVE_PETITION: _READING | _UNITS,
        Act.MOVE_RECEPTION: _RECEPTION | _UNITS,
        Act.MOVE_LETTER: _RECEPTION | _UNITS,
        Act.MOVE_CASE: _RECEPTION | _UNITS,
        Act.MOVE_FEEDBACK: _BOTH | _UNITS,
        # What the Council tracks is corrected by its secretariat; a unit tells its results by steps.
        Act.CORRECT_PETITION: _OFFICE,
        Act.CORRECT_RECEPTION: _RECEPTION | _UNITS,
        Act.CORRECT_LETTER: _RECEPTION | _UNITS,
        Act.CORRECT_CASE: _RECEPTION | _UNITS,
        Act.CORRECT_FEEDBACK: _BOTH | _UNITS,
        # One wording serves the whole office; it holds no record, so that who keeps the settings may change it.
        Act.PAPER_WORDING: frozenset({R.ADMINISTRATOR, R.SECRETARIAT, R.SYSTEM}),
        Act.APPROVE: _HEADS,
        # Whoever takes in a denunciation closes it at once to the one it is against, before anybody reads it;
        # opening it again is for a head, and never for the denied one, to whom the record does not exist.
        Act.DENY: _HEADS | _RECEPTION,
        Act.LIFT_DENIAL: _HEADS,
        Act.READERS: _HEADS,
        Act.REFERENCE: _OFFICE,
        Act.ACCESS_LOG: frozenset({R.AUDITOR, R.SYSTEM}),
        # Whoever holds a matter proposes, a head decides (TT 05/2021, Điều 28): two persons, so never the machine's
        # account. Anybody in the matter may stop a destruction; starting it again is for a head.
        Act.PROPOSE_DESTRUCTION: frozenset({R.RECEPTION_OFFICER, *_UNITS}),
        Act.DECIDE_DESTRUCTION: frozenset({R.UNIT_HEAD, R.LEADER}),
        Act.HOLD: frozenset({R.RECEPTION_OFFICER, *_UNITS, R.LEADER}),
        Act.LIFT_HOLD: frozenset({R.UNIT_HEAD, R.LEADER}),
        # A unit sees its own returns only, whatever they count: it wrote them (`services.returns`). All of them are for
        # who makes the city's totals of them, and for who signs these.
        Act.FILE_RETURN: _OFFICE | _UNITS,
        Act.RETURNS: _READING,
        Act.DECIDE_RETURN: _OFFICE,
        Act.DECLARE: _OFFICE,
        Act.TARGETS: _OFFICE,
        # Signed by name by whoever answers for a report's figures, or for a unit's; never by the machine's account.
        Act.NOTE_CHECK: frozenset({R.SECRETARIAT, R.LEADER, R.UNIT_HEAD}),
        # Who handles a denunciation may need to know who brought it; a leader who is not the one asking lets it be
        # opened (security.md 1.2: the custodian approves and does not read).
        Act.REQUEST_IDENTITY: frozenset({*_UNITS, R.LEADER}),
        Act.APPROVE_IDENTITY: frozenset({R.LEADER}),
    }
)

LOG: Mapping[RecordKind, Act] = MappingProxyType({kind: Act.of(f"log_{kind.value}") for kind in RecordKind})
"""The act of entering a new record of a kind."""
CORRECT: Mapping[RecordKind, Act] = MappingProxyType({kind: Act.of(f"correct_{kind.value}") for kind in RecordKind})
"""The act of correcting a record of a kind."""
MOVE: Mapping[RecordKind, Act] = MappingProxyType({kind: Act.of(f"move_{kind.value}") for kind in RecordKind})
"""The act of moving a record of a kind through its workflow."""


def level(reader: Reader, kind: RecordKind, denunciation: bool = False) -> Level:
    """How well `reader` sees records of `kind`, or the denunciations of it; NOTHING for what no table names."""
    table = DENUNCIATION_LEVELS if denunciation and kind in TYPED else LEVELS
    return table.get(reader.role, {}).get(kind, Level.NOTHING)


def rows(role: Role, kind: RecordKind, denunciation: bool = False) -> Rows:
    """Which records of `kind`, or denunciations of it, `role` sees; NONE for what no table names."""
    table = DENUNCIATION_ROWS if denunciation and kind in TYPED else ROWS
    return table.get(role, {}).get(kind, Rows.NONE)


def may_see(reader: Reader, kind: RecordKind) -> bool:
    """Whether records of `kind` exist at all for `reader`: as a list, not only as a number."""
    return level(reader, kind) >= Level.LIST


def sees_identity(reader: Reader, kind: RecordKind) -> bool:
    """Whether `reader` may read, search and export who the persons of these records are."""
    return level(reader, kind) is Level.ALL


def visible_fields(reader: Reader, kind: RecordKind) -> tuple[str, ...]:
    """The names of the fields that `reader` may read, in the register's order; () where no list is open.

    Ids of other records are not among them: they say nothing, and what they name has a page of its own.
    """
    if not may_see(reader, kind):
        return ()
    hidden = () if sees_identity(reader, kind) else IDENTITY_FIELDS[kind]
    return tuple(f.name for f in FIELDS[kind] if f.name not in hidden and f.shape is not Shape.RECORD)


def may(role: Role, act: Act) -> bool:
    """Whether `role` may do `act`."""
    return role in ACTS.get(act, frozenset())


def require(role: Role, act: Act) -> None:
    """Passes when `role` may do `act`; raises ForbiddenError otherwise."""
    if not may(role, act):
        raise ForbiddenError(f"Vai trò “{role.label}” không được phép: {act.label}.")
