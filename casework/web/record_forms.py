"""Forms made from the declaration of a record's fields: one for entering, one a step, one for correcting.

They only carry what was typed; what is wrong with it, the services say, with the rules of the import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField  # type: ignore[attr-defined]

from casework.domain.entry import EntryError
from casework.domain.fields import DENUNCIATION, Field, Shape, Value
from casework.domain.numerals import write_date
from casework.domain.text import capitalised
from casework.domain.vocabulary import YesNo
from casework.services.choices import Choices
from casework.web.forms import Form
from casework.web.gate import database

NOTHING_CHOSEN = SelectChoice("", "(chưa chọn)")
LONG = frozenset(
    {
        "codes",
        "content",
        "council_finding",
        "deputies",
        "evidence",
        "follow_up",
        "ineligible_reason",
        "note",
        "obstacle",
        "promise",
        "proof",
        "reason",
        "request",
        "roadmap",
    }
)
DAY_HINT = "ngày/tháng/năm"
IDENTITY_HINT = "Không nhập với tố cáo."
UNIT_LISTS = {Shape.SUBJECT: "linh-vuc", Shape.PLACE: "dia-danh"}
"""Shapes that are typed with a list of suggestions, and the id of that list."""


class RecordForm(Form):
    """The base: `token` makes a form that is sent twice one record, `version` refuses a stale save."""

    token = HiddenField()
    version = HiddenField()


def make_form(
    fields: Iterable[Field],
    offered: Choices,
    *,
    required: Iterable[str] = (),
    values: Mapping[str, str] | None = None,
    limited: Mapping[str, tuple[str, ...]] | None = None,
) -> RecordForm:
    """A form of `fields`, filled with `values` until it is sent; `limited`: the only values open to a field."""
    limits = limited or {}
    members: dict[str, Any] = {item.name: _input(item, offered, limits.get(item.name)) for item in fields}
    form: RecordForm = type("Made", (RecordForm,), members)(data=dict(values or {}))
    for name in required:
        if name in form:
            form[name].flags.needed = True
    return form


def _input(field: Field, offered: Choices, limit: tuple[str, ...] | None) -> Any:
    extra: dict[str, Any] = {"autocomplete": "off"}
    if field.identity:
        extra["data-identity"] = True
    if field.shape is Shape.TERM and field.term is not None:
        terms = [term for term in field.term if limit is None or term.value in limit]
        return _select(field, [(term.value, capitalised(term.label)) for term in terms])
    if field.shape is Shape.FLAG:
        return _select(field, [(answer.value, answer.label) for answer in YesNo])
    if field.shape is Shape.UNIT:
        units = [SelectChoice(key, name, optgroup=group) for group, some in offered.units.items() for key, name in some]
        return SelectField(field.label, choices=[NOTHING_CHOSEN, *units], validate_choice=False)
    if field.shape is Shape.ACCOUNT:
        return _select(field, list(offered.accounts))
    if field.shape is Shape.SESSION:
        return _select(field, list(offered.sessions))
    if field.shape is Shape.COUNCIL_RESOLUTION:
        return _select(field, list(offered.council_resolutions))
    if field.name.rpartition("-")[2] in LONG:
        return TextAreaField(field.label, render_kw={"rows": 4 if field.name == "content" else 2, **extra})
    hint = IDENTITY_HINT if field.identity and database().vault is None else ""
    if field.shape is Shape.DATE:
        extra |= {"inputmode": "numeric", "placeholder": DAY_HINT, "maxlength": 40}
    elif field.shape is Shape.COUNT:
        extra |= {"inputmode": "numeric", "maxlength": 12}
    elif field.shape in UNIT_LISTS:
        extra["list"] = UNIT_LISTS[field.shape]
    return StringField(field.label, description=hint, render_kw=extra)


def _select(field: Field, pairs: Iterable[tuple[str, str]]) -> SelectField:
    options = [NOTHING_CHOSEN, *(SelectChoice(value, label) for value, label in pairs)]
    return SelectField(field.label, choices=options, validate_choice=False)


def _labels(box: SelectField) -> dict[str, str]:
    choices: Iterable[Any] = box.iter_choices()
    return {str(choice.value): str(choice.label) for choice in choices}


def offer(form: RecordForm, name: str, value: str, label: str) -> None:
    """Offers one more choice, where it is not offered yet."""
    box = form[name]
    if isinstance(box, SelectField) and value not in _labels(box):
        offered: list[Any] = list(box.choices)  # type: ignore[arg-type]
        box.choices = [*offered, SelectChoice(value, label)]


def typed(form: RecordForm, fields: Iterable[Field]) -> dict[str, str]:
    """What was typed into `form`, by name of field, line breaks as one character."""
    found = {}
    for field in fields:
        data = form[field.name].data
        found[field.name] = (data or "").replace("\r\n", "\n").strip()
    return found


def forget_identities(form: RecordForm, fields: Iterable[Field]) -> None:
    """Empties the identity boxes of a denunciation, so that the page that comes back does not carry them."""
    if "type" in form and form["type"].data == DENUNCIATION:
        for field in fields:
            if field.identity:
                form[field.name].data = ""
                form[field.name].raw_data = [""]


def tell(form: RecordForm, error: EntryError) -> None:
    """Puts the services' messages beside the fields they are about; others above the form."""
    for name, message in error.errors.items():
        if name in form:
            form[name].errors = [*form[name].errors, message]
        else:
            form.form_errors.append(message)


def about(label: str, message: str) -> str:
    """A message with the name of the field it is about, unless it begins with that name itself."""
    return message if message.startswith(label) else f"{label}: {message}"


def as_typed(value: Value) -> str:
    """A stored value as a form shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return (YesNo.YES if value else YesNo.NO).value
    if isinstance(value, date):
        return write_date(value)
    return str(value)


def shown(form: RecordForm, name: str) -> str:
    """What was typed or chosen, as people read it."""
    field = form[name]
    if isinstance(field, SelectField):
        return "" if not field.data else _labels(field).get(str(field.data), str(field.data))
    return str(field.data or "")
