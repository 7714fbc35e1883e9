"""The session and the resolution of a petition's row, and the day on which the petition begins."""

from __future__ import annotations

from datetime import date

from casework.domain.numerals import write_date
from casework.domain.vocabulary import PetitionSource
from casework.files.cells import Complaint, shown
from casework.files.checks import PETITION_ACTS, Found
from casework.files.lookups import NewCouncilResolution, SessionRef
from casework.files.problems import Sort, Verdict
from casework.files.references import (
    HIGHEST_SESSION,
    Kept,
    References,
    identify_resolution,
    resolution_text,
    session_number,
)


def resolve_petition(values: dict[str, Kept], found: list[Found], references: References, today: date) -> date | None:
    """Put term, session and resolution of the lists in the place of texts; return the petition's first day.

    That is the last day of its session, else its resolution's day, else its earliest day that is no due date; None,
    with an error, when the row tells none of them.
    """
    broken = len(found)
    session_end = _session(values, found, references)
    _resolution(values, found, references)
    if session_end is not None and session_end <= today:
        return session_end
    tracked_on = values.get("tracked_on")
    if isinstance(tracked_on, date):
        return tracked_on
    told = [day for name in PETITION_ACTS if isinstance(day := values.get(name), date)]
    if told:
        return min(told)
    if len(found) == broken or not any(c.verdict is Verdict.ERROR for _, c in found):
        message = "chưa biết ngày của kỳ họp nên chưa rõ ngày bắt đầu; hãy ghi ngày giao hoặc ngày nghị quyết"
        found.append(("session_id", Complaint(Verdict.ERROR, message, Sort.MISSING)))
    return None


def _session(values: dict[str, Kept], found: list[Found], references: References) -> date | None:
    """Resolve term and session; the session's last day where known."""
    text, number = values.get("session_id"), None
    if isinstance(text, str):
        number = session_number(text)
        if number is None:
            message = f"{shown(text)} không phải là số kỳ họp; ghi số từ 1 đến {HIGHEST_SESSION}, ví dụ 12"
            found.append(("session_id", Complaint(Verdict.ERROR, message, Sort.UNREADABLE)))
    source, term = values.get("source"), values.get("term")
    if not isinstance(source, str) or not isinstance(term, str):
        return None
    body = PetitionSource.of(source)
    reading = references.term(body, term)
    values["term"] = reading.value
    if reading.complaint is not None:
        found.append(("term", reading.complaint))
    if number is None or not isinstance(reading.value, str):
        return None
    session, complaint = references.session(body, reading.value, number)
    if complaint is not None:
        found.append(("session_id", complaint))
    if isinstance(session, SessionRef):
        values["session_id"] = session.id
        return session.last_on
    values["session_id"] = session
    return None


def _resolution(values: dict[str, Kept], found: list[Found], references: References) -> None:
    """Resolve number and day of the tracking resolution together."""
    text, day = values.get("council_resolution_id"), values.get("tracked_on")
    if any(name in ("council_resolution_id", "tracked_on") and c.verdict is Verdict.ERROR for name, c in found):
        return
    if not isinstance(text, str):
        if isinstance(day, date):
            message = f"có ngày nghị quyết {write_date(day)} nhưng thiếu số nghị quyết; hãy ghi số nghị quyết"
            found.append(("council_resolution_id", Complaint(Verdict.ERROR, message, Sort.MISSING)))
        return
    told = resolution_text(text)
    if told is None:
        message = f"{shown(text)} không phải là số nghị quyết; ghi như 44/NQ-HĐND"
        found.append(("council_resolution_id", Complaint(Verdict.ERROR, message, Sort.UNREADABLE)))
        return
    number, day_in_text = told
    if isinstance(day, date) and day_in_text not in (None, day):
        message = f"ngày {write_date(day)} khác ngày ghi cùng số nghị quyết; hãy ghi một ngày đúng"
        found.append(("tracked_on", Complaint(Verdict.ERROR, message, Sort.CONTRADICTION)))
        return
    passed_on = day if isinstance(day, date) else day_in_text
    tracking, complaint = identify_resolution(references, number, passed_on)
    if complaint is not None:
        column = "tracked_on" if passed_on is None else "council_resolution_id"
        found.append((column, complaint))
    if tracking is not None:
        values["council_resolution_id"] = tracking if isinstance(tracking, NewCouncilResolution) else tracking.id
        values["tracked_on"] = tracking.passed_on
