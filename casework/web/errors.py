"""The pages for what went wrong: plain Vietnamese, and never a word of what stands in the records."""

from __future__ import annotations

import json

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from casework.domain.access import ForbiddenError, NoSuchRecordError
from casework.web.addresses import BadAddressError
from casework.web.gate import for_programs, settings

Answer = tuple[str, int, dict[str, str]]

RETRY_AFTER_SECONDS = "30"

TOLD_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
"""What an error's own headers may tell."""

PAGES: dict[int, tuple[str, tuple[str, ...]]] = {
    400: ("Yêu cầu không hợp lệ", ("Hệ thống không đọc được yêu cầu này. Xin quay lại trang trước và thử lại.",)),
    401: (
        "Cần mã truy cập",
        (
            "Yêu cầu không có mã truy cập, hoặc mã không đúng, đã hết hạn, đã thu hồi.",
            "Gửi mã trong dòng đầu Authorization: Bearer.",
        ),
    ),
    403: (
        "Không có quyền mở trang này",
        ("Vai trò của tài khoản đang dùng không được mở trang này.", "Nếu cần, xin đề nghị người quản trị hệ thống."),
    ),
    404: ("Không tìm thấy", ("Không có trang hoặc hồ sơ này, hoặc tài khoản đang dùng không được xem.",)),
    405: ("Thao tác không đúng", ("Trang này không nhận thao tác vừa gửi. Xin mở lại trang từ trang đầu.",)),
    409: ("Hồ sơ đã được người khác sửa", ("Chưa có gì được lưu. Xin mở lại hồ sơ để xem nội dung mới nhất.",)),
    413: ("Tệp quá lớn", ("Tệp tải lên vượt dung lượng cho phép. Chưa có gì được lưu.",)),
    429: ("Thử quá nhiều lần", ("Xin đợi ít phút rồi thử lại.",)),
    500: (
        "Lỗi của hệ thống",
        (
            "Hệ thống gặp lỗi khi làm việc này. Chưa có gì được lưu.",
            "Xin thử lại; nếu vẫn lỗi, xin báo người quản trị.",
        ),
    ),
    503: (
        "Cơ sở dữ liệu tạm thời không dùng được",
        ("Chưa có gì được lưu. Xin thử lại sau ít phút; nếu vẫn lỗi, xin báo người quản trị.",),
    ),
}


NO_TOKEN = (
    "Phiên đăng nhập của biểu mẫu này đã kết thúc hoặc đã đăng nhập lại ở nơi khác; chưa có gì được lưu.",
    "Xin mở lại biểu mẫu rồi nhập lại.",
)
"""What is told of a form whose token is missing or belongs to another session."""


def page(
    status: int,
    headers: dict[str, str] | None = None,
    lines: tuple[str, ...] = (),
    heading: str = "",
    onward: tuple[str, str] = ("/", "Về trang đầu"),
) -> Answer:
    """The page of a status, with its own heading and lines or with `heading` and `lines`.

    `onward`: the address and the words of the link at its end.
    """
    usual_heading, usual = PAGES.get(status, PAGES[400 if status < 500 else 500])
    if for_programs():
        return problem(status, heading or usual_heading, " ".join(lines or usual), headers)
    text = render_template("error.html", heading=heading or usual_heading, lines=lines or usual, onward=onward)
    return text, status, headers or {}


def problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> Answer:
    """What went wrong as programs read it (RFC 9457), in the same words as the pages."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    text = json.dumps(told, ensure_ascii=False)
    return text, status, {**(headers or {}), "Content-Type": "application/problem+json; charset=utf-8"}


def install(app: Flask) -> None:
    """Answers every error with a page of ours; a database that is away with 503 and when to try again."""

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Answer | HTTPException:
        if error.code is None or error.code < 400:
            return error
        headers = {name: value for name, value in error.get_headers() if name in TOLD_HEADERS}
        if error.code == 413:
            most = settings().upload_max_mb
            too_large = (f"Tệp nhiều nhất {most} MB; hãy tách thành nhiều tệp rồi gửi lại. Chưa có gì được lưu.",)
            return page(413, headers, too_large, onward=(request.path, "Mở lại trang này"))
        return page(error.code, headers)

    @app.errorhandler(CSRFError)
    def csrf(_error: CSRFError) -> Answer:
        return page(400, heading="Chưa lưu: biểu mẫu không còn hiệu lực", lines=NO_TOKEN)

    @app.errorhandler(BadAddressError)
    def address(error: BadAddressError) -> Answer:
        return page(400, heading="Chưa xem được", lines=(str(error),), onward=(request.path, "Mở lại trang này"))

    @app.errorhandler(NoSuchRecordError)
    def unseen(error: NoSuchRecordError) -> Answer:
        return page(404, lines=(str(error),) if for_programs() and str(error) else ())

    @app.errorhandler(ForbiddenError)
    def forbidden(error: ForbiddenError) -> Answer:
        return page(403, lines=(str(error),) if for_programs() and str(error) else ())

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(TimeoutError)
    def away(error: Exception) -> Answer:
        current_app.logger.error("database away: %s", type(error).__name__)
        g.casework_away = True
        return page(503, {"Retry-After": RETRY_AFTER_SECONDS})

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Answer:
        current_app.logger.error("%s", _where(error))
        g.casework_away = True
        return page(500)


def _where(error: Exception) -> str:
    """Kind and places of an error without its message, which may carry what stands in a record."""
    places = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return " < ".join([type(error).__name__, *reversed(places)])
