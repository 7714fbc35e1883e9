"""Beside a petition: splitting and merging it, what it raises again, the promises made to its voters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, Reader, may_see
from casework.domain.entry import EntryError
from casework.domain.fields import Field, Shape, field
from casework.domain.items import ItemKind, item_field
from casework.domain.numerals import write_date
from casework.domain.petition_parts import MOST_PARTS
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import HAPPENED_ON, REASON, form_field
from casework.services import petitions, promises
from casework.services.choices import choices
from casework.services.handling import merging, promising, splitting
from casework.services.handling.holding import StaleVersionError
from casework.services.record_page import RecordPage
from casework.web.addresses import BadAddressError, asked_day
from casework.web.clock import now, today
from casework.web.gate import Right, act, allow, database, reader
from casework.web.record_forms import RecordForm, as_typed, make_form, tell, typed
from casework.web.views.records import LARGEST_VERSION, load

blueprint = Blueprint("petitions", __name__)

PETITION = RecordKind.PETITION
MOVES = act(Act.MOVE_PETITION)
PARTS = act(Act.LOG_PETITION)
FIRST_PARTS = 4
STALE = "Hồ sơ đã được người khác thay đổi trong lúc nhập. Hãy xem lại trang hồ sơ; nếu vẫn đúng thì bấm lưu lần nữa."


def sees_petitions(who: Reader, _parts: Mapping[str, Any]) -> bool:
    """Whether petitions exist at all for whoever asks."""
    return may_see(who, PETITION)


SEES = Right(sees_petitions)
DAY_AND_REASON = (form_field(PETITION, HAPPENED_ON), form_field(PETITION, REASON))
CODES = Field("codes", "Mã các kiến nghị được gộp vào", Shape.TEXT, required=True, limit=2000)
EARLIER = Field("codes", "Mã kiến nghị trước đây", Shape.CODE, required=True)


@dataclass(frozen=True, slots=True)
class Work:
    """One act beside a petition, as a form: what it asks, what it does with what was typed, what it says then."""

    label: str
    fields: tuple[Field, ...]
    required: tuple[str, ...]
    do: Callable[[dict[str, str], int], object]
    done: str
    note: str = ""
    values: Mapping[str, str] | None = None
    shows_content: bool = False


def _version_of(form: RecordForm) -> int:
    written = (form.version.data or "").strip()
    if not (written.isascii() and written.isdigit()) or int(written[:12]) > LARGEST_VERSION:
        abort(400)
    return int(written)


def _page(record: RecordPage, work: Work, version: int) -> ResponseReturnValue:
    offered = choices(database(), PETITION, today())
    values = {HAPPENED_ON: write_date(today()), **(work.values or {}), "version": str(version)}
    form = make_form(work.fields, offered, required=work.required, values=values)
    status = 200
    if form.validate_on_submit():
        try:
            work.do(typed(form, work.fields), _version_of(form))
        except EntryError as error:
            tell(form, error)
            status = 422
        except StaleVersionError:
            form.form_errors.append(STALE)
            form.version.data, form.version.raw_data = str(version), [str(version)]
            status = 409
        else:
            flash(work.done, "good")
            return redirect(f"/petitions/{record.id}", code=303)
    elif form.is_submitted():
        status = 422
    names = [one.name for one in work.fields]
    page = render_template("petitions/act.html", record=record, form=form, names=names, work=work, offered=offered)
    return page, status


def _moment() -> dict[str, Any]:
    return {"on": today(), "now": now()}


def _parts_asked(count: int) -> tuple[Field, ...]:
    labels = {"content": "Nội dung phần {}", "subject": "Lĩnh vực phần {}", "competence": "Cấp thẩm quyền phần {}"}
    return tuple(
        replace(field(PETITION, name), name=f"parts-{number}-{name}", label=labels[name].format(number + 1))
        for number in range(count)
        for name in splitting.PART_FIELDS
    )


@blueprint.route("/petitions/<id:record_id>/split", methods=["GET", "POST"])
@allow(PARTS)
def split(record_id: int) -> ResponseReturnValue:
    """Tách một kiến nghị thành nhiều kiến nghị."""
    record = load(PETITION, record_id)
    written = request.args.get("parts", "")
    count = int(written) if written.isascii() and written.isdigit() and len(written) < 3 else FIRST_PARTS
    count = min(max(count, 2), MOST_PARTS)

    def do(given: dict[str, str], version: int) -> None:
        parts = [{n: given[f"parts-{i}-{n}"] for n in splitting.PART_FIELDS} for i in range(count)]
        splitting.split(database(), reader(), record_id, parts, given, version, **_moment())

    subject, level = as_typed(record.values.get("subject")), as_typed(record.values.get("competence"))
    values = {f"parts-{i}-subject": subject for i in range(count)}
    values |= {f"parts-{i}-competence": level for i in range(count)}
    work = Work(
        "Tách kiến nghị",
        (*DAY_AND_REASON, *_parts_asked(count)),
        (HAPPENED_ON, REASON, "parts-0-content", "parts-1-content"),
        do,
        "Đã tách kiến nghị.",
        "Kiến nghị gốc vẫn được tính một lần là kiến nghị tiếp nhận; từ ngày tách, mỗi phần là một đầu việc riêng, "
        "cùng kỳ họp và nghị quyết theo dõi. Phần bỏ trống nội dung thì không lập.",
        values,
        shows_content=True,
    )
    return _page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/undo-split", methods=["GET", "POST"])
@allow(PARTS)
def undo_split(record_id: int) -> ResponseReturnValue:
    """Thôi tách."""
    record = load(PETITION, record_id)
    work = Work(
        "Thôi tách",
        DAY_AND_REASON,
        (HAPPENED_ON, REASON),
        lambda given, version: splitting.undo_split(database(), reader(), record_id, given, version, **_moment()),
        "Đã thôi tách; kiến nghị được giải quyết như một đầu việc.",
        "Các phần đã tách vẫn còn trong sổ nhưng từ ngày này không tính là đầu việc nữa.",
    )
    return _page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/merge", methods=["GET", "POST"])
@allow(PARTS)
def merge(record_id: int) -> ResponseReturnValue:
    """Gộp các kiến nghị khác vào kiến nghị này."""
    record = load(PETITION, record_id)

    def do(given: dict[str, str], version: int) -> None:
        codes = given["codes"].replace(",", "\n").replace(";", "\n").splitlines()
        merging.merge(database(), reader(), record_id, codes, given, version, **_moment())

    work = Work(
        "Gộp kiến nghị",
        (CODES, *DAY_AND_REASON),
        ("codes", HAPPENED_ON, REASON),
        do,
        "Đã gộp.",
        "Ghi mỗi dòng một mã. Kiến nghị này được giải quyết chung; mỗi kiến nghị được gộp vẫn tính là một kiến nghị "
        "tiếp nhận.",
        {"codes": "\n".join(request.args.getlist("codes"))[:2000]},
        shows_content=True,
    )
    return _page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/unmerge", methods=["GET", "POST"])
@allow(PARTS)
def unmerge(record_id: int) -> ResponseReturnValue:
    """Thôi gộp."""
    record = load(PETITION, record_id)
    work = Work(
        "Thôi gộp",
        DAY_AND_REASON,
        (HAPPENED_ON, REASON),
        lambda given, version: merging.unmerge(database(), reader(), record_id, given, version, **_moment()),
        "Đã thôi gộp; kiến nghị lại là một đầu việc riêng.",
    )
    return _page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/raise-again", methods=["GET", "POST"])
@allow(PARTS)
def raise_again(record_id: int) -> ResponseReturnValue:
    """Nối với kiến nghị trước đây đã nêu cùng nội dung."""
    record = load(PETITION, record_id)
    work = Work(
        "Kiến nghị lại",
        (EARLIER, *DAY_AND_REASON),
        ("codes", HAPPENED_ON, REASON),
        lambda given, version: merging.raise_again(
            database(), reader(), record_id, given["codes"], given, version, **_moment()
        ),
        "Đã nối với kiến nghị trước đây.",
        "Cử tri nêu lại nội dung đã kiến nghị trước đây; văn bản đã trả lời được hiện ở trang kiến nghị này.",
        shows_content=True,
    )
    return _page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/raise-no-more", methods=["GET", "POST"])
@allow(PARTS)
def raise_no_more(record_id: int) -> ResponseReturnValue:
    """Thôi nối với kiến nghị trước đây."""
    record = load(PETITION, record_id)
    work = Work(
        "Thôi nối kiến nghị lại",
        DAY_AND_REASON,
        (HAPPENED_ON, REASON),
        lambda given, version: merging.raise_no_more(database(), reader(), record_id, given, version, **_moment()),
        "Đã thôi nối với kiến nghị trước đây.",
    )
    return _page(record, work, record.version)


# --- promises --------------------------------------------------------------------------------------------------------


def _promise(record_id: int, promise_id: int) -> petitions.PromiseLine:
    side = petitions.petition_side(database(), reader(), record_id, today())
    found = next((one for one in side.promises if one.id == promise_id and not one.struck), None)
    if found is None:
        abort(404)
    return found


def _needed(fields: Iterable[Field]) -> tuple[str, ...]:
    return tuple(one.name for one in fields if one.required)


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
        _needed(promising.NOTED),
        lambda given, _version: note(given, unit_id, **_moment()),
        "Đã ghi lời hứa.",
        "Ghi nguyên văn việc đã hứa trong văn bản trả lời. Bỏ trống thời hạn để hệ thống gợi ý từ nội dung.",
        {
            "promised_on": as_typed(record.values.get("answered_on")) or write_date(today()),
            "document": as_typed(record.values.get("answer_document")),
        },
    )
    return _page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/promises/<id:promise_id>/change", methods=["GET", "POST"])
@allow(MOVES)
def change_promise(record_id: int, promise_id: int) -> ResponseReturnValue:
    """Sửa một lời hứa."""
    record, held = load(PETITION, record_id), _promise(record_id, promise_id)
    work = Work(
        "Sửa lời hứa",
        promising.NOTED,
        _needed(promising.NOTED),
        lambda given, version: promising.note_promise(
            database(), reader(), record_id, given, None, **_moment(), promise_id=promise_id, version=version
        ),
        "Đã sửa lời hứa.",
        values={
            "content": held.content,
            "due_on": write_date(held.due_on),
            "promised_on": write_date(held.promised_on),
            "document": held.document,
        },
    )
    return _page(record, work, held.version)


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
            database(), reader(), record_id, promise_id, given, version, **_moment()
        ),
        "Đã ghi lời hứa được thực hiện.",
        f"Lời hứa: {held.content} (thời hạn {write_date(held.due_on)}).",
        {"kept_on": write_date(today())},
    )
    return _page(record, work, held.version)


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
            database(), reader(), record_id, promise_id, given[REASON], version, **_moment()
        ),
        "Đã gạch bỏ lời hứa.",
        f"Lời hứa: {held.content} (thời hạn {write_date(held.due_on)}).",
    )
    return _page(record, work, held.version)


@blueprint.get("/promises")
@allow(SEES)
def promise_list() -> ResponseReturnValue:
    """Lời hứa với cử tri: số liệu và danh sách tính đến một ngày."""
    word = request.args.get("word", "broken")
    if word not in promises.WORDS:
        abort(404)
    as_of, problem = today(), ""
    try:
        as_of = asked_day("as_of", today())
    except BadAddressError as error:
        problem = str(error)
    question = promises.PromiseQuestion(as_of, asked_id("unit"), asked_id("session"))
    found = promises.promise_list(database(), reader(), word, question)
    kept = {"unit": question.unit_id, "session": question.session_id, "as_of": as_of.isoformat()}
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


def asked_id(name: str) -> int | None:
    """An id of the address; None where it names none."""
    written = request.args.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None
