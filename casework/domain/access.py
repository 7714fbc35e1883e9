"""Who sees what, and who does what: two tables, closed by default (design.md, decision 10).

What is not in a table is refused. `level` answers for records, `may` for acts; both are asked by the guard and by the
button alike. Reasons stand beside the rows; the reader of a table need look nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from casework.domain.fields import FIELDS, IDENTITY_FIELDS
from casework.domain.vocabulary import RecordKind, Role, Term


class Level(IntEnum):
    """How well a role sees the records of a kind; a higher level sees all that a lower one sees."""

    NOTHING = 0
    COUNTS = 1
    LIST = 2  # list and record pages without identities
    ALL = 3


class Act(Term):
    """Việc được phép làm."""

    IMPORT = "import", "Nhập sổ từ bảng tính"
    REPORT = "report", "Lập báo cáo"
    FIGURES = "figures", "Xem số liệu"
    ACCOUNTS = "accounts", "Quản lý tài khoản"
    LOG_PETITION = "log_petition", "Vào sổ kiến nghị cử tri"
    LOG_RECEPTION = "log_reception", "Vào sổ tiếp công dân"
    LOG_LETTER = "log_letter", "Vào sổ đơn thư"
    LOG_CASE = "log_case", "Vào sổ vụ KNTC"
    LOG_FEEDBACK = "log_feedback", "Vào sổ PAKN"
    MOVE_PETITION = "move_petition", "Xử lý kiến nghị cử tri"
    MOVE_LETTER = "move_letter", "Xử lý đơn thư"
    MOVE_CASE = "move_case", "Xử lý vụ KNTC"
    MOVE_FEEDBACK = "move_feedback", "Xử lý PAKN"
    CORRECT_PETITION = "correct_petition", "Đính chính kiến nghị cử tri"
    CORRECT_RECEPTION = "correct_reception", "Đính chính sổ tiếp công dân"
    CORRECT_LETTER = "correct_letter", "Đính chính đơn thư"
    CORRECT_CASE = "correct_case", "Đính chính vụ KNTC"
    CORRECT_FEEDBACK = "correct_feedback", "Đính chính PAKN"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks or acts. `os_user`: the operating system's user behind the system account, "" on screens."""

    user_id: int
    role: Role
    unit_id: int | None = None
    os_user: str = ""


class ForbiddenError(PermissionError):
    """An act that the role may not do; the message is in Vietnamese."""


class NoSuchRecordError(LookupError):
    """There is no such record, or the reader may not see it: the two are told alike (security.md 1.3, R3)."""


K, R = RecordKind, Role

LEVELS: Mapping[Role, Mapping[RecordKind, Level]] = MappingProxyType(
    {
        # Takes in citizens and letters and follows their cases, so reads them whole; petitions only to guide people.
        R.RECEPTION_OFFICER: {
            K.PETITION: Level.LIST,
            K.RECEPTION: Level.ALL,
            K.LETTER: Level.ALL,
            K.CASE: Level.ALL,
            K.FEEDBACK: Level.ALL,
        },
        # Petitions name no citizen; of complaints and denunciations it must not learn who (law-and-forms 9).
        R.SECRETARIAT: {
            K.PETITION: Level.ALL,
            K.RECEPTION: Level.LIST,
            K.LETTER: Level.LIST,
            K.CASE: Level.LIST,
            K.FEEDBACK: Level.ALL,
        },
        # A leader may be the one complained of; while no record can be closed to one person, identities stay closed.
        R.LEADER: {
            K.PETITION: Level.ALL,
            K.RECEPTION: Level.LIST,
            K.LETTER: Level.LIST,
            K.CASE: Level.LIST,
            K.FEEDBACK: Level.ALL,
        },
        # Keeps accounts and settings; administering is not reading (security.md 2, row 12).
        R.ADMINISTRATOR: {},
        # The command line, run by whoever holds the machine and its database.
        R.SYSTEM: dict.fromkeys(RecordKind, Level.ALL),
    }
)

_OFFICE = frozenset({R.SECRETARIAT, R.SYSTEM})
_RECEPTION = frozenset({R.RECEPTION_OFFICER, R.SYSTEM})
_BOTH = _OFFICE | _RECEPTION
_READING = frozenset({R.SECRETARIAT, R.LEADER, R.SYSTEM})

ACTS: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.IMPORT: _OFFICE,
        Act.REPORT: _READING,
        Act.FIGURES: _READING | _RECEPTION,
        Act.ACCOUNTS: frozenset({R.ADMINISTRATOR, R.SYSTEM}),
        Act.LOG_PETITION: _OFFICE,
        Act.LOG_RECEPTION: _RECEPTION,
        Act.LOG_LETTER: _RECEPTION,
        Act.LOG_CASE: _RECEPTION,
        Act.LOG_FEEDBACK: _BOTH,
        Act.MOVE_PETITION: _READING,  # of these, which step: workflow.PETITION
        Act.MOVE_LETTER: _RECEPTION,
        Act.MOVE_CASE: _RECEPTION,
        Act.MOVE_FEEDBACK: _BOTH,
        Act.CORRECT_PETITION: _OFFICE,
        Act.CORRECT_RECEPTION: _RECEPTION,
        Act.CORRECT_LETTER: _RECEPTION,
        Act.CORRECT_CASE: _RECEPTION,
        Act.CORRECT_FEEDBACK: _BOTH,
    }
)

LOG: Mapping[RecordKind, Act] = MappingProxyType({kind: Act.of(f"log_{kind.value}") for kind in RecordKind})
"""The act of entering a new record of a kind."""
CORRECT: Mapping[RecordKind, Act] = MappingProxyType({kind: Act.of(f"correct_{kind.value}") for kind in RecordKind})
"""The act of correcting a record of a kind."""
MOVE: Mapping[RecordKind, Act] = MappingProxyType(
    {kind: Act.of(f"move_{kind.value}") for kind in RecordKind if kind is not RecordKind.RECEPTION}
)
"""The act of moving a record of a kind through its workflow; receptions have none."""


def level(reader: Reader, kind: RecordKind) -> Level:
    """How well `reader` sees records of `kind`; NOTHING for what the table does not name."""
    return LEVELS.get(reader.role, {}).get(kind, Level.NOTHING)


def may_see(reader: Reader, kind: RecordKind) -> bool:
    """Whether records of `kind` exist at all for `reader`: as a list, not only as a number."""
    return level(reader, kind) >= Level.LIST


def sees_identity(reader: Reader, kind: RecordKind) -> bool:
    """Whether `reader` may read, search and export who the persons of these records are."""
    return level(reader, kind) is Level.ALL


def visible_fields(reader: Reader, kind: RecordKind) -> tuple[str, ...]:
    """The names of the fields that `reader` may read, in the register's order; () where no list is open."""
    if not may_see(reader, kind):
        return ()
    hidden = () if sees_identity(reader, kind) else IDENTITY_FIELDS[kind]
    return tuple(f.name for f in FIELDS[kind] if f.name not in hidden)


def may(role: Role, act: Act) -> bool:
    """Whether `role` may do `act`."""
    return role in ACTS.get(act, frozenset())


def require(role: Role, act: Act) -> None:
    """Passes when `role` may do `act`; raises ForbiddenError otherwise."""
    if not may(role, act):
        raise ForbiddenError(f"Vai trò “{role.label}” không được phép: {act.label}.")
