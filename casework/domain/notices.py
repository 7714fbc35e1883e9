"""Notices (thông báo): who is told of what, and in which words. The words never hold a name or a text of a citizen.

What is told follows from what happened to an item beside a record; whether the reader may see that record is asked
anew whenever a notice is shown or sent (design.md, decisions 10 and 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from casework.domain.items import ItemKind, Verdict


class NoticeName(StrEnum):
    """What a notice tells."""

    ASSIGNED = "assigned"
    REFUSED = "refused"
    URGED = "urged"
    ESCALATED = "escalated"
    CONTRIBUTION_ANSWERED = "contribution_answered"
    PROPOSAL_WAITING = "proposal_waiting"
    PROPOSAL_DECIDED = "proposal_decided"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PROMISE_BROKEN = "promise_broken"


NOTICE_LABELS: Mapping[NoticeName, str] = MappingProxyType(
    {
        NoticeName.ASSIGNED: "Được giao việc",
        NoticeName.REFUSED: "Đơn vị từ chối việc được giao",
        NoticeName.URGED: "Được đôn đốc",
        NoticeName.ESCALATED: "Cán bộ báo cáo, chờ ý kiến",
        NoticeName.CONTRIBUTION_ANSWERED: "Đơn vị được hỏi đã trả lời",
        NoticeName.PROPOSAL_WAITING: "Phiếu đề xuất chờ duyệt",
        NoticeName.PROPOSAL_DECIDED: "Phiếu đề xuất đã có ý kiến",
        NoticeName.DUE_SOON: "Sắp đến hạn",
        NoticeName.OVERDUE: "Quá hạn",
        NoticeName.PROMISE_BROKEN: "Lời hứa đã quá hạn",
    }
)

SECRET_WORDS = "một hồ sơ mới"  # noqa: S105 - words for people
"""All that leaves the system about a denunciation."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice to give: to a person, or to the heads of a unit; `leaders`: to the leaders, where no unit is named."""

    name: NoticeName
    person_id: int | None = None
    unit_id: int | None = None
    leaders: bool = False


def _newly(before: Mapping[str, Any], after: Mapping[str, Any], field: str) -> bool:
    return after.get(field) is not None and before.get(field) != after.get(field)


def _to_handler(name: NoticeName, row: Mapping[str, Any]) -> Told:
    """To the person, else to the heads of the unit."""
    if row.get("person_id") is not None:
        return Told(name, person_id=row["person_id"])
    return Told(name, unit_id=row.get("unit_id"))


def _of_assignment(before: Mapping[str, Any], after: Mapping[str, Any], asker: int) -> list[Told]:
    if not before:
        return [] if after.get("accepted_on") is not None else [_to_handler(NoticeName.ASSIGNED, after)]
    told = []
    if _newly(before, after, "person_id"):
        told.append(Told(NoticeName.ASSIGNED, person_id=after["person_id"]))
    if _newly(before, after, "refused_on"):
        told.append(Told(NoticeName.REFUSED, person_id=asker))
    if (after.get("urgings") or 0) > (before.get("urgings") or 0):
        told.append(_to_handler(NoticeName.URGED, after))
        if after.get("person_id") is not None:
            told.append(Told(NoticeName.URGED, unit_id=after.get("unit_id")))
    if _newly(before, after, "escalated_on"):
        told.append(Told(NoticeName.ESCALATED, unit_id=after.get("unit_id")))
    if _newly(before, after, "answered_on"):
        told.append(Told(NoticeName.CONTRIBUTION_ANSWERED, person_id=asker))
    return told


def _of_proposal(before: Mapping[str, Any], after: Mapping[str, Any], asker: int) -> list[Told]:
    if not before:
        unit = after.get("unit_id")
        return [Told(NoticeName.PROPOSAL_WAITING, unit_id=unit, leaders=unit is None)]
    if _newly(before, after, "verdict") and after["verdict"] != Verdict.WITHDRAWN:
        return [Told(NoticeName.PROPOSAL_DECIDED, person_id=after.get("proposer_id") or asker)]
    return []


def told_by(kind: ItemKind, before: Mapping[str, Any], after: Mapping[str, Any], asker: int) -> list[Told]:
    """Who is to be told what when an item goes from `before` (empty: it is new) to `after`; `asker`: who made it."""
    if kind is ItemKind.ASSIGNMENT:
        return _of_assignment(before, after, asker)
    return _of_proposal(before, after, asker) if kind is ItemKind.PROPOSAL else []
