"""What follows from giving a PAKN to a unit: its assignment, in place of the former one."""

from __future__ import annotations

from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.vocabulary import EventName, RecordKind
from casework.services.handling.holding import act_of
from casework.services.handling.taken import Taken
from casework.store.items import change_item, items_of


def charge_unit(taken: Taken) -> list[tuple[RecordKind, int]]:
    """Giao đơn vị xử lý: the unit leads from this day on, whoever led before does no more."""
    act = act_of(taken.reader, "move", taken.now)
    held = items_of(taken.session, ItemKind.ASSIGNMENT, taken.kind, [taken.record_id], struck=False)
    for row in held.get(taken.record_id, []):
        if row["part"] == AssignmentPart.LEAD and row["ended_on"] is None:
            change_item(
                taken.session,
                ItemKind.ASSIGNMENT,
                row["id"],
                {"ended_on": taken.day},
                on=taken.day,
                act=act,
                name=EventName.ENDED,
            )
    taken.item(
        ItemKind.ASSIGNMENT,
        {
            "part": AssignmentPart.LEAD.value,
            "unit_id": taken.given["unit_id"],
            "assigned_on": taken.day,
            "due_on": taken.given.get("stated_due_on"),
        },
    )
    return []
