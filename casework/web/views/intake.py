"""Vào sổ: entering a record of each kind; the number and the day's running count are told at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, time
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain import vocabulary as v
from casework.domain.access import LOG, NoSuchRecordError
from casework.domain.entry import CODES, EntryError, code_pattern, entry_fields, required_on_entry
from casework.domain.fields import IDENTITY_FIELDS, field
from casework.domain.numerals import write_count, write_date
from casework.domain.vocabulary import RecordKind
from casework.services import drafts, duplicates, front_page
from casework.services.choices import choices
from casework.services.handling import entering, linking
from casework.web.clock import HANOI, now, today
from casework.web.converters import WORDS
from casework.web.gate import act_on, allow, database, reader, settings
from casework.web.record_forms import RecordForm, about, forget_identities, make_form, tell, typed
from casework.web.views.duplicates import box, picked

blueprint = Blueprint("intake", __name__)

FOLDED: Mapping[RecordKind, frozenset[str]] = {
    RecordKind.PETITION: frozenset(
        {
            "assigning_document",
            "assigned_on",
            "answer_document",
            "answered_on",
            "result",
            "resolved_on",
            "obstacle",
            "repeats",
            "council_finding",
            "roadmap",
            "moved_document",
            "moved_on",
        }
    ),
    RecordKind.RECEPTION: frozenset(),
    RecordKind.LETTER: frozenset(),
    RecordKind.CASE: frozenset(
        {
            "extended_to",
            "suspended_on",
            "finished_on",
            "decision",
            "outcome",
            "collectives",
            "individuals",
            "money_recovered",
            "land_recovered",
            "investigated",
        }
    ),
    RecordKind.FEEDBACK: frozenset({"handled_on", "answer_document"}),
}
"""What usually comes later and is told by steps: folded away in the form of a new record."""

STICKY: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.PETITION: ("source", "session_id", "council_resolution_id", "place", "subject", "unit_id"),
    RecordKind.RECEPTION: ("received_on", "level", "place", "receiver", "form"),
    RecordKind.LETTER: ("received_on", "channel"),
    RecordKind.CASE: ("accepted_on", "unit_id"),
    RecordKind.FEEDBACK: ("received_on", "unit_id"),
}
"""What the next record of a pile most likely shares with the last: kept by "Lưu và nhập tiếp"; never an identity."""


def _defaults(kind: RecordKind) -> dict[str, str]:
    day = write_date(today())
    known = {
        RecordKind.PETITION: {"source": v.PetitionSource.COUNCIL.value, "competence": v.Competence.CITY.value},
        RecordKind.RECEPTION: {
            "received_on": day,
            "form": v.ReceptionForm.REGULAR.value,
            "turn": v.Turn.FIRST.value,
            "people": "1",
        },
        RecordKind.LETTER: {
            "received_on": day,
            "channel": v.LetterChannel.POST.value,
            "signers": "1",
            "eligible": v.YesNo.YES.value,
        },
        RecordKind.CASE: {
            "accepted_on": day,
            "instance": v.Instance.FIRST.value,
            "complexity": v.Complexity.ORDINARY.value,
        },
        RecordKind.FEEDBACK: {"received_on": day},
    }
    kept = {name: request.args[name][:500] for name in STICKY[kind] if request.args.get(name)}
    return {**known[kind], **kept, "token": secrets.token_urlsafe(24)}


@blueprint.route("/<register:kind>/new", methods=["GET", "POST"])
@allow(act_on(LOG))
def new(kind: RecordKind) -> ResponseReturnValue:
    """Biểu mẫu vào sổ."""
    fields = entry_fields(kind)
    offered = choices(database(), kind, today())
    draft = drafts.kept(database(), reader(), WORDS[kind], now(), settings().require_secret_key())
    taken_up = draft if draft is not None and request.method == "GET" and request.args.get("draft") == "1" else None
    values = {**_defaults(kind), **(taken_up.values if taken_up else {})}
    form = make_form(fields, offered, required=required_on_entry(kind), values=values)
    status = 200
    if request.form.get("then") == "check":
        forget_identities(form, fields)
        return _page(kind, form, None)
    if form.validate_on_submit():
        values = typed(form, fields)
        same = picked(request.form.getlist("same"))
        try:
            logged = linking.log_linked(
                database(),
                reader(),
                kind,
                values,
                [(one.link_type, one.kind, one.id) for one in same if one.link_type is not None],
                on=today(),
                now=now(),
                token=(form.token.data or "")[:64] or secrets.token_urlsafe(24),
                office=settings().office,
            )
        except EntryError as error:
            forget_identities(form, fields)
            tell(form, error)
            status = 422
        except NoSuchRecordError:
            form.form_errors.append("Hồ sơ được đánh dấu để nối không còn mở được; hãy kiểm tra trùng lại rồi lưu.")
            status = 422
        else:
            drafts.drop(database(), reader(), WORDS[kind])
            _report(kind, logged)
            _tell_alike(kind, logged.record_id)
            if request.form.get("then") == "next":
                kept = {name: values[name] for name in STICKY[kind] if values[name]}
                return redirect(f"/{WORDS[kind]}/new?{urlencode(kept)}", code=303)
            return redirect(f"/{WORDS[kind]}/{logged.record_id}", code=303)
    elif form.is_submitted():
        forget_identities(form, fields)
        status = 422
    left = draft if request.method == "GET" and taken_up is None else None
    return _page(kind, form, left), status


def _in_asking_order(kind: RecordKind) -> list[str]:
    """The register's order, but what the matter is before whose it is: a denouncer's name is then never typed."""
    names = [item.name for item in entry_fields(kind)]
    identities = [names.index(name) for name in IDENTITY_FIELDS[kind]]
    if identities and "type" in names and names.index("type") > min(identities):
        names.remove("type")
        names.insert(min(identities), "type")
    return names


def _page(kind: RecordKind, form: RecordForm, draft: drafts.KeptDraft | None) -> str:
    day = today()
    begun = datetime.combine(day, time.min, HANOI).astimezone(UTC)
    counted = {one.kind: one.count for one in front_page.counters(database(), reader(), begun)}
    numbered = code_pattern(kind, False) is not None
    names = _in_asking_order(kind)
    later = [name for name in names if name in FOLDED[kind]]
    return render_template(
        "records/new.html",
        word=WORDS[kind],
        form=form,
        names=[name for name in names if name not in FOLDED[kind]],
        later=later,
        **box(kind, typed(form, entry_fields(kind)) if form.is_submitted() else None),
        draft_at=draft.saved_at if draft else None,
        later_open=any(form[name].errors for name in later),
        has_identity=bool(IDENTITY_FIELDS[kind]),
        count=counted.get(kind, 0),
        next_code=entering.next_code(database(), reader(), kind, day, office=settings().office) if numbered else "",
        own_series=(kind, True) in CODES,
        offered=choices(database(), kind, day),
    )


def _report(kind: RecordKind, logged: entering.Logged) -> None:
    """Tells what was stored: the number, the day's count, what was withheld, what should be looked at."""
    name = logged.code or "một lượt tiếp công dân"
    again = " (biểu mẫu này đã được gửi trước đó, không lưu thêm)" if logged.again else ""
    flash(
        f"Đã lưu {name}{again}. Hôm nay đã vào sổ {write_count(logged.day_count)} hồ sơ {kind.label}.",
        "good",
    )
    if logged.withheld:
        labels = ", ".join(field(kind, one).label for one in logged.withheld)
        done = "đã niêm phong, hồ sơ không giữ" if logged.sealed else "không lưu"
        flash(f"Hồ sơ tố cáo: {done} {labels}.", "wait")
    for one, message in logged.warnings.items():
        flash(about(field(kind, one).label, message), "wait")


def _tell_alike(kind: RecordKind, record_id: int) -> None:
    """Tells of records that are very like the one just stored and not linked with it."""
    try:
        found = duplicates.duplicates_page(database(), reader(), kind, record_id).suggestions
    except NoSuchRecordError:  # whoever enters into a register need not read it
        return
    count = sum(one.certain for one in found)
    if count:
        where = "mở mục “Trùng, cùng vụ việc” của hồ sơ để xem và nối"
        flash(f"Có {write_count(count)} hồ sơ rất giống hồ sơ vừa lưu; {where}.", "wait")
