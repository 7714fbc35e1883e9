"""One return: filling it in on the page or by its workbook, filing it, accepting it or sending it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.forms import FormDefinition
from casework.domain.numerals import DateTextError, read_date, write_count, write_date
from casework.domain.return_checks import read_cell
from casework.domain.returns import ReturnError, ReturnStep
from casework.services.returns import documents, filing, known_forms, pages, workbooks
from casework.web import errors
from casework.web.clock import now, today
from casework.web.files_sent import send_file
from casework.web.gate import act, allow, database, reader, settings
from casework.web.views.attachments import store
from casework.web.views.returns import EITHER, TONES

blueprint = Blueprint("return_page", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = {
    ReturnStep.SAVE: "Đã lưu; báo cáo chưa nộp.",
    ReturnStep.FILE: "Đã nộp báo cáo.",
    ReturnStep.RECALL: "Đã rút báo cáo về để sửa.",
    ReturnStep.ACCEPT: "Đã tiếp nhận báo cáo; số liệu được cộng vào tổng hợp và luôn nêu riêng.",
    ReturnStep.SEND_BACK: "Đã trả lại báo cáo để đơn vị sửa.",
}


@dataclass(frozen=True, slots=True)
class CellLine:
    """An input of the page: the form's column, what is in it as text, what is wrong with it."""

    number: int
    label: str
    unit: str
    text: str
    sums: str
    problem: str = ""
    uncertain: bool = False


@blueprint.get("/returns/<key:return_id>")
@allow(EITHER)
def show(return_id: int) -> ResponseReturnValue:
    """Một báo cáo của đơn vị."""
    return _show(return_id)


def _show(
    return_id: int,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[int, str] | None = None,
    faults: Sequence[str] = (),
) -> ResponseReturnValue:
    page = pages.return_page(database(), reader(), return_id, known_forms.known_forms(), today())
    texts = {number: write_count(value) for number, value in page.cells.items()}
    if typed is not None:
        texts |= {one.number: typed.get(f"c{one.number}", "") for one in page.definition.counted}
    shown = render_template(
        "returns/show.html",
        page=page,
        groups=_groups(page.definition, texts, wrong or {}),
        typed=_boxes(page, typed),
        problem=problem,
        faults=faults,
        tones=TONES,
        limit=settings().upload_max_mb,
        kinds=documents.ALLOWED_WORDS,
    )
    return shown, 422 if problem else 200


def _boxes(page: pages.ReturnPage, typed: Mapping[str, str] | None) -> Mapping[str, str]:
    """What stands in the boxes beside the cells."""
    if typed is not None:
        return {name: typed.get(name, "") for name in ("document_number", "document_on", "note", "reason")}
    day = "" if page.document_on is None else write_date(page.document_on)
    return {"document_number": page.document_number, "document_on": day, "note": page.note, "reason": ""}


def _groups(
    definition: FormDefinition, texts: Mapping[int, str], wrong: Mapping[int, str]
) -> dict[str, list[CellLine]]:
    """The inputs under their first headings, in the form's order."""
    grouped: dict[str, list[CellLine]] = {}
    for column in definition.counted:
        rest = " – ".join(column.path[1:]) or column.path[0]
        sums = "; ".join(one.written for one in definition.sums if one.column == column.number)
        line = CellLine(
            column.number,
            rest,
            column.unit.label if column.unit else "",
            texts.get(column.number, ""),
            sums,
            wrong.get(column.number, ""),
            column.uncertain,
        )
        grouped.setdefault(column.path[0], []).append(line)
    return grouped


@blueprint.post("/returns/<key:return_id>")
@allow(act(Act.FILE_RETURN))
def step(return_id: int) -> ResponseReturnValue:
    """Lưu, nộp, rút lại, tiếp nhận hoặc trả lại một báo cáo."""
    forms = known_forms.known_forms()
    page = pages.return_page(database(), reader(), return_id, forms, today())
    typed = {name: value.strip()[:2000] for name, value in request.form.items()}
    try:
        wanted = ReturnStep.of(typed.get("do", ""))
    except KeyError:
        return _show(return_id, "Hãy chọn việc cần làm với báo cáo.")
    known = _version(typed.get("version", ""))
    writes = wanted in (ReturnStep.SAVE, ReturnStep.FILE)
    cells: dict[int, int] = {}
    wrong: dict[int, str] = {}
    if writes:
        cells, wrong = _read(page.definition, typed)
        if wrong:
            return _show(return_id, "Có ô chưa đúng; chưa lưu gì. Hãy sửa các ô được đánh dấu.", typed, wrong)
    try:
        day = read_date(typed["document_on"]) if typed.get("document_on") else None
    except DateTextError:
        return _show(return_id, "Hãy ghi ngày văn bản theo dạng ngày/tháng/năm.", typed)
    filled = filing.Filled(cells, typed.get("document_number", ""), day, typed.get("note", ""), typed.get("reason", ""))
    try:
        filing.take_step(database(), reader(), return_id, wanted, filled, known, forms, on=today(), now=now())
    except filing.FindingsError as error:
        return _show(return_id, str(error), typed, faults=[one.message for one in error.findings])
    except ReturnError as error:
        return _show(return_id, str(error), typed if writes else None)
    flash(DONE[wanted], "good")
    return redirect(f"/returns/{return_id}", code=303)


def _version(written: str) -> int:
    """The number of the version that was looked at; 0, which none has, for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def _read(definition: FormDefinition, typed: Mapping[str, str]) -> tuple[dict[int, int], dict[int, str]]:
    """The cells that were typed, and what is wrong with those that hold no whole number."""
    cells: dict[int, int] = {}
    wrong: dict[int, str] = {}
    for column in definition.counted:
        try:
            value = read_cell(typed.get(f"c{column.number}", ""))
        except ValueError as error:
            wrong[column.number] = f"{error}."
        else:
            if value is not None:
                cells[column.number] = value
    return cells, wrong


@blueprint.post("/returns/<key:return_id>/document")
@allow(act(Act.FILE_RETURN))
def attach(return_id: int) -> ResponseReturnValue:
    """Đính kèm bản ký của văn bản báo cáo."""
    forms = known_forms.known_forms()
    pages.return_page(database(), reader(), return_id, forms, today())
    sent = request.files.get("document")
    if sent is None or not sent.filename:
        return _show(return_id, "Chưa chọn tệp văn bản.")
    known, name = _version(request.form.get("version", "")), PurePath(sent.filename).name[-120:]
    rules = documents.FileRules(store(), settings().upload_max_bytes, settings().clamav)
    try:
        documents.attach_document(
            database(), rules, reader(), return_id, sent.read(), name, known, forms, on=today(), now=now()
        )
    except (documents.AttachmentProblem, ReturnError) as error:
        return _show(return_id, str(error))
    flash("Đã đính kèm văn bản; báo cáo chưa nộp.", "good")
    return redirect(f"/returns/{return_id}", code=303)


@blueprint.get("/returns/<key:return_id>/document/<key:number>")
@allow(EITHER)
def document(return_id: int, number: int) -> ResponseReturnValue:
    """Tải văn bản đính kèm của một bản báo cáo."""
    try:
        file, data = documents.document_of(database(), store(), reader(), return_id, number)
    except (documents.FileMissingError, documents.FileDamagedError) as problem:
        return errors.page(409, heading="Không mở được tệp", lines=(str(problem),))
    return send_file(data, file.name, file.media_type)


@blueprint.get("/returns/<key:return_id>/workbook")
@allow(act(Act.FILE_RETURN))
def workbook(return_id: int) -> ResponseReturnValue:
    """Bảng tính để đơn vị nhập báo cáo."""
    name, data = workbooks.workbook_of(database(), reader(), return_id, known_forms.known_forms())
    return send_file(data, name, XLSX)


@blueprint.post("/returns/<key:return_id>/workbook")
@allow(act(Act.FILE_RETURN))
def upload(return_id: int) -> ResponseReturnValue:
    """Tải lên bảng tính đã nhập; sai một ô thì không lưu gì."""
    forms = known_forms.known_forms()
    pages.return_page(database(), reader(), return_id, forms, today())
    sent = request.files.get("workbook")
    if sent is None or not sent.filename:
        return _show(return_id, "Chưa chọn tệp bảng tính.")
    try:
        count = workbooks.read_back(
            database(), reader(), return_id, sent.read(), sent.filename[-120:], forms, on=today(), now=now()
        )
    except workbooks.FaultyCellsError as error:
        return _show(return_id, str(error), faults=error.faults)
    except (workbooks.FileProblem, ReturnError) as error:
        return _show(return_id, str(error))
    flash(f"Đã nhận {count} ô từ bảng tính; báo cáo chưa nộp. Hãy xem lại rồi bấm “Nộp báo cáo”.", "good")
    return redirect(f"/returns/{return_id}", code=303)
