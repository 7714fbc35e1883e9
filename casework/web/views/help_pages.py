"""Trợ giúp: how the numbers come about, what the words mean, the keys."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.domain import vocabulary as v
from casework.web.gate import SIGNED_IN, allow

blueprint = Blueprint("help", __name__)

TERMS = (
    ("Kết quả giải quyết kiến nghị", v.PetitionResult),
    ("Trạng thái xử lý kiến nghị", v.PetitionState),
    ("Trạng thái vụ khiếu nại, tố cáo", v.CaseState),
    ("Kết quả xử lý đơn", v.LetterHandling),
    ("Đơn vị tính", v.CountingUnit),
)


@blueprint.get("/help")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Trang trợ giúp."""
    return render_template("help.html", terms=TERMS)
