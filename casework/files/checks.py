"""The rules that bind the cells of one row to each other, as data; sources: law-and-forms 3.4, 4.1, 4.2, 6.

An act before the start of its own record is an error; of a petition, before what opens or tracks it, a warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from casework.domain import vocabulary as v
from casework.domain.derivation import DueDays
from casework.domain.fields import Value
from casework.domain.numerals import write_date
from casework.domain.vocabulary import RecordKind
from casework.files.cells import Complaint
from casework.files.problems import Sort, Verdict

Found = tuple[str, Complaint]
"""The name of the field that a complaint is about, and the complaint."""


@dataclass(frozen=True, slots=True)
class ActRule:
    """The acts of a register: `start` opens the record, each act has its Vietnamese name, `ends` closes it."""

    start: str
    start_name: str
    acts: Mapping[str, str]
    ends: str


ACTS: Mapping[RecordKind, ActRule] = MappingProxyType(
    {
        RecordKind.LETTER: ActRule("received_on", "ngày nhận đơn", {"handled_on": "ngày xử lý"}, "handled_on"),
        RecordKind.CASE: ActRule(
            "accepted_on",
            "ngày thụ lý",
            {"suspended_on": "ngày tạm đình chỉ", "finished_on": "ngày giải quyết"},
            "finished_on",
        ),
        RecordKind.FEEDBACK: ActRule("received_on", "ngày tiếp nhận", {"handled_on": "ngày xử lý xong"}, "handled_on"),
    }
)
PETITION_ACTS: Mapping[str, str] = MappingProxyType(
    {
        "assigned_on": "ngày giao",
        "answered_on": "ngày trả lời",
        "resolved_on": "ngày giải quyết xong",
        "moved_on": "ngày chuyển thẩm quyền",
    }
)


def _day(values: Mapping[str, Value], name: str) -> date | None:
    value = values.get(name)
    return value if isinstance(value, date) else None


def _error(name: str, sort: Sort, message: str) -> Found:
    return name, Complaint(Verdict.ERROR, message, sort)


def _warning(name: str, sort: Sort, message: str) -> Found:
    return name, Complaint(Verdict.WARNING, message, sort)


def check_row(kind: RecordKind, values: Mapping[str, Value], opened_on: date | None, due_days: DueDays) -> list[Found]:
    """Everything that the cells of one row say against each other or against the law."""
    if kind is RecordKind.PETITION:
        return check_petition(values, opened_on)
    found = check_acts(kind, values, due_days)
    if kind is RecordKind.LETTER:
        found += check_letter(values)
    elif kind is RecordKind.CASE:
        found += check_case(values, due_days)
    return found


def check_acts(kind: RecordKind, values: Mapping[str, Value], due_days: DueDays) -> list[Found]:
    """Acts before the start of the record (error), its end after its due date (warning)."""
    rule = ACTS.get(kind)
    if rule is None:
        return []
    start = _day(values, rule.start)
    if start is None:
        return []
    found = []
    for name, act in rule.acts.items():
        day = _day(values, name)
        if day is None:
            continue
        if day < start:
            message = (
                f"{act} {write_date(day)} trước {rule.start_name} {write_date(start)}; hãy kiểm tra lại hai ngày này"
            )
            found.append(_error(name, Sort.BEFORE_START, message))
        elif name == rule.ends:
            due = due_days.of(kind, values, start)
            if due is not None and day > due:
                message = (
                    f"{act} {write_date(day)} sau thời hạn {write_date(due)}; hãy kiểm tra lại, nếu đúng thì là quá hạn"
                )
                found.append(_warning(name, Sort.AFTER_DUE, message))
    return found


def check_letter(values: Mapping[str, Value]) -> list[Found]:
    """A letter that is not eligible says why."""
    if values.get("eligible") is False and values.get("ineligible_reason") is None:
        message = "đơn không đủ điều kiện xử lý mà chưa ghi lý do; hãy ghi lý do (ví dụ: nặc danh, trùng)"
        return [_warning("ineligible_reason", Sort.NO_REASON, message)]
    return []


def check_case(values: Mapping[str, Value], due_days: DueDays) -> list[Found]:
    """Status and day of the decision agree; the stated due dates are not later than the law allows."""
    found = []
    finished = _day(values, "finished_on")
    if values.get("status") == v.CaseStatus.FINISHED and finished is None:
        message = "tình trạng là đã giải quyết nhưng thiếu ngày giải quyết; hãy ghi ngày ban hành quyết định, kết luận"
        found.append(_error("finished_on", Sort.MISSING, message))
    if values.get("status") == v.CaseStatus.OPEN and finished is not None:
        message = (
            f"tình trạng là đang giải quyết nhưng đã có ngày giải quyết {write_date(finished)}; "
            "hãy sửa tình trạng hoặc xóa quyết định và ngày"
        )
        found.append(_error("status", Sort.CONTRADICTION, message))
    accepted = _day(values, "accepted_on")
    if accepted is not None and values.get("type") is not None:
        lawful = due_days.lawful(RecordKind.CASE, values, accepted)
        told = {day: name for name in ("extended_to", "stated_due_on") if (day := _day(values, name))}
        for stated, name in told.items():
            if lawful is not None and stated > lawful:
                message = (
                    f"thời hạn {write_date(stated)} dài hơn pháp luật cho phép ({write_date(lawful)}); "
                    "hệ thống tính theo hạn của pháp luật, hãy kiểm tra lại"
                )
                found.append(_warning(name, Sort.BEYOND_LAW, message))
    return found


def check_petition(values: Mapping[str, Value], opened_on: date | None) -> list[Found]:
    """Result and day agree; acts before the resolution that tracks it, or before the session's end, are listed."""
    found = []
    resolved_on = _day(values, "resolved_on")
    result = values.get("result")
    if result == v.PetitionResult.RESOLVED and resolved_on is None:
        message = "kết quả là đã giải quyết xong nhưng thiếu ngày; hãy ghi ngày giải quyết xong hoặc sửa kết quả"
        found.append(_error("resolved_on", Sort.MISSING, message))
    if resolved_on is not None and result is not None and result not in v.FINAL_RESULTS:
        message = (
            f"đã có ngày giải quyết xong {write_date(resolved_on)} nhưng kết quả là "
            f"“{v.PetitionResult.of(result).label}”; hãy sửa kết quả hoặc xóa ngày"
        )
        found.append(_error("result", Sort.CONTRADICTION, message))
    tracked_on = _day(values, "tracked_on")
    bounds = [
        (day, what)
        for day, what in ((tracked_on, "ngày nghị quyết theo dõi"), (opened_on, "ngày bế mạc kỳ họp"))
        if day is not None
    ]
    for name, act in PETITION_ACTS.items():
        day = _day(values, name)
        if day is None:
            continue
        for bound, what in bounds:
            if day < bound:
                message = f"{act} {write_date(day)} trước {what} {write_date(bound)}; hãy kiểm tra lại ngày"
                found.append(_warning(name, Sort.BEFORE_TRACKING, message))
                break
    return found
