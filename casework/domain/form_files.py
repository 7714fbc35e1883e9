"""A form's file read into a `FormDefinition`, or told in Vietnamese why it cannot be (format: docs/forms.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, get_args

from casework.domain.forms import (
    Confidence,
    FormColumn,
    FormDefinition,
    FormGap,
    FormPart,
    FormSum,
    Relation,
    Severity,
    What,
)
from casework.domain.vocabulary import CountingUnit

KEYS = {
    "": {"key", "code", "circular", "title", "valid_from", "confidence", "source", "columns"},
    "columns": {"number", "path", "unit", "what"},
    "sums": {"column", "parts"},
    "parts": {"whole", "part"},
    "gaps": {"what", "population", "conditions", "among", "columns"},
}
"""What each object of a file must hold; "" is the file itself."""
MAY = {
    "": {"valid_to", "sums", "parts", "gaps", "notes"},
    "columns": {"population", "conditions", "quantity", "flow", "uncertain", "missing", "note"},
    "sums": {"printed", "severity"},
    "parts": {"relation"},
    "gaps": {"blank"},
}
"""What it may hold besides."""
_SHAPES: Mapping[str, tuple[type, str]] = {
    "key": (str, "chuỗi ký tự"),
    "code": (str, "chuỗi ký tự"),
    "circular": (str, "chuỗi ký tự"),
    "title": (str, "chuỗi ký tự"),
    "source": (str, "chuỗi ký tự"),
    "population": (str, "chuỗi ký tự"),
    "missing": (str, "chuỗi ký tự"),
    "note": (str, "chuỗi ký tự"),
    "number": (int, "số nguyên"),
    "column": (int, "số nguyên"),
    "whole": (int, "số nguyên"),
    "part": (int, "số nguyên"),
    "flow": (bool, "true hoặc false"),
    "uncertain": (bool, "true hoặc false"),
    "printed": (bool, "true hoặc false"),
}
_TEXTS = frozenset({"path", "conditions", "among", "notes"})
_NUMBERS = frozenset({"columns", "parts", "blank"})


class FormFileError(ValueError):
    """A form's file that cannot be read; `faults` say why, each a Vietnamese sentence."""

    def __init__(self, faults: list[str]) -> None:
        """Takes the sentences."""
        self.faults = faults
        super().__init__("\n".join(faults))


def read_form(data: Any) -> FormDefinition:
    """The form that a file holds. Raises FormFileError when the file is not of the documented shape."""
    if isinstance(data, ValueError):
        raise FormFileError([f"Tệp không phải là JSON hợp lệ: {data}."])
    faults = list(_misshapen(data))
    if faults:
        raise FormFileError(faults)
    return FormDefinition(
        data["key"],
        data["code"],
        data["circular"],
        data["title"],
        date.fromisoformat(data["valid_from"]),
        date.fromisoformat(data["valid_to"]) if data.get("valid_to") else None,
        data["confidence"],
        data["source"],
        tuple(_column(one) for one in data["columns"]),
        tuple(
            FormSum(s["column"], tuple(s["parts"]), s.get("printed", True), s.get("severity", "error"))
            for s in data.get("sums", ())
        ),
        tuple(FormPart(p["whole"], p["part"], p.get("relation", "part")) for p in data.get("parts", ())),
        tuple(
            FormGap(
                g["what"],
                g["population"],
                tuple(g["conditions"]),
                tuple(g["among"]),
                tuple(g["columns"]),
                tuple(g.get("blank", ())),
            )
            for g in data.get("gaps", ())
        ),
        tuple(data.get("notes", ())),
    )


def forms_of(files: Mapping[str, Any]) -> tuple[FormDefinition, ...]:
    """The forms of several files, by the day from which they are in force, circular and code. Raises FormFileError."""
    forms, faults = [], []
    for name, data in files.items():
        try:
            forms.append(read_form(data))
        except FormFileError as error:
            faults += [f"{name}: {fault}" for fault in error.faults]
    if faults:
        raise FormFileError(faults)
    return tuple(sorted(forms, key=lambda f: (f.valid_from, f.circular, _rank(f.code))))


def _rank(code: str) -> tuple[int, str]:
    """Forms as the circular counts them: tiếp công dân, xử lý đơn, kết quả giải quyết; others after, by code."""
    number, _, group = code.partition("/")
    groups = ("TCD", "XLD", "KQGQ")
    return (groups.index(group) if group in groups else len(groups), number)


def _column(one: Mapping[str, Any]) -> FormColumn:
    return FormColumn(
        one["number"],
        tuple(one["path"]),
        None if one["unit"] is None else CountingUnit.of(one["unit"]),
        one["what"],
        one.get("population", ""),
        tuple(one.get("conditions", ())),
        one.get("quantity"),
        one.get("flow", True),
        one.get("uncertain", False),
        one.get("missing", ""),
        one.get("note", ""),
    )


def _misshapen(data: Any) -> Iterator[str]:
    if not isinstance(data, dict):
        yield "Tệp phải là một đối tượng JSON có các khóa như hướng dẫn."
        return
    yield from _keys("", data, "Tệp")
    for what in ("columns", "sums", "parts", "gaps"):
        listed = data.get(what, [])
        if not isinstance(listed, list):
            yield f"“{what}” phải là một danh sách."
            continue
        for place, one in enumerate(listed, start=1):
            where = f"Mục thứ {place} của “{what}”"
            if isinstance(one, dict):
                yield from _keys(what, one, where)
            else:
                yield f"{where} phải là một đối tượng JSON."
    notes = data.get("notes", [])
    if not (isinstance(notes, list) and all(isinstance(note, str) for note in notes)):
        yield "“notes” phải là danh sách các chuỗi ký tự."


def _keys(what: str, data: Mapping[str, Any], where: str) -> Iterator[str]:
    for name in sorted(KEYS[what] - data.keys()):
        yield f"{where} thiếu “{name}”."
    for name in sorted(data.keys() - KEYS[what] - MAY[what]):
        yield f"{where} có khóa lạ “{name}”."
    for name, value in data.items():
        if what == "" and name in ("columns", "sums", "parts", "gaps", "notes"):
            continue
        if name not in KEYS[what] | MAY[what]:
            continue
        fault = _value_fault(what, name, value)
        if fault:
            yield f"{where}: “{name}” {fault}."


def _value_fault(what: str, name: str, value: Any) -> str:
    """What is wrong with a value; "" where nothing is."""
    choices: dict[tuple[str, str], tuple[Any, ...]] = {
        ("", "confidence"): get_args(Confidence),
        ("columns", "what"): get_args(What),
        ("columns", "unit"): (*(unit.value for unit in CountingUnit), None),
        ("sums", "severity"): get_args(Severity),
        ("parts", "relation"): get_args(Relation),
    }
    if (what, name) in choices:
        allowed = choices[what, name]
        known = isinstance(value, str | None) and value in allowed
        return "" if known else f"phải là một trong: {', '.join(str(one) for one in allowed if one is not None)}"
    if name in ("valid_from", "valid_to"):
        return _day_fault(name, value)
    if name == "quantity":
        return "" if value is None or isinstance(value, str) else "phải là chuỗi ký tự hoặc null"
    if what == "gaps" and name == "what":
        return "" if isinstance(value, str) else "phải là chuỗi ký tự"
    if name in _TEXTS:
        good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if good else "phải là danh sách các chuỗi ký tự"
    if name in _NUMBERS:
        good = isinstance(value, list) and all(type(one) is int for one in value)
        return "" if good else "phải là danh sách các số nguyên"
    shape, words = _SHAPES[name]
    return "" if type(value) is shape else f"phải là {words}"


def _day_fault(name: str, value: Any) -> str:
    if value is None and name == "valid_to":
        return ""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "phải là ngày dạng 2021-05-10"
    return ""
