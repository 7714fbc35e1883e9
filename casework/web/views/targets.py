"""Chỉ tiêu: set with its resolution; where it stands on a day, how many more are needed, which records are near."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, may
from casework.domain.numerals import NumberTextError, read_count
from casework.domain.targets import TargetError
from casework.services import targets
from casework.web.addresses import figure_address
from casework.web.asking import BadAddressError, asked_day, asked_known
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("targets", __name__)


@blueprint.get("/targets")
@allow(act(Act.REPORT))
def index() -> ResponseReturnValue:
    """Các chỉ tiêu đang đặt."""
    return _index("")


def _index(problem: str) -> ResponseReturnValue:
    page = render_template(
        "targets/index.html",
        lines=targets.targets(database(), reader()),
        offered=targets.offered_rates(),
        sets=may(reader().role, Act.TARGETS),
        typed=request.form,
        problem=problem,
        year=today().year,
    )
    return page, 422 if problem else 200


@blueprint.post("/targets")
@allow(act(Act.TARGETS))
def put() -> ResponseReturnValue:
    """Đặt một chỉ tiêu."""
    typed = {name: value.strip() for name, value in request.form.items()}
    try:
        year, percent = read_count(typed.get("year", "")[:6]), read_count(typed.get("percent", "")[:4])
    except NumberTextError:
        return _index("Hãy ghi năm và tỷ lệ phải vượt bằng số nguyên.")
    try:
        targets.set_target(
            database(),
            reader(),
            typed.get("measure", ""),
            year,
            percent,
            typed.get("basis", ""),
            typed.get("article", ""),
            now(),
        )
    except TargetError as error:
        return _index(str(error))
    flash(f"Đã đặt chỉ tiêu năm {year}.", "good")
    return redirect("/targets", code=303)


@blueprint.post("/targets/<key:target_id>/end")
@allow(act(Act.TARGETS))
def end(target_id: int) -> ResponseReturnValue:
    """Thôi áp dụng một chỉ tiêu."""
    targets.end_target(database(), reader(), target_id, now())
    flash("Đã thôi áp dụng chỉ tiêu; chỉ tiêu cũ vẫn được giữ lại.", "good")
    return redirect("/targets", code=303)


@blueprint.get("/targets/<key:target_id>")
@allow(act(Act.REPORT))
def show(target_id: int) -> ResponseReturnValue:
    """Một chỉ tiêu: đang ở đâu, còn thiếu bao nhiêu, mỗi tuần bao nhiêu, hồ sơ nào gần nhất."""
    as_of, known, problem, more = today(), None, "", None
    try:
        as_of, known = asked_day("as_of", today()), asked_known()
    except BadAddressError as error:
        problem = str(error)
    written = request.args.get("more", "").strip()
    if written:
        try:
            more = min(read_count(written[:12]), targets.MOST_MORE)
        except NumberTextError:
            problem = "Số hồ sơ mới giả định phải là số nguyên không âm."
    position, on = (None, None) if known is None else known
    page = targets.target_page(database(), reader(), target_id, as_of, position, on, more)
    codes = (page.numerator.code, page.denominator.code, page.open_code)
    shown = render_template(
        "targets/show.html",
        page=page,
        more=written,
        problem=problem,
        words=WORDS,
        addresses={code: figure_address(code, (), page.question) for code in codes},
        nearest=targets.NEAREST,
    )
    return shown, 422 if problem else 200
