"""Measures of citizen reception (tiếp công dân): a flow within the period.

Sources: law-and-forms 2.3 (lượt, người, đoàn), form 01/TCD of TT 02/2021/TT-TTCP. Visits received by the city's
Chairman and Vice-Chairmen stand apart and are not added.
"""

from __future__ import annotations

from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import ChangeMeasure, Measure, Population
from casework.statistics.dimensions import RECEPTIONS

RECEPTION = Population("reception", RecordKind.RECEPTION, p.opened_in_period, RECEPTIONS)
SOURCE = "Sổ tiếp công dân (Mẫu số 03, Thông tư 04/2021/TT-TTCP)"
CUTS = ("level", "type", "form", "turn", "handling", "place", "month")
APART = "không gồm lượt do Chủ tịch, Phó Chủ tịch UBND Thành phố tiếp"

VISITS = Measure(
    "reception.visits",
    "Lượt tiếp công dân",
    CountingUnit.VISIT,
    RECEPTION,
    p.by_staff_or_heads,
    f"Số lượt tiếp công dân từ ngày đầu kỳ đến hết ngày báo cáo, {APART}.",
    SOURCE,
    CUTS,
)
PEOPLE = Measure(
    "reception.people",
    "Số người được tiếp",
    CountingUnit.PERSON,
    RECEPTION,
    p.by_staff_or_heads,
    f"Tổng số người của các lượt tiếp công dân trong kỳ, {APART}.",
    SOURCE,
    CUTS,
    quantity="people",
)
LARGE_GROUPS = Measure(
    "reception.large_groups",
    "Đoàn đông người",
    CountingUnit.GROUP,
    RECEPTION,
    p.large_group,
    "Số lượt tiếp có số người từ ngưỡng đoàn đông người trở lên (theo cài đặt), đã nằm trong tổng số lượt.",
    SOURCE,
    ("level", "type"),
)
LARGE_GROUP_PEOPLE = Measure(
    "reception.large_group_people",
    "Số người của các đoàn đông người",
    CountingUnit.PERSON,
    RECEPTION,
    p.large_group,
    "Tổng số người của các đoàn đông người trong kỳ, đã nằm trong tổng số người được tiếp.",
    SOURCE,
    ("level", "type"),
    quantity="people",
)
LEADER_VISITS = Measure(
    "reception.leader_visits",
    "Lượt do lãnh đạo UBND Thành phố tiếp",
    CountingUnit.VISIT,
    RECEPTION,
    p.by_city_leaders,
    "Số lượt công dân do Chủ tịch, Phó Chủ tịch UBND Thành phố tiếp trong kỳ; tính riêng, không cộng vào tổng số lượt.",
    SOURCE,
    ("type", "form"),
)
LEADER_PEOPLE = Measure(
    "reception.leader_people",
    "Số người do lãnh đạo UBND Thành phố tiếp",
    CountingUnit.PERSON,
    RECEPTION,
    p.by_city_leaders,
    "Tổng số người của các lượt do Chủ tịch, Phó Chủ tịch UBND Thành phố tiếp trong kỳ; tính riêng.",
    SOURCE,
    (),
    quantity="people",
)
MEASURES = (VISITS, PEOPLE, LARGE_GROUPS, LARGE_GROUP_PEOPLE, LEADER_VISITS, LEADER_PEOPLE)
CHANGES = (
    ChangeMeasure(
        "reception.visits_change",
        "Lượt tiếp công dân so với cùng kỳ năm trước",
        VISITS,
        0,
        "Số lượt tiếp công dân trong kỳ so với cùng khoảng thời gian của năm trước.",
    ),
)
