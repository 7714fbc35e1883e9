"""What stands around every page: the office, who is signed in, the menu of the role, the addresses of the look."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from flask_login import current_user

from casework.domain.access import Act, Level, Reader, level, may
from casework.domain.accounts import Account
from casework.domain.work import WHOSE
from casework.services import notices
from casework.web.clock import today
from casework.web.converters import WORDS
from casework.web.gate import database, settings


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What `base.html` shows around a page."""

    bootstrap: str
    style: str
    script: str
    office: str
    account: Account | None
    role: str
    today: date
    menu: tuple[MenuItem, ...]
    sealing: bool

    def unread(self) -> int:
        """How many notices wait for the signed-in person; 0 for a role that gets none."""
        if self.account is None or self.account.role not in WHOSE:
            return 0
        return notices.unread(database(), self.account.reader)


def _menu(reader: Reader) -> list[tuple[str, str]]:
    """Label and address of each part that the role may open, in the order of a day's work."""
    lines = [("Trang đầu", "/")]
    if reader.role in WHOSE:
        lines.append(("Việc", "/work"))
    if may(reader.role, Act.LOG_RECEPTION):
        lines.append(("Bàn tiếp công dân", "/desk"))
    if may(reader.role, Act.FIGURES):
        lines.append(("Bảng theo dõi", "/scoreboard"))
    lines += [(kind.label, f"/{word}") for kind, word in WORDS.items() if level(reader, kind) > Level.NOTHING]
    if may(reader.role, Act.MOVE_PETITION):
        lines += [("Tiếp xúc cử tri", "/contacts"), ("Nghị quyết theo dõi", "/baskets"), ("Lời hứa", "/promises")]
    if may(reader.role, Act.FIGURES):
        lines.append(("Số liệu", "/figures"))
    if may(reader.role, Act.REPORT):
        lines.append(("Báo cáo", "/reports"))
    if may(reader.role, Act.IMPORT):
        lines.append(("Nhập sổ", "/imports"))
    if may(reader.role, Act.PROPOSE_DESTRUCTION) or may(reader.role, Act.DECIDE_DESTRUCTION):
        lines.append(("Hủy nội dung", "/destruction"))
    if settings().vault_url and any(may(reader.role, one) for one in (Act.REQUEST_IDENTITY, Act.ACCESS_LOG)):
        lines.append(("Mở danh tính", "/identities"))
    if may(reader.role, Act.ACCESS_LOG):
        lines.append(("Nhật ký truy cập", "/access-log"))
    if may(reader.role, Act.PAPER_WORDING):
        lines.append(("Mẫu văn bản", "/paper-templates"))
    if may(reader.role, Act.REFERENCE):
        lines.append(("Lịch và thời hạn", "/reference"))
    if may(reader.role, Act.ACCOUNTS):
        lines.append(("Tài khoản", "/accounts"))
    return [*lines, ("Trợ giúp", "/help")]


def _stands_in(href: str, path: str) -> bool:
    return path == href if href == "/" else path == href or path.startswith((href + "/", href + "."))


def install(app: Flask, static: Path) -> None:
    """Makes `shell` known to the templates; all that it asks the database is how many notices wait."""
    files: Mapping[str, str] = {
        name: _stamped(static, place)
        for name, place in (
            ("bootstrap", "vendor/bootstrap/bootstrap.min.css"),
            ("style", "app/casework.css"),
            ("script", "app/casework.js"),
        )
    }

    stamped: dict[str, str] = {}

    def asset(place: str) -> str:
        if place not in stamped:
            stamped[place] = _stamped(static, place)
        return stamped[place]

    app.jinja_env.globals["asset"] = asset

    @app.context_processor
    def shell() -> dict[str, Any]:
        known = None if g.get("casework_away") else current_user
        signed_in = known is not None and known.is_authenticated
        account: Account | None = known.account if signed_in and known is not None else None
        menu: tuple[MenuItem, ...] = ()
        if account is not None and account.unfinished is None:
            menu = tuple(MenuItem(label, href, _stands_in(href, request.path)) for label, href in _menu(account.reader))
        role = account.role.label if account is not None else ""
        about = Shell(
            **files,
            office=settings().office,
            account=account,
            role=role,
            today=today(),
            menu=menu,
            sealing=database().vault is not None,
        )
        return {"shell": about}


def _stamped(static: Path, place: str) -> str:
    """The address of a file with a stamp of its content, so that a browser never keeps an old one."""
    digest = hashlib.sha256((static / place).read_bytes()).hexdigest()[:12]
    return f"/static/{place}?v={digest}"
