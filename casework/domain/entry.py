"""Entering a record by hand: what the form asks, what must be filled, and on which day the record begins.

A register row is complete, a matter that has just come in is not: what a later event tells (the unit, the result, the
decision) may be empty on entry, and what the system knows by itself (number, term, day of the resolution) is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from casework.domain import vocabulary as v
from casework.domain.desk import representatives_warning
from casework.domain.events import ROW_EVENTS
from casework.domain.fields import DENUNCIATION, FIELDS, IDENTITY_FIELDS, REGISTER_FIELDS, Field, Value, field
from casework.domain.text import normalise
from casework.domain.vocabulary import RecordKind

EMPTY = "Không được để trống."


class EntryError(ValueError):
    """What was entered cannot be kept; `errors`: a Vietnamese sentence by name of field ("" = the whole form)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Takes the sentences."""
        self.errors = dict(errors)
        super().__init__("Có mục nhập chưa đúng; hãy sửa các mục đã nêu.")


LOOKED_UP: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: ("code", "term", "tracked_on", "split_off", "handled_within", "meeting_id"),
        RecordKind.RECEPTION: (),
        RecordKind.LETTER: ("code",),
        RecordKind.CASE: ("code", "status"),
        RecordKind.FEEDBACK: ("code",),
    }
)
"""Fields that the system fills in by itself."""

OPENING_DAY: Mapping[RecordKind, str | None] = MappingProxyType(
    {
        RecordKind.PETITION: None,
        RecordKind.RECEPTION: "received_on",
        RecordKind.LETTER: "received_on",
        RecordKind.CASE: "accepted_on",
        RecordKind.FEEDBACK: "received_on",
    }
)
"""The field that holds a record's first day; a petition's is concluded."""


def entry_fields(kind: RecordKind) -> tuple[Field, ...]:
    """The fields that a form for a new record asks, in the register's order."""
    return tuple(f for f in REGISTER_FIELDS[kind] if f.name not in LOOKED_UP[kind])


BY_LIMIT: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType({RecordKind.FEEDBACK: ("stated_due_on",)})
"""What a register states and an entry by hand may leave to the time limit (a dated setting)."""


def required_on_entry(kind: RecordKind) -> frozenset[str]:
    """The names that may not be empty when a record is entered: the register's, but for what later events tell."""
    later = {name for rule in ROW_EVENTS[kind] for name in rule.sets} | set(BY_LIMIT.get(kind, ()))
    return frozenset(f.name for f in entry_fields(kind) if f.required and f.name not in later)


COMPANIONS: Mapping[RecordKind, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        RecordKind.PETITION: (("answer_document", "answered_on"), ("moved_document", "moved_on")),
        RecordKind.RECEPTION: (),
        RecordKind.LETTER: (("handling", "handled_on"), ("handled_on", "handling")),
        RecordKind.CASE: (("decision", "finished_on"), ("outcome", "finished_on")),
        RecordKind.FEEDBACK: (("answer_document", "handled_on"),),
    }
)
"""What may not be entered by hand without what: an outcome without its day would stand on an open record."""


def missing_companions(kind: RecordKind, values: Mapping[str, Value]) -> dict[str, str]:
    """A Vietnamese sentence by name of field for each that is empty although another one asks for it."""
    return {
        needed: f"Đã ghi “{field(kind, given).label}” thì phải ghi cả mục này."
        for given, needed in COMPANIONS[kind]
        if values.get(given) is not None and values.get(needed) is None
    }


def entry_warnings(kind: RecordKind, values: Mapping[str, Value]) -> dict[str, str]:
    """What should be looked at after entering: a denunciation whose paper file cannot be found again, and more
    representatives of a joint complaint than there may be."""
    people, speaking = values.get("people"), values.get("representatives")
    too_many = representatives_warning(
        people if isinstance(people, int) else None, speaking if isinstance(speaking, int) else None
    )
    found = {"representatives": too_many} if too_many else {}
    if not IDENTITY_FIELDS[kind] or values.get("type") != DENUNCIATION or values.get("paper_file"):
        return found
    return found | {
        "paper_file": "Chưa ghi; danh tính người tố cáo chỉ có ở hồ sơ giấy nên hãy đính chính để bổ sung số này."
    }


def first_day(
    kind: RecordKind, values: Mapping[str, Value], session_ended_on: date | None, on: date
) -> tuple[date, bool]:
    """A new record's first day, and whether it was concluded ("ngày suy ra"); `on`: the day of the entry.

    A petition begins on the last day of its session, else on its resolution's day, else on the day of the entry.
    """
    name = OPENING_DAY[kind]
    if name is not None:
        told = values.get(name)
        return (told, False) if isinstance(told, date) else (on, True)
    tracked_on = values.get("tracked_on")
    for day in (session_ended_on, tracked_on):
        if isinstance(day, date) and day <= on:
            return day, True
    return on, True


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)")


def register_year(kind: RecordKind, code: str, first_day: date) -> int:
    """The year of a record's register: that in its number where one stands, else that of its first day.

    Petition registers run through the years: without a year in the number it is 0.
    """
    found = _YEAR.search(code)
    if found:
        return int(found.group(1))
    return 0 if kind is RecordKind.PETITION else first_day.year


def number_key(code: str) -> str:
    """What a register number is recognised by: white space, invisible characters and case apart."""
    return normalise(code).casefold()


def case_status(values: Mapping[str, Value]) -> str:
    """The status that a register would write for a case: finished with a day of decision, else open."""
    return (v.CaseStatus.OPEN if values.get("finished_on") is None else v.CaseStatus.FINISHED).value


CODES: Mapping[tuple[RecordKind, bool], str] = MappingProxyType(
    {
        (RecordKind.PETITION, False): "KNCT-{day:%Y}-{number:04d}",
        (RecordKind.LETTER, False): "Đ-{day:%Y}-{number:05d}",
        (RecordKind.LETTER, True): "ĐTC-{day:%Y}-{number:05d}",
        (RecordKind.CASE, False): "KN-{day:%Y}-{number:05d}",
        (RecordKind.CASE, True): "TC-{day:%Y}-{number:05d}",
        (RecordKind.FEEDBACK, False): "PAKN.{day:%Y%m%d}.{number:04d}",
    }
)
"""The numbers that the system gives, by kind and whether it is a denunciation: denunciations have series of their own,
so that a gap in the complaints' numbers tells of none (security.md 1.3, R4). PAKN are counted by the day, as on the
national portal (law-and-forms 6)."""


def code_pattern(kind: RecordKind, denunciation: bool) -> str | None:
    """The pattern of a kind's numbers, with `day` and `number`; None for receptions, which have none."""
    return CODES.get((kind, denunciation), CODES.get((kind, False)))


_FOLLOWING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"session_id": ("term",), "council_resolution_id": ("tracked_on",)}
)


def dependants(kind: RecordKind, emptied: Iterable[str]) -> tuple[str, ...]:
    """What goes with fields that are emptied: what was looked up from them, what the same event set besides."""
    gone = frozenset(emptied)
    found = [other for name in gone for other in _FOLLOWING.get(name, ())]
    needed = {f.name for f in FIELDS[kind] if f.required}
    found += [name for rule in ROW_EVENTS[kind] if rule.needs in gone for name in rule.sets if name not in needed]
    return tuple(name for name in dict.fromkeys(found) if name not in gone)
