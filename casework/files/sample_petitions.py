"""The petitions and PAKN of the sample register, with the totals that they must come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from casework.files.sample_dice import Cell, Dice, Row

PETITION_HEADINGS = (
    "STT",
    "Mã kiến nghị",
    "Nguồn",
    "Khóa",
    "Kỳ họp",
    "Nghị quyết theo dõi",
    "Ngày nghị quyết",
    "Nơi cử tri",
    "Nội dung kiến nghị",
    "Lĩnh vực",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn",
    "Số văn bản trả lời",
    "Ngày trả lời",
    "Kết quả",
    "Ngày giải quyết xong",
)
FEEDBACK_HEADINGS = (
    "STT",
    "Mã PAKN",
    "Ngày tiếp nhận",
    "Loại",
    "Nội dung",
    "Đơn vị xử lý",
    "Hạn xử lý",
    "Ngày xử lý xong",
)

_SESSION = re.compile(r"khóa (\w+) kỳ (\d+)")
_OPEN_RESULTS = ("in_progress", "in_progress", "in_progress", "planned", "not_yet")
_FEEDBACK_DAYS = 20


def petition_rows(dice: Dice, totals: Mapping[str, Any], shape: Mapping[str, Any]) -> list[Row]:
    """All petitions in random order, without their running number: baskets, untracked, National Assembly."""
    rows: list[Row] = []
    for basket in totals["petitions_by_resolution"]:
        rows.extend(_basket(dice, basket, totals))
    rows.extend(_untracked(dice, totals, shape["untracked_session"]))
    rows.extend(_assembly(dice, totals, shape["assembly_session"]))
    dice.random.shuffle(rows)
    return rows


def _basket(dice: Dice, basket: Mapping[str, Any], totals: Mapping[str, Any]) -> Iterator[Row]:
    """The petitions that one council resolution tracks: resolved by the as-of day, resolved after it, open."""
    as_of = date.fromisoformat(totals["period"]["as_of"])
    passed_on = date.fromisoformat(basket["date"])
    number, year = basket["resolution"].partition("/")[0], passed_on.year
    sessions = [(m[1], int(m[2])) for m in map(_SESSION.fullmatch, basket["sessions"]) if m]
    still_open = basket["total"] - basket["resolved"]
    later = still_open // 10
    outcomes = {"resolved": basket["resolved"], "later": later, "open": still_open - later}
    for index, outcome in enumerate(dice.shuffled(outcomes), start=1):
        term, session = sessions[dice.number(0, len(sessions) - 1)]
        answered_on = dice.day(passed_on + timedelta(days=20), passed_on + timedelta(days=120))
        tracked = (basket["resolution"], passed_on)
        due_on = passed_on + timedelta(days=dice.number(90, 540))
        yield _petition(
            dice,
            ("HĐND", term, session, f"KNCT-{number}-{year}-{index:04d}"),
            tracked,
            due_on,
            answered_on,
            *_result(dice, outcome, answered_on, as_of),
        )


def _untracked(dice: Dice, totals: Mapping[str, Any], session: list[Any]) -> Iterator[Row]:
    """The petitions of the latest session, which no resolution tracks yet: all answered."""
    counts = totals["petitions_session_14"]
    as_of = date.fromisoformat(totals["period"]["as_of"])
    first = date.fromisoformat(totals["period"]["from"])
    resolved = counts["resolved_derived"]
    outcomes = {"resolved": resolved, "open": counts["received"] - resolved}
    for index, outcome in enumerate(dice.shuffled(outcomes), start=1):
        answered_on = dice.day(first + timedelta(days=3), as_of - timedelta(days=20))
        due_on = as_of + timedelta(days=dice.number(20, 200))
        yield _petition(
            dice,
            ("HĐND", *session, f"KNCT-K{session[1]}-{index:04d}"),
            (None, None),
            due_on,
            answered_on,
            *_result(dice, outcome, answered_on, as_of, ("in_progress",)),
        )


def _assembly(dice: Dice, totals: Mapping[str, Any], session: list[Any]) -> Iterator[Row]:
    """The petitions that came through the National Assembly delegation; the open ones are not answered yet."""
    counts = totals["petitions_national_assembly"]
    as_of = date.fromisoformat(totals["period"]["as_of"])
    first = date.fromisoformat(totals["period"]["from"])
    outcomes = {"resolved": counts["resolved"], "open": counts["in_progress"]}
    for index, outcome in enumerate(dice.shuffled(outcomes), start=1):
        answered_on = dice.day(first + timedelta(days=10), as_of - timedelta(days=15))
        result, resolved_on = _result(dice, outcome, answered_on, as_of, ("in_progress",))
        yield _petition(
            dice,
            ("ĐBQH", *session, f"KNQH-XV-{session[1]}-{index:03d}"),
            (None, None),
            as_of + timedelta(days=dice.number(6, 60)),
            answered_on if resolved_on else None,
            result,
            resolved_on,
        )


def _result(
    dice: Dice, outcome: str, answered_on: date, as_of: date, when_open: tuple[str, ...] = _OPEN_RESULTS
) -> tuple[str, date | None]:
    """Result category and day for an outcome: by the as-of day, after it ("later"), or none."""
    if outcome == "open":
        return dice.one(when_open), None
    if outcome == "later":
        return "resolved", as_of + timedelta(days=dice.number(1, 13))
    return "resolved", as_of if dice.mostly(0.005) else dice.day(min(answered_on + timedelta(days=5), as_of), as_of)


def _petition(
    dice: Dice,
    origin: tuple[str, str, int, str],
    tracked: tuple[str | None, date | None],
    due_on: date,
    answered_on: date | None,
    result: str,
    resolved_on: date | None,
) -> Row:
    source, term, session, code = origin
    council_resolution, tracked_on = tracked
    place = dice.district()
    text, subject, unit = dice.petition(place)
    cooperating: Cell = None
    if dice.mostly(0.5):
        cooperating = "Sở Tài chính" if dice.mostly(0.5) else f"UBND {dice.one(('quận', 'huyện'))} {dice.district()}"
    return [
        code,
        source,
        term,
        session,
        council_resolution,
        dice.written(tracked_on),
        place,
        text,
        subject,
        unit,
        cooperating,
        dice.written(due_on),
        f"{dice.number(10, 3999)}/UBND-ĐT" if answered_on else None,
        dice.written(answered_on),
        dice.spelt(dice.words["result_spellings"][result]),
        dice.written(resolved_on),
    ]


def feedback_rows(dice: Dice, totals: Mapping[str, Any]) -> list[Row]:
    """PAKN in random order: all of the period handled in time, some received after the as-of day still open."""
    as_of = date.fromisoformat(totals["period"]["as_of"])
    first = date.fromisoformat(totals["period"]["from"])
    received = totals["pakn"]["received"]
    after = totals["import"]["rows"]["PAKN"] - received
    rows: list[Row] = []
    for index, when in enumerate(dice.shuffled({"in": received, "after": after}), start=1):
        open_yet = when == "after"
        received_on = dice.day(as_of + timedelta(1), as_of + timedelta(13)) if open_yet else dice.day(first, as_of)
        due_on = received_on + timedelta(days=_FEEDBACK_DAYS)
        handled_on = None if open_yet else dice.day(received_on, min(due_on, as_of))
        rows.append(
            [
                f"PAKN.{received_on:%Y%m%d}.{index:04d}",
                dice.written(received_on),
                dice.one(("Quy định hành chính", "Hành vi hành chính")),
                dice.petition(dice.district())[0],
                dice.department(),
                dice.written(due_on),
                dice.written(handled_on),
            ]
        )
    return rows
