"""Giao việc of one record: giving a part to a unit, and what the units make of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import MOVE, NoSuchRecordError
from casework.domain.access_levels import Level
from casework.domain.assignments import AssignmentAct, AssignmentError
from casework.domain.bulk import ASSIGN_FIELDS, ASSIGN_OPTIONAL
from casework.domain.entry import EntryError
from casework.domain.items import AssignmentPart, ItemKind, item_field
from casework.domain.numerals import write_date
from casework.domain.vocabulary import RecordKind
from casework.services.choices import choices
from casework.services.handling import assigning, assignment_page
from casework.services.handling.assignment_page import AssignmentLine, AssignmentPanel
from casework.services.handling.holding import StaleVersionError
from casework.web import errors
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import act_on, allow, database, reader, sees
from casework.web.record_forms import RecordForm, as_typed, make_form, shown, tell, typed
from casework.web.views.records import _version, load

blueprint = Blueprint("assignments", __name__)

TOLD = {
    "accept": "Đã tiếp nhận việc được giao.",
    "refuse": "Đã từ chối; việc trở về nơi giao.",
    "hand": "Đã giao người xử lý.",
    "answer": "Đã ghi trả lời.",
    "escalate": "Đã báo cáo thủ trưởng.",
    "urge": "Đã ghi đôn đốc.",
    "end": "Đã thôi giao.",
}


def panel_of(kind: RecordKind, record_id: int) -> AssignmentPanel:
    """The assignments of a record as the signed-in reader may see them."""
    return assignment_page.assignment_panel(database(), reader(), kind, record_id)


def _line(kind: RecordKind, record_id: int, item_id: int) -> AssignmentLine:
    try:
        panel = panel_of(kind, record_id)
    except NoSuchRecordError:
        abort(404)
    found = next((line for line in panel.lines if line.id == item_id), None)
    if found is None:
        abort(404)
    return found


@blueprint.route(
    "/<register:kind>/<id:record_id>/assignments/<string(maxlength=16):item>/<string(maxlength=20):code>",
    methods=["GET", "POST"],
)
@allow(sees(Level.LIST))
def act(kind: RecordKind, record_id: int, item: str, code: str) -> ResponseReturnValue:
    """Một bước đối với việc được giao: tiếp nhận, từ chối, giao người, trả lời, báo cáo, đôn đốc, thôi giao.

    `item`: the assignment's id, 0 for the lead that only the register names.
    """
    if not (item.isascii() and item.isdigit()):
        abort(404)
    item_id = int(item)
    record = load(kind, record_id)
    line = _line(kind, record_id, item_id)
    step = next((one for one in line.acts if one.code == code), None)
    onward = (f"/{WORDS[kind]}/{record_id}", f"Mở lại {record.title}")
    if step is None:
        stands = f"Việc giao cho {line.unit} đang ở tình trạng “{line.standing_label}”"
        why = f"{stands}; bước này không có, hoặc không dành cho tài khoản đang dùng."
        return errors.page(409, heading="Bước này không thực hiện được", lines=(why,), onward=onward)
    form = _form(step, line)
    status = 200
    if form.validate_on_submit():
        try:
            assigning.act_on(
                database(),
                reader(),
                kind,
                record_id,
                item_id,
                code,
                typed(form, step.asked),
                _version(form),
                on=today(),
                now=now(),
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        except AssignmentError as error:
            return errors.page(409, heading="Bước này không thực hiện được", lines=(str(error),), onward=onward)
        except StaleVersionError:
            return _stale(record, step, form, kind, item_id), 409
        else:
            flash(TOLD[code], "good")
            return redirect(_after(kind, record_id), code=303)
    page = render_template(
        "work/act.html", record=record, word=WORDS[kind], form=form, step=step, line=line, names=_names(step)
    )
    return page, status


def _after(kind: RecordKind, record_id: int) -> str:
    """Back to the record, or to the work list where the act has closed the record to the reader."""
    try:
        panel_of(kind, record_id)
    except NoSuchRecordError:
        return "/work"
    return f"/{WORDS[kind]}/{record_id}"


def _names(step: AssignmentAct) -> list[str]:
    return [field.name for field in step.asked]


def _form(step: AssignmentAct, line: AssignmentLine) -> RecordForm:
    offered = choices(database(), RecordKind.LETTER, today())
    if "person_id" in _names(step):
        offered = replace(offered, accounts=assignment_page.colleagues(database(), line.unit_id))
    values = {"version": str(line.version)}
    if step.day_field:
        values[step.day_field] = write_date(today())
    required = (*((step.day_field,) if step.day_field else ()), *step.required)
    return make_form(step.asked, offered, required=required, values=values)


def _stale(record: object, step: AssignmentAct, form: RecordForm, kind: RecordKind, item_id: int) -> str:
    """What stands now beside what was typed; sending it again is a decision."""
    assert hasattr(record, "id")
    line = _line(kind, record.id, item_id)
    both = [("Tình trạng", line.standing_label, step.label)]
    both += [(f.label, as_typed(line.values.get(f.name)), shown(form, f.name)) for f in step.asked]
    form.version.data = str(line.version)
    form.version.raw_data = [str(line.version)]
    return render_template(
        "records/stale.html",
        record=record,
        word=WORDS[kind],
        form=form,
        names=_names(step),
        has_identity=False,
        label=step.label,
        both=both,
        offered=choices(database(), kind, today()),
    )


@blueprint.route("/<register:kind>/<id:record_id>/assign", methods=["GET", "POST"])
@allow(act_on(MOVE))
def assign(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Giao một phần việc của hồ sơ cho một đơn vị."""
    record = load(kind, record_id)
    panel = panel_of(kind, record_id)
    if not panel.parts:
        abort(403)
    part_field = replace(item_field(ItemKind.ASSIGNMENT, "part"))
    fields = [part_field, *(item_field(ItemKind.ASSIGNMENT, name) for name in (*ASSIGN_FIELDS, *ASSIGN_OPTIONAL))]
    form = make_form(
        fields,
        choices(database(), kind, today()),
        required=("part", *ASSIGN_FIELDS),
        values={"version": str(record.version), "assigned_on": write_date(today()), "part": panel.parts[0].value},
        limited={"part": tuple(part.value for part in panel.parts)},
    )
    status = 200
    if form.validate_on_submit():
        given = typed(form, fields)
        try:
            part = AssignmentPart.of(given.pop("part"))
            assigning.assign(database(), reader(), kind, record_id, part, given, _version(form), on=today(), now=now())
        except KeyError:
            form["part"].errors = ["Hãy chọn vai trò của đơn vị."]
            status = 422
        except EntryError as error:
            tell(form, error)
            status = 422
        except AssignmentError as error:
            onward = (f"/{WORDS[kind]}/{record_id}", f"Mở lại {record.title}")
            return errors.page(409, heading="Chưa giao được", lines=(str(error),), onward=onward)
        except StaleVersionError:
            form.version.data, form.version.raw_data = str(record.version), [str(record.version)]
            form.form_errors.append("Hồ sơ vừa có thay đổi của người khác; hãy xem lại hồ sơ rồi bấm “Lưu” lần nữa.")
            status = 409
        else:
            flash("Đã giao việc; đơn vị được thông báo trong hệ thống.", "good")
            return redirect(f"/{WORDS[kind]}/{record_id}", code=303)
    names = [field.name for field in fields]
    page = render_template("work/assign.html", record=record, word=WORDS[kind], form=form, names=names)
    return page, status
