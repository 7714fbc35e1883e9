"""Bàn tiếp công dân: one screen to find who has come, record the visit, take the letter, and print the receipt."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain import desk as asked
from casework.domain import vocabulary as v
from casework.domain.access import LOG, NoSuchRecordError
from casework.domain.entry import EntryError, required_on_entry
from casework.domain.fields import Field, field
from casework.domain.numerals import write_count, write_date
from casework.domain.vocabulary import RecordKind
from casework.services import desk, drafts, front_page
from casework.services.choices import choices
from casework.services.handling import desk as receiving
from casework.web.clock import HANOI, now, today
from casework.web.converters import LARGEST_ID, REGISTERS, WORDS
from casework.web.gate import act, allow, database, reader, settings
from casework.web.record_forms import RecordForm, about, forget_identities, make_form, tell, typed
from casework.web.told import tell_people
from casework.web.views.duplicates import box

blueprint = Blueprint("desk", __name__)

FORM = "desk"
_CHOICE = re.compile(r"(receptions|letters|cases)-([1-9]\d{0,15})(:same)?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record picked from those of a person; `same`: the visit is about the same matter."""

    kind: RecordKind
    id: int
    same: bool

    @property
    def address(self) -> str:
        """The path of its page."""
        return f"/{WORDS[self.kind]}/{self.id}"


def _chosen(text: str) -> Chosen | None:
    found = _CHOICE.fullmatch(text)
    if found is None or int(found[2]) > LARGEST_ID:
        return None
    return Chosen(REGISTERS[found[1]], int(found[2]), bool(found[3]))


def _fields() -> list[Field]:
    visit = [field(RecordKind.RECEPTION, name) for name in (*asked.SHARED, *asked.VISIT, *asked.KEPT)]
    return [*visit, *(field(RecordKind.LETTER, name) for name in asked.LETTER)]


def _defaults() -> dict[str, str]:
    account = reader()
    first = {
        "received_on": write_date(today()),
        "form": v.ReceptionForm.REGULAR.value,
        "people": "1",
        "turn": v.Turn.FIRST.value,
        "eligible": v.YesNo.YES.value,
    }
    return {**first, **desk.kept_values(database(), account), "token": secrets.token_urlsafe(24)}


def _form(values: Mapping[str, str]) -> RecordForm:
    fields = _fields()
    offered = choices(database(), RecordKind.RECEPTION, today())
    needed = required_on_entry(RecordKind.RECEPTION) | asked.missing({})
    form = make_form(fields, offered, required=needed, values=values)
    for one in fields:
        if one.identity:
            form[one.name].description = ""
    return form


@blueprint.route("/desk", methods=["GET", "POST"])
@allow(act(LOG[RecordKind.RECEPTION]))
def index() -> ResponseReturnValue:
    """Bàn tiếp công dân."""
    draft = drafts.kept(database(), reader(), FORM, now(), settings().require_secret_key())
    taken_up = request.method == "GET" and request.args.get("draft") == "1" and draft is not None
    form = _form({**_defaults(), **(draft.values if taken_up and draft is not None else {})})
    with_letter = bool(request.form.get("with_letter")) or bool(
        taken_up and draft is not None and draft.values.get("with_letter")
    )
    earlier = _chosen(request.form.get("earlier", ""))
    chosen = _chosen(request.form.get("choose", ""))
    if chosen is not None and form.is_submitted():
        _take(form, chosen)
        earlier = chosen if chosen.same else earlier
        return _page(form, with_letter, earlier, draft_at=None)
    matter = _chosen(request.form.get("matter", ""))
    if matter is not None and form.is_submitted():
        earlier = Chosen(matter.kind, matter.id, same=True)
        if matter.kind is RecordKind.RECEPTION:
            form["turn"].data = v.Turn.REPEATED.value
        return _page(form, with_letter, earlier, draft_at=None)
    if request.form.get("do") == "check":
        forget_identities(form, _fields())
        return _page(form, with_letter, earlier, draft_at=None, compared=typed(form, _fields()))
    if request.form.get("do") == "find":
        return _page(form, with_letter, earlier, draft_at=None, looked_for=_looked_for())
    status = 200
    if form.validate_on_submit():
        try:
            received = receiving.receive(
                database(),
                reader(),
                typed(form, _fields()),
                with_letter=with_letter,
                earlier=(earlier.kind, earlier.id) if earlier else None,
                on=today(),
                now=now(),
                token=(form.token.data or "")[:64] or secrets.token_urlsafe(24),
                office=settings().office,
            )
        except EntryError as error:
            forget_identities(form, _fields())
            tell(form, error)
            status = 422
        except NoSuchRecordError:
            form.form_errors.append("Hồ sơ trước được chọn không còn mở được; hãy bỏ chọn rồi lưu lại.")
            earlier, status = None, 422
        else:
            drafts.drop(database(), reader(), FORM)
            return _done(received)
    elif form.is_submitted():
        forget_identities(form, _fields())
        status = 422
    saved_at = draft.saved_at if draft is not None and request.method == "GET" and not taken_up else None
    return _page(form, with_letter, earlier, draft_at=saved_at), status


@blueprint.post("/desk/people")
@allow(act(LOG[RecordKind.RECEPTION]))
def people() -> ResponseReturnValue:
    """Những người có tên, số giấy tờ hoặc điện thoại như đang gõ: một mảnh trang."""
    return render_template("desk/people.html", people=_people(request.form.get("q", "")), words=WORDS, asked=True)


def _people(text: str) -> list[desk.PersonFound]:
    found = desk.people(database(), reader(), text[:100])
    if found:
        tell_people(len(found))
    return found


def _looked_for() -> str:
    """What to look a person up by: the number when one was typed, else the telephone, else the name."""
    named = (request.form.get(name, "").strip() for name in ("person_id_number", "person_phone", "person_name"))
    return next((text for text in named if text), "")


def _take(form: RecordForm, chosen: Chosen) -> None:
    """Fills in the person of a record; of the same matter also that it is not the first time."""
    person = desk.person_of(database(), reader(), chosen.kind, chosen.id)
    for name, value in person.items():
        form[name].data = value
    if chosen.same and person:
        form["turn"].data = v.Turn.REPEATED.value


def _page(
    form: RecordForm,
    with_letter: bool,
    earlier: Chosen | None,
    *,
    draft_at: datetime | None,
    looked_for: str = "",
    compared: Mapping[str, str] | None = None,
) -> str:
    day = today()
    begun = datetime.combine(day, time.min, HANOI).astimezone(UTC)
    counted = {one.kind: one.count for one in front_page.counters(database(), reader(), begun)}
    done = {name: int(text) for name in ("visit", "letter") if (text := request.args.get(name, "")).isdecimal()}
    return render_template(
        "desk/index.html",
        form=form,
        with_letter=with_letter,
        earlier=earlier,
        earlier_value=f"{WORDS[earlier.kind]}-{earlier.id}:same" if earlier else "",
        draft_at=draft_at,
        people=_people(looked_for),
        asked=bool(looked_for),
        words=WORDS,
        alike=box(RecordKind.RECEPTION, compared),
        visits=counted.get(RecordKind.RECEPTION, 0),
        letters=counted.get(RecordKind.LETTER, 0),
        kept=asked.KEPT,
        letter_names=asked.LETTER,
        done=done if request.method == "GET" else {},
        offered=choices(database(), RecordKind.RECEPTION, day),
    )


def _done(received: receiving.Received) -> ResponseReturnValue:
    visit, letter = received.visit, received.letter
    again = " (biểu mẫu này đã được gửi trước đó, không lưu thêm)" if visit.again else ""
    words = f"Đã ghi lượt tiếp công dân thứ {write_count(visit.day_count)} trong ngày{again}"
    flash(f"{words}, nhận đơn số {letter.code}." if letter else f"{words}.", "good")
    kept = visit.withheld or (letter.withheld if letter else ())
    if kept:
        labels = ", ".join(field(RecordKind.RECEPTION, one).label for one in kept)
        done = "đã niêm phong, hồ sơ không giữ" if visit.sealed or (letter and letter.sealed) else "không lưu"
        flash(f"Tố cáo: {done} {labels}.", "wait")
    warnings = {**(letter.warnings if letter else {}), **visit.warnings}
    for name, message in warnings.items():
        label = next((one.label for one in _fields() if one.name == name), "")
        flash(about(label, message) if label else message, "wait")
    tail = f"&letter={letter.record_id}" if letter else ""
    return redirect(f"/desk?visit={visit.record_id}{tail}", code=303)
