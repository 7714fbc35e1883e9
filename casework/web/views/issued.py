"""Báo cáo đã phát hành: issuing from the preview, the list, one with its figures opening to what was frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import SelectField
from wtforms.validators import Length

from casework.domain.access import Act, may
from casework.domain.figures import Cell
from casework.domain.reading import AccessAct
from casework.services.reporting import issued, issuing, making
from casework.services.reporting.checks import check_page
from casework.services.reporting.freezing import FrozenMismatchError
from casework.web.addresses import figure_address
from casework.web.asking import BadAddressError
from casework.web.clock import now
from casework.web.files_sent import send_file
from casework.web.forms import Form, TextField
from casework.web.gate import act, allow, database, reader
from casework.web.told import tell
from casework.web.views.reports import asked_order

blueprint = Blueprint("issued", __name__)

FILE_NAMES = {
    "bao-cao.pdf": "PDF, bản làm việc",
    "bao-cao-trinh-ky.pdf": "PDF, bản trình ký",
    "bao-cao.docx": "Word",
    "bao-cao.xlsx": "Excel: số liệu và biểu đồ",
    "bieu-thong-ke.xlsx": "Excel: các biểu thống kê",
}
"""What the files of an issued report are called."""


class IssueForm(Form):
    """What is said when a report is issued."""

    note = TextField("Ghi chú", [Length(max=issuing.LONGEST)], description="Ví dụ: gửi kỳ họp thường lệ giữa năm.")
    replaces = SelectField("Thay thế báo cáo", coerce=int)
    reason = TextField("Lý do thay thế", [Length(max=issuing.LONGEST)], description="Cần ghi khi thay thế.")


class WithdrawForm(Form):
    """Why an issued report is withdrawn."""

    reason = TextField("Lý do thu hồi", [Length(max=issuing.LONGEST)])


@blueprint.get("/reports/issued")
@allow(act(Act.REPORT))
def index() -> ResponseReturnValue:
    """Danh sách báo cáo đã phát hành, theo kỳ."""
    lines = issued.issued_list(database(), reader())
    periods: dict[str, list[issued.IssuedLine]] = {}
    for line in lines:
        periods.setdefault(line.period_label, []).append(line)
    return render_template("reports/issued.html", periods=periods, lines=lines)


@blueprint.route("/reports/issue", methods=["GET", "POST"])
@allow(act(Act.ISSUE))
def issue() -> ResponseReturnValue:
    """Xác nhận phát hành: những gì được giữ nguyên, các kiểm tra chưa khớp."""
    try:
        order = asked_order()
    except BadAddressError as error:
        return render_template("reports/issue.html", problem=str(error), order=None, tail=""), 422
    if order is None:
        abort(404)
    form = IssueForm()
    standing = [line for line in issued.issued_list(database(), reader()) if not line.withdrawn]
    same = [line for line in standing if line.period_label == order.period.label] or standing
    form.replaces.choices = [(0, "(không thay thế)"), *((line.id, f"Số {line.id}: {line.title}") for line in same)]
    problem, status = "", 200
    if form.validate_on_submit():
        try:
            made = issuing.issue(
                database(),
                reader(),
                issuing.IssueOrder(order, form.note.data or "", form.replaces.data or None, form.reason.data or ""),
                now=now(),
            )
        except (issuing.IssueError, FrozenMismatchError) as error:
            problem, status = str(error), 422
        else:
            flash("Đã phát hành báo cáo; nội dung từ nay giữ nguyên.", "done")
            return redirect(f"/reports/issued/{made}", code=303)
    elif form.is_submitted():
        status = 422
    pinned = issuing.pin(database(), reader(), order)
    page = render_template(
        "reports/issue.html",
        form=form,
        order=order,
        pinned=pinned,
        question=pinned.figures.question,
        checks=check_page(database(), reader(), pinned.figures.question),
        figures=len(pinned.figures.figures),
        files=FILE_NAMES.values(),
        problem=problem,
        tail=request.query_string.decode("ascii", "replace"),
    )
    return page, status


@blueprint.get("/reports/issued/<key:issued_id>")
@allow(act(Act.REPORT))
def show(issued_id: int) -> ResponseReturnValue:
    """Một báo cáo đã phát hành: văn bản, tệp, kiểm tra, mã kiểm."""
    try:
        page = issued.issued_page(database(), reader(), issued_id)
    except issued.TamperedError as error:
        return render_template("reports/issued_broken.html", issued_id=issued_id, problem=str(error)), 500
    link = issued_link(issued_id, page)
    others = [line for line in issued.issued_list(database(), reader()) if line.id != issued_id]
    return render_template(
        "reports/issued_show.html",
        page=page,
        line=page.line,
        names=FILE_NAMES,
        link=link,
        draw=_drawing(link),
        others=others,
        failing=[one for one in page.checks if not one["holds"]],
        withdrawing=WithdrawForm() if may(reader().role, Act.ISSUE) and not page.line.withdrawn else None,
    )


def issued_link(issued_id: int, page: issued.IssuedPage) -> Callable[[str, Cell], str]:
    """The addresses of the frozen members of a report's figures; "" for a figure that has none."""

    def link(code: str, cell: Cell) -> str:
        if code.startswith("declared."):
            return figure_address(code, cell, page.question)
        if not figure_address(code, cell, page.question) or (code, cell) not in page.figures.figures:
            return ""
        told = urlencode({"figure": code, **{name: key or "-" for name, key in cell}})
        return f"/reports/issued/{issued_id}/proof?{told}"

    return link


def _drawing(link: Callable[[str, Cell], str]) -> Callable[[Any], Markup]:
    def draw(chart: Any) -> Markup:
        return Markup(making.draw(chart, link))  # noqa: S704 - made by us, every text escaped

    return draw


@blueprint.get("/reports/issued/<key:issued_id>/files/<string(maxlength=100):name>")
@allow(act(Act.REPORT))
def file(issued_id: int, name: str) -> ResponseReturnValue:
    """Tải một tệp của báo cáo, đúng như khi phát hành."""
    try:
        media_type, data = issued.issued_file(database(), reader(), issued_id, name)
    except issued.TamperedError as error:
        return render_template("reports/issued_broken.html", issued_id=issued_id, problem=str(error)), 500
    tell(AccessAct.PRINTED, what=f"Báo cáo đã phát hành số {issued_id} ({name})")
    stem, _, suffix = name.rpartition(".")
    return send_file(data, f"{stem}-so-{issued_id}.{suffix}", media_type)


@blueprint.post("/reports/issued/<key:issued_id>/withdraw")
@allow(act(Act.ISSUE))
def withdraw(issued_id: int) -> ResponseReturnValue:
    """Thu hồi một báo cáo đã phát hành; báo cáo vẫn đọc được."""
    form = WithdrawForm()
    try:
        issuing.withdraw(database(), reader(), issued_id, form.reason.data or "", now=now())
    except issuing.IssueError as error:
        flash(str(error), "late")
    else:
        flash("Đã thu hồi báo cáo; nội dung vẫn giữ nguyên và đọc được.", "done")
    return redirect(f"/reports/issued/{issued_id}", code=303)
