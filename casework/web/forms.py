"""The base of all forms: messages in Vietnamese, days and counts as officials type them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.widgets import TextInput

from casework.domain.numerals import DateTextError, NumberTextError, read_count, read_date, write_count, write_date
from casework.web.messages import Vietnamese

_VIETNAMESE = Vietnamese()


class Form(FlaskForm):  # type: ignore[misc]
    """A form with a CSRF token and Vietnamese messages."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What the library is told."""

        def get_translations(self, form: object) -> Vietnamese:  # noqa: ARG002
            """Our messages, whatever language the browser asks for."""
            return _VIETNAMESE


def stripped(value: object) -> object:
    """Text without white space around it; None for nothing but white space."""
    if isinstance(value, str):
        return value.strip() or None
    return value


class DayField(Field):
    """A day typed as officials do (15/6/2024, 15.06.2024, 2024-06-15); never the American order by guesswork."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return write_date(self.data) if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Reads the day; an empty box is None."""
        self.data = None
        written = str(valuelist[0]).strip() if valuelist else ""
        if written:
            try:
                self.data = read_date(written)
            except DateTextError as error:
                raise ValueError(_sentence(str(error))) from None


class CountField(Field):
    """A whole number typed as officials do (18.649)."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return write_count(self.data) if isinstance(self.data, int) else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Reads the number; an empty box is None."""
        self.data = None
        written = str(valuelist[0]).strip() if valuelist else ""
        if written:
            try:
                self.data = read_count(written)
            except NumberTextError as error:
                raise ValueError(_sentence(str(error))) from None


class TextField(StringField):
    """A line of text without white space around it; an empty box is None."""

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        """As the library's field, with the filter."""
        super().__init__(label, validators, filters=(stripped,), **more)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
