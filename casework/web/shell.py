"""What stands around every page: the office, who is signed in, the menu of the role, the addresses of the look."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from flask_login import current_user

from casework.domain.access import Act, Reader, level, may
from casework.domain.access_levels import Level
from casework.domain.accounts import Account
from casework.domain.vocabulary import RecordKind
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
class MenuGroup:
    """Lines of the menu that are opened together; "": a line that stands for itself."""

    label: str
    items: tuple[MenuItem, ...]

    @property
    def current(self) -> bool:
        """Whether the page that is open stands in the group."""
        return any(item.current for item in self.items)


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
    menu: tuple[MenuGroup, ...]
    sealing: bool

    def unread(self) -> int:
        """How many notices wait for the signed-in person; 0 for a role that gets none."""
        if self.account is None or self.account.role not in WHOSE:
            return 0
        return notices.unread(database(), self.account.reader)


Shown = Callable[[Reader], bool]


def _may(*acts: Act) -> Shown:
    return lambda reader: any(may(reader.role, act) for act in acts)


def _sees(kind: RecordKind) -> Shown:
    return lambda reader: level(reader, kind) > Level.NOTHING


def _opens_identities(reader: Reader) -> bool:
    return bool(settings().vault_url) and _may(Act.REQUEST_IDENTITY, Act.ACCESS_LOG)(reader)


MENU: tuple[tuple[str, tuple[tuple[str, str, Shown], ...]], ...] = (
    ("", (("Trang đầu", "/", lambda _: True),)),
    ("", (("Việc", "/work", lambda reader: reader.role in WHOSE),)),
    ("", (("Bàn tiếp công dân", "/desk", _may(Act.LOG_RECEPTION)),)),
    ("Hồ sơ", tuple((kind.label, f"/{word}", _sees(kind)) for kind, word in WORDS.items())),
    (
        "Theo dõi",
        (
            ("Bảng theo dõi", "/scoreboard", _may(Act.FIGURES)),
            ("Nghị quyết theo dõi", "/baskets", _may(Act.MOVE_PETITION)),
            ("Tiếp xúc cử tri", "/contacts", _may(Act.MOVE_PETITION)),
            ("Lời hứa", "/promises", _may(Act.MOVE_PETITION)),
        ),
    ),
    (
        "Số liệu – báo cáo",
        (
            ("Bảng điều hành", "/dashboards", _may(Act.FIGURES)),
            ("Số liệu", "/figures", _may(Act.FIGURES)),
            ("Báo cáo", "/reports", _may(Act.REPORT)),
            ("Báo cáo đã phát hành", "/reports/issued", _may(Act.REPORT)),
            ("Kiểm tra dự thảo", "/reader", _may(Act.CHECK_DRAFT)),
            ("Mẫu, câu chữ báo cáo", "/composer", _may(Act.COMPOSE)),
            ("Việc định kỳ", "/jobs", _may(Act.REPORT)),
            ("Kiểm tra số liệu", "/reports/checks", _may(Act.FIGURES)),
            ("Duyệt thử báo cáo", "/reports/rehearsal", _may(Act.FIGURES)),
            ("Biểu thống kê", "/forms", _may(Act.FIGURES)),
            ("Chỉ tiêu", "/targets", _may(Act.REPORT)),
            ("Số công bố, số dư đầu kỳ", "/declared", _may(Act.REPORT)),
            ("Báo cáo của đơn vị", "/returns", _may(Act.FILE_RETURN, Act.RETURNS)),
        ),
    ),
    (
        "Quản trị",
        (
            ("Nhập sổ", "/imports", _may(Act.IMPORT)),
            ("Lịch và thời hạn", "/reference", _may(Act.REFERENCE)),
            ("Mẫu văn bản", "/paper-templates", _may(Act.PAPER_WORDING)),
            ("Hủy nội dung", "/destruction", _may(Act.PROPOSE_DESTRUCTION, Act.DECIDE_DESTRUCTION)),
            ("Mở danh tính", "/identities", _opens_identities),
            ("Nhật ký truy cập", "/access-log", _may(Act.ACCESS_LOG)),
            ("Tài khoản", "/accounts", _may(Act.ACCOUNTS)),
        ),
    ),
    ("", (("Trợ giúp", "/help", lambda _: True),)),
)
"""The menu in the order of a day's work: groups ("": a line alone) of label, address and who is shown it."""


def _menu(reader: Reader, path: str) -> tuple[MenuGroup, ...]:
    """The groups with the lines that the role may open; a group of one line is that line. Where the page stands under
    several lines, the nearest one is marked."""
    groups = []
    under = [href for _label, lines in MENU for _name, href, _shown in lines if _stands_in(href, path)]
    nearest = max(under, key=len, default="")
    for label, lines in MENU:
        items = tuple(MenuItem(name, href, href == nearest) for name, href, shown in lines if shown(reader))
        if items:
            groups.append(MenuGroup(label if len(items) > 1 else "", items))
    return tuple(groups)


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
        menu: tuple[MenuGroup, ...] = ()
        if account is not None and account.unfinished is None:
            menu = _menu(account.reader, request.path)
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
