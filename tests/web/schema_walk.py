"""A small reader of JSON Schema, as far as our description uses it; anything else in a schema is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    "type", "description", "properties", "required", "additionalProperties", "items", "enum", "format", "anyOf",
    "minimum", "maximum", "$ref",
}  # fmt: skip


def resolved(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema, followed where it refers to another; KeyError where that is not there."""
    while "$ref" in schema:
        found: Any = whole
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def faults(value: Any, schema: Mapping[str, Any], whole: Mapping[str, Any], at: str = "$") -> Iterator[str]:
    """Where a value is not what the schema says."""
    schema = resolved(schema, whole)
    if unknown := set(schema) - KNOWN:
        yield f"{at}: the walk does not know {unknown}"
    if "anyOf" in schema:
        if all(list(faults(value, one, whole, at)) for one in schema["anyOf"]):
            yield f"{at}: none of the choices"
        return
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if not any(isinstance(value, TYPES[one]) and (one == "boolean" or not isinstance(value, bool)) for one in types):
        yield f"{at}: {type(value).__name__}, not {types}"
        return
    if value is not None and "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str):
        yield from _formatted(value, schema.get("format", ""), at)
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value} is out of bounds"
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from faults(item, schema["items"], whole, f"{at}[{place}]")
    if isinstance(value, dict):
        yield from _members(value, schema, whole, at)


def _formatted(value: str, form: str, at: str) -> Iterator[str]:
    try:
        if form == "date":
            date.fromisoformat(value)
        elif form == "date-time" and datetime.fromisoformat(value).tzinfo is None:
            yield f"{at}: no zone"
        elif form not in ("", "date", "date-time"):
            yield f"{at}: the walk does not know {form}"
    except ValueError:
        yield f"{at}: {value!r} is no {form}"


def _members(value: dict[str, Any], schema: Mapping[str, Any], whole: Mapping[str, Any], at: str) -> Iterator[str]:
    named = schema.get("properties", {})
    more = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}.{name}: missing"
    for name, one in value.items():
        if name in named:
            yield from faults(one, named[name], whole, f"{at}.{name}")
        elif more is False:
            yield f"{at}.{name}: not told of"
        elif isinstance(more, Mapping):
            yield from faults(one, more, whole, f"{at}.{name}")
