"""Phiếu đề xuất on screen: proposing a step, the head's opinion on it, taking it back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import MOVE, Act, NoSuchRecordError
from casework.domain.entry import EntryError
from casework.domain.items import Verdict
from casework.domain.steps import Transition
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import WorkflowError, form_field, transitions
from casework.services import companions
from casework.services.choices import choices
from casework.services.handling import proposals
from casework.services.handling.holding import StaleVersionError
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.errors import page
from casework.web.gate import act, act_on, allow, database, reader
from casework.web.record_forms import make_form, tell, typed
from casework.web.views.records import _version, load
from casework.web.views.steps import step_form, step_page

blueprint = Blueprint("proposals", __name__)
_STALE = "Hồ sơ hoặc phiếu đề xuất đã thay đổi trong lúc trang này đang mở; xin mở lại hồ sơ rồi cho ý kiến."


@blueprint.post("/<register:kind>/<id:record_id>/propose/<string(maxlength=30):event>")
@allow(act_on(MOVE))
def propose(kind: RecordKind, record_id: int, event: str) -> ResponseReturnValue:
    """Đề xuất một bước với thủ trưởng."""
    record = load(kind, record_id)
    step = next((one for one in record.transitions if one.event == event), None)
    if step is None or kind not in proposals.PROPOSED:
        abort(404)
    fields = [form_field(kind, name) for name in step.asked]
    form = step_form(record, step, fields)
    ground = request.form.get("ground", "")
    if form.validate_on_submit():
        try:
            proposals.propose(
                database(),
                reader(),
                kind,
                record_id,
                event,
                typed(form, fields),
                ground,
                _version(form),
                on=today(),
                now=now(),
            )
        except EntryError as error:
            tell(form, error)
        except (WorkflowError, proposals.ProposalError) as error:
            return page(
                409, heading="Chưa gửi được phiếu đề xuất", lines=(str(error),), onward=_onward(kind, record_id)
            )
        except StaleVersionError:
            return page(409, heading="Chưa gửi được phiếu đề xuất", lines=(_STALE,), onward=_onward(kind, record_id))
        else:
            flash(f"Đã gửi phiếu đề xuất: {step.label}. Hồ sơ chờ ý kiến của thủ trưởng.", "good")
            return redirect(f"/{WORDS[kind]}/{record_id}?after=propose", code=303)
    return step_page(record, step, form, fields, ground), 422


def _onward(kind: RecordKind, record_id: int) -> tuple[str, str]:
    return f"/{WORDS[kind]}/{record_id}", "Mở lại hồ sơ"


@blueprint.route("/<register:kind>/<id:record_id>/proposals/<id:proposal_id>", methods=["GET", "POST"])
@allow(act(Act.APPROVE))
def decide(kind: RecordKind, record_id: int, proposal_id: int) -> ResponseReturnValue:
    """Ý kiến của thủ trưởng trên phiếu đề xuất."""
    record = load(kind, record_id)
    beside = companions.companions(database(), reader(), kind, record_id, today())
    waiting = beside.waiting
    if waiting is None or waiting.id != proposal_id:
        abort(404)
    if not beside.may_decide:
        lines = ("Người đề xuất không tự duyệt phiếu của mình; hãy để thủ trưởng khác cho ý kiến.",)
        return page(409, heading="Không tự duyệt phiếu của mình", lines=lines, onward=_onward(kind, record_id))
    step = _step(record.kind, record.state, waiting.event)
    fields = [form_field(kind, name) for name in step.asked] if step else []
    offered = choices(database(), kind, today())
    form = make_form(
        fields,
        offered,
        required=step.required if step else (),
        values={**waiting.typed, "version": str(record.version)},
    )
    remark, status = request.form.get("remark", ""), 200
    if form.validate_on_submit():
        verdict = Verdict.RETURNED if request.form.get("verdict") == Verdict.RETURNED.value else Verdict.APPROVED
        values = {name: text for name, text in typed(form, fields).items() if text}
        if verdict is Verdict.APPROVED and values != dict(waiting.typed):
            verdict = Verdict.CHANGED
        try:
            proposals.decide(
                database(),
                reader(),
                kind,
                record_id,
                proposal_id,
                verdict,
                remark,
                values,
                _version(form),
                on=today(),
                now=now(),
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        except (WorkflowError, proposals.ProposalError) as error:
            return page(409, heading="Chưa ghi được ý kiến", lines=(str(error),), onward=_onward(kind, record_id))
        except StaleVersionError:
            return page(409, heading="Chưa ghi được ý kiến", lines=(_STALE,), onward=_onward(kind, record_id))
        else:
            flash(f"Đã ghi ý kiến: {verdict.label}.", "good")
            return redirect(f"/{WORDS[kind]}/{record_id}", code=303)
    return (
        render_template(
            "records/proposal.html",
            record=record,
            word=WORDS[kind],
            proposal=waiting,
            form=form,
            names=[one.name for one in fields],
            remark=remark,
            offered=offered,
        ),
        status,
    )


def _step(kind: RecordKind, state: str, event: str) -> Transition | None:
    """The step that is proposed; None where the record has moved on since, so that only a return is left."""
    for role in (reader().role, *proposals.DECIDING):
        found = next((one for one in transitions(kind, state, role) if one.event == event), None)
        if found is not None:
            return found
    return None


@blueprint.post("/<register:kind>/<id:record_id>/proposals/<id:proposal_id>/withdraw")
@allow(act_on(MOVE))
def withdraw(kind: RecordKind, record_id: int, proposal_id: int) -> ResponseReturnValue:
    """Rút phiếu đề xuất."""
    load(kind, record_id)
    try:
        proposals.withdraw(database(), reader(), kind, record_id, proposal_id, on=today(), now=now())
    except NoSuchRecordError:
        abort(404)
    except (proposals.ProposalError, StaleVersionError) as error:
        return page(409, heading="Chưa rút được phiếu", lines=(str(error),), onward=_onward(kind, record_id))
    flash("Đã rút phiếu đề xuất.", "good")
    return redirect(f"/{WORDS[kind]}/{record_id}", code=303)
