"""What a cell refers to: units, places, subjects, sessions, resolutions; each text is looked up once a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from casework.domain.fields import Value
from casework.domain.numerals import DateTextError, read_date, write_date
from casework.domain.text import nearest, normalise
from casework.domain.vocabulary import PetitionSource, RecordKind
from casework.files.cells import Complaint, Reading, refused, shown, warned
from casework.files.lookups import Lookups, NewCouncilResolution, NewSession, ResolutionRef, SessionRef, UnitMatch
from casework.files.problems import Sort, Verdict
from casework.files.wording import term_of_office, words

HIGHEST_SESSION = 60
_SESSION = re.compile(r"(?:ky hop thu|ky hop|ky thu|ky|thu)? ?([0-9]{1,3})")
_RESOLUTION_DAY = re.compile(r"(.+?)[,;]?\s*(?:\(?ngày)\s+([0-9][0-9/.\-]+)\)?", re.IGNORECASE)
_RESOLUTION_WORDS = re.compile(r"^(?:nghị quyết|nq)?\s*(?:số)?\s*:?\s*(?=[0-9])", re.IGNORECASE)
_RESOLUTION_NUMBER = re.compile(r"[0-9]{1,4}(?: [0-9]{4})?(?: nq)?(?: [a-z]+)*")


class References:
    """The lists of one import, with what was already looked up."""

    def __init__(self, lookups: Lookups) -> None:
        """Take the lists."""
        self._lookups = lookups
        self._units: dict[str, Sequence[UnitMatch]] = {}
        self._hints: dict[str, str] = {}
        self._subjects: dict[tuple[RecordKind, str], str] = {}
        self._sessions: dict[tuple[str, str, int], SessionRef | NewSession] = {}
        self._resolutions: dict[str, Sequence[ResolutionRef]] = {}

    def _found(self, text: str) -> Sequence[UnitMatch]:
        found = self._units.get(text)
        if found is None:
            found = self._units[text] = self._lookups.units(text)
        return found

    def unit(self, text: str, day: date) -> Reading:
        """The id of the unit that `text` named on `day`; collective and central leads are kept and listed."""
        found = _standing(self._found(text), day)
        if not found:
            hint = self._hint(text)
            return refused(
                f"{shown(text)} không có trong danh mục đơn vị ({hint}); ghi đúng tên đơn vị hoặc bổ sung danh mục",
                Sort.UNLISTED,
            )
        if len(found) > 1:
            names = "; ".join(unit.name for unit in found)
            return refused(f"{shown(text)} là tên của nhiều đơn vị ({names}); ghi tên đầy đủ", Sort.UNLISTED)
        unit = found[0]
        if unit.collective:
            message = f"{shown(text)} chưa rõ đơn vị; hãy ghi đơn vị cụ thể khi đã giao"
            return warned(unit.id, message, Sort.NO_UNIT)
        return Reading(unit.id)

    def _hint(self, text: str) -> str:
        hint = self._hints.get(text)
        if hint is None:
            near = ", ".join(f"“{name}”" for name in nearest(text, self._lookups.unit_names()))
            hint = self._hints[text] = f"gần nhất: {near}" if near else "không có đơn vị nào gần giống"
        return hint

    def place(self, text: str, day: date) -> str:
        """The name of the unit or place that `text` named on `day`; as typed when the list has none, or several."""
        found = _standing(self._found(text), day)
        return found[0].name if len(found) == 1 else text

    def subject(self, kind: RecordKind, text: str) -> str:
        """The list's name of a subject; as typed when the list has none."""
        name = self._subjects.get((kind, text))
        if name is None:
            name = self._subjects[kind, text] = self._lookups.subject(kind, text) or text
        return name

    def term(self, source: PetitionSource, text: str) -> Reading:
        """The term (khóa) of a body as kept; a term that the list does not hold refuses the row."""
        term = term_of_office(source, text)
        known = self._lookups.terms(source)
        if term is None or term not in known:
            choices = ", ".join(known)
            message = f"{shown(text)} không phải khóa đã biết của {source.label}; hãy ghi một trong các khóa: {choices}"
            return refused(message, Sort.UNLISTED)
        return Reading(term)

    def session(
        self, source: PetitionSource, term: str, number: int
    ) -> tuple[SessionRef | NewSession, Complaint | None]:
        """The session of a known term, or the one to be added, with its warning."""
        key = (source.value, term, number)
        found = self._sessions.get(key)
        if found is None:
            found = self._lookups.session(source, term, number) or NewSession(source, term, number)
            self._sessions[key] = found
        if isinstance(found, SessionRef):
            return found, None
        message = f"kỳ họp thứ {number} khóa {term} chưa có trong danh mục, sẽ được thêm; hãy kiểm tra lại số kỳ họp"
        return found, Complaint(Verdict.WARNING, message, Sort.NEW_ENTRY)

    def numbered(self, number: str) -> Sequence[ResolutionRef]:
        """Every resolution of the list that bears `number`."""
        found = self._resolutions.get(number)
        if found is None:
            found = self._resolutions[number] = self._lookups.council_resolutions(number)
        return found


def _standing(found: Sequence[UnitMatch], day: date) -> Sequence[UnitMatch]:
    """Of units that share a name those that stood on `day`; all of them when none did."""
    if len(found) < 2:
        return found
    return [unit for unit in found if unit.stands_on(day)] or found


def session_number(text: str) -> int | None:
    """The number of a session: "12", "Kỳ 12", "kỳ họp thứ 12"; None when it is no number."""
    match = _SESSION.fullmatch(words(text))
    number = int(match[1]) if match else 0
    return number if 1 <= number <= HIGHEST_SESSION else None


def resolution_text(text: str) -> tuple[str, date | None] | None:
    """Number and day of a resolution as typed: "NQ số 34/NQ-HĐND ngày 10/12/2021"; None when it is no number."""
    written = normalise(text)
    day = None
    if dated := _RESOLUTION_DAY.fullmatch(written):
        try:
            written, day = dated[1], read_date(dated[2])
        except DateTextError:
            return None
    number = _RESOLUTION_WORDS.sub("", written).strip()
    if number.isdecimal():
        number += "/NQ-HĐND"
    return (number, day) if _RESOLUTION_NUMBER.fullmatch(words(number)) else None


def identify_resolution(
    references: References, number: str, day: date | None
) -> tuple[ResolutionRef | NewCouncilResolution | None, Complaint | None]:
    """The resolution of this number and day, or the one to be added; None with an error when it cannot be told."""
    known = references.numbered(number)
    days = ", ".join(write_date(ref.passed_on) for ref in known)
    if day is None:
        if len(known) == 1:
            message = f"thiếu ngày nghị quyết, đã lấy ngày {days} theo danh mục; hãy ghi ngày nghị quyết"
            return known[0], Complaint(Verdict.WARNING, message, Sort.COMPLETED)
        why = f"có nhiều nghị quyết mang số này (ngày {days})" if known else "số này chưa có trong danh mục"
        message = f"thiếu ngày nghị quyết của {number}: {why}; hãy ghi ngày nghị quyết"
        return None, Complaint(Verdict.ERROR, message, Sort.MISSING)
    for ref in known:
        if ref.passed_on == day:
            return ref, None
    hint = f" (danh mục có số này ngày {days})" if known else ""
    message = (
        f"nghị quyết {number} ngày {write_date(day)} chưa có trong danh mục{hint}, sẽ được thêm; "
        "hãy kiểm tra lại số và ngày"
    )
    return NewCouncilResolution(number, day), Complaint(Verdict.WARNING, message, Sort.NEW_ENTRY)


Kept = Value | NewSession | NewCouncilResolution
"""What a parsed row may hold: a value, or an entry that the service has to add to a list first."""
