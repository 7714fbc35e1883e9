"""One step of a record's workflow: a short form with its limits and papers, sent or proposed to the head."""

from __future__ import annotations

import secrets

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import MOVE, Act, may
from casework.domain.duties import DUTIES
from casework.domain.entry import EntryError
from casework.domain.fields import Field
from casework.domain.numerals import write_date
from casework.domain.papers import of_step
from casework.domain.steps import Transition
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import HAPPENED_ON, WorkflowError, form_field, open_values
from casework.services import record_page
from casework.services.choices import choices
from casework.services.companions import companions
from casework.services.handling import letters, moving, proposals
from casework.services.handling.holding import StaleVersionError
from casework.web import errors
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import act_on, allow, database, reader
from casework.web.record_forms import RecordForm, as_typed, make_form, tell, typed
from casework.web.views.records import _carries_identity, _done, _stale, _version, load

blueprint = Blueprint("steps", __name__)


GUIDING = (RecordKind.LETTER, "guide")
"""The step before which it is told whether the sender was guided before."""


@blueprint.route("/<register:kind>/<id:record_id>/move/<string(maxlength=30):event>", methods=["GET", "POST"])
@allow(act_on(MOVE))
def move(kind: RecordKind, record_id: int, event: str) -> ResponseReturnValue:
    """Một bước xử lý."""
    record = load(kind, record_id)
    step = next((one for one in record.transitions if one.event == event), None)
    if step is None:
        return _refused(record, _not_now(record))
    fields = [form_field(kind, name) for name in step.asked]
    form = step_form(record, step, fields)
    status = 200
    if form.validate_on_submit():
        try:
            done = moving.move(
                database(),
                reader(),
                kind,
                record_id,
                event,
                typed(form, fields),
                _version(form),
                on=today(),
                now=now(),
                token=(form.token.data or "")[:64],
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        except WorkflowError as error:
            return _refused(record, str(error))
        except StaleVersionError:
            return _stale(record, form, fields, step.label), 409
        else:
            return _done(kind, record_id, f"Đã ghi: {step.label}.", done, f"?after={event}")
    return step_page(record, step, form, fields), status


def step_page(
    record: record_page.RecordPage, step: Transition, form: RecordForm, fields: list[Field], ground: str = ""
) -> str:
    """The page of a step: what it asks, until when the law wants it, which papers belong to it."""
    kind = record.kind
    beside = companions(database(), reader(), kind, record.id, today())
    fulfilled = {row.code for row in DUTIES[kind] if step.day_field in row.done}
    guided = letters.guided(database(), reader(), record.id) if (kind, step.event) == GUIDING else ""
    return render_template(
        "records/step.html",
        record=record,
        word=WORDS[kind],
        form=form,
        step=step,
        names=[one.name for one in fields],
        has_identity=_carries_identity(form),
        limits=[one for one in beside.duties if one.duty.code in fulfilled and one.duty.done_on is None],
        papers=of_step(kind, step.event, record.values),
        caution=guided,
        proposable=kind in proposals.PROPOSED and not may(reader().role, Act.APPROVE) and beside.waiting is None,
        ground=ground,
        offered=choices(database(), kind, today()),
    )


def _refused(record: record_page.RecordPage, why: str) -> errors.Answer:
    onward = (f"/{WORDS[record.kind]}/{record.id}", f"Mở lại {record.title}")
    return errors.page(409, heading="Bước này không thực hiện được", lines=(why,), onward=onward)


def _not_now(record: record_page.RecordPage) -> str:
    return (
        f"{record.title} đang ở trạng thái “{record.state_label}”; bước này không có, hoặc không dành cho "
        "vai trò của tài khoản đang dùng. Xin mở lại hồ sơ để xem các bước đang được phép."
    )


def step_form(record: record_page.RecordPage, step: Transition, fields: list[Field]) -> RecordForm:
    """The form of a step: its fields, the day of today, and what stands where the step only brings it up to date."""
    limited = {
        name: allowed
        for name in step.asked
        if (allowed := open_values(step, name, record.state, record.values)) is not None
    }
    standing = {one.name: as_typed(record.values.get(one.name)) for one in fields} if step.keeps else {}
    values = {**standing, "version": str(record.version), "token": secrets.token_urlsafe(24)}
    if (step.day_field or HAPPENED_ON) in step.asked:
        values[step.day_field or HAPPENED_ON] = write_date(today())
    offered = choices(database(), record.kind, today())
    return make_form(fields, offered, required=step.required, values=values, limited=limited)
