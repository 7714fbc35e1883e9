"""Contact meetings with voters: the list, one meeting with quick entry, the compilation of a session."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, may
from casework.domain.entry import EntryError
from casework.domain.fields import Field, field
from casework.domain.numerals import write_count, write_date
from casework.domain.vocabulary import Competence, ContactRound, RecordKind
from casework.services import contacts
from casework.services.choices import choices
from casework.services.handling import voicing
from casework.services.handling.holding import StaleVersionError
from casework.web.clock import now, today
from casework.web.gate import act, allow, database, reader, settings
from casework.web.petition_work import SEES, STALE, asked_id
from casework.web.record_forms import RecordForm, make_form, tell, typed
from casework.web.views.duplicates import box, picked
from casework.web.views.records import LARGEST_VERSION

blueprint = Blueprint("contacts", __name__)

PETITION = RecordKind.PETITION
KEEPS = act(Act.LOG_PETITION)
SESSION = field(PETITION, "session_id")
VOICED: tuple[Field, ...] = tuple(field(PETITION, name) for name in voicing.VOICED_FIELDS)
NEEDED = tuple(one.name for one in voicing.MEETING_FIELDS if one.required)


def _token(form: RecordForm) -> str:
    return (form.token.data or "")[:64] or secrets.token_urlsafe(24)


@blueprint.get("/contacts")
@allow(SEES)
def index() -> ResponseReturnValue:
    """Các cuộc tiếp xúc cử tri."""
    session_id = asked_id("session")
    return render_template(
        "contacts/index.html",
        meetings=contacts.meetings(database(), reader(), session_id),
        chosen=session_id,
        offered=choices(database(), PETITION, today()),
        most=contacts.MOST_LISTED,
        may_enter=may(reader().role, Act.LOG_PETITION),
        may_add=may(reader().role, Act.REFERENCE),
    )


@blueprint.route("/contacts/new", methods=["GET", "POST"])
@allow(KEEPS)
def new() -> ResponseReturnValue:
    """Ghi một cuộc tiếp xúc cử tri."""
    fields = (SESSION, *voicing.MEETING_FIELDS)
    values = {
        "session_id": request.args.get("session", "")[:9],
        "contact_round": ContactRound.BEFORE.value,
        "held_on": write_date(today()),
        "token": secrets.token_urlsafe(24),
    }
    offered = choices(database(), PETITION, today())
    form = make_form(fields, offered, required=("session_id", *NEEDED), values=values)
    status = 200
    if form.validate_on_submit():
        given = typed(form, fields)
        chosen = given["session_id"]
        session_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) <= 9 else 0
        try:
            meeting_id = voicing.add_meeting(
                database(), reader(), session_id, given, on=today(), now=now(), token=_token(form)
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        else:
            flash("Đã ghi cuộc tiếp xúc cử tri. Nhập các kiến nghị nêu tại đây, lần lượt từng kiến nghị.", "good")
            return redirect(f"/contacts/{meeting_id}", code=303)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "contacts/form.html", form=form, names=[one.name for one in fields], heading="Ghi cuộc tiếp xúc cử tri",
        back="/contacts", offered=offered,
    )  # fmt: skip
    return page, status


@blueprint.get("/contacts/<id:meeting_id>")
@allow(SEES)
def show(meeting_id: int) -> ResponseReturnValue:
    """Một cuộc tiếp xúc và các kiến nghị nêu tại đó."""
    return _meeting(meeting_id)


@blueprint.post("/contacts/<id:meeting_id>")
@allow(KEEPS)
def voice(meeting_id: int) -> ResponseReturnValue:
    """Nhập nhanh một kiến nghị nêu tại cuộc tiếp xúc."""
    return _meeting(meeting_id)


def _meeting(meeting_id: int) -> ResponseReturnValue:
    page = contacts.meeting_page(database(), reader(), meeting_id, today())
    offered = choices(database(), PETITION, today())
    values = {
        "competence": request.args.get("competence", Competence.CITY.value)[:30],
        "subject": request.args.get("subject", "")[:200],
        "place": request.args.get("place", page.meeting.place)[:500],
        "token": secrets.token_urlsafe(24),
    }
    form = make_form(VOICED, offered, required=("content",), values=values)
    status = 200
    checking = request.method == "POST" and request.form.get("then") == "check"
    given = typed(form, VOICED) if form.is_submitted() else {}
    if not checking and form.validate_on_submit():
        same = picked(request.form.getlist("same"))
        try:
            logged = voicing.voice(
                database(),
                reader(),
                meeting_id,
                given,
                [(one.link_type, one.kind, one.id) for one in same if one.link_type is not None],
                on=today(),
                now=now(),
                token=_token(form),
                office=settings().office,
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        else:
            again = " (biểu mẫu này đã được gửi trước đó, không lưu thêm)" if logged.again else ""
            flash(f"Đã lưu {logged.code}{again}. Cuộc tiếp xúc có {write_count(_count(meeting_id))} kiến nghị.", "good")
            kept = {name: given[name] for name in ("competence", "subject", "place") if given[name]}
            return redirect(f"/contacts/{meeting_id}?{urlencode(kept)}", code=303)
    elif form.is_submitted() and not checking:
        status = 422
    alike = box(PETITION, given if form.is_submitted() else None) if page.may_enter else {}
    return render_template(
        "contacts/show.html", page=page, form=form, offered=offered, word="petitions", **alike
    ), status


def _count(meeting_id: int) -> int:
    return contacts.meeting_page(database(), reader(), meeting_id, today()).meeting.petitions


@blueprint.route("/contacts/<id:meeting_id>/change", methods=["GET", "POST"])
@allow(KEEPS)
def change(meeting_id: int) -> ResponseReturnValue:
    """Sửa nội dung đã ghi của một cuộc tiếp xúc."""
    meeting = contacts.meeting_page(database(), reader(), meeting_id, today()).meeting
    offered = choices(database(), PETITION, today())
    values = {
        "held_on": write_date(meeting.held_on),
        "contact_round": meeting.contact_round,
        "place": meeting.place,
        "delegation": meeting.delegation,
        "deputies": meeting.deputies,
        "voters": "" if meeting.voters is None else write_count(meeting.voters),
        "minutes_number": meeting.minutes_number,
        "note": meeting.note,
        "version": str(meeting.version),
    }
    form = make_form(voicing.MEETING_FIELDS, offered, required=NEEDED, values=values)
    status = 200
    if form.validate_on_submit():
        written = (form.version.data or "").strip()
        if not (written.isascii() and written.isdigit()) or int(written[:12]) > LARGEST_VERSION:
            abort(400)
        try:
            voicing.change_meeting(
                database(),
                reader(),
                meeting_id,
                typed(form, voicing.MEETING_FIELDS),
                int(written),
                on=today(),
                now=now(),
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        except StaleVersionError:
            form.form_errors.append(STALE)
            form.version.data, form.version.raw_data = str(meeting.version), [str(meeting.version)]
            status = 409
        else:
            flash("Đã sửa cuộc tiếp xúc.", "good")
            return redirect(f"/contacts/{meeting_id}", code=303)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "contacts/form.html", form=form, names=[one.name for one in voicing.MEETING_FIELDS],
        heading="Sửa cuộc tiếp xúc cử tri", back=f"/contacts/{meeting_id}", offered=offered,
    )  # fmt: skip
    return page, status
