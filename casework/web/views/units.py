"""Đơn vị: the list with its history, and entering a merger or a split."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.numerals import DateTextError, read_date
from casework.domain.vocabulary import UnitType
from casework.services import units
from casework.web.clock import now, today
from casework.web.converters import LARGEST_ID
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("units", __name__)


@blueprint.route("/reference/units", methods=["GET", "POST"])
@allow(act(Act.REFERENCE))
def index() -> ResponseReturnValue:
    """Danh mục đơn vị; sáp nhập, chia tách có xem trước."""
    if request.method == "GET":
        return _page({}, [], [], "")
    typed = {name: value.strip()[:300] for name, value in request.form.items()}
    olds, news = _ids("old"), _ids("new")
    if request.form.get("do") != "apply":
        return _page(typed, olds, news, "", preview=True)
    try:
        on = read_date(typed.get("on", ""))
        heirs = units.change_units(
            database(),
            reader(),
            olds,
            news,
            typed.get("new_name", ""),
            UnitType.of(typed.get("new_type", UnitType.AGENCY.value)),
            typed.get("basis", ""),
            on,
            now(),
        )
    except (DateTextError, units.UnitChangeError) as error:
        return _page(typed, olds, news, str(error))
    except KeyError:
        return _page(typed, olds, news, "Hãy chọn loại đơn vị trong danh sách.")
    flash(
        f"Đã ghi: {len(olds)} đơn vị kết thúc, {len(heirs)} đơn vị kế thừa. Hồ sơ cũ giữ nguyên đơn vị; "
        "hồ sơ chưa xong được bàn giao bằng việc giao lại hàng loạt.",
        "good",
    )
    return redirect("/reference/units", code=303)


def _ids(name: str) -> list[int]:
    found = [int(text) for text in request.form.getlist(name) if text.isdecimal() and int(text) <= LARGEST_ID]
    return list(dict.fromkeys(found))[:100]


def _page(
    typed: Mapping[str, str], olds: list[int], news: list[int], problem: str, *, preview: bool = False
) -> ResponseReturnValue:
    lines = units.units(database())
    page = render_template(
        "reference/units.html",
        lines=lines,
        living=[line for line in lines if line.valid_to is None or line.valid_to >= today()],
        types=list(UnitType),
        typed=typed,
        olds=olds,
        news=news,
        problem=problem,
        preview=preview,
        work=units.open_work(database(), reader(), olds) if olds else [],
    )
    return page, 422 if problem else 200
