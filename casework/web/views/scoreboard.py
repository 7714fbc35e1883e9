"""The scoreboard: petitions by council resolution, KNTC by type and status, as of any day; every number opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.figures import NOT_RECORDED, Cell, Figure, FigureSet
from casework.domain.numerals import write_count, write_percent
from casework.domain.vocabulary import CaseState, CaseType
from casework.services import figures
from casework.web.addresses import figure_address
from casework.web.asking import Known, asked_day, asked_known
from casework.web.clock import today
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("scoreboard", __name__)

BASKET, UNTRACKED, ASSEMBLY, CASES = "petitions.basket", "petitions.untracked", "petitions.national_assembly", "kntc"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, and where it opens to ("" nowhere)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class PetitionLine:
    """A line of the table of petitions."""

    label: str
    resolved: Number
    total: Number
    rate: str
    answered: Number
    open: Number
    overdue: Number
    whole: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line of the table of KNTC cases: `states` in the order of the vocabulary."""

    label: str
    total: Number
    states: tuple[Number, ...]
    resolved: Number
    rate: str
    open: Number
    overdue: Number
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One large number: `rate` beside it or "", `late` when anything above nought is bad news."""

    label: str
    rate: str
    number: Number
    late: bool = False


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A year's target beside the rate of the day."""

    code: str
    label: str
    year: int
    goal: str
    now: str
    met: bool
    basis: str


class Board:
    """The figures of a scoreboard, arranged for the page."""

    def __init__(self, found: FigureSet) -> None:
        """Takes the figures; counts nothing itself."""
        self.found = found

    def number(self, code: str, cell: Cell = ()) -> Number:
        """A count with its address; an empty set is 0 and opens to an empty list, what was not recorded yet is not."""
        if not self.found.is_recorded(code):
            return Number(NOT_RECORDED, "")
        figure = self.found.figures.get((code, cell))
        value = 0 if figure is None or figure.value is None else figure.value
        return Number(write_count(value), figure_address(code, cell, self.found.question))

    def rate(self, code: str, cell: Cell = ()) -> str:
        """A rate as printed; a dash where there is nothing to divide by."""
        figure = self.found.figures.get((code, cell))
        return (figure.printed if figure else "") or "—"

    def petition_lines(self) -> list[PetitionLine]:
        """By council resolution, then all of them, then what no resolution tracks and the National Assembly's."""
        tracked = self.found.breakdown(f"{BASKET}.total", "council_resolution")
        lines = [self._petitions(BASKET, one.labels[0], one.cell) for one in tracked]
        lines.append(self._petitions(BASKET, "Cộng các nghị quyết", (), whole=True))
        for code, label in ((UNTRACKED, "Chưa đưa vào nghị quyết theo dõi"), (ASSEMBLY, "Do Đoàn ĐBQH chuyển đến")):
            if self.found.value(f"{code}.total"):
                lines.append(self._petitions(code, label, ()))
        return lines

    def _petitions(self, code: str, label: str, cell: Cell, whole: bool = False) -> PetitionLine:
        return PetitionLine(
            label,
            self.number(f"{code}.resolved", cell),
            self.number(f"{code}.total", cell),
            self.rate(f"{code}.resolved_rate", cell),
            self.number(f"{code}.answered", cell),
            self.number(f"{code}.open", cell),
            self.number(f"{code}.overdue", cell),
            whole,
        )

    def case_lines(self) -> list[CaseLine]:
        """By type, then both together."""
        banded = self.found.get(f"{CASES}.denunciations")
        lines = [
            self._cases(one.label, (("type", one.value),))
            for one in CaseType
            if banded is None or one is not CaseType.DENUNCIATION
        ]
        if banded is None:
            return [*lines, self._cases("Cộng", (), whole=True)]
        untold = Number("—", "")
        blank = CaseLine(
            banded.label, Number(banded.printed, ""), (untold,) * len(CaseState), untold, "—", untold, untold
        )
        return [*lines, blank, self._cases("Cộng (không gồm tố cáo)", (), whole=True)]

    def _cases(self, label: str, cell: Cell, whole: bool = False) -> CaseLine:
        states = (tuple(sorted((*cell, ("state", state.value)))) for state in CaseState)
        return CaseLine(
            label,
            self.number(f"{CASES}.total", cell),
            tuple(self.number(f"{CASES}.total", state) for state in states),
            self.number(f"{CASES}.resolved", cell),
            self.rate(f"{CASES}.resolved_rate", cell),
            self.number(f"{CASES}.open", cell),
            self.number(f"{CASES}.open_overdue", cell),
            whole,
        )

    def tiles(self) -> list[Tile]:
        """The few numbers that a leader asks for first."""
        basket, cases = f"{BASKET}.", f"{CASES}."
        return [
            Tile("Kiến nghị đã giải quyết xong", self.rate(basket + "resolved_rate"), self.number(basket + "resolved")),
            Tile("Kiến nghị chưa giải quyết xong", "", self.number(basket + "open")),
            Tile("Kiến nghị quá hạn", "", self.number(basket + "overdue"), late=True),
            Tile("Vụ KNTC đã giải quyết", self.rate(cases + "resolved_rate"), self.number(cases + "resolved")),
            Tile("Vụ KNTC đang giải quyết", "", self.number(cases + "open")),
            Tile("Vụ KNTC quá hạn", "", self.number(cases + "open_overdue"), late=True),
        ]

    def target_lines(self, targets: Sequence[figures.YearTarget]) -> list[TargetLine]:
        """The targets whose rate is on the board."""
        lines = []
        for target in targets:
            figure: Figure | None = self.found.figures.get((target.code, ()))
            if figure is None:
                continue
            fraction = figure.rate.fraction
            lines.append(
                TargetLine(
                    target.code,
                    figure.label,
                    target.year,
                    f"trên {write_percent(Fraction(target.percent, 100), 0)}",
                    figure.printed or "—",
                    fraction is not None and fraction > target.share,
                    target.basis,
                )
            )
        return lines


def board_of(as_of: date, known: Known = Known()) -> tuple[Board, list[TargetLine]]:  # noqa: B008 - a plain value
    """The board of a day as the signed-in reader may see it, with the year's targets."""
    found = figures.scoreboard(database(), reader(), as_of, known.position, known.on)
    board = Board(found.figures)
    return board, board.target_lines(found.targets)


@blueprint.get("/scoreboard")
@allow(act(Act.FIGURES))
def index() -> ResponseReturnValue:
    """Bảng theo dõi."""
    as_of = asked_day("as_of", today())
    board, targets = board_of(as_of, asked_known())
    return render_template(
        "scoreboard.html",
        as_of=as_of,
        question=board.found.question,
        recorded_petitions=board.found.is_recorded(f"{BASKET}.total"),
        recorded_cases=board.found.is_recorded(f"{CASES}.total"),
        first=board.found.question.first,
        scope=board.found.scope,
        petitions=board.petition_lines(),
        cases=board.case_lines(),
        states=[state.label for state in CaseState],
        targets=targets,
    )
