"""Số liệu: every figure with its definition and its value as of a day, its breakdowns, and the declared figures."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.figures import Figure, FigureKind, FigureSet
from casework.services import figures, registers
from casework.services.returns import beside, known_forms
from casework.web.addresses import figure_address
from casework.web.asking import asked_question, question_parameters
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("figures", __name__)

GROUPS = {
    "petitions.basket": "Kiến nghị cử tri đang được nghị quyết theo dõi",
    "petitions.council": "Kiến nghị cử tri gửi HĐND Thành phố",
    "petitions.untracked": "Kiến nghị cử tri chưa đưa vào nghị quyết theo dõi",
    "petitions.national_assembly": "Kiến nghị cử tri do Đoàn ĐBQH chuyển đến",
    "petitions.received": "Kiến nghị cử tri như cử tri nêu",
    "petitions.handled": "Kiến nghị cử tri theo đầu việc giải quyết",
    "petitions.national_assembly_received": "Kiến nghị do Đoàn ĐBQH chuyển đến, như cử tri nêu",
    "petitions.national_assembly_handled": "Kiến nghị do Đoàn ĐBQH chuyển đến, theo đầu việc giải quyết",
    "reception": "Tiếp công dân",
    "letters": "Đơn thư",
    "kntc": "Giải quyết khiếu nại, tố cáo",
    "pakn": "Phản ánh, kiến nghị (PAKN)",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A breakdown that a figure has: its dimension and the address of its table."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A figure on the page; `href` "" when it opens to nothing."""

    figure: Figure
    href: str
    cuts: tuple[Cut, ...] = ()


def _line(found: FigureSet, figure: Figure, cuts: tuple[Cut, ...] = ()) -> Line:
    return Line(figure, figure_address(figure.code, figure.cell, found.question), cuts)


@blueprint.get("/figures")
@allow(act(Act.FIGURES))
def index() -> ResponseReturnValue:
    """Mọi chỉ tiêu, giá trị đến một ngày."""
    question = asked_question()
    found = figures.figures(database(), reader(), question)
    days = urlencode(question_parameters(question))
    dimensions = {(f.code, f.cell[0][0]): None for f in found if len(f.cell) == 1 and f.kind is not FigureKind.DECLARED}
    groups: dict[str, list[Line]] = {}
    for figure in found:
        if figure.cell or figure.kind is FigureKind.DECLARED:
            continue
        prefix = figure.code.rpartition(".")[0]
        cuts = tuple(
            Cut(registers.dimension_labels(code)[name], f"/figures/{figure.code}?cut={name}&{days}")
            for code, name in dimensions
            if code == figure.code
        )
        groups.setdefault(GROUPS.get(prefix, prefix), []).append(_line(found, figure, cuts))
    returned = beside.beside(database(), reader(), question, known_forms.known_forms())
    return render_template("figures/index.html", groups=groups, question=question, scope=found.scope, returned=returned)


@blueprint.get("/figures/<string(maxlength=100):code>")
@allow(act(Act.FIGURES))
def breakdown(code: str) -> ResponseReturnValue:
    """Một chỉ tiêu chia theo một chiều."""
    question = asked_question()
    name = request.args.get("cut", "")
    now = name == "unit" and request.args.get("structure") == "now"
    populations = (code.rpartition(".")[0],)
    found = figures.figures(database(), reader(), question, populations, structure_now=now)
    whole = found.get(code)
    lines = [_line(found, figure) for figure in found.breakdown(code, name)]
    if whole is None or not (lines or not whole.is_recorded):
        abort(404)
    return render_template(
        "figures/breakdown.html",
        whole=_line(found, whole),
        lines=lines,
        dimension=registers.dimension_labels(code)[name],
        by_unit=name == "unit",
        now=now,
        question=question,
    )


@blueprint.get("/figures/declared")
@allow(act(Act.FIGURES))
def declared() -> ResponseReturnValue:
    """Số công bố, với nguồn."""
    found = figures.figures(database(), reader(), asked_question(), populations=())
    return render_template(
        "figures/declared.html", figures=[figure for figure in found if figure.kind is FigureKind.DECLARED]
    )
