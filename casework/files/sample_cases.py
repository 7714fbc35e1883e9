"""The complaint and denunciation cases of the sample register, with the totals that they must come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.files.sample_dice import Cell, Dice, Row

CASE_HEADINGS = (
    "STT",
    "Số hồ sơ",
    "Loại vụ việc",
    "Lần giải quyết",
    "Người khiếu nại, tố cáo",
    "Địa chỉ",
    "Đối tượng bị khiếu nại, tố cáo",
    "Lĩnh vực",
    "Nội dung",
    "Tính chất",
    "Cơ quan giải quyết",
    "Ngày thụ lý",
    "Hạn giải quyết",
    "Gia hạn đến",
    "Tình trạng",
    "Ngày giải quyết",
    "Số quyết định, kết luận",
    "Kết quả giải quyết",
    "Tập thể bị kiểm điểm",
    "Cá nhân bị kiểm điểm",
)

_FIRST_OUTCOMES = ("Sai", "Sai", "Đúng", "Đúng một phần", "Rút đơn")
_SECOND_OUTCOMES = ("Công nhận quyết định lần đầu", "Hủy, sửa quyết định lần đầu")
_DENUNCIATION_OUTCOMES = ("Tố cáo đúng", "Tố cáo sai", "Tố cáo có đúng, có sai", "Đình chỉ")
_ORDINARY, _COMPLEX_COMPLAINT, _COMPLEX_DENUNCIATION = 30, 45, 60
_LATE_SHARE = 0.2


@dataclass(slots=True)
class Case:
    """One case before it is written down."""

    denunciation: bool
    complex: bool
    accepted_on: date
    decided_on: date | None = None
    collectives: int = 0
    individuals: int = 0

    @property
    def days(self) -> int:
        """The days that the law gives, an extension included."""
        if not self.complex:
            return _ORDINARY
        return _COMPLEX_DENUNCIATION if self.denunciation else _COMPLEX_COMPLAINT

    @property
    def due_on(self) -> date:
        """The due date as the register states it."""
        return self.accepted_on + timedelta(days=self.days)


def case_rows(dice: Dice, totals: Mapping[str, Any], named_denouncers: int) -> list[Row]:
    """Cases in random order; `named_denouncers` of the denunciations bear a name that must be withheld."""
    cases = [*_resolved(dice, totals), *_open(dice, totals), *_outside(dice, totals)]
    dice.random.shuffle(cases)
    rows: list[Row] = []
    for index, case in enumerate(cases, start=1):
        name, address = dice.person()
        if case.denunciation:
            name, address = dice.denouncer() if named_denouncers > 0 else ("", "")
            named_denouncers -= 1
        rows.append(_row(dice, case, index, name, address))
    return rows


def _span(totals: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(totals["period"]["from"]), date.fromisoformat(totals["period"]["as_of"])


def _resolved(dice: Dice, totals: Mapping[str, Any]) -> list[Case]:
    """The cases decided in the period: those carried into it first, with the edges 14/12 and 15/12."""
    first, as_of = _span(totals)
    counts = totals["kntc"]
    denunciations, complaints = counts["resolved_denunciations"], counts["resolved_complaints"]
    cases: list[Case] = []
    for index, denunciation in enumerate(dice.shuffled({True: denunciations, False: complaints})):
        complex_ = not denunciation and dice.mostly(0.12)
        if index < counts["carried_in_derived"]:
            case = Case(denunciation, complex_, first - timedelta(days=dice.number(1, 110)))
            case.decided_on = dice.day(first, min(as_of, first + timedelta(days=60)))
        else:
            case = Case(denunciation, complex_, dice.day(first, as_of - timedelta(days=3)))
            last = case.due_on + timedelta(days=25) if dice.mostly(_LATE_SHARE) else case.due_on
            case.decided_on = dice.day(case.accepted_on + timedelta(days=3), min(as_of, last))
        cases.append(case)
    cases[0].accepted_on, cases[0].decided_on = first - timedelta(days=1), first
    cases[-1].accepted_on, cases[-1].decided_on = first, as_of
    _discipline(dice, cases, counts["collectives_disciplined"], counts["individuals_disciplined"])
    return cases


def _discipline(dice: Dice, cases: list[Case], collectives: int, individuals: int) -> None:
    """Share out who was disciplined: one collective a case, mostly one person a case."""
    for case in dice.random.sample(cases, collectives):
        case.collectives = 1
    chosen = iter(dice.random.sample(cases, individuals))
    while individuals:
        here = min(individuals, 3 if dice.mostly(0.1) else 1)
        next(chosen).individuals = here
        individuals -= here


def _open(dice: Dice, totals: Mapping[str, Any]) -> list[Case]:
    """The cases of the period that are open at the end of the as-of day, none overdue; some are decided later."""
    first, as_of = _span(totals)
    counts = totals["kntc"]
    denunciations = counts["denunciations"] - counts["resolved_denunciations"]
    complaints = counts["complaints"] - counts["resolved_complaints"]
    cases: list[Case] = []
    for denunciation in dice.shuffled({True: denunciations, False: complaints}):
        case = Case(denunciation, dice.mostly(0.3 if denunciation else 0.12), as_of)
        case.accepted_on = dice.day(max(first, as_of - timedelta(days=case.days)), as_of)
        if dice.mostly(0.05):
            case.decided_on = dice.day(as_of + timedelta(days=1), as_of + timedelta(days=13))
        cases.append(case)
    return cases


def _outside(dice: Dice, totals: Mapping[str, Any]) -> list[Case]:
    """The cases that do not belong to the period: decided before its first day, or accepted after the as-of day."""
    first, as_of = _span(totals)
    count = totals["import"]["rows"]["Vụ KNTC"] - totals["kntc"]["total"]
    cases: list[Case] = []
    for index in range(count):
        denunciation = dice.mostly(0.33)
        if index % 5 < 3:
            case = Case(denunciation, False, first - timedelta(days=dice.number(30, 120)))
            case.decided_on = dice.day(case.accepted_on + timedelta(days=5), first - timedelta(days=1))
        else:
            case = Case(denunciation, False, dice.day(as_of + timedelta(days=1), as_of + timedelta(days=13)))
        cases.append(case)
    if cases:
        cases[0].accepted_on, cases[0].decided_on = first - timedelta(days=20), first - timedelta(days=1)
    return cases


def _row(dice: Dice, case: Case, index: int, name: str, address: str) -> Row:
    second = not case.denunciation and dice.mostly(0.16)
    instance = None if case.denunciation else "lần hai" if second else "lần đầu"
    outcomes: tuple[str, ...]
    outcomes = _DENUNCIATION_OUTCOMES if case.denunciation else _SECOND_OUTCOMES if second else _FIRST_OUTCOMES
    if case.collectives or case.individuals:
        outcomes = ("Tố cáo đúng",) if case.denunciation else _SECOND_OUTCOMES[1:] if second else ("Đúng",)
    text, subject = dice.matter()
    extended: Cell = dice.written(case.due_on) if case.denunciation and case.complex else None
    decided = case.decided_on is not None
    unit = dice.words["inspectorate"] if dice.mostly(0.1) else dice.department()
    return [
        f"{'TC' if case.denunciation else 'KN'}{index:05d}",
        dice.type("denunciation" if case.denunciation else "complaint"),
        instance,
        name,
        address,
        f"UBND {dice.district()}",
        subject,
        text,
        "Phức tạp" if case.complex else "Thông thường",
        unit,
        dice.written(case.accepted_on),
        dice.written(case.due_on),
        extended,
        dice.spelt(dice.words["status_spellings"]["finished" if decided else "open"]),
        dice.written(case.decided_on),
        f"{dice.number(10, 5999)}/{'KL' if case.denunciation else 'QĐ'}-UBND" if decided else None,
        dice.one(outcomes) if decided else None,
        case.collectives or None,
        case.individuals or None,
    ]
