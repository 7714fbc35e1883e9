"""Trang chứng minh số liệu: one page proves one figure, counted now or as an issued report froze it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.access_levels import TYPED
from casework.domain.figures import Cell
from casework.domain.proofs import Proof
from casework.domain.reading import AccessAct
from casework.services import registers
from casework.services.reporting import proving
from casework.services.reporting.issued import TamperedError
from casework.web.addresses import asked_list, asked_page, figure_address
from casework.web.converters import WORDS
from casework.web.files_sent import send_file
from casework.web.gate import act, allow, database, reader, settings
from casework.web.told import tell

blueprint = Blueprint("proofs", __name__)

PAGE = 400
"""How many records one page shows; the paper holds all of them."""


def _live() -> Proof:
    code = request.args.get("figure", "")[:100]
    try:
        query = asked_list(registers.kind_of_figure(code))
        return proving.proof_of(database(), reader(), code, query.cell, query.question)
    except registers.UnknownFigureError:
        abort(404)


@blueprint.get("/figures/proof")
@allow(act(Act.FIGURES))
def live() -> ResponseReturnValue:
    """Trang chứng minh của một số liệu, tính từ hồ sơ."""
    code = request.args.get("figure", "")[:100]
    try:
        kind = registers.kind_of_figure(code)
    except registers.UnknownFigureError:
        abort(404)
    if registers.register_counts_only(reader(), kind):
        return render_template("registers/counts_only.html", kind=kind)
    proof = _live()
    cell = tuple(asked_list(kind).cell.items())
    return _page(proof, figure_address(code, cell, proof.question), "/figures/proof.pdf")


@blueprint.get("/figures/proof.pdf")
@allow(act(Act.FIGURES))
def paper() -> ResponseReturnValue:
    """Trang chứng minh, bản in đủ mọi hồ sơ."""
    return _paper(_live())


@blueprint.get("/reports/issued/<key:issued_id>/proof")
@allow(act(Act.REPORT))
def frozen(issued_id: int) -> ResponseReturnValue:
    """Trang chứng minh của một số liệu trong báo cáo đã phát hành."""
    try:
        proof = _frozen(issued_id)
    except TamperedError as error:
        return render_template("reports/issued_broken.html", issued_id=issued_id, problem=str(error)), 500
    return _page(proof, f"/reports/issued/{issued_id}", f"/reports/issued/{issued_id}/proof.pdf")


@blueprint.get("/reports/issued/<key:issued_id>/proof.pdf")
@allow(act(Act.REPORT))
def frozen_paper(issued_id: int) -> ResponseReturnValue:
    """Trang chứng minh của báo cáo đã phát hành, bản in."""
    try:
        return _paper(_frozen(issued_id))
    except TamperedError as error:
        return render_template("reports/issued_broken.html", issued_id=issued_id, problem=str(error)), 500


def _frozen(issued_id: int) -> Proof:
    code = request.args.get("figure", "")[:100]
    reserved = ("figure", "page")
    cell: Cell = tuple(
        sorted(
            (name, "" if key == registers.UNKNOWN_KEY else key)
            for name, key in request.args.items()
            if name not in reserved
        )
    )
    return proving.proof_of_issued(database(), reader(), issued_id, code, cell)


def _page(proof: Proof, back: str, pdf: str) -> ResponseReturnValue:
    if proof.kind in TYPED:  # numbers of denunciations may stand among them
        tell(AccessAct.LISTED, proof.kind, what=f"Trang chứng minh số liệu {proof.code}")
    page = asked_page()
    pages = max(1, -(-max(len(one.members) for one in proof.lists) // PAGE))
    page = min(page, pages)
    onward = "&".join(
        part for part in request.query_string.decode("ascii", "replace").split("&") if not part.startswith("page=")
    )
    return render_template(
        "reports/proof.html",
        proof=proof,
        facts=proving.facts_of(proof),
        lists=[(one, one.members[(page - 1) * PAGE : page * PAGE]) for one in proof.lists],
        member_text=proving.member_text,
        word=WORDS[proof.kind],
        back=back,
        pdf=f"{pdf}?{onward}",
        page=page,
        pages=pages,
        onward=f"?{onward}&page=",
    )


def _paper(proof: Proof) -> ResponseReturnValue:
    tell(AccessAct.PRINTED, what=f"Trang chứng minh số liệu {proof.code}")
    data = proving.proof_pdf(proof, settings().office)
    return send_file(data, f"chung-minh-{proof.code}.pdf", "application/pdf")
