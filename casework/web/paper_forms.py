"""The form of a paper, made from the fields that its wording names; days and long texts as everywhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from casework.domain.paper_fields import PaperField
from casework.domain.paper_values import OWN_SERIES
from casework.domain.text import capitalised
from casework.web.forms import Form
from casework.web.record_forms import DAY_HINT

TOKEN_LENGTH = 64
_LONG = 1000
_HINTS = {
    "number": "Bỏ trống: hệ thống cấp số tiếp theo của ký hiệu này trong năm.",
    "made_on": "Bỏ trống: để chỗ ghi tay.",
}


class PaperForm(Form):
    """The base: `token` makes a form that is sent twice one paper; `unnumbered`: the registry gives the number."""

    token = HiddenField()
    unnumbered = BooleanField("Chưa lấy số, văn thư ghi sau khi ký")
    covered = BooleanField(
        "Đã đọc lại mọi ô: không có họ tên, địa chỉ, nơi làm việc hay chi tiết nào cho biết người tố cáo là ai"
    )


def make_paper_form(
    head: Iterable[PaperField],
    typed: Iterable[PaperField],
    required: Iterable[str],
    values: Mapping[str, str],
    *,
    denunciation: bool,
) -> PaperForm:
    """A form of the fields, filled with `values` until it is sent; `denunciation`: it asks for the confirmation."""
    members: dict[str, Any] = {one.name: _input(one) for one in (*typed, *head)}
    data = {**values, "token": uuid.uuid4().hex}
    form: PaperForm = type("MadePaper", (PaperForm,), members)(data=data)
    if denunciation:
        form["symbol"].description = f"Văn bản của hồ sơ tố cáo có dãy số riêng: ký hiệu luôn có đuôi “{OWN_SERIES}”."
    else:
        del form.covered
    for name in (*required, "issuer", "symbol"):
        if name in form:
            form[name].flags.needed = True
    return form


def _input(one: PaperField) -> Any:
    hint = one.hint or _HINTS.get(one.name, "")
    if one.lines or one.limit > _LONG:
        rows = 6 if one.lines and one.limit > 5 * _LONG else 2
        return TextAreaField(capitalised(one.label), description=hint, render_kw={"rows": rows, "autocomplete": "off"})
    extra: dict[str, Any] = {"autocomplete": "off", "maxlength": one.limit}
    if one.day:
        extra |= {"inputmode": "numeric", "placeholder": DAY_HINT}
    return StringField(capitalised(one.label), description=hint, render_kw=extra)


def typed_texts(form: PaperForm, fields: Iterable[PaperField]) -> dict[str, str]:
    """What was typed, by name of field."""
    return {one.name: (form[one.name].data or "").replace("\r\n", "\n").strip() for one in fields}


def token_of(form: PaperForm) -> str:
    """The form's token, cut to what the database holds."""
    return (form.token.data or uuid.uuid4().hex)[:TOKEN_LENGTH]
