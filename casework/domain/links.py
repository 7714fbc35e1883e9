"""How a link between two records is read from either end, and which steps of a letter or a case make one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain.items import LinkType

BACKWARDS: Mapping[LinkType, str] = MappingProxyType(
    {
        LinkType.DUPLICATE: "Trùng với",
        LinkType.SAME_MATTER: "Cùng vụ việc với",
        LinkType.CASE_OF_LETTER: "Thụ lý từ đơn",
        LinkType.LETTER_OF_VISIT: "Có đơn nhận khi tiếp",
        LinkType.JOINED: "Đơn được nhập vào vụ này",
        LinkType.SECOND_COMPLAINT: "Có khiếu nại lần hai",
        LinkType.CONTINUED_DENUNCIATION: "Có tố cáo tiếp",
        LinkType.SPLIT_FROM: "Nội dung đã tách ra",
        LinkType.MERGED_INTO: "Đã gộp vào đây",
        LinkType.RAISED_AGAIN: "Được kiến nghị lại",
    }
)
"""What the record that a link leads to says of the one that holds it."""


def link_label(link: LinkType, holds: bool) -> str:
    """The relation as the page of one of the two records names it; `holds`: that record holds the link."""
    return link.label if holds else BACKWARDS[link]
