"""casework user: the accounts."""

from __future__ import annotations

import sys

import click

from casework.cli import door
from casework.domain.accounts import PERSONAL_ROLES, AccountError
from casework.domain.vocabulary import Role
from casework.services import account_page, accounts, closing, sampling, two_step

_ROLES = [role.value for role in PERSONAL_ROLES]
_ROLE_HELP = "Vai trò: " + "; ".join(f"{role.value} ({role.label})" for role in PERSONAL_ROLES) + "."


@click.group("user", help="Tài khoản: thêm, đặt lại mật khẩu, liệt kê, khóa.")
def user_group() -> None:
    """The commands of accounts."""


def _password() -> str:
    """A password from the terminal, or the first line of standard input; never from the command line's arguments."""
    if sys.stdin.isatty():
        return str(click.prompt("Mật khẩu", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


@user_group.command("add", help="Thêm tài khoản; mật khẩu hỏi ở màn hình hoặc đọc từ dòng đầu của đầu vào.")
@click.argument("username", metavar="TÊN_ĐĂNG_NHẬP")
@click.option("--name", "full_name", required=True, metavar="HỌ_TÊN", help="Họ và tên.")
@click.option("--role", required=True, type=click.Choice(_ROLES), metavar="VAI_TRÒ", help=_ROLE_HELP)
@click.option("--unit", default="", metavar="ĐƠN_VỊ", help="Tên đơn vị; bắt buộc với cán bộ và thủ trưởng đơn vị.")
@click.option("--one-time", is_flag=True, help="Mật khẩu chỉ dùng một lần: phải đổi ngay khi đăng nhập lần đầu.")
def add(username: str, full_name: str, role: str, unit: str, one_time: bool) -> None:
    """A new account."""
    database = door.database()
    actor = door.actor(database)
    try:
        unit_id = account_page.unit_named(database, unit) if unit else None
        accounts.create_user(
            database,
            actor,
            username,
            full_name,
            Role.of(role),
            _password(),
            door.now(),
            unit_id,
            one_time=one_time,
        )
    except AccountError as error:
        door.refuse(str(error))
    door.say(f"Đã thêm tài khoản “{username}” ({Role.of(role).label}).")


@user_group.command("password", help="Đặt lại mật khẩu; mọi phiên đang mở của tài khoản kết thúc.")
@click.argument("username", metavar="TÊN_ĐĂNG_NHẬP")
def password(username: str) -> None:
    """A new password."""
    database = door.database()
    try:
        accounts.set_password(database, door.actor(database), username, _password(), door.now())
    except AccountError as error:
        door.refuse(str(error))
    door.say(f"Đã đặt lại mật khẩu của “{username}”.")


@user_group.command("list", help="Liệt kê tài khoản.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def list_users(as_json: bool) -> None:
    """All accounts."""
    database = door.database()
    found = accounts.list_users(database, door.actor(database))
    if as_json:
        rows = [
            {
                "username": a.username,
                "full_name": a.full_name,
                "role": a.role.value,
                "unit": a.unit,
                "active": a.active,
                "two_step": a.two_step,
                "last_sign_in_at": a.last_sign_in_at.isoformat() if a.last_sign_in_at else None,
            }
            for a in found
        ]
        door.put_json(rows)
        return
    for one in found:
        place = f"{one.role.label}, {one.unit}" if one.unit else one.role.label
        door.put(f"{one.username}\t{one.full_name}\t{place}\t{'đang dùng' if one.active else 'đã khóa'}")
    if not found:
        door.say("Chưa có tài khoản nào. Thêm bằng “casework user add”.")


@user_group.command("deactivate", help="Khóa tài khoản; phiên đang mở kết thúc, việc đang giữ trả về đơn vị.")
@click.argument("username", metavar="TÊN_ĐĂNG_NHẬP")
def deactivate(username: str) -> None:
    """Closes an account."""
    database = door.database()
    try:
        returned = closing.close_user(database, door.actor(database), username, door.today(), door.now())
    except AccountError as error:
        door.refuse(str(error))
    door.say(f"Đã khóa tài khoản “{username}”; trả về đơn vị {returned} việc đang giữ.")


@user_group.command("reset-two-step", help="Bỏ xác thực hai bước của một tài khoản bị mất thiết bị; không lộ mã nào.")
@click.argument("username", metavar="TÊN_ĐĂNG_NHẬP")
def reset_two_step(username: str) -> None:
    """Removes the second step of an account."""
    database = door.database()
    try:
        two_step.reset(database, door.actor(database), username, door.now())
    except AccountError as error:
        door.refuse(str(error))
    door.say(f"Đã bỏ xác thực hai bước của “{username}”; các phiên của tài khoản này đã kết thúc.")


@user_group.command(
    "sample", help="Thêm tài khoản mẫu, mỗi vai trò một, không cần mã hai bước; mật khẩu chỉ in một lần."
)
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def sample(as_json: bool) -> None:
    """One sample account a role."""
    database = door.database()
    try:
        made = sampling.sample_users(database, door.actor(database), door.now())
    except AccountError as error:
        door.refuse(str(error))
    if as_json:
        door.put_json([{"username": name, "password": secret, "role": role.value} for name, secret, role in made])
        return
    for name, secret, role in made:
        door.put(f"{role.label}: {name} / {secret}")
