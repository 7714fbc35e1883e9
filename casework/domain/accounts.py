"""Accounts: what one is, what may be wrong with one, and how often anybody may try to get in as one.

Numbers from security.md 2, rows 22-26. Nothing here knows a database, a browser or the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.domain.access import Reader
from casework.domain.vocabulary import Role, Term

WINDOW = timedelta(minutes=10)
"""For how long tries are counted together."""
NAME_TRIES = 8
"""Tries in a window under one name from browsers that are not known to it, or from one that is."""
PLACE_TRIES = 100
"""Tries in a window from one network address, under whatever names."""
CODE_TRIES = 8
"""Codes of the second step in a window."""
OWN_TRIES = 8
"""Tries in a window to type one's own password again while signed in."""

HALF_FOR = timedelta(minutes=5)
"""How long a right password waits for its second step."""
CONFIRMED_FOR = timedelta(minutes=10)
"""How long a password that was typed again stands for further dangerous acts of the same session."""
ONE_TIME_FOR = timedelta(days=7)
"""How long a password that somebody else gave may be used to sign in."""
DEVICE_FOR = timedelta(days=90)
"""How long a browser stays known to an account after its last sign-in from there."""

UNIT_ROLES = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
"""The roles that are nothing without a unit."""
PERSONAL_ROLES = tuple(role for role in Role if role is not Role.SYSTEM)
"""The roles that people have."""

LAST = "Đây là quản trị hệ thống cuối cùng; hãy thêm một quản trị khác trước."
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
RESERVED = frozenset({"new", "two-step"})
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_EMAIL = re.compile(r"[^@\s<>\"',;:]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


class AccountError(ValueError):
    """An account act that is refused; the Vietnamese message says why and how to mend it."""


class SignInRefusedError(AccountError):
    """A sign-in that is refused; the message is the same whatever was wrong."""


class TooManyTriesError(SignInRefusedError):
    """Too many tries under one name, from one place or of one account; `retry_after` in seconds."""

    def __init__(self, retry_after: int) -> None:
        """The message names the waiting time in minutes, rounded up."""
        self.retry_after = max(retry_after, 1)
        super().__init__(f"Đã thử sai quá nhiều lần. Hãy thử lại sau {-(-self.retry_after // 60)} phút.")


class Unfinished(Term):
    """Việc phải làm trước khi dùng hệ thống: what a signed-in account owes before anything else is opened to it."""

    PASSWORD = "password", "Đổi mật khẩu dùng một lần"
    TWO_STEP = "two_step", "Cài đặt xác thực hai bước"


class AccountAct(Term):
    """Việc về tài khoản được ghi vào nhật ký."""

    CREATED = "user_created", "Thêm tài khoản"
    EDITED = "user_edited", "Sửa họ tên, thư điện tử"
    ROLE_CHANGED = "role_changed", "Đổi vai trò, đơn vị"
    PASSWORD_SET = "password_set", "Đặt lại mật khẩu"
    PASSWORD_CHANGED = "password_changed", "Tự đổi mật khẩu"
    CLOSED = "user_closed", "Khóa tài khoản"
    OPENED = "user_opened", "Mở lại tài khoản"
    SESSIONS_ENDED = "sessions_ended", "Kết thúc phiên"
    HANDED_OVER = "handed_over", "Bàn giao việc"
    TWO_STEP_SET = "two_step_set", "Bật xác thực hai bước"
    TWO_STEP_OFF = "two_step_off", "Tắt xác thực hai bước"
    TWO_STEP_RESET = "two_step_reset", "Bỏ xác thực hai bước"
    CODES_MADE = "recovery_codes_made", "Tạo mã dự phòng"
    TOKEN_MADE = "token_made", "Tạo mã truy cập"
    TOKEN_REVOKED = "token_revoked", "Thu hồi mã truy cập"
    ROLES_SET = "two_step_roles_set", "Đổi vai trò bắt buộc xác thực hai bước"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the doors know it. `unit`: the name of its unit, "" without one.

    `one_time`: the password was given by somebody else and is to be changed; `two_step`: it signs in with a second
    step; `asks_two_step`: its role must. `office_id`: the unit that a reception officer without one stands for.
    `maybe_denied`, `taken_over`: as in `access.Reader`.
    """

    user_id: int
    username: str
    full_name: str
    role: Role
    unit_id: int | None
    active: bool = True
    unit: str = ""
    email: str = ""
    last_sign_in_at: datetime | None = None
    one_time: bool = False
    two_step: bool = False
    asks_two_step: bool = False
    office_id: int | None = None
    confirmed_at: datetime | None = None
    maybe_denied: bool = True
    taken_over: tuple[int, ...] | None = None

    @property
    def reader(self) -> Reader:
        """The account as the one who asks."""
        unit = self.unit_id or self.office_id
        return Reader(self.user_id, self.role, unit, maybe_denied=self.maybe_denied, taken_over=self.taken_over)

    @property
    def unfinished(self) -> Unfinished | None:
        """What it owes before anything else is opened to it."""
        if self.one_time:
            return Unfinished.PASSWORD
        return Unfinished.TWO_STEP if self.asks_two_step and not self.two_step else None

    def confirmed(self, now: datetime) -> bool:
        """Whether this session's password was typed again so lately that a dangerous act need not ask for it."""
        return self.confirmed_at is not None and now - self.confirmed_at <= CONFIRMED_FOR


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser keeps after a right password: the session's token, and the mark it is known by from now on.

    `half`: a second step is still to come, and until then the token gives no right.
    """

    token: str
    mark: str
    half: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Who an account is for: names as they are kept. Made by `person`."""

    username: str
    full_name: str
    role: Role
    unit_id: int | None
    email: str


def username_of(typed: str) -> str:
    """A name to sign in with as it is kept. Raises AccountError for one that cannot be."""
    name = typed.strip().lower()
    if not _USERNAME.fullmatch(name) or name in RESERVED:
        raise AccountError(
            "Tên đăng nhập gồm 3 đến 60 ký tự: chữ không dấu, chữ số, dấu chấm, gạch ngang; bắt đầu bằng chữ hoặc số."
        )
    return name


def person(username: str, full_name: str, role: Role, unit_id: int | None, email: str = "") -> Person:
    """What is typed of an account, as it is kept. Raises AccountError for what cannot be."""
    name, whole = username_of(username), " ".join(full_name.split())
    if not whole or len(whole) > 200:
        raise AccountError("Họ và tên không được để trống và dài nhất 200 ký tự.")
    address = email.strip()
    if address and (len(address) > 200 or not _EMAIL.fullmatch(address)):
        raise AccountError("Thư điện tử phải có dạng ten@coquan.gov.vn.")
    check_role(role, unit_id)
    return Person(name, whole, role, unit_id, address)


def check_role(role: Role, unit_id: int | None) -> None:
    """Passes when a person may have this role in this unit; raises AccountError otherwise."""
    if role is Role.SYSTEM:
        raise AccountError("Vai trò “Hệ thống” chỉ dành cho dòng lệnh, không cấp cho tài khoản.")
    if role in UNIT_ROLES and unit_id is None:
        raise AccountError(f"Vai trò “{role.label}” phải gắn với một đơn vị; hãy chọn đơn vị.")
