"""The life of an assignment (giao việc): what may be done with one, by whom, and what each act sets.

A unit takes on or refuses what it was given; a refusal goes back to whoever gave it. Within the unit it is handed to a
person, who may report to the head; whoever gave it urges (law-and-forms 1.6, 3.3: công văn đôn đốc), and takes it back.
A record that a register only says the unit of stands as taken on by that unit; its first act writes the assignment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from casework.domain.fields import Field
from casework.domain.items import AssignmentPart, ItemKind, item_field
from casework.domain.vocabulary import EventName, Role


class AssignmentError(ValueError):
    """An act on an assignment that is refused; the Vietnamese message says why and what to do."""


class Standing(StrEnum):
    """How an assignment stands."""

    OFFERED = "offered"
    TAKEN = "taken"
    REFUSED = "refused"
    ANSWERED = "answered"
    ENDED = "ended"


STANDING_LABELS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.OFFERED: "Chờ đơn vị tiếp nhận",
        Standing.TAKEN: "Đang thực hiện",
        Standing.REFUSED: "Đơn vị từ chối, chờ giao lại",
        Standing.ANSWERED: "Đã trả lời",
        Standing.ENDED: "Đã thôi giao",
    }
)


def standing_of(row: Mapping[str, Any]) -> Standing:
    """How an assignment with these values stands."""
    if row.get("struck") or row.get("ended_on") is not None:
        return Standing.ENDED
    if row.get("refused_on") is not None:
        return Standing.REFUSED
    if row.get("answered_on") is not None:
        return Standing.ANSWERED
    return Standing.OFFERED if row.get("accepted_on") is None else Standing.TAKEN


class Side(StrEnum):
    """Whose act it is: the unit's that was given the work, or theirs who gave it."""

    UNIT = "unit"
    GIVER = "giver"


@dataclass(frozen=True, slots=True)
class AssignmentAct:
    """One act. `code`: in the address; `name`: what the journal calls it; `day_field`: the field that holds its day;
    `asked`: further fields of the assignment; `parts`: for which parts; `heads`: only a head of the unit;
    `to_head`: it is put to the head, so not by the head himself."""

    code: str
    name: EventName
    label: str
    side: Side
    states: tuple[Standing, ...]
    day_field: str | None
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    parts: tuple[AssignmentPart, ...] = tuple(AssignmentPart)
    heads: bool = False
    to_head: bool = False
    note: str = ""

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that a form shows, the day first."""
        day = (self.day_field,) if self.day_field else ()
        return tuple(item_field(ItemKind.ASSIGNMENT, name) for name in (*day, *self.required, *self.optional))


_WORKING = (Standing.OFFERED, Standing.TAKEN)
_HELPING = (AssignmentPart.COOPERATE, AssignmentPart.CONTRIBUTE)

ASSIGNMENT_ACTS: tuple[AssignmentAct, ...] = (
    AssignmentAct("accept", EventName.TAKEN_ON, "Tiếp nhận", Side.UNIT, (Standing.OFFERED,), "accepted_on"),
    AssignmentAct(
        "refuse",
        EventName.DECLINED,
        "Từ chối",
        Side.UNIT,
        (Standing.OFFERED,),
        "refused_on",
        ("refusal",),
        note="Việc trở về nơi giao cùng lý do từ chối; sau đó đơn vị không còn xem được hồ sơ nếu không liên quan. "
        "Đã tiếp nhận thì không từ chối được nữa: đề nghị nơi giao chuyển đơn vị khác.",
    ),
    AssignmentAct(
        "hand",
        EventName.HANDED,
        "Giao người xử lý",
        Side.UNIT,
        _WORKING,
        None,
        ("person_id",),
        heads=True,
        note="Người nhận phải là cán bộ đang dùng tài khoản của đơn vị.",
    ),
    AssignmentAct(
        "answer",
        EventName.ANSWERED,
        "Trả lời",
        Side.UNIT,
        _WORKING,
        "answered_on",
        ("answer_document",),
        ("answer",),
        parts=_HELPING,
    ),
    AssignmentAct(
        "escalate",
        EventName.ESCALATED,
        "Báo cáo thủ trưởng",
        Side.UNIT,
        _WORKING,
        "escalated_on",
        ("escalation",),
        to_head=True,
        note="Việc hiện ở danh sách “Chờ ý kiến” của thủ trưởng đơn vị cho đến khi thủ trưởng giao lại người xử lý.",
    ),
    AssignmentAct(
        "urge",
        EventName.URGED,
        "Đôn đốc",
        Side.GIVER,
        _WORKING,
        "urged_on",
        (),
        ("urging_document",),
        note="Ghi số, ký hiệu công văn đôn đốc nếu đã phát hành.",
    ),
    AssignmentAct(
        "end",
        EventName.ENDED,
        "Thôi giao",
        Side.GIVER,
        (*_WORKING, Standing.REFUSED),
        "ended_on",
        parts=_HELPING,
        note="Ghi khi không cần đơn vị này tham gia nữa; lịch sử giao việc vẫn còn.",
    ),
)

_BY_CODE = {act.code: act for act in ASSIGNMENT_ACTS}

UNIT_SIDE = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.RECEPTION_OFFICER})
HEADS = frozenset({Role.UNIT_HEAD, Role.RECEPTION_OFFICER})
"""Who hands work to persons: the head; at the reception office the officers share theirs out among themselves."""


def sides_of(role: Role, of_unit: bool, handles: bool) -> frozenset[Side]:
    """Which sides a person stands on. `of_unit`: the assignment was given to his unit; `handles`: he may move the
    record itself, so the work was given in his name."""
    sides = set()
    if of_unit and role in UNIT_SIDE:
        sides.add(Side.UNIT)
    if handles and not of_unit:
        sides.add(Side.GIVER)
    return frozenset(sides)


def open_acts(row: Mapping[str, Any], role: Role, sides: frozenset[Side]) -> list[AssignmentAct]:
    """The acts open on an assignment, in the order of the table; the guard and the button ask the same."""
    stands = standing_of(row)
    part = AssignmentPart.of(row["part"])
    return [
        act
        for act in ASSIGNMENT_ACTS
        if act.side in sides and stands in act.states and part in act.parts
        if (not act.heads or role in HEADS) and not (act.to_head and role is Role.UNIT_HEAD)
    ]


def check_act(row: Mapping[str, Any], code: str, role: Role, sides: frozenset[Side]) -> AssignmentAct:
    """The act `code`, if the table opens it. Raises AssignmentError with a Vietnamese message."""
    act = _BY_CODE.get(code)
    if act is None:
        raise AssignmentError("Không có bước này đối với việc được giao.")
    if act not in open_acts(row, role, sides):
        label = STANDING_LABELS[standing_of(row)]
        raise AssignmentError(
            f"Không thực hiện được “{act.label}”: việc đang ở tình trạng “{label}”, hoặc bước này không dành cho "
            "vai trò và đơn vị của tài khoản đang dùng. Hãy mở lại hồ sơ để xem các bước đang được phép."
        )
    return act


def changes_of(act: AssignmentAct, row: Mapping[str, Any], given: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What an act sets on an assignment, from what was typed (`given`) on the day `on`."""
    changes = {f.name: given.get(f.name) for f in act.asked if f.name in given}
    if act.code == "urge":
        changes["urgings"] = (row.get("urgings") or 0) + 1
    if act.code == "hand":
        changes |= {"escalated_on": None} if row.get("escalated_on") is not None else {}
        changes |= {"accepted_on": on} if row.get("accepted_on") is None else {}
    if act.code == "answer" and row.get("accepted_on") is None:
        changes["accepted_on"] = given.get("answered_on")
    return changes


def imported_lead(unit_id: int, assigned_on: date) -> dict[str, Any]:
    """The lead assignment of a record whose register says only the unit: taken on since the day it was given."""
    return {
        "part": AssignmentPart.LEAD.value,
        "unit_id": unit_id,
        "assigned_on": assigned_on,
        "accepted_on": assigned_on,
    }
