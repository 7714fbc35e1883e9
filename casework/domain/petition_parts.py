"""Splitting and merging petitions (law-and-forms 1.1: 154 received, 161 handled [S:30]): who may, from which states.

A split petition stays as it was voiced and its parts are handled instead of it; merged ones are handled with the one
that they were merged into. Both are undone by further events; the two counts follow from `split_off` (a part was not
voiced by itself) and `handled_within` (no unit of handling by itself), facts that hold from the day of the act.
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.domain.fields import Value
from casework.domain.steps import OFFICE
from casework.domain.vocabulary import HandledWithin, PetitionState, Role

_S = PetitionState

SPLITTABLE = (_S.RECEIVED, _S.ASSIGNED)
MERGEABLE = (_S.RECEIVED, _S.ASSIGNED, _S.ANSWERED)
MOST_PARTS = 20
"""How many parts one act makes, so that a slip of the keyboard does not fill a register."""

INHERITED = (
    "source",
    "term",
    "session_id",
    "council_resolution_id",
    "tracked_on",
    "contact_round",
    "delegation",
    "place",
    "subject",
    "competence",
    "meeting_id",
)
"""What a part has from the petition that it is split from, unless it is told otherwise."""


def may_part(role: Role) -> bool:
    """Whether the role splits and merges petitions: whoever keeps the register."""
    return role in OFFICE


def why_not_split(state: str) -> str:
    """Why a petition in `state` cannot be split, as a Vietnamese sentence; "" when it can."""
    if state in SPLITTABLE:
        return ""
    return (
        f"Kiến nghị đang ở trạng thái “{_S.of(state).label}” nên không tách được; "
        "chỉ tách kiến nghị chưa trả lời, chưa kết thúc và đang được giải quyết riêng."
    )


def why_not_merge(state: str, values: Mapping[str, Value], into_state: str, into: Mapping[str, Value]) -> str:
    """Why a petition cannot be merged into another one, as a Vietnamese sentence; "" when it can."""
    if state not in MERGEABLE or into_state not in MERGEABLE:
        wrong = state if state not in MERGEABLE else into_state
        return f"không gộp được kiến nghị ở trạng thái “{_S.of(wrong).label}”."
    if values.get("source") != into.get("source"):
        return "hai kiến nghị khác nguồn (HĐND, ĐBQH) được thống kê riêng nên không gộp."
    basket = values.get("council_resolution_id")
    if basket is not None and basket != into.get("council_resolution_id"):
        return "kiến nghị đang được một nghị quyết khác theo dõi; hãy chuyển về cùng nghị quyết trước khi gộp."
    return ""


def why_not_restore(values: Mapping[str, Value], wanted: HandledWithin) -> str:
    """Why what was done cannot be undone, as a Vietnamese sentence; "" when it can."""
    return "" if values.get("handled_within") == wanted else "Kiến nghị không còn ở tình trạng đó; hãy tải lại trang."


def part_code(code: str, taken: frozenset[str]) -> str:
    """The number of the next part of the petition `code`: its own with "/1", "/2"…, the first not taken."""
    number = 1
    while f"{code}/{number}" in taken:
        number += 1
    return f"{code}/{number}"
