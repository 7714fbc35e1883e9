"""Kiểm tra số liệu: every check of a question with its sum, the records that stand wrong, and the notes on it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, level, may, may_see
from casework.domain.access_levels import Level
from casework.domain.check_notes import LONGEST_NOTE, CheckNoteError, NotedCheck
from casework.domain.checks import Offender, Side
from casework.domain.flows import COMING, COUNTED_IN, Flow
from casework.domain.periods import STATUTORY_RULES, Period, Question
from casework.domain.vocabulary import RecordKind
from casework.services.reporting import checks
from casework.web.addresses import asked_page, figure_address
from casework.web.asking import asked_question, question_parameters
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import account, act, allow, database, reader

blueprint = Blueprint("checks", __name__)

TONES: Mapping[str, str] = {
    "Khớp": "good",
    "Đã giải trình": "plainly",
    "Giải trình đã cũ": "wait",
    "Chưa giải trình": "late",
}
"""How the state of a check looks."""


def record_address(one: Offender) -> str:
    """The page of a record that a check names."""
    return f"/{WORDS[one.kind]}/{one.record_id}"


def periods_of_year() -> list[Period]:
    """The statutory periods of this year that have begun, and the whole of the year before."""
    year = today().year
    begun = [rule.of(year) for rule in STATUTORY_RULES if rule.of(year).first <= today()]
    return [*begun, next(rule.of(year - 1) for rule in STATUTORY_RULES if rule.kind == "year")]


def tail(question: Question, **more: str) -> str:
    """The end of an address that asks the same question."""
    return urlencode({**question_parameters(question), **more})


@blueprint.get("/reports/checks")
@allow(act(Act.FIGURES))
def index() -> ResponseReturnValue:
    """Mọi phép kiểm tra của một kỳ."""
    question = asked_question()
    with_forms = request.args.get("forms") == "1"
    page = checks.check_page(database(), reader(), question, with_forms=with_forms)
    return render_template(
        "checks/index.html",
        page=page,
        question=question,
        tail=tail(question),
        tones=TONES,
        flows=[(kind, f"/reports/flows/{WORDS[kind]}") for kind in COUNTED_IN if level(reader(), kind) > Level.NOTHING],
        periods=periods_of_year(),
    )


def _side_address(side: Side, question: Question) -> str:
    if not side.code or side.code.startswith("form."):
        return ""
    return figure_address(side.code, side.cell, question)


@blueprint.get("/reports/checks/<string(maxlength=100):check>")
@allow(act(Act.FIGURES))
def show(check: str) -> ResponseReturnValue:
    """Một phép kiểm tra: hai vế, hồ sơ chưa khớp, giải trình."""
    question = asked_question()
    return _shown(checks.one_check(database(), reader(), question, check), question)


@blueprint.post("/reports/checks/<string(maxlength=100):check>")
@allow(act(Act.NOTE_CHECK))
def note(check: str) -> ResponseReturnValue:
    """Ký giải trình."""
    question = asked_question()
    body, seen = request.form.get("body", ""), request.form.get("seen", "")[:64]
    try:
        if request.form.get("signed") != "1":
            raise CheckNoteError("Hãy đánh dấu vào ô ký tên để giải trình có hiệu lực.")
        checks.note_check(database(), reader(), question, check, body, seen, now())
    except CheckNoteError as error:
        one = checks.one_check(database(), reader(), question, check)
        return _shown(one, question, body=body[: LONGEST_NOTE * 2], problem=str(error)), 422
    flash("Đã ghi giải trình, ký tên người đang đăng nhập.", "good")
    return redirect(f"{url_for('checks.show', check=check)}?{tail(question)}", code=303)


def _shown(one: NotedCheck, question: Question, body: str = "", problem: str = "") -> str:
    result = one.result
    kind = next((kind for kind in COUNTED_IN if result.code == f"flow.{kind.value}"), None)
    return render_template(
        "checks/show.html",
        one=one,
        question=question,
        tail=tail(question),
        tone=TONES[one.state],
        left=[(side, _side_address(side, question)) for side in result.left],
        right=[(side, _side_address(side, question)) for side in result.right],
        records=[(record, record_address(record)) for record in result.offenders],
        may_note=may(reader().role, Act.NOTE_CHECK) and not result.holds,
        flows=f"/reports/flows/{WORDS[kind]}" if kind else "",
        signer=account().full_name,
        body=body,
        problem=problem,
        longest=LONGEST_NOTE,
    )


@blueprint.get("/reports/flows/<register:kind>")
@allow(act(Act.FIGURES))
def flows(kind: RecordKind) -> ResponseReturnValue:
    """Đầu kỳ, tăng, giảm, cuối kỳ, toàn bộ và từng đơn vị."""
    question = asked_question()
    table = checks.flows(database(), reader(), kind, question)
    return render_template(
        "checks/flows.html",
        table=table,
        question=question,
        tail=tail(question),
        address=f"/reports/flows/{WORDS[kind]}",
        unit=COUNTED_IN[kind],
        flows=list(Flow),
        coming=COMING,
        opens=may_see(reader(), kind),
        kinds=[(one, WORDS[one]) for one in COUNTED_IN],
    )


@blueprint.get("/reports/flows/<register:kind>/<string(maxlength=20):flow>")
@allow(act(Act.FIGURES))
def members(kind: RecordKind, flow: str) -> ResponseReturnValue:
    """Hồ sơ của một biến động."""
    question = asked_question()
    try:
        wanted = Flow.of(flow)
    except KeyError:
        abort(404)
    unit = request.args.get("unit", "")[:20]
    found = checks.flow_members(database(), reader(), kind, question, wanted, unit, asked_page())
    return render_template(
        "checks/records.html",
        heading=f"{kind.label}: {wanted.label.lower()}",
        back=(f"/reports/flows/{WORDS[kind]}?{tail(question)}", "Đầu kỳ, tăng, giảm, cuối kỳ"),
        note="",
        question=question,
        page=found,
        records=[(record, record_address(record)) for record in found.records],
        address=f"/reports/flows/{WORDS[kind]}/{flow}?{tail(question, unit=unit)}",
    )
