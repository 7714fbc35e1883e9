"""The desk's form: what it asks of a visit, what of a letter handed in with it, and what the two share.

Sources: law-and-forms 2.2 (Sổ tiếp công dân, Mẫu số 03, TT 04/2021/TT-TTCP), 2.3 (lượt, người, đoàn; representatives).
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.domain import vocabulary as v

SHARED = (
    "received_on",
    "type",
    "person_name",
    "person_address",
    "person_id_number",
    "person_phone",
    "content",
    "paper_file",
)
"""What a visit and the letter handed in with it have in common: asked once."""

VISIT = ("people", "representatives", "turn", "earlier_body", "handling", "follow_up", "note")
"""What is asked of the visit alone, each time anew."""

KEPT = ("level", "place", "receiver", "form")
"""What is the same from visit to visit: kept until it is changed."""

LETTER = ("signers", "subject", "eligible", "ineligible_reason")
"""What is asked of the letter alone."""


def visit_and_letter(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The values of the visit and those of the letter, from the boxes of one form.

    A letter handed in at the desk came directly; who signs it are the people who came, unless another number is told.
    """
    shared = {name: values.get(name, "") for name in SHARED}
    visit = {**shared, **{name: values.get(name, "") for name in (*VISIT, *KEPT)}}
    letter = {**shared, **{name: values.get(name, "") for name in LETTER}}
    letter["channel"] = v.LetterChannel.DIRECT.value
    letter["signers"] = letter["signers"] or values.get("people", "")
    letter["eligible"] = letter["eligible"] or v.YesNo.YES.value
    return visit, letter


def missing(values: Mapping[str, str]) -> frozenset[str]:
    """The boxes left empty that a visit at the desk may not leave out: what it is about, and who came.

    Sổ tiếp công dân, cột họ tên – địa chỉ và cột nội dung (Mẫu số 03, TT 04/2021/TT-TTCP). Of a denunciation, and while
    the type is not chosen, no name is asked.
    """
    named = values.get("type") in {one.value for one in v.MatterType if one is not v.MatterType.DENUNCIATION}
    asked = ("content", "person_name") if named else ("content",)
    return frozenset(name for name in asked if not values.get(name, "").strip())


def most_representatives(people: int, least_group: int = 5, large_group: int = 10) -> int:
    """How many representatives a joint complaint may have: 0 below `least_group` (each speaks for himself).

    From 5 people 1 or 2, from 10 people at most 5 (law-and-forms 2.3: NĐ 75/2012, the same in NĐ 124/2020 [K-high];
    one commune's rule begins at 3, so both bounds are arguments).
    """
    if people < least_group:
        return 0
    return 5 if people >= large_group else 2


def representatives_warning(people: int | None, representatives: int | None) -> str:
    """A sentence when a joint complaint has more representatives than it may; "" otherwise."""
    if not people or not representatives:
        return ""
    most = most_representatives(people)
    if representatives <= most:
        return ""
    if most == 0:
        return f"Đoàn {people} người chưa phải cử người đại diện; người đại diện chỉ cần khi có từ 5 người."
    return f"Đoàn {people} người được cử nhiều nhất {most} người đại diện; đã ghi {representatives}."
