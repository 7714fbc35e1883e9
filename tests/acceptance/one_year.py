"""A register for 1/8/2024 to 31/7/2025 that comes to Hà Nội's published figures of that year (law-and-forms 2.4).

Only the published totals are real; which visit, letter and case they come from is made up, row by row by fixed rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from casework.domain.fields import field
from casework.domain.vocabulary import RecordKind

FIRST, LAST = date(2024, 8, 1), date(2025, 7, 31)
DAYS = (LAST - FIRST).days + 1
K = RecordKind

REGULAR, HEAD = (21_507, 24_559), (10_319, 13_320)
"""Visits and people, by staff and by heads."""
GROUPS, GROUP_PEOPLE = 354, 4_093
MATTERS, GROUP_MATTERS = (16_612, 7_389), (386, 314)
"""Matters received for the first time and again; of these, brought by large groups."""
LETTERS, HANDLED = 50_520, 47_710
COMPLAINTS, OWN_LETTERS, OWN_CASES, RESOLVED = 6_627, 3_911, 2_389, 2_260
DENUNCIATIONS = 5_000
"""Not published: any number does."""
DELEGATED = 1_000
"""Of the head's visits; the published figures do not part them."""


def _day(place: int) -> date:
    return FIRST + timedelta(days=place * 7 % DAYS)


def _shares(total: int, parts: int, most: int | None = None) -> Iterator[int]:
    """`total` in `parts` whole numbers as equal as can be."""
    for place in range(parts):
        share = total // parts + (place < total % parts)
        assert most is None or share <= most
        yield share


def visits() -> Iterator[dict[str, Any]]:
    """The visits: large groups first, then the others; matters by the fixed counts."""
    of_regular = 200
    group_people = list(_shares(GROUP_PEOPLE, GROUPS))
    firsts, again = list(_shares(GROUP_MATTERS[0], of_regular)), list(_shares(GROUP_MATTERS[1], GROUPS - of_regular))
    for place, people in enumerate(group_people):
        regular = place < of_regular
        matters = firsts[place] if regular else again[place - of_regular]
        yield _visit(place, "Thường xuyên" if regular else "Đột xuất", people, regular, matters, delegated=False)
    plain = {
        "regular": (REGULAR[0] - of_regular, REGULAR[1] - sum(group_people[:of_regular])),
        "head": (HEAD[0] - (GROUPS - of_regular), HEAD[1] - sum(group_people[of_regular:])),
    }
    first = MATTERS[0] - GROUP_MATTERS[0]
    repeated = MATTERS[1] - GROUP_MATTERS[1]
    at = 0
    for who, (count, people) in plain.items():
        for place, some in enumerate(_shares(people, count, most=9)):
            new = at < first
            matters = int(at < first + repeated)
            form = "Thường xuyên" if who == "regular" else "Định kỳ"
            yield _visit(GROUPS + at, form, some, new, matters, delegated=who == "head" and place < DELEGATED)
            at += 1


def _visit(place: int, form: str, people: int, new: bool, matters: int, *, delegated: bool) -> dict[str, Any]:
    return {
        "received_on": _day(place),
        "form": form,
        "person_name": f"Công dân {place}",
        "people": people,
        "turn": "Lần đầu" if new else "Nhiều lần",
        "type": "Khiếu nại",
        "content": f"Vụ việc số {place}",
        "delegated": "Có" if delegated else "Không",
        "matters": matters,
    }


def letters() -> Iterator[dict[str, Any]]:
    """The letters: complaints (own and others'), denunciations, the rest; the last ones not handled yet."""
    for place in range(LETTERS):
        complaint = place < COMPLAINTS
        own = place < OWN_LETTERS
        denounced = COMPLAINTS <= place < COMPLAINTS + DENUNCIATIONS
        day = _day(place)
        # A complaint or denunciation of another body is guided, forwarded or urged; what is neither is not guided.
        elsewhere = ("Chuyển đơn", "Đôn đốc", "Hướng dẫn")[place % (3 if complaint or denounced else 2)]
        yield {
            "code": f"D{place:05}",
            "received_on": day,
            "channel": "Bưu chính",
            "type": "Khiếu nại" if complaint else "Tố cáo" if denounced else "Kiến nghị, phản ánh",
            "subject": "Đất đai",
            "content": f"Nội dung đơn {place}",
            "signers": 2 if place % 11 == 0 else 1,
            "eligible": "Có",
            "handling": "Thụ lý" if own else elsewhere,
            "competence": "Thuộc thẩm quyền" if own else "Không thuộc thẩm quyền",
            "handled_on": min(day + timedelta(days=3), LAST) if place < HANDLED else None,
            "instance": "Lần đầu" if place % 5 else "Lần hai",
            "settlement": "Chưa giải quyết, còn trong thời hạn",
        }


def cases() -> Iterator[dict[str, Any]]:
    """The complaint cases under own competence, the first ones resolved, each with so many letters."""
    outcomes = ("Khiếu nại đúng", "Khiếu nại sai", "Đúng một phần", "Công nhận quyết định lần đầu")
    for place, count in enumerate(_shares(OWN_LETTERS, OWN_CASES)):
        day = _day(place)
        done = place < RESOLVED
        outcome = outcomes[place % 4]
        yield {
            "code": f"KN{place:05}",
            "type": "Khiếu nại",
            "instance": "Lần hai" if outcome.startswith("Công nhận") else "Lần đầu",
            "subject": "Đất đai",
            "content": f"Nội dung vụ việc {place}",
            "unit_id": ("Sở Xây dựng", "Sở Y tế", "Thanh tra Thành phố")[place % 3],
            "accepted_on": day,
            "status": "Đã giải quyết" if done else "Đang giải quyết",
            "finished_on": min(day + timedelta(days=20), LAST) if done else None,
            "decision": f"QĐ-{place}" if done else None,
            "outcome": outcome if done else None,
            "letters": count,
        }


def write_register(path: Path) -> Path:
    """The register as a workbook that `casework import` reads: three sheets with the official headings."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheets: Iterable[tuple[str, RecordKind, Iterator[dict[str, Any]]]] = (
        ("Tiếp công dân", K.RECEPTION, visits()),
        ("Đơn thư", K.LETTER, letters()),
        ("Vụ KNTC", K.CASE, cases()),
    )
    for name, kind, rows in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows, start=1):
            for column, (key, value) in enumerate(row.items()):
                if at == 1:
                    sheet.write_string(0, column, field(kind, key).label)
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif value is not None:
                    sheet.write(at, column, value)
    book.close()
    path.write_bytes(target.getvalue())
    return path
