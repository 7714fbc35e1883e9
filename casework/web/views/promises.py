"""Promises to voters: noted, changed, kept, struck out beside their petition; counted and listed as of a day."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.items import ItemKind, item_field
from casework.domain.numerals import write_date
from casework.domain.workflow import REASON, form_field
from casework.services import petitions, promises
from casework.services.choices import choices
from casework.services.handling import promising
from casework.web.asking import BadAddressError, Known, asked_day, asked_known
from casework.web.clock import today
from casework.web.gate import allow, database, reader
from casework.web.petition_work import MOVES, PETITION, SEES, Work, asked_id, moment, needed, work_page
from casework.web.record_forms import as_typed
from casework.web.views.records import load

blueprint = Blueprint("promises", __name__)


def _promise(record_id: int, promise_id: int) -> petitions.PromiseLine:
    side = petitions.petition_side(database(), reader(), record_id, today())
    found = next((one for one in side.promises if one.id == promise_id and not one.struck), None)
    if found is None:
        abort(404)
    return found


@blueprint.route("/petitions/<id:record_id>/promises/new", methods=["GET", "POST"])
@allow(MOVES)
def new_promise(record_id: int) -> ResponseReturnValue:
    """Ghi lời hứa với cử tri."""
    record = load(PETITION, record_id)
    unit = record.values.get("unit_id")
    unit_id = unit if isinstance(unit, int) else None
    note = partial(promising.note_promise, database(), reader(), record_id)
    work = Work(
        "Ghi lời hứa",
        promising.NOTED,
        needed(promising.NOTED),
        lambda given, _version: note(given, unit_id, **moment()),
        "Đã ghi lời hứa.",
        "Ghi nguyên văn việc đã hứa trong văn bản trả lời. Bỏ trống thời hạn để hệ thống gợi ý từ nội dung.",
        {
            "promised_on": as_typed(record.values.get("answered_on")) or write_date(today()),
            "document": as_typed(record.values.get("answer_document")),
        },
    )
    return work_page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/promises/<id:promise_id>/change", methods=["GET", "POST"])
@allow(MOVES)
def change_promise(record_id: int, promise_id: int) -> ResponseReturnValue:
    """Sửa một lời hứa."""
    record, held = load(PETITION, record_id), _promise(record_id, promise_id)
    work = Work(
        "Sửa lời hứa",
        promising.NOTED,
        needed(promising.NOTED),
        lambda given, version: promising.note_promise(
            database(), reader(), record_id, given, None, **moment(), promise_id=promise_id, version=version
        ),
        "Đã sửa lời hứa.",
        values={
            "content": held.content,
            "due_on": write_date(held.due_on),
            "promised_on": write_date(held.promised_on),
            "document": held.document,
        },
    )
    return work_page(record, work, held.version)


@blueprint.route("/petitions/<id:record_id>/promises/<id:promise_id>/keep", methods=["GET", "POST"])
@allow(MOVES)
def keep_promise(record_id: int, promise_id: int) -> ResponseReturnValue:
    """Ghi lời hứa đã thực hiện."""
    record, held = load(PETITION, record_id), _promise(record_id, promise_id)
    fields = tuple(item_field(ItemKind.PROMISE, name) for name in ("kept_on", "proof"))
    work = Work(
        "Ghi đã thực hiện lời hứa",
        fields,
        ("kept_on", "proof"),
        lambda given, version: promising.keep_promise(
            database(), reader(), record_id, promise_id, given, version, **moment()
        ),
        "Đã ghi lời hứa được thực hiện.",
        f"Lời hứa: {held.content} (thời hạn {write_date(held.due_on)}).",
        {"kept_on": write_date(today())},
    )
    return work_page(record, work, held.version)


@blueprint.route("/petitions/<id:record_id>/promises/<id:promise_id>/strike", methods=["GET", "POST"])
@allow(MOVES)
def strike_promise(record_id: int, promise_id: int) -> ResponseReturnValue:
    """Gạch bỏ một lời hứa ghi nhầm."""
    record, held = load(PETITION, record_id), _promise(record_id, promise_id)
    work = Work(
        "Gạch bỏ lời hứa ghi nhầm",
        (form_field(PETITION, REASON),),
        (REASON,),
        lambda given, version: promising.strike_promise(
            database(), reader(), record_id, promise_id, given[REASON], version, **moment()
        ),
        "Đã gạch bỏ lời hứa.",
        f"Lời hứa: {held.content} (thời hạn {write_date(held.due_on)}).",
    )
    return work_page(record, work, held.version)


@blueprint.get("/promises")
@allow(SEES)
def promise_list() -> ResponseReturnValue:
    """Lời hứa với cử tri: số liệu và danh sách tính đến một ngày."""
    word = request.args.get("word", "broken")
    if word not in promises.WORDS:
        abort(404)
    as_of, known, problem = today(), Known(), ""
    try:
        as_of, known = asked_day("as_of", today()), asked_known()
    except BadAddressError as error:
        problem = str(error)
    question = promises.PromiseQuestion(as_of, asked_id("unit"), asked_id("session"), known.position, known.on)
    found = promises.promise_list(database(), reader(), word, question)
    kept = {
        "unit": question.unit_id,
        "session": question.session_id,
        "as_of": as_of.isoformat(),
        "known_on": known.on and known.on.isoformat(),
    }
    page = render_template(
        "petitions/promises.html",
        found=found,
        question=question,
        words=promises.WORDS,
        kept={name: value for name, value in kept.items() if value is not None},
        offered=choices(database(), PETITION, today()),
        most=promises.MOST_LISTED,
        problem=problem,
    )
    return page, 422 if problem else 200
