"""Duyệt thử báo cáo: what a report would say today, what is missing for it, and who must act before the deadline."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.periods import STATUTORY_RULES, Period, PeriodError, month_period
from casework.services.reporting import rehearsing
from casework.web.addresses import asked_page, figure_address
from casework.web.asked_periods import asked_period, bad_period
from casework.web.asking import read_day
from casework.web.clock import today
from casework.web.gate import act, allow, database, reader
from casework.web.views.checks import TONES, record_address, tail

blueprint = Blueprint("rehearsal", __name__)

WHOSE = {
    "petitions.basket": "nghị quyết theo dõi",
    "petitions.untracked": "chưa theo dõi",
    "petitions.national_assembly": "Đoàn ĐBQH",
}
"""Which petitions a headline counts, where its own label does not say."""


def _periods() -> list[Period]:
    """The periods that are running, those that ended within the last year, the shortest first."""
    day, year = today(), today().year
    offered = [rule.of(one) for one in (year, year + 1) for rule in STATUTORY_RULES]
    offered += [month_period(day.month, year)]
    begun = [one for one in offered if one.first <= day]
    return sorted(begun, key=lambda one: (one.last < day, abs((one.last - day).days), one.last - one.first))


def _asked() -> Period:
    """The period of the address; by default the one that ends next. Raises BadAddressError."""
    return asked_period() or _periods()[0]


@blueprint.get("/reports/rehearsal")
@allow(act(Act.FIGURES))
def index() -> ResponseReturnValue:
    """Báo cáo nói gì hôm nay, còn thiếu gì."""
    period = _asked()
    as_of = read_day(request.args.get("as_of", ""), "Tính đến hết ngày")
    deadline = read_day(request.args.get("deadline", ""), "Hạn gửi báo cáo")
    try:
        found = rehearsing.rehearse(database(), reader(), period, as_of, deadline, today())
    except PeriodError as error:
        raise bad_period(error) from None
    asked = {"period": period.code} | ({"as_of": as_of.isoformat()} if as_of else {})
    return render_template(
        "checks/rehearsal.html",
        found=found,
        period=period,
        periods=_periods(),
        asked=request.args,
        tail=urlencode(asked),
        check_tail=tail(found.question),
        tones=TONES,
        headlines=[
            (one, WHOSE.get(one.code.rpartition(".")[0], ""), figure_address(one.code, one.cell, found.question))
            for one in found.headlines
        ],
        turning=[
            (
                one,
                figure_address(one.now.code, one.now.cell, found.question),
                figure_address(one.then.code, one.then.cell, found.final),
            )
            for one in found.turning
        ],
    )


@blueprint.get("/reports/rehearsal/<string(maxlength=40):lack>")
@allow(act(Act.FIGURES))
def lacking(lack: str) -> ResponseReturnValue:
    """Hồ sơ còn thiếu một nội dung."""
    period = _asked()
    as_of = read_day(request.args.get("as_of", ""), "Tính đến hết ngày")
    unit = request.args.get("unit", "")
    unit_id = int(unit) if unit.isascii() and unit.isdigit() and len(unit) <= 9 else None
    try:
        found = rehearsing.lack_page(database(), reader(), period, as_of, lack, unit_id, asked_page(), today())
        question, _final = rehearsing.rehearsal_questions(period, as_of, today())
    except PeriodError as error:
        raise bad_period(error) from None
    asked = {"period": period.code} | ({"as_of": as_of.isoformat()} if as_of else {})
    where = f" – {found.unit}" if found.unit else ""
    return render_template(
        "checks/records.html",
        heading=f"{found.lack.kind.label}: {found.lack.label[:1].lower()}{found.lack.label[1:]}{where}",
        back=(f"/reports/rehearsal?{urlencode(asked)}", f"Duyệt thử {period.label}"),
        note=found.lack.todo,
        question=question,
        page=found.records,
        records=[(record, record_address(record)) for record in found.records.records],
        address=f"/reports/rehearsal/{lack}?{urlencode({**asked, **({'unit': unit} if unit else {})})}",
    )
