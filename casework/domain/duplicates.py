"""What a duplicate is to each kind of record: where it is looked for, how it may be linked, how the two count.

A link by itself changes no figure. Where the rule of a kind says that a duplicate does not count again, an officer lets
a counted field say so, by an event that the record's history shows (`CountingRule.sets`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.domain.fields import DENUNCIATION, Value
from casework.domain.items import LinkType
from casework.domain.vocabulary import RecordKind, Turn

K = RecordKind

LOOKED_FOR: Mapping[RecordKind, tuple[RecordKind, ...]] = MappingProxyType(
    {
        K.PETITION: (K.PETITION,),
        K.RECEPTION: (K.RECEPTION, K.LETTER, K.CASE),
        K.LETTER: (K.LETTER, K.CASE, K.RECEPTION),
        K.CASE: (K.CASE, K.LETTER),
        K.FEEDBACK: (K.FEEDBACK,),
    }
)
"""Among which kinds the same matter is looked for when a record of a kind is entered, its own kind first."""

OFFICER_LINKS = (LinkType.DUPLICATE, LinkType.SAME_MATTER)
"""The links that an officer makes and undoes by themselves; the others come and go with a step of the record."""


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How two records of a kind that are duplicates count.

    `sets`: the counted field that says so, with its value for the later record, and its value while it stands alone;
    "" where no field of the record changes. `link`: the relation, to a record of the same kind, that it goes with.
    `offer`, `take_back`: what the officer is asked. Beside each row of the table: where the rule is from, with the
    document's confidence; it is our reading, and printed as the system's rule, not as law.
    """

    sentence: str
    sets: str = ""
    value: Value = None
    alone: Value = None
    link: LinkType = LinkType.DUPLICATE
    offer: str = ""
    take_back: str = ""


RULES: Mapping[RecordKind, CountingRule] = MappingProxyType(
    {
        # Form 01/TCD, columns of first and repeated matters (law-and-forms 2.3) [K-high]
        K.RECEPTION: CountingRule(
            "Mỗi lần tiếp vẫn tính đủ một lượt và số người đến; vụ việc chỉ tính lần đầu một lần, các lượt sau về cùng "
            "vụ việc ghi “Nhiều lần”.",
            sets="turn",
            value=Turn.REPEATED.value,
            alone=Turn.FIRST.value,
            link=LinkType.SAME_MATTER,
            offer="Ghi lượt này là tiếp nhiều lần (không tính là vụ việc lần đầu)",
            take_back="Ghi lại lượt này là tiếp lần đầu",
        ),
        # The forms of letters count letters and matters apart (law-and-forms 5.2) [K-high]
        K.LETTER: CountingRule(
            "Mỗi đơn nhận được vẫn tính là một đơn, kể cả đơn trùng. Nhiều đơn về một vụ việc chỉ thành một vụ việc, "
            "khi các đơn được nhập vào cùng một hồ sơ vụ việc.",
        ),
        # A matter is counted by its content, not by its entries (law-and-forms 2.3) [K-high]
        K.CASE: CountingRule(
            "Hai hồ sơ về một vụ việc chỉ tính là một vụ: hồ sơ vào sau, khi được ghi là trùng, không tính vào số vụ "
            "việc.",
            sets="repeats_case",
            value=True,
            alone=None,
            offer="Không tính hồ sơ này là một vụ việc (tính trong vụ được nối)",
            take_back="Tính lại hồ sơ này là một vụ việc riêng",
        ),
        # Received and handled are two counts, 154 and 161 (law-and-forms 1.2) [K-high]
        K.PETITION: CountingRule(
            "Nối trùng không đổi số liệu: mỗi kiến nghị vẫn tính vào số đã tiếp nhận. Muốn giải quyết chung và chỉ "
            "tính một lần vào số giải quyết thì dùng bước “Gộp kiến nghị”.",
        ),
        # Each sender is answered (law-and-forms 6) [K-med]
        K.FEEDBACK: CountingRule(
            "Mỗi PAKN tiếp nhận vẫn tính là một PAKN, vì mỗi người gửi đều được trả lời; nối trùng không đổi số liệu.",
        ),
    }
)
"""The rule of each kind, as the page of duplicates prints it."""


def linkable(kind: RecordKind, to: RecordKind) -> tuple[LinkType, ...]:
    """How an officer may link a record of `kind` to one of `to`, the usual way first; () where they never are one.

    A visit that comes again about a matter is no duplicate of the first, but the same matter.
    """
    if to not in LOOKED_FOR[kind] and kind not in LOOKED_FOR[to]:
        return ()
    if kind is K.RECEPTION or kind is not to:
        return (LinkType.SAME_MATTER,)
    return OFFICER_LINKS if len(LOOKED_FOR[kind]) > 1 else (LinkType.DUPLICATE,)


def why_not_link(values: Mapping[str, Value], others: Mapping[str, Value]) -> str:
    """Why two records may not be linked as one matter, in Vietnamese; "" when they may.

    A denunciation beside a record that names its sender would say who denounced (Luật Tố cáo 2018 Điều 56; design.md,
    decision 11): it is linked with other denunciations only.
    """
    if (values.get("type") == DENUNCIATION) is not (others.get("type") == DENUNCIATION):
        return (
            "Không nối hồ sơ tố cáo với hồ sơ không phải tố cáo: hồ sơ kia có thể nêu tên người gửi, "
            "làm lộ danh tính người tố cáo."
        )
    return ""
