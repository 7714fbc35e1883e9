"""Which sections a report has and in what order: an office's choice, kept as a template (mẫu báo cáo).

Sections of one part stand together under its heading, parts in the order of their first section; numbering follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from casework.reports.sentences import shipped_sections

PARTS = {
    "petitions": "KẾT QUẢ GIẢI QUYẾT KIẾN NGHỊ CỦA CỬ TRI",
    "citizens": "TIẾP CÔNG DÂN, XỬ LÝ ĐƠN, GIẢI QUYẾT KHIẾU NẠI, TỐ CÁO",
    "feedback": "PHẢN ÁNH, KIẾN NGHỊ VỀ QUY ĐỊNH HÀNH CHÍNH (PAKN)",
    "assessment": "ĐÁNH GIÁ CHUNG",
    "proposals": "KIẾN NGHỊ, ĐỀ XUẤT",
    "tasks": "NHIỆM VỤ TRỌNG TÂM KỲ TIẾP THEO",
}
"""The headings of the parts. The last three hold hand-written passages only."""

HAND_WRITTEN = {
    "assessment": "Đánh giá chung (viết tay)",
    "proposals": "Kiến nghị, đề xuất (viết tay)",
    "tasks": "Nhiệm vụ trọng tâm (viết tay)",
}
"""Sections without computed sentences: they are printed when somebody wrote a passage."""


class PlanError(ValueError):
    """A choice of sections that cannot be used; the message is in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen sections in their order; whether charts stand over the tables, and whether tables are printed."""

    sections: tuple[str, ...]
    charts: bool = False
    tables: bool = True

    def __post_init__(self) -> None:
        """Raises PlanError for an unknown or repeated section, and for none at all."""
        if not self.sections:
            raise PlanError("Báo cáo phải có ít nhất một mục. Hãy chọn mục cần in.")
        if len(set(self.sections)) != len(self.sections):
            raise PlanError("Một mục chỉ được chọn một lần.")
        if strange := [code for code in self.sections if code not in all_sections()]:
            raise PlanError(f"Không có mục “{strange[0]}”.")

    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The parts in the order of their first section, each with its sections."""
        order = {part: at for at, part in reversed([*enumerate(map(part_of, self.sections))])}
        ordered = sorted(self.sections, key=lambda code: order[part_of(code)])
        return tuple((part, tuple(codes)) for part, codes in groupby(ordered, key=part_of))

    def arranged(self) -> Plan:
        """The same choice with the sections in the order in which they are printed."""
        return Plan(tuple(code for _part, codes in self.parts() for code in codes), self.charts, self.tables)


def all_sections() -> tuple[str, ...]:
    """Every section that can be chosen, in the usual order."""
    return (*shipped_sections(), *HAND_WRITTEN)


def part_of(code: str) -> str:
    """The part of the report in which a section stands. Raises KeyError."""
    return code if code in HAND_WRITTEN else shipped_sections()[code].part


def title_of(code: str, words: dict[str, str]) -> str:
    """The section's heading, its words filled in."""
    return HAND_WRITTEN[code] if code in HAND_WRITTEN else shipped_sections()[code].title.format_map(words)


def moved(sections: Sequence[str], code: str, by: int) -> tuple[str, ...]:
    """The sections with `code` one place up (-1) or down (+1) in its part; at the part's end the whole part moves."""
    plan = Plan(tuple(sections)).arranged()
    parts = [(part, list(codes)) for part, codes in plan.parts()]
    at = next(n for n, (_part, codes) in enumerate(parts) if code in codes)
    own = parts[at][1]
    place = own.index(code)
    if 0 <= place + by < len(own):
        own[place], own[place + by] = own[place + by], own[place]
    elif 0 <= at + by < len(parts):
        parts[at], parts[at + by] = parts[at + by], parts[at]
    return tuple(one for _part, codes in parts for one in codes)


SHIPPED_PLAN = Plan(all_sections())
"""All sections in the usual order, without charts."""
