"""What people type into a form, read as the cells of a register are: the same readers, the same messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from casework.domain.derivation import DueDays
from casework.domain.fields import Field, Shape, Value
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind, YesNo
from casework.files.cells import Reading, plain_readers, read_text, refused
from casework.files.checks import check_row
from casework.files.problems import Verdict

_LISTED = frozenset({Shape.UNIT, Shape.SESSION, Shape.COUNCIL_RESOLUTION, Shape.ACCOUNT})


def read_values(
    fields: Iterable[Field], raw: Mapping[str, object], today: date
) -> tuple[dict[str, Value], dict[str, str]]:
    """The values of `fields` in `raw`, empty ones left out, and what is wrong, as sentences by name of field.

    A value may come as text or already read (day, count, truth value, id); terms by their value or as people write
    them. No act may lie after `today`. Names that no field bears are not looked at.
    """
    readers = plain_readers(today)
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for field in fields:
        given = raw.get(field.name)
        if given is None or (isinstance(given, str) and not given.strip()):
            continue
        reading = _read(field, given, readers)
        if reading.complaint is not None and reading.complaint.verdict is Verdict.ERROR:
            errors[field.name] = sentence(reading.complaint.message)
        elif reading.value is not None:
            values[field.name] = reading.value
    return values, errors


def sentence(message: str) -> str:
    """A message as a sentence: its first letter great, a full stop at its end."""
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?", "!")) else ".")


def _read(field: Field, given: object, readers: Mapping[Shape, object]) -> Reading:
    if field.shape in _LISTED:
        text = str(given).strip()
        if isinstance(given, bool) or not (text.isascii() and text.isdigit()) or int(text) >= 2**31:
            return refused("hãy chọn một mục trong danh sách")
        return Reading(int(text))
    if field.shape is Shape.FLAG:
        if isinstance(given, bool):
            return Reading(given)
        if given in (YesNo.YES.value, YesNo.NO.value):
            return Reading(given == YesNo.YES.value)
    if field.shape is Shape.TERM and field.term is not None and given in {member.value for member in field.term}:
        return Reading(str(given))
    reader = readers.get(field.shape, read_text)
    return reader(given, field)  # type: ignore[no-any-return, operator]


def judge(
    kind: RecordKind, values: Mapping[str, Value], opened_on: date, law: Law
) -> tuple[dict[str, str], dict[str, str]]:
    """What the rules of a row say: errors and warnings by name of field."""
    errors: dict[str, str] = {}
    warnings: dict[str, str] = {}
    for name, complaint in check_row(kind, values, opened_on, DueDays(law)):
        (errors if complaint.verdict is Verdict.ERROR else warnings).setdefault(name, sentence(complaint.message))
    return errors, warnings
