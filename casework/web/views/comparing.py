"""Đối chiếu: an issued report with the same question today, or with another; each difference with its records."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.access_levels import TYPED
from casework.domain.differences import RecordDifference
from casework.domain.reading import AccessAct
from casework.domain.vocabulary import RecordKind
from casework.services.reporting import comparing
from casework.services.reporting.issued import TamperedError, issued_list
from casework.web.converters import WORDS
from casework.web.gate import act, allow, database, reader
from casework.web.told import tell
from casework.web.views.figures import GROUPS

blueprint = Blueprint("comparing", __name__)

MOST = 500
"""How many records of a kind one page shows; the numbers beside them are exact."""
UNFOLDED = 30
"""Up to how many of a kind they are shown at once."""


@blueprint.get("/reports/issued/<key:issued_id>/difference")
@allow(act(Act.REPORT))
def today(issued_id: int) -> ResponseReturnValue:
    """Chênh lệch giữa báo cáo đã phát hành và số liệu tính lại hiện nay."""
    try:
        found = comparing.compare_today(database(), reader(), issued_id)
    except TamperedError as error:
        return render_template("reports/issued_broken.html", issued_id=issued_id, problem=str(error)), 500
    return _page(found)


@blueprint.get("/reports/compare")
@allow(act(Act.REPORT))
def index() -> ResponseReturnValue:
    """Đối chiếu hai báo cáo đã phát hành."""
    lines = issued_list(database(), reader())
    one, other = _asked("one"), _asked("other")
    if one is None or other is None or one == other:
        problem = "Xin chọn hai báo cáo khác nhau." if one is not None and other is not None else ""
        return render_template("reports/compare_choose.html", lines=lines, one=one, other=other, problem=problem)
    try:
        found = comparing.compare_issued(database(), reader(), one, other)
    except TamperedError as error:
        return render_template("reports/issued_broken.html", issued_id=one, problem=str(error)), 500
    return _page(found)


def _asked(name: str) -> int | None:
    written = request.args.get(name, "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        abort(404)
    return int(written)


def _page(found: comparing.Comparison) -> ResponseReturnValue:
    if any(found.records.get(kind) or found.prior_records.get(kind) for kind in TYPED):
        tell(AccessAct.LISTED, what="Đối chiếu báo cáo đã phát hành")
    everything = request.args.get("all") == "1"
    shown = [one for one in found.figures if everything or not one.where or (one.difference and one.difference.rest)]
    return render_template(
        "reports/compare.html",
        found=found,
        shown=_grouped(shown),
        hidden=len(found.figures) - len(shown),
        groups=[
            (kind, WORDS[kind], records[:MOST], len(records), prior)
            for prior, by_kind in ((False, found.records), (True, found.prior_records))
            for kind, records in by_kind.items()
            if records
        ],
        whole=_whole,
        most=MOST,
        unfolded=UNFOLDED,
        same_question=found.then.question.first == found.now.question.first
        and found.then.question.as_of == found.now.question.as_of,
        everything="?" + "&".join([*(f"{k}={v}" for k, v in request.args.items() if k in ("one", "other")), "all=1"]),
    )


def group_of(code: str) -> str:
    """The name of the group in which a figure stands."""
    prefix = code.rpartition(".")[0]
    return "Số công bố" if prefix == "declared" else GROUPS.get(prefix, prefix)


def _grouped(shown: Sequence[comparing.Told]) -> dict[str, list[comparing.Told]]:
    found: dict[str, list[comparing.Told]] = {}
    for one in shown:
        found.setdefault(group_of(one.code), []).append(one)
    return found


def _whole(record: RecordDifference, kind: RecordKind) -> list[tuple[str, int]]:
    """The whole figures that a record moved: label and by how much."""
    many = kind is RecordKind.PETITION
    return [
        (f"{group_of(code)}: {comparing.label_of(code)}" if many else comparing.label_of(code), number)
        for (code, cell), number in record.deltas.items()
        if not cell
    ]
