"""Rổ theo dõi: what each council resolution tracks, how it stands and how it went; putting petitions in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, may
from casework.domain.entry import EntryError
from casework.domain.fields import Field, field
from casework.domain.figures import NOT_RECORDED, Cell, FigureSet
from casework.domain.numerals import write_count, write_date
from casework.domain.vocabulary import PetitionResult, RecordKind
from casework.services import baskets
from casework.services.choices import choices
from casework.services.handling import bulk, naming
from casework.web.addresses import figure_address
from casework.web.asking import BadAddressError, Known, asked_day, asked_known
from casework.web.clock import now, today
from casework.web.gate import act, allow, database, reader
from casework.web.petition_work import asked_id
from casework.web.rate_line import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, Number, drawn
from casework.web.record_forms import make_form, tell, typed

blueprint = Blueprint("baskets", __name__)

PETITION = RecordKind.PETITION
BASKET, COUNCIL, ASSEMBLY = baskets.BASKET, baskets.COUNCIL, baskets.ASSEMBLY
KEEPS, READS, REFERENCE = act(Act.LOG_PETITION), act(Act.FIGURES), act(Act.REFERENCE)


@dataclass(frozen=True, slots=True)
class Line:
    """One resolution, or all of them, or the National Assembly's petitions."""

    label: str
    href: str
    total: Number
    resolved: Number
    rate: str
    open: Number
    overdue: Number
    disputed: Number


def _number(found: FigureSet, code: str, cell: Cell = ()) -> Number:
    if not found.is_recorded(code):
        return Number(NOT_RECORDED, "")
    figure = found.figures.get((code, cell))
    value = 0 if figure is None or figure.value is None else figure.value
    return Number(write_count(value), figure_address(code, cell, found.question))


def _line(found: FigureSet, population: str, label: str, cell: Cell = (), href: str = "") -> Line:
    rate = found.figures.get((f"{population}.resolved_rate", cell))
    words = ("total", "resolved", "open", "overdue", "disputed")
    total, resolved, *rest = (_number(found, f"{population}.{word}", cell) for word in words)
    return Line(label, href, total, resolved, (rate.printed if rate else "") or "—", *rest)


@blueprint.get("/baskets")
@allow(READS)
def index() -> ResponseReturnValue:
    """Các nghị quyết theo dõi, tính đến một ngày."""
    as_of, known, problem = _asked()
    found, tracking = baskets.baskets(database(), reader(), as_of, *known)
    lines = [
        _line(found, BASKET, label, (("council_resolution", str(key)),), f"/baskets/{key}") for key, label in tracking
    ]
    whole = _line(found, BASKET, "Cộng các nghị quyết")
    assembly = _line(found, ASSEMBLY, "Kiến nghị do Đoàn ĐBQH chuyển đến")
    page = render_template(
        "baskets/index.html",
        lines=lines,
        whole=whole,
        assembly=assembly,
        assembly_answered=_number(found, f"{ASSEMBLY}.answered"),
        as_of=as_of,
        question=found.question,
        problem=problem,
        scope=found.scope,
        may_add=may(reader().role, Act.REFERENCE),
    )
    return page, 422 if problem else 200


def _covered_fields() -> tuple[Field, ...]:
    session = field(PETITION, "session_id")
    return tuple(
        replace(session, name=f"session_{n}", label=f"Kỳ họp có kiến nghị được theo dõi ({n + 1})", required=False)
        for n in range(naming.COVERED)
    )


@blueprint.route("/baskets/new", methods=["GET", "POST"])
@allow(REFERENCE)
def new() -> ResponseReturnValue:
    """Thêm một nghị quyết theo dõi vào danh mục."""
    offered = choices(database(), PETITION, today())
    fields = (*naming.RESOLUTION_FIELDS, *_covered_fields())
    form = make_form(fields, offered, required=("number", "passed_on"), values={"passed_on": write_date(today())})
    status = 200
    if form.validate_on_submit():
        given = typed(form, fields)
        chosen = [given[f"session_{n}"] for n in range(naming.COVERED)]
        sessions = [int(key) for key in chosen if key.isascii() and key.isdigit() and len(key) <= 9]
        try:
            added = naming.add_resolution(database(), reader(), given, sessions, on=today(), now=now())
        except EntryError as error:
            tell(form, error)
            status = 422
        else:
            flash("Đã thêm nghị quyết. Chọn các kiến nghị đưa vào theo dõi.", "good")
            return redirect(f"/baskets/{added}/petitions", code=303)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "contacts/form.html", form=form, names=[one.name for one in fields], heading="Thêm nghị quyết theo dõi",
        back="/baskets", offered=offered,
    )  # fmt: skip
    return page, status


@blueprint.get("/baskets/<key:resolution_id>")
@allow(READS)
def show(resolution_id: int) -> ResponseReturnValue:
    """Một nghị quyết: tổng số, đã xong, còn lại theo tình trạng và đơn vị, diễn biến qua các kỳ họp."""
    as_of, known, problem = _asked()
    held = baskets.basket(database(), reader(), resolution_id, as_of, *known)
    own = ("council_resolution", str(resolution_id))
    found = held.figures
    results = [
        (term.label, _number(found, f"{COUNCIL}.total", tuple(sorted((own, ("result", term.value))))))
        for term in PetitionResult
    ]
    results.append(("Chưa ghi kết quả", _number(found, f"{COUNCIL}.total", tuple(sorted((own, ("result", "")))))))
    units = [
        (figure.labels[[name for name, _key in figure.cell].index("unit")], figure.cell)
        for figure in found
        if figure.code == f"{BASKET}.total" and len(figure.cell) == 2 and own in figure.cell
    ]
    page = render_template(
        "baskets/show.html",
        held=held,
        as_of=as_of,
        question=found.question,
        line=_line(found, BASKET, held.label, (own,)),
        answered=_number(found, f"{BASKET}.answered", (own,)),
        reopened=_number(found, f"{BASKET}.reopened", (own,)),
        results=[(label, number) for label, number in results if number.text != "0"],
        units=[(name, _line(found, BASKET, name, cell)) for name, cell in units],
        marks=drawn(held.points, resolution_id),
        drawing=(WIDTH, HEIGHT, LEFT, TOP, BOTTOM),
        problem=problem,
    )
    return page, 422 if problem else 200


@blueprint.get("/baskets/<key:resolution_id>/petitions")
@allow(KEEPS)
def petitions(resolution_id: int) -> ResponseReturnValue:
    """Đưa kiến nghị của một kỳ họp vào nghị quyết theo dõi."""
    held = baskets.basket(database(), reader(), resolution_id, today())
    offered = choices(database(), PETITION, today())
    session_id = asked_id("session") or (held.covers[0][0] if held.covers else None)
    rows = baskets.offered(database(), reader(), today(), session_id=session_id) if session_id else ()
    return _choosing(held, rows, adding=True, session_id=session_id, offered=offered)


@blueprint.get("/baskets/<key:resolution_id>/out")
@allow(KEEPS)
def out(resolution_id: int) -> ResponseReturnValue:
    """Đưa kiến nghị ra khỏi nghị quyết theo dõi."""
    held = baskets.basket(database(), reader(), resolution_id, today())
    rows = baskets.offered(database(), reader(), today(), resolution_id=resolution_id)
    return _choosing(held, rows, adding=False)


def _choosing(
    held: baskets.Basket, rows: Sequence[baskets.OfferedPetition], *, adding: bool, **more: object
) -> ResponseReturnValue:
    versions = {
        one.record_id: one.version for one in bulk.versions(database(), reader(), PETITION, [r.id for r in rows])
    }
    shown = [(row, f"petition.{row.id}.{versions[row.id]}") for row in rows if row.id in versions]
    return render_template(
        "baskets/choose.html", held=held, rows=shown, adding=adding, most=baskets.MOST_OFFERED,
        **{"session_id": None, "offered": None, **more},
    )  # fmt: skip


def _asked() -> tuple[date, Known, str]:
    """The day and the knowledge that the address asks for, and what is wrong with them."""
    try:
        return asked_day("as_of", today()), asked_known(), ""
    except BadAddressError as error:
        return today(), Known(), str(error)
