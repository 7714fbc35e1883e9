"""What the screens beside a petition share: one act as a form, who sees petitions, the ids of an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, Reader, may_see
from casework.domain.entry import EntryError
from casework.domain.fields import Field
from casework.domain.numerals import write_date
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import HAPPENED_ON, REASON, form_field
from casework.services.choices import choices
from casework.services.handling.holding import StaleVersionError
from casework.services.record_page import RecordPage
from casework.web.clock import now, today
from casework.web.gate import Right, act, database
from casework.web.record_forms import RecordForm, make_form, tell, typed
from casework.web.views.records import LARGEST_VERSION

PETITION = RecordKind.PETITION
MOVES = act(Act.MOVE_PETITION)
PARTS = act(Act.LOG_PETITION)
STALE = "Hồ sơ đã được người khác thay đổi trong lúc nhập. Hãy xem lại trang hồ sơ; nếu vẫn đúng thì bấm lưu lần nữa."


def sees_petitions(who: Reader, _parts: Mapping[str, Any]) -> bool:
    """Whether petitions exist at all for whoever asks."""
    return may_see(who, PETITION)


SEES = Right(sees_petitions)
DAY_AND_REASON = (form_field(PETITION, HAPPENED_ON), form_field(PETITION, REASON))


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


def work_page(record: RecordPage, work: Work, version: int) -> ResponseReturnValue:
    """The page of an act beside a petition: its form, and the act once it is sent. `version`: of what it changes."""
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


def moment() -> dict[str, Any]:
    """The day and the instant of an act, as services take them."""
    return {"on": today(), "now": now()}


def needed(fields: Iterable[Field]) -> tuple[str, ...]:
    """The names of the fields that may not stay empty."""
    return tuple(one.name for one in fields if one.required)


def asked_id(name: str) -> int | None:
    """An id of the address; None where it names none."""
    written = request.args.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None
