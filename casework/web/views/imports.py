"""Nhập sổ: an upload is always checked first and shown; it is stored only when that is confirmed.

What waits is encrypted in the database under a key that only the browser's session holds, for an hour at most.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from casework.domain.access import Act
from casework.domain.numerals import write_count
from casework.services import import_runs, importing, marking, matching_columns
from casework.web import register_upload
from casework.web.addresses import asked_page
from casework.web.files_sent import DOWNLOAD_POLICY, disposition
from casework.web.forms import Form
from casework.web.gate import act, allow, database, reader, settings

blueprint = Blueprint("imports", __name__)

PROBLEMS_A_PAGE = 100
VERDICTS = {"error": "Lỗi", "warning": "Cảnh báo", "withheld": "Không lưu danh tính"}
LONGEST_NAME = 120
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(Form):
    """Tệp sổ theo dõi."""

    register = FileField("Tệp sổ theo dõi (.xlsx, .xls, .csv)", [FileRequired("Chưa chọn tệp.")])
    mapping = FileField("Tệp ánh xạ tiêu đề cột (.json), nếu có")
    ask = BooleanField("Xem và ghép các cột trước khi kiểm tra, kể cả khi mọi cột đã được nhận ra")


class ConfirmForm(Form):
    """Xác nhận lưu."""

    partial = BooleanField("Lưu các dòng đúng, bỏ các dòng sai")


@blueprint.route("/imports", methods=["GET", "POST"])
@allow(act(Act.IMPORT))
def index() -> ResponseReturnValue:
    """Chọn tệp để kiểm tra."""
    form = UploadForm()
    refused, status = "", 200
    if form.validate_on_submit():
        try:
            onward = _begin(form)
        except (importing.FileProblem, importing.ImportRefusedError) as error:
            refused, status = str(error), 422
        else:
            return redirect(onward, code=303)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "imports/index.html",
        form=form,
        refused=refused,
        waiting=register_upload.ticket() is not None,
        limit=settings(),
        kept=matching_columns.kept(database(), reader(), settings().office),
        runs=import_runs.newest(database(), reader()),
    )
    return page, status


def _begin(form: UploadForm) -> str:
    """Keeps the file and says where it goes on. Raises FileProblem, ImportRefusedError."""
    data = form.register.data.read()
    mapping = form.mapping.data.read() if form.mapping.data else b""
    name = (form.register.data.filename or "")[-LONGEST_NAME:]
    return register_upload.begin(data, name, mapping, ask=bool(form.ask.data))


@blueprint.get("/imports/waiting")
@allow(act(Act.IMPORT))
def waiting() -> ResponseReturnValue:
    """Kết quả kiểm tra của tệp đang chờ xác nhận."""
    found = register_upload.waiting()
    if found is None:
        flash("Không còn tệp nào chờ xác nhận (tệp chỉ được giữ trong một giờ). Xin chọn lại tệp.", "wait")
        return redirect(url_for("imports.index"), code=303)
    if "report" not in found.notes:
        return redirect(url_for(register_upload.COLUMNS), code=303)
    report = found.notes["report"]
    verdict = request.args.get("verdict", "")
    sheet = request.args.get("sheet", "")
    problems = [
        problem
        for problem in report["problems"]
        if (not verdict or problem["verdict"] == verdict) and (not sheet or problem["sheet"] == sheet)
    ]
    pages = max(1, -(-len(problems) // PROBLEMS_A_PAGE))
    page = min(asked_page(), pages)
    counts = {word: sum(p["verdict"] == word for p in report["problems"]) for word in VERDICTS}
    kept = {name: value for name, value in (("verdict", verdict), ("sheet", sheet)) if value}
    return render_template(
        "imports/waiting.html",
        form=ConfirmForm(),
        notes=found.notes,
        report=report,
        by_saved=[
            {**one, "saved_at": datetime.fromisoformat(one["saved_at"])} for one in report.get("saved_columns", ())
        ],
        problems=problems[(page - 1) * PROBLEMS_A_PAGE : page * PROBLEMS_A_PAGE],
        found=len(problems),
        page=page,
        pages=pages,
        verdict=verdict,
        sheet=sheet,
        verdicts=VERDICTS,
        counts=counts,
        onward="/imports/waiting?" + urlencode({**kept, "page": ""}),
        rows=sum(one["rows"] for one in report["sheets"]),
        accepted=sum(one["accepted"] for one in report["sheets"]),
        fresh=sum(one["new"] for one in report["effects"]),
        changed=sum(one["changed"] for one in report["effects"]),
    )


@blueprint.get("/imports/waiting/marked")
@allow(act(Act.IMPORT))
def marked() -> ResponseReturnValue:
    """Tệp của mình với các dòng sai được đánh dấu, danh tính được che; lập trong lúc gửi."""
    found = register_upload.waiting()
    if found is None or "report" not in found.notes:
        flash("Không còn tệp nào chờ xác nhận (tệp chỉ được giữ trong một giờ). Xin chọn lại tệp.", "wait")
        return redirect(url_for("imports.index"), code=303)
    pieces = marking.marked(
        database(),
        reader(),
        found.data,
        found.notes["name"],
        office=settings().office,
        mapping=found.notes["mapping"].encode() or None,
        problems=found.notes["report"]["problems"],
    )
    response = Response(pieces, mimetype=WORKBOOK)
    stem = found.notes["name"].rpartition(".")[0] or "so"
    response.headers["Content-Disposition"] = disposition(f"{stem} (đánh dấu lỗi).xlsx")
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


@blueprint.post("/imports/waiting/confirm")
@allow(act(Act.IMPORT))
def confirm() -> ResponseReturnValue:
    """Lưu tệp đang chờ: kiểm tra lại rồi ghi tất cả hoặc không ghi gì."""
    form = ConfirmForm()
    found = register_upload.waiting()
    if found is None:
        flash("Không còn tệp nào chờ xác nhận. Chưa có gì được lưu.", "late")
        return redirect(url_for("imports.index"), code=303)
    if not form.validate_on_submit():
        return redirect(url_for("imports.waiting"), code=303)
    if "report" not in found.notes:
        return redirect(url_for(register_upload.COLUMNS), code=303)
    try:
        receipt = register_upload.store(found, partial=bool(form.partial.data))
    except (importing.FileProblem, importing.ImportRefusedError) as error:
        flash(str(error), "late")
        return redirect(url_for("imports.waiting"), code=303)
    if isinstance(receipt, str):
        return redirect(receipt, code=303)
    flash(
        f"Đã lưu “{found.notes['name']}”: {write_count(receipt.created)} hồ sơ mới, "
        f"{write_count(receipt.changed)} hồ sơ thay đổi, {write_count(receipt.unchanged)} hồ sơ giữ nguyên, "
        f"{write_count(receipt.declared)} số công bố mới.",
        "good",
    )
    left_out = sum(sheet["refused"] for sheet in found.notes["report"]["sheets"])
    if left_out:
        flash(f"{write_count(left_out)} dòng sai không được lưu; xin sửa trong sổ rồi nhập lại tệp đã sửa.", "wait")
    return redirect("/scoreboard", code=303)


@blueprint.post("/imports/waiting/cancel")
@allow(act(Act.IMPORT))
def cancel() -> ResponseReturnValue:
    """Bỏ tệp đang chờ."""
    register_upload.forget()
    flash("Đã bỏ tệp. Chưa có gì được lưu.", "good")
    return redirect(url_for("imports.index"), code=303)
