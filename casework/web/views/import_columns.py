"""Ghép cột: the columns of the waiting register, each with what it may be; the officer says what it is."""

from __future__ import annotations

from collections.abc import Container, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.fields import REGISTER_FIELDS
from casework.domain.vocabulary import RecordKind
from casework.services import importing, matching_columns
from casework.services.uploads import Waiting
from casework.web import register_upload
from casework.web.clock import now
from casework.web.gate import act, allow, database, reader, settings

blueprint = Blueprint("import_columns", __name__)

GONE = "Không còn tệp nào chờ (tệp chỉ được giữ trong một giờ). Xin chọn lại tệp."
FIELDS = {kind: [(f.name, f.label, f.required) for f in REGISTER_FIELDS[kind]] for kind in RecordKind}


@blueprint.get("/imports/columns")
@allow(act(Act.IMPORT))
def page() -> ResponseReturnValue:
    """Các cột của tệp đang chờ, mỗi cột là trường nào của sổ."""
    found = register_upload.waiting()
    if found is None:
        flash(GONE, "wait")
        return redirect(url_for("imports.index"), code=303)
    try:
        survey = _survey(found, {})
    except importing.FileProblem as error:
        register_upload.forget()
        flash(str(error), "late")
        return redirect(url_for("imports.index"), code=303)
    return _page(found, survey, {}, None)


@blueprint.post("/imports/columns")
@allow(act(Act.IMPORT))
def choose() -> ResponseReturnValue:
    """Ghép như đã chọn rồi kiểm tra tệp; đổi sổ của trang tính thì hiện lại các cột."""
    found = register_upload.waiting()
    if found is None:
        flash(GONE, "wait")
        return redirect(url_for("imports.index"), code=303)
    at = {name: box.removeprefix("sheet-") for box, name in request.form.items() if box.startswith("sheet-")}
    kinds = {name: _kind(request.form.get(f"kind-{number}", "")) for name, number in at.items()}
    shown = {name: _kind(request.form.get(f"shown-{number}", "")) for name, number in at.items()}
    old = {name: request.form.get(f"encoding-{number}", "") for name, number in at.items()}
    was = {name: request.form.get(f"encoded-{number}", "") for name, number in at.items()}
    survey = _survey(found, {name: kind or shown.get(name) for name, kind in kinds.items()}, old)
    changed = {name for name, kind in kinds.items() if kind is not None and kind is not shown.get(name)}
    changed |= {name for name in at if old[name] != was[name]}
    if changed or request.form.get("do") == "show":
        return _page(found, survey, kinds, None, changed)
    choices = {
        sheet.sheet: matching_columns.Choice(
            kinds.get(sheet.sheet),
            {column.key: request.form.get(f"column-{at[sheet.sheet]}-{column.index}", "") for column in sheet.columns},
            old[sheet.sheet],
        )
        for sheet in survey.sheets
        if sheet.sheet in at
    }
    keep = "keep" in request.form
    try:
        mapping = matching_columns.choose(
            database(), reader(), survey, choices, office=settings().office, now=now(), keep=keep
        )
        onward = register_upload.check_again(found, mapping)
    except matching_columns.ColumnsError as error:
        return _page(found, survey, kinds, error), 422
    except (importing.FileProblem, importing.ImportRefusedError) as error:
        flash(str(error), "late")
        return _page(found, survey, kinds, None), 422
    if onward is None:
        flash(GONE, "wait")
        return redirect(url_for("imports.index"), code=303)
    if keep:
        flash("Đã nhớ cách ghép cột; lần sau tệp có cùng các tiêu đề được ghép như vậy.", "good")
    return redirect(onward, code=303)


@blueprint.post("/imports/columns/<key:columns_id>/forget")
@allow(act(Act.IMPORT))
def forget(columns_id: int) -> ResponseReturnValue:
    """Quên một cách ghép cột đã lưu."""
    if matching_columns.forget(database(), reader(), settings().office, columns_id):
        flash("Đã quên cách ghép cột. Các sổ đã nhập không thay đổi.", "good")
    else:
        flash("Không còn cách ghép cột ấy.", "wait")
    return redirect(url_for("imports.index"), code=303)


def _kind(value: str) -> RecordKind | None:
    return next((kind for kind in RecordKind if kind.value == value), None)


def _survey(
    found: Waiting, kinds: Mapping[str, RecordKind | None], encodings: Mapping[str, str] | None = None
) -> matching_columns.Survey:
    mapping = found.notes["mapping"].encode() or None
    return matching_columns.survey(
        database(),
        found.data,
        found.notes["name"],
        office=settings().office,
        mapping=mapping,
        kinds=kinds,
        encodings=encodings,
    )


def _page(
    found: Waiting,
    survey: matching_columns.Survey,
    kinds: Mapping[str, RecordKind | None],
    error: matching_columns.ColumnsError | None,
    changed: Container[str] = (),
) -> str:
    """The page; what was sent stands in its boxes, but for sheets whose register was `changed`."""
    return render_template(
        "imports/columns.html",
        notes=found.notes,
        survey=survey,
        chosen={
            sheet.sheet: kinds.get(sheet.sheet, None if sheet.sheet in survey.left_out else sheet.kind)
            for sheet in survey.sheets
        },
        kinds=RecordKind,
        encodings=matching_columns.OldEncoding,
        fields=FIELDS,
        error=error,
        sent=request.form,
        changed=changed,
    )
