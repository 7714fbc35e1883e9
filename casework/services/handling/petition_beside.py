"""What stands beside a petition's step: assignments of the lead and the cooperating units, promises in an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.domain.entry import EMPTY
from casework.domain.fields import Value
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.numerals import write_date
from casework.domain.promise_dates import promised_by
from casework.domain.steps import LEADER, PRODUCT, PROMISE, PROMISE_DUE, REASON, REQUEST, Transition
from casework.domain.vocabulary import EventName, RecordKind
from casework.store import entry_lookups
from casework.store.items import add_item, change_item, items_of
from casework.store.journal import Act

ASSIGNING = frozenset({"assign", "reassign"})
ENDING = frozenset({"move"})
PROMISING: Mapping[str, str] = {"answer": PROMISE, "set_result": "roadmap"}
"""The steps that may promise something, and where it is written."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a step of `day` makes beside the petition with `values` before it; `given`: what the step was given."""

    session: Session
    record_id: int
    row: Transition
    given: Mapping[str, Value]
    values: Mapping[str, Value]

    def unmet(self) -> dict[str, str]:
        """What is wrong with what the step tells besides, as sentences by name."""
        errors: dict[str, str] = {}
        if self.row.event in ASSIGNING:
            _units, unknown = cooperating_units(self.session, self.given.get("cooperating"))
            if unknown:
                names = ", ".join(f"“{name}”" for name in unknown)
                errors["cooperating"] = (
                    f"Danh mục không có đơn vị {names}; ghi đúng tên, nhiều đơn vị cách nhau bằng dấu chấm phẩy."
                )
        held = self.values.get("council_resolution_id")
        if self.row.event == "track" and held is not None:
            if held == self.given.get("council_resolution_id"):
                errors["council_resolution_id"] = "Nghị quyết này đang theo dõi kiến nghị; hãy chọn nghị quyết khác."
            elif self.given.get(REASON) is None:
                errors[REASON] = EMPTY
        told = PROMISING.get(self.row.event)
        if told is not None and self.given.get(PROMISE_DUE) is not None and self.given.get(told) is None:
            errors[told] = "Đã ghi thời hạn hứa thì phải ghi nội dung hứa."
        if self.row.event == "answer" and self.given.get(PROMISE) is not None and self._due() is None:
            errors[PROMISE_DUE] = "Lời hứa không nêu thời gian rõ ràng; hãy ghi ngày phải thực hiện xong."
        return errors

    def _due(self) -> date | None:
        told = self.given.get(PROMISE_DUE)
        if isinstance(told, date):
            return told
        name = PROMISING.get(self.row.event, "")
        said_on = self.given.get(self.row.day_field or "happened_on")
        text = self.given.get(name)
        return promised_by(text, said_on) if isinstance(text, str) and isinstance(said_on, date) else None

    def write(self, day: date, act: Act) -> dict[str, str]:
        """Writes the items; warnings by name of field."""
        if self.row.event in ASSIGNING:
            self._assign(day, act)
        elif self.row.event in ENDING:
            end_assignments(self.session, self.record_id, day, act)
        elif self.row.event in PROMISING:
            return self._promise(day, act)
        return {}

    def _assign(self, day: date, act: Act) -> None:
        cooperating, _unknown = cooperating_units(self.session, self.given.get("cooperating"))
        lead = self.given["unit_id"]
        assert isinstance(lead, int)
        units = [(AssignmentPart.LEAD, lead)]
        units += [(AssignmentPart.COOPERATE, unit) for unit in cooperating if unit != lead]
        common: dict[str, Value] = {
            "assigned_on": day,
            "due_on": self.given.get("stated_due_on"),
            "document": self.given.get("assigning_document"),
            "request": self.given.get(REQUEST),
            "leader": self.given.get(LEADER),
            "product": self.given.get(PRODUCT),
        }
        end_assignments(self.session, self.record_id, day, act)
        for part, unit in units:
            given = {"part": part.value, "unit_id": unit, **common}
            add_item(self.session, ItemKind.ASSIGNMENT, RecordKind.PETITION, self.record_id, given, on=day, act=act)

    def _promise(self, day: date, act: Act) -> dict[str, str]:
        content, due = self.given.get(PROMISING[self.row.event]), self._due()
        if content is None or due is None:
            return {}
        promise: dict[str, Value] = {
            "content": content,
            "due_on": due,
            "unit_id": self.values.get("unit_id"),
            "promised_on": day,
            "document": self.given.get("answer_document") or self.values.get("answer_document"),
        }
        add_item(self.session, ItemKind.PROMISE, RecordKind.PETITION, self.record_id, promise, on=day, act=act)
        if self.given.get(PROMISE_DUE) is not None:
            return {}
        return {
            PROMISE_DUE: f"Đã hiểu là phải xong chậm nhất ngày {write_date(due)}; "
            "nếu chưa đúng, hãy sửa ở mục lời hứa của kiến nghị."
        }


def cooperating_units(session: Session, text: Value) -> tuple[list[int], list[str]]:
    """The units that a text names, parted by semicolons or lines, and the names that the list does not know."""
    names = [name.strip() for name in str(text or "").replace("\n", ";").split(";") if name.strip()]
    found = {name: entry_lookups.unit_named(session, name) for name in names}
    known = [unit for unit in found.values() if unit is not None]
    return list(dict.fromkeys(known)), [name for name, unit in found.items() if unit is None]


def end_assignments(session: Session, record_id: int, day: date, act: Act) -> None:
    """Ends what units were charged with on a petition: another one leads, or nobody here does any more."""
    kind = ItemKind.ASSIGNMENT
    for row in items_of(session, kind, RecordKind.PETITION, [record_id], struck=False).get(record_id, []):
        if row["ended_on"] is None and row["refused_on"] is None and row["part"] != AssignmentPart.CONTRIBUTE:
            change_item(session, kind, row["id"], {"ended_on": day}, on=day, act=act, name=EventName.ENDED)
