"""What follows from a case's step: another unit is asked to contribute, a case of the second instance is opened."""

from __future__ import annotations

from casework.domain import vocabulary as v
from casework.domain.entry import EntryError
from casework.domain.fields import IDENTITY_FIELDS
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.steps import ASKED_DUE, ASKED_FOR, ASKED_UNIT, CASE_UNIT, HAPPENED_ON
from casework.domain.vocabulary import RecordKind
from casework.services.handling.letters import continued_link, new_case
from casework.services.handling.taken import Taken

CASE = RecordKind.CASE
_CARRIED = ("type", *IDENTITY_FIELDS[CASE], "respondent", "subject", "content", "paper_file", "remote", "disciplinary")


def ask_contribution(taken: Taken) -> list[tuple[RecordKind, int]]:
    """Đề nghị phối hợp xác minh: an assignment with a due date of its own to a unit that does not lead the case."""
    unit, due = taken.given[ASKED_UNIT], taken.given[ASKED_DUE]
    if unit == taken.held.values.get("unit_id"):
        raise EntryError({ASKED_UNIT: "Đơn vị này đang giải quyết vụ việc; hãy chọn đơn vị khác."})
    if not isinstance(due, type(taken.day)) or due < taken.day:
        raise EntryError({ASKED_DUE: "Thời hạn trước ngày đề nghị; hãy kiểm tra lại."})
    values = {
        "part": AssignmentPart.CONTRIBUTE.value,
        "unit_id": unit,
        "assigned_on": taken.day,
        "due_on": due,
        "request": taken.given[ASKED_FOR],
    }
    taken.item(ItemKind.ASSIGNMENT, values)
    return []


def continue_case(taken: Taken) -> list[tuple[RecordKind, int]]:
    """Khiếu nại lần hai, tố cáo tiếp: a new case of the second instance, linked to this one."""
    values: dict[str, object] = {name: taken.held.values.get(name) for name in _CARRIED}
    values |= {
        "instance": v.Instance.SECOND.value,
        "unit_id": taken.given[CASE_UNIT],
        "accepted_on": taken.day,
    }
    case = new_case(taken, values, {"unit_id": CASE_UNIT, "accepted_on": HAPPENED_ON})
    taken.link(continued_link(taken.held.values), (CASE, taken.record_id), of=(CASE, case))
    return [(CASE, case)]
