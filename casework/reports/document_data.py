"""A document as JSON and back, so that an issued one is shown and printed again from what was kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from casework.reports import chart, document
from casework.reports.document import Document

KIND, DAY, SHARE, DECIMAL = "_", "_day", "_share", "_decimal"
SHAPES: Mapping[str, type[Any]] = {
    name: shape
    for module in (document, chart)
    for name, shape in vars(module).items()
    if isinstance(shape, type) and is_dataclass(shape)
}
"""Every class that a document is made of, by name."""


class DocumentDataError(ValueError):
    """What was kept is no document."""


def document_bytes(made: Document) -> bytes:
    """The document as JSON; equal documents give equal bytes."""
    return json.dumps(_data(made), ensure_ascii=False, separators=(",", ":")).encode()


def document_of(data: bytes) -> Document:
    """The document that `document_bytes` wrote. Raises DocumentDataError."""
    try:
        found = _value(json.loads(data))
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentDataError("Nội dung báo cáo đã đóng băng không đọc được.") from error
    if not isinstance(found, Document):
        raise DocumentDataError("Nội dung báo cáo đã đóng băng không phải là một văn bản.")
    return found


def _data(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        own = {one.name: _data(getattr(value, one.name)) for one in fields(value)}
        return {KIND: type(value).__name__, **own}
    if isinstance(value, tuple | list):
        return [_data(one) for one in value]
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, Fraction):
        return {SHARE: [value.numerator, value.denominator]}
    return {DECIMAL: str(value)} if isinstance(value, Decimal) else value


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(one) for one in data)
    if not isinstance(data, dict):
        return data
    if DAY in data:
        return date.fromisoformat(data[DAY])
    if SHARE in data:
        return Fraction(*data[SHARE])
    if DECIMAL in data:
        return Decimal(data[DECIMAL])
    shape = SHAPES[data[KIND]]
    known = {one.name for one in fields(shape)}
    return shape(**{name: _value(own) for name, own in data.items() if name in known})
