"""The visits and letters of the sample register, with the totals that they must come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from casework.files.sample_dice import Cell, Dice, Row

RECEPTION_HEADINGS = (
    "STT",
    "Ngày tiếp",
    "Cấp tiếp",
    "Nơi tiếp",
    "Người tiếp",
    "Hình thức",
    "Họ tên",
    "Địa chỉ",
    "Số người",
    "Lần tiếp",
    "Phân loại",
    "Nội dung vụ việc",
    "Hướng xử lý",
)
LETTER_HEADINGS = (
    "STT",
    "Số đơn",
    "Ngày nhận",
    "Nguồn đơn",
    "Người gửi",
    "Địa chỉ",
    "Loại đơn",
    "Lĩnh vực",
    "Tóm tắt nội dung",
    "Số người ký",
    "Đủ điều kiện xử lý",
    "Lý do không đủ điều kiện",
    "Kết quả xử lý",
    "Ngày xử lý",
)

LARGE_GROUP = 10
_OUTSIDE_BEFORE = 2 / 5
_KEPT_AFTER = timedelta(days=15)
"""How long after the as-of day the register was kept: nothing in it happens later."""
_TYPES = ("petition_or_feedback", "petition_or_feedback", "complaint", "denunciation")
_LEADERS = ("Chủ tịch UBND Thành phố", "Phó Chủ tịch UBND Thành phố")
_FORMS = ("thường xuyên", "thường xuyên", "định kỳ", "đột xuất")
_TURNS = ("lần đầu", "lần đầu", "nhiều lần")
_VISIT_HANDLING = (
    "Giải thích trực tiếp",
    "Thụ lý để giải quyết",
    "Trả lại đơn và hướng dẫn",
    "Chuyển đơn đến cơ quan có thẩm quyền",
)
_CHANNELS = ("Bưu chính", "Trực tiếp", "Hộp thư góp ý", "Cơ quan chuyển đến")
_LETTER_HANDLING = ("Thụ lý", "Hướng dẫn", "Chuyển đơn", "Trả lại đơn", "Đôn đốc")
_NOT_ELIGIBLE = ("không đủ điều kiện", "trùng", "nặc danh")


def outside_days(dice: Dice, count: int, first: date, as_of: date) -> list[date]:
    """`count` days outside the period, before and after it; the nearest day on either side is among them."""
    before, after = first - timedelta(days=1), as_of + timedelta(days=1)
    edges = [before, after][:count]
    return edges + [
        dice.day(first - timedelta(days=45), before)
        if dice.mostly(_OUTSIDE_BEFORE)
        else dice.day(after, as_of + timedelta(days=13))
        for _ in range(count - len(edges))
    ]


def inside_days(dice: Dice, count: int, first: date, as_of: date) -> list[date]:
    """`count` days of the period; its first and its last counted day are among them."""
    edges = [first, as_of][:count]
    return edges + [dice.day(first, as_of) for _ in range(count - len(edges))]


def group_sizes(dice: Dice, visits: int, people: int, large: int) -> list[int]:
    """The sizes of `visits` groups that come to `people`, `large` of them of ten or more, in random order.

    Raises ValueError when no such sizes exist.
    """
    small = visits - large
    spare = people - small - LARGE_GROUP * large
    if small < 0 or spare < 0 or (large == 0 and spare > small * (LARGE_GROUP - 2)):
        raise ValueError(f"{visits} lượt không thể có {people} người với {large} đoàn từ {LARGE_GROUP} người")
    sizes = [LARGE_GROUP] * large + [1] * small
    for index in range(large):
        more = min(spare, dice.number(0, 29))
        sizes[index] += more
        spare -= more
    room = small * (LARGE_GROUP - 2)
    while spare and room:
        index = large + dice.number(0, small - 1)
        more = min(spare, dice.number(1, 3), LARGE_GROUP - 1 - sizes[index])
        sizes[index] += more
        spare -= more
        room -= more
    if spare:
        sizes[0] += spare
    dice.random.shuffle(sizes)
    return sizes


def reception_rows(dice: Dice, totals: Mapping[str, Any]) -> list[Row]:
    """Visits in random order: those of the period by level, the city leaders' apart, and some outside it."""
    first, as_of = (date.fromisoformat(totals["period"][key]) for key in ("from", "as_of"))
    counts = totals["reception"]
    visits, leaders = counts["visits"], counts["leaders_visits_apart"]
    levels = dice.shuffled(counts["by_level"])
    sizes = group_sizes(dice, visits, counts["people_derived"], counts["large_groups_of_10_or_more"])
    days = inside_days(dice, visits, first, as_of)
    rows = [_visit(dice, *row, None) for row in zip(days, levels, sizes, strict=True)]
    outside = totals["import"]["rows"]["Tiếp công dân"] - visits - leaders
    all_levels = list(counts["by_level"])
    for day in outside_days(dice, outside, first, as_of):
        rows.append(_visit(dice, day, dice.one(all_levels), dice.one((1, 1, 1, 2)), None))
    for _ in range(leaders):
        size = dice.one((1, 1, 1, 2, 3))
        rows.append(_visit(dice, dice.day(first, as_of), all_levels[0], size, dice.one(_LEADERS)))
    dice.random.shuffle(rows)
    return rows


def _visit(dice: Dice, day: date, level: str, people: int, leader: str | None) -> Row:
    kind = dice.one(_TYPES)
    text, subject = dice.matter()
    name, address = (None, None) if kind == "denunciation" else dice.person()
    places = {
        "Thành phố": "Trụ sở tiếp công dân Thành phố" if leader else "Ban Tiếp công dân Thành phố",
        "quận, huyện": f"UBND {dice.district()}",
        "xã, phường": f"UBND {dice.one(dice.words['communes'])}",
        "sở, ngành": dice.department(),
    }
    return [
        dice.written(day),
        level,
        places[level],
        leader or dice.one(("Cán bộ tiếp công dân", "Cán bộ tiếp công dân", "Thủ trưởng đơn vị")),
        "định kỳ" if leader else dice.one(_FORMS),
        name,
        address,
        people,
        dice.one(_TURNS),
        dice.type(kind),
        f"{subject}: {text}",
        dice.one(_VISIT_HANDLING),
    ]


def letter_rows(dice: Dice, totals: Mapping[str, Any], named_denouncers: int) -> list[Row]:
    """Letters in random order; `named_denouncers` of the denunciations bear a name that must be withheld."""
    first, as_of = (date.fromisoformat(totals["period"][key]) for key in ("from", "as_of"))
    counts = totals["letters"]
    kinds = dice.shuffled({kind: counts[kind] for kind in ("complaint", "denunciation", "petition_or_feedback")})
    refused = counts["not_eligible"]
    eligible = dice.shuffled({True: counts["total"] - refused, False: refused})
    days = inside_days(dice, counts["total"], first, as_of)
    told = list(zip(days, kinds, eligible, strict=True))
    outside = totals["import"]["rows"]["Đơn thư"] - counts["total"]
    told += [(day, dice.one(_TYPES), True) for day in outside_days(dice, outside, first, as_of)]
    dice.random.shuffle(told)
    rows: list[Row] = []
    for index, (day, kind, accepted) in enumerate(told, start=1):
        name, address = dice.person()
        if kind == "denunciation":
            name, address = dice.denouncer() if named_denouncers > 0 else ("", "")
            named_denouncers -= 1
        text, subject = dice.matter()
        signers: Cell = dice.number(2, 29) if dice.mostly(0.07) else 1
        rows.append(
            [
                f"Đ{index:05d}",
                dice.written(day),
                dice.one(_CHANNELS),
                name,
                address,
                dice.type(kind),
                subject,
                text,
                signers,
                "Có" if accepted else "Không",
                None if accepted else dice.one(_NOT_ELIGIBLE),
                dice.one(_LETTER_HANDLING) if accepted else "Lưu đơn",
                dice.written(min(day + timedelta(days=dice.number(0, 9)), as_of + _KEPT_AFTER)),
            ]
        )
    return rows
