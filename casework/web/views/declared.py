"""Số công bố và số dư đầu kỳ: declared with their source, corrected, reconciled with what the records give."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, may
from casework.domain.declaring import OPENING, PUBLISHED, DeclareError, Explained, Wanted
from casework.domain.numerals import DateTextError, NumberTextError, read_count, read_date
from casework.domain.periods import PeriodError, parse_period
from casework.services import declaring
from casework.web.addresses import figure_address
from casework.web.clock import now, today
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("declared", __name__)


@blueprint.get("/declared")
@allow(act(Act.REPORT))
def index() -> ResponseReturnValue:
    """Số công bố, số dư đầu kỳ và đối chiếu."""
    return _index("")


def _index(problem: str) -> ResponseReturnValue:
    lines = declaring.declared_lines(database(), reader())
    published, opening = declaring.offered()
    page = render_template(
        "declared/index.html",
        openings=[one for one in lines if one.kind == OPENING],
        published=[one for one in lines if one.kind != OPENING],
        addresses={
            one.id: figure_address(one.measure, (), one.question)
            for one in lines
            if one.question is not None and one.measure
        },
        offered_published=published,
        offered_opening=opening,
        states=list(Explained),
        declares=may(reader().role, Act.DECLARE),
        typed=request.form,
        problem=problem,
    )
    return page, 422 if problem else 200


@blueprint.post("/declared")
@allow(act(Act.DECLARE))
def put() -> ResponseReturnValue:
    """Khai hoặc đính chính một số."""
    try:
        wanted = _wanted({name: value.strip() for name, value in request.form.items()})
        changed = declaring.declare(database(), reader(), wanted, today(), now())
    except DeclareError as error:
        return _index(str(error))
    flash("Đã ghi số khai." if changed else "Số này đã được khai đúng như vậy; không có gì thay đổi.", "good")
    return redirect("/declared", code=303)


def _wanted(typed: dict[str, str]) -> Wanted:
    kind = OPENING if typed.get("kind") == OPENING else PUBLISHED
    try:
        value = read_count(typed.get("value", "")[:20])
    except NumberTextError:
        raise DeclareError("Giá trị là số nguyên không âm, ví dụ 18.649.") from None
    if kind == OPENING:
        try:
            day = read_date(typed.get("first_on", "")[:40])
        except DateTextError:
            raise DeclareError("Hãy ghi ngày đầu kỳ theo dạng ngày/tháng/năm.") from None
        return Wanted(kind, typed.get("measure", ""), day, None, "", value, typed.get("source", ""))
    try:
        period = parse_period(typed.get("period", "")[:80])
    except PeriodError as error:
        raise DeclareError(f"Kỳ: {error}.") from None
    return Wanted(
        kind, typed.get("measure", ""), period.first, period.last, period.label, value, typed.get("source", "")
    )


@blueprint.post("/declared/<key:declared_id>/withdraw")
@allow(act(Act.DECLARE))
def withdraw(declared_id: int) -> ResponseReturnValue:
    """Bỏ một số đã khai; số cũ vẫn được giữ lại."""
    declaring.withdraw(database(), reader(), declared_id, now())
    flash("Đã bỏ số khai; số cũ vẫn được giữ lại.", "good")
    return redirect("/declared", code=303)


@blueprint.post("/declared/<key:declared_id>/explain")
@allow(act(Act.DECLARE))
def explain(declared_id: int) -> ResponseReturnValue:
    """Ghi giải thích chênh lệch giữa số khai và số tính từ hồ sơ."""
    try:
        state = Explained.of(request.form.get("state", ""))
    except KeyError:
        state = Explained.UNEXPLAINED
    try:
        declaring.explain(database(), reader(), declared_id, state, request.form.get("note", ""), now())
    except DeclareError as error:
        return _index(str(error))
    flash("Đã ghi giải thích chênh lệch.", "good")
    return redirect("/declared", code=303)
