"""Báo cáo của đơn vị: who owes which return and how each stands; who keeps own books; reminding."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, may
from casework.domain.numerals import DateTextError, read_count, read_date
from casework.domain.periods import Period, PeriodError, parse_period
from casework.domain.returns import OWED_PERIODS, ReturnError, ReturnState
from casework.domain.vocabulary import RecordKind
from casework.services.choices import choices
from casework.services.returns import books, filing, known_forms, overview, reminding
from casework.web.clock import now, today
from casework.web.converters import LARGEST_KEY
from casework.web.gate import Right, act, allow, database, reader

blueprint = Blueprint("returns", __name__)

EITHER = Right(lambda who, _parts: may(who.role, Act.FILE_RETURN) or may(who.role, Act.RETURNS))
"""Units for their own, the secretariat and leaders for all."""
YEARS_BACK = 4
TONES = {
    ReturnState.DRAFT: "plainly",
    ReturnState.FILED: "wait",
    ReturnState.ACCEPTED: "good",
    ReturnState.SENT_BACK: "late",
}


def offered_periods() -> list[Period]:
    """The periods that a return may be of, the newest first; those that have not begun are left out."""
    found = [rule.of(year) for rule in OWED_PERIODS for year in range(today().year - YEARS_BACK, today().year + 2)]
    begun = [one for one in found if one.first <= today()]
    return sorted(begun, key=lambda one: (one.last, one.first), reverse=True)


def _asked_period() -> Period:
    """The period of the address; by default the newest that is owed and has ended."""
    written = request.args.get("period", "")
    if written:
        try:
            return parse_period(written[:40])
        except PeriodError:
            flash("Không có kỳ báo cáo đó trong danh sách; đang hiện kỳ gần nhất.", "wait")
    ended = [one for one in offered_periods() if one.last < today()]
    owed = set(books.books(database(), reader()).rules.periods)
    return next((one for one in ended if one.code.rpartition("-")[0] in owed), ended[0])


@blueprint.get("/returns")
@allow(EITHER)
def index() -> ResponseReturnValue:
    """Báo cáo của đơn vị: của mình, hoặc của mọi đơn vị."""
    return _index("")


def _index(problem: str) -> ResponseReturnValue:
    forms = known_forms.known_forms()
    shown = {"forms": list(forms.values()), "periods": offered_periods(), "tones": TONES, "problem": problem}
    if not may(reader().role, Act.RETURNS):
        lines = overview.own_list(database(), reader(), forms, today())
        page = render_template("returns/own.html", lines=lines, unit_id=reader().unit_id, **shown)
        return page, 422 if problem else 200
    period = _asked_period()
    matrix = overview.matrix(database(), reader(), period, forms, today())
    missing = [one for one in overview.missing(database(), reader(), forms, today()) if one.period != period]
    page = render_template(
        "returns/index.html",
        matrix=matrix,
        late=overview.by_unit(matrix.late),
        missing=overview.by_unit(missing),
        missing_count=len(missing),
        units=_units(),
        decides=may(reader().role, Act.DECIDE_RETURN),
        **shown,
    )
    return page, 422 if problem else 200


def _units() -> list[tuple[str, list[tuple[str, str]]]]:
    offered = choices(database(), RecordKind.CASE, today())
    return [(label, list(units)) for label, units in offered.units.items()]


@blueprint.post("/returns")
@allow(act(Act.FILE_RETURN))
def begin() -> ResponseReturnValue:
    """Lập báo cáo của một đơn vị theo một biểu, cho một kỳ."""
    forms = known_forms.known_forms()
    unit = request.form.get("unit", "")
    unit_id = int(unit) if unit.isascii() and unit.isdigit() and int(unit) <= LARGEST_KEY else 0
    form, period = request.form.get("form", "")[:60], request.form.get("period", "")[:40]
    try:
        made = filing.start(database(), reader(), unit_id, form, period, forms, on=today(), now=now())
    except ReturnError as error:
        return _index(str(error))
    return redirect(f"/returns/{made}", code=303)


@blueprint.post("/returns/remind")
@allow(act(Act.DECIDE_RETURN))
def remind() -> ResponseReturnValue:
    """Nhắc đơn vị nộp báo cáo còn thiếu."""
    try:
        period = parse_period(request.form.get("period", "")[:40])
    except PeriodError:
        return _index("Hãy chọn kỳ báo cáo trong danh sách.")
    units = _keys(request.form.getlist("unit"))
    try:
        count = reminding.remind(database(), reader(), units, period, known_forms.known_forms(), on=today(), now=now())
    except ReturnError as error:
        flash(str(error), "wait")
    else:
        flash(f"Đã nhắc {count} báo cáo còn thiếu; đơn vị thấy lời nhắc ở trang báo cáo và trong thư.", "good")
    return redirect(f"/returns?period={period.code}", code=303)


def _keys(written: Iterable[str]) -> list[int]:
    return [int(one) for one in written if one.isascii() and one.isdigit() and len(one) < 10][:1000]


@blueprint.get("/returns/books")
@allow(act(Act.RETURNS))
def own_books() -> ResponseReturnValue:
    """Đơn vị giữ sổ riêng, hạn nộp."""
    return _books("")


def _books(problem: str) -> ResponseReturnValue:
    forms = known_forms.known_forms()
    codes = dict.fromkeys(one.code for one in forms.values())
    page = render_template(
        "returns/books.html",
        found=books.books(database(), reader()),
        codes=[(code, next(one.title for one in forms.values() if one.code == code)) for code in codes],
        units=_units(),
        period_rules=[(rule.name, rule.label.format(year="").removesuffix(" năm ").strip()) for rule in OWED_PERIODS],
        decides=may(reader().role, Act.DECIDE_RETURN),
        problem=problem,
        typed=request.form,
    )
    return page, 422 if problem else 200


@blueprint.post("/returns/books")
@allow(act(Act.DECIDE_RETURN))
def keep_books() -> ResponseReturnValue:
    """Ghi một đơn vị giữ sổ riêng."""
    try:
        unit_id = next(iter(_keys([request.form.get("unit", "")])), 0)
        first_on = read_date(request.form.get("first_on", "")[:40])
        books.keep_own_books(
            database(),
            reader(),
            unit_id,
            request.form.getlist("form"),
            first_on,
            request.form.get("basis", ""),
            list(known_forms.known_forms().values()),
            now(),
        )
    except DateTextError:
        return _books("Hãy ghi ngày bắt đầu giữ sổ riêng theo dạng ngày/tháng/năm.")
    except ReturnError as error:
        return _books(str(error))
    flash("Đã ghi đơn vị giữ sổ riêng.", "good")
    return redirect("/returns/books", code=303)


@blueprint.post("/returns/books/<key:book_id>/end")
@allow(act(Act.DECIDE_RETURN))
def end_books(book_id: int) -> ResponseReturnValue:
    """Kết thúc việc giữ sổ riêng."""
    written = request.form.get("last_on", "")[:40]
    try:
        last_on = read_date(written) if written.strip() else today()
        books.end_own_books(database(), reader(), book_id, last_on, now())
    except DateTextError:
        return _books("Hãy ghi ngày kết thúc theo dạng ngày/tháng/năm.")
    except ReturnError as error:
        return _books(str(error))
    flash("Đã ghi ngày kết thúc giữ sổ riêng.", "good")
    return redirect("/returns/books", code=303)


@blueprint.post("/returns/rules")
@allow(act(Act.DECIDE_RETURN))
def rules() -> ResponseReturnValue:
    """Đặt hạn nộp và kỳ phải nộp."""
    try:
        days = read_count(request.form.get("due_days", "")[:10])
        books.set_rules(database(), reader(), days, request.form.getlist("period"), now())
    except ReturnError as error:
        return _books(str(error))
    except ValueError:
        return _books(f"Hạn nộp là số ngày từ 0 đến {books.MOST_DAYS} sau ngày cuối kỳ.")
    flash("Đã lưu hạn nộp và các kỳ phải nộp.", "good")
    return redirect("/returns/books", code=303)
