"""Figures of the first half of 2024 as Hà Nội published them, with the cuts that the register's totals allow.

Values of units and fields below are made for the tests; their sums are the published totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from casework.domain.figures import Cell, Figure, FigureKind, FigureSet
from casework.domain.periods import Question, parse_period
from casework.domain.vocabulary import CountingUnit
from casework.reports.open_petitions import OpenPetition

QUESTION = Question(date(2023, 12, 15), date(2024, 6, 15))
PERIOD = parse_period("6-thang-2024")
SCOPE = "Toàn bộ hồ sơ trong hệ thống"

RESOLUTIONS = {
    "1": ("Nghị quyết số 34/NQ-HĐND ngày 10/12/2021 (Kỳ 18 khóa XV, Kỳ 2 khóa XVI)", 797, 778, 5),
    "2": ("Nghị quyết số 31/NQ-HĐND ngày 10/12/2022 (Kỳ 3 khóa XVI, Kỳ 7 khóa XVI)", 573, 495, 12),
    "3": ("Nghị quyết số 19/NQ-HĐND ngày 06/7/2023 (Kỳ 10 khóa XVI)", 224, 166, 7),
    "4": ("Nghị quyết số 44/NQ-HĐND ngày 08/12/2023 (Kỳ 12 khóa XVI)", 333, 240, 0),
}
UNITS = ("Công an Thành phố", "Sở Giao thông vận tải", "Sở Tài nguyên và Môi trường", "Sở Xây dựng", "Huyện Đông Anh")
SUBJECTS = ("Giao thông", "Đất đai", "Môi trường", "Giáo dục")

Counts = Mapping[str, int]
Labels = Mapping[tuple[str, str], str]


def count(code: str, value: int, cell: Cell = (), label: str = "") -> Figure:
    """A counted figure of one cell."""
    labels = (label,) if cell else ()
    return Figure(code, code, CountingUnit.MATTER, FigureKind.RECORDS, cell, labels, value)


def rate(code: str, part: int, whole: int, cell: Cell = (), label: str = "") -> Figure:
    """A rate of two counts."""
    labels = (label,) if cell else ()
    return Figure(
        code,
        code,
        CountingUnit.PERCENT,
        FigureKind.RATE,
        cell,
        labels,
        numerator=part,
        denominator=whole,
        decimals=1,
    )


def change(code: str, now: int, before: int | None) -> Figure:
    """A change against the half-year of 2023; `before` None when that is unknown."""
    return Figure(
        code,
        code,
        CountingUnit.PERCENT,
        FigureKind.CHANGE,
        numerator=now,
        denominator=before,
        year=2023,
    )


def petitions(
    family: str, total: int, resolved: int, answered: int, overdue: int, cell: Cell = (), label: str = ""
) -> list[Figure]:
    """The five counts and two rates of one population of petitions in one cell."""
    counts = {
        "total": total,
        "resolved": resolved,
        "answered": answered,
        "open": total - resolved,
        "overdue": overdue,
    }
    return [
        *(count(f"{family}.{word}", value, cell, label) for word, value in counts.items()),
        rate(f"{family}.resolved_rate", resolved, total, cell, label),
        rate(f"{family}.answered_rate", answered, total, cell, label),
    ]


def spread(total: int, names: Iterable[str]) -> dict[str, int]:
    """`total` shared out unevenly among `names`; the parts sum to it."""
    rest, parts = total, {}
    ordered = list(names)
    for name in ordered[:-1]:
        parts[name] = rest // 2
        rest -= parts[name]
    parts[ordered[-1]] = rest
    return parts


def cut_petitions(family: str, total: int, resolved: int, dimension: str, names: tuple[str, ...]) -> list[Figure]:
    """A breakdown of petitions, every one answered and none overdue."""
    totals, done = spread(total, names), spread(resolved, names)
    return [
        figure
        for index, name in enumerate(names)
        for figure in petitions(family, totals[name], done[name], totals[name], 0, ((dimension, str(index)),), name)
    ]


def cases(counts: Counts, cell: Cell = (), label: str = "") -> list[Figure]:
    """The counts and the rate of KNTC cases in one cell."""
    return [
        *(count(f"kntc.{word}", value, cell, label) for word, value in counts.items()),
        rate("kntc.resolved_rate", counts["resolved"], counts["total"], cell, label),
    ]


def case_counts(total: int, carried_in: int, resolved: int, overdue: int = 0) -> Counts:
    """Total, carried in, received, resolved, open, overdue, which agree with each other."""
    return {
        "total": total,
        "carried_in": carried_in,
        "received": total - carried_in,
        "resolved": resolved,
        "open": total - resolved,
        "open_overdue": overdue,
    }


def _cut_cases(dimension: str, names: tuple[str, ...]) -> list[Figure]:
    parts = [spread(value, names) for value in (2463, 306, 1333)]
    return [
        figure
        for index, name in enumerate(names)
        for figure in cases(case_counts(*(part[name] for part in parts)), ((dimension, str(index)),), name)
    ]


def _cut(code: str, dimension: str, cells: Mapping[str, tuple[str, int]]) -> list[Figure]:
    return [count(code, value, ((dimension, key),), label) for key, (label, value) in cells.items()]


def half_year() -> list[Figure]:
    """All figures of the half-year, to be changed by a test before they are put into a set."""
    basket = [
        figure
        for key, (label, total, resolved, overdue) in RESOLUTIONS.items()
        for figure in petitions(
            "petitions.basket", total, resolved, total, overdue, (("council_resolution", key),), label
        )
    ]
    session = petitions("petitions.untracked", 274, 98, 274, 0, (("session", "14"),), "Kỳ họp thứ 14 HĐND khóa XVI")
    assembly = (("session", "106"),)
    return [
        *basket,
        *petitions("petitions.basket", 1927, 1679, 1927, 24),
        *petitions("petitions.untracked", 274, 98, 274, 0),
        *session,
        *petitions("petitions.council", 2201, 1777, 2201, 24),
        *cut_petitions("petitions.council", 2201, 1777, "unit", UNITS),
        *cut_petitions("petitions.council", 2201, 1777, "subject", SUBJECTS),
        *petitions("petitions.national_assembly", 73, 27, 73, 0),
        *petitions("petitions.national_assembly", 73, 27, 73, 0, assembly, "Kỳ họp thứ 6 Quốc hội khóa XV"),
        count("reception.visits", 18649),
        *_cut(
            "reception.visits",
            "level",
            {
                "city": ("Thành phố", 1358),
                "district": ("quận, huyện", 10278),
                "commune": ("xã, phường", 6032),
                "department": ("sở, ngành", 981),
            },
        ),
        count("reception.people", 27706),
        count("reception.large_groups", 167),
        count("reception.large_group_people", 2004),
        count("reception.leader_visits", 68),
        change("reception.visits_change", 18649, 11878),
        count("letters.total", 22014),
        *_cut(
            "letters.total",
            "type",
            {
                "complaint": ("Khiếu nại", 5276),
                "denunciation": ("Tố cáo", 4551),
                "petition_or_feedback": ("Kiến nghị, phản ánh", 12187),
            },
        ),
        *_cut(
            "letters.total",
            "handling",
            {"forwarded": ("Chuyển đơn", 14152), "filed": ("Lưu đơn", 7862)},
        ),
        count("letters.eligible", 14152),
        count("letters.not_eligible", 7862),
        count("letters.handled", 21663),
        count("letters.handled_late", 0),
        count("letters.open", 351),
        count("letters.open_overdue", 0),
        *cases(case_counts(2463, 306, 1333)),
        *cases(case_counts(1655, 200, 843), (("type", "complaint"),), "Khiếu nại"),
        *cases(case_counts(808, 106, 490), (("type", "denunciation"),), "Tố cáo"),
        *_cut_cases("unit", UNITS),
        *_cut_cases("subject", SUBJECTS),
        change("kntc.total_change", 2463, 2432),
        count("kntc.collectives", 3),
        count("kntc.individuals", 38),
        count("pakn.received", 806),
        count("pakn.on_time", 806),
        count("pakn.late", 0),
        count("pakn.open", 0),
        count("pakn.open_overdue", 0),
    ]


def figure_set(figures: Iterable[Figure] | None = None) -> FigureSet:
    """The half-year as a set of figures."""
    return FigureSet.of(QUESTION, half_year() if figures is None else figures, SCOPE)


def changed(*figures: Figure, without: tuple[str, ...] = ()) -> FigureSet:
    """The half-year with some figures put in the place of those of the same code and cell, and some left out."""
    kept = [f for f in half_year() if not any(f.code == w or f.code.startswith(w + ".") for w in without)]
    return figure_set([*kept, *figures])


def open_petitions(each: int = 12) -> list[OpenPetition]:
    """Some petitions that are not yet resolved, of every resolution and of none."""
    rows = []
    for key, label in [*((key, values[0]) for key, values in RESOLUTIONS.items()), ("", "")]:
        for index in range(each):
            late = index % 4 == 0 and key in ("1", "2", "3")
            rows.append(
                OpenPetition(
                    key,
                    label,
                    UNITS[index % len(UNITS)],
                    f"KNCT-{key or '00'}-2023-{index:04d}",
                    "Đề nghị Thành phố sớm bố trí vốn, khởi công cải tạo tuyến đường liên xã đã xuống cấp, "
                    "mưa xuống đọng nước, đi lại khó khăn.",
                    None if index == 5 else QUESTION.as_of + timedelta(days=-1 - index if late else 60 + index),
                    1 + index if late else 0,
                )
            )
    return rows
