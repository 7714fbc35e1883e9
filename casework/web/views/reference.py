"""Lịch và thời hạn: days off, make-up days and time limits; what a change would move is shown before it is made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.law_changes import DAY, LIMIT, LawChange
from casework.domain.limits import Law
from casework.domain.numerals import DateTextError, read_date
from casework.domain.time_limits import UNIT_LABELS, TimeLimit
from casework.services import law_changes
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("reference", __name__)

LONGEST_SPAN = 31
_TEXT_LIMIT = 300
DAY_KINDS = {"off": "Nghỉ", "work": "Làm việc bù", "": "Như ngày thường trong tuần"}
STATUSES = {"confirmed": "Đã xác nhận", "expected": "Dự kiến", "unconfirmed": "Chưa xác nhận (chưa áp dụng)"}


class _WrongError(ValueError):
    """What was typed makes no change; the Vietnamese message says what to do."""


@blueprint.get("/reference")
@allow(act(Act.REFERENCE))
def index() -> ResponseReturnValue:
    """Lịch của một năm và các thời hạn đang áp dụng."""
    return _index({}, "")


def _index(typed: Mapping[str, str], problem: str) -> ResponseReturnValue:
    law = law_changes.law_now(database())
    year_text = request.args.get("year", "")
    year = int(year_text) if year_text.isdecimal() and 2000 <= int(year_text) <= 2100 else today().year
    page = render_template(
        "reference/index.html",
        law=law,
        year=year,
        days=[rule for rule in law.calendar.rules() if rule.day.year == year],
        limits=_in_force(law, today()),
        units=UNIT_LABELS,
        kinds=DAY_KINDS,
        statuses=STATUSES,
        typed=typed,
        problem=problem,
    )
    return page, 422 if problem else 200


def _in_force(law: Law, day: date) -> list[TimeLimit]:
    """The newest row of each limit that holds on `day` or later."""
    found = [row for code in law.codes() for row in law.rows(code) if row.valid_to is None or row.valid_to >= day]
    return sorted(found, key=lambda row: (row.kind, row.label_vi, row.valid_from))


@blueprint.post("/reference/preview")
@allow(act(Act.REFERENCE))
def preview() -> ResponseReturnValue:
    """Xem trước: những hồ sơ chưa kết thúc sẽ đổi hạn."""
    typed = {name: value.strip()[:_TEXT_LIMIT] for name, value in request.form.items()}
    try:
        changes = _day_changes(typed) if typed.get("what") == DAY else _limit_change(typed)
        shown = law_changes.preview(database(), reader(), changes)
    except (_WrongError, law_changes.LawChangeError) as error:
        return _index(typed, str(error))
    written = json.dumps([[c.what, c.key, c.row] for c in changes], ensure_ascii=False)
    return render_template("reference/preview.html", shown=shown, written=written, words=WORDS, day=today())


@blueprint.post("/reference/apply")
@allow(act(Act.REFERENCE))
def apply() -> ResponseReturnValue:
    """Lưu bản lịch, thời hạn mới; hồ sơ bị ảnh hưởng được ghi nhật ký."""
    try:
        changes = [_as_previewed(*one) for one in json.loads(request.form["changes"])]
        version = int(request.form["version"])
    except (KeyError, ValueError, TypeError):
        return _index({}, "Biểu mẫu không còn nguyên vẹn; hãy làm lại từ đầu.")
    try:
        done = law_changes.change_law(database(), reader(), changes, version, on=today(), now=now())
    except (law_changes.StaleLawError, law_changes.LawChangeError) as error:
        return _index({}, str(error))
    flash(f"Đã lưu bản lịch, thời hạn số {done.version + 1}; {len(done.affected)} hồ sơ được tính lại hạn.", "good")
    return redirect("/reference", code=303)


def _as_previewed(what: object, key: object, row: object) -> LawChange:
    """A change as the preview wrote it into the form; ValueError for anything else."""
    if what not in (DAY, LIMIT) or not isinstance(key, str) or not (row is None or isinstance(row, dict)):
        raise ValueError(what)
    return LawChange(str(what), key, row)


def _day_changes(typed: Mapping[str, str]) -> Sequence[LawChange]:
    try:
        first = read_date(typed.get("first", ""))
        last = read_date(typed["last"]) if typed.get("last") else first
    except DateTextError as error:
        raise _WrongError(str(error)) from error
    if not first <= last <= first + timedelta(days=LONGEST_SPAN - 1):
        raise _WrongError(f"“Đến ngày” phải sau “Từ ngày” và khoảng không quá {LONGEST_SPAN} ngày.")
    kind, status = typed.get("kind", ""), typed.get("status", "confirmed")
    if kind not in DAY_KINDS or status not in STATUSES:
        raise _WrongError("Hãy chọn loại ngày và tình trạng trong danh sách.")
    name, source = typed.get("name", ""), typed.get("source", "")
    if kind and not (name and source):
        raise _WrongError("Hãy ghi tên ngày và căn cứ (văn bản, thông báo).")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        LawChange(
            DAY,
            day.isoformat(),
            {"day": day.isoformat(), "kind": kind, "name": name, "status": status, "source": source} if kind else None,
        )
        for day in days
    ]


def _limit_change(typed: Mapping[str, str]) -> Sequence[LawChange]:
    law = law_changes.law_now(database())
    code, amount = typed.get("code", ""), typed.get("amount", "")
    rows = law.rows(code) if code in law.codes() else []
    if not rows:
        raise _WrongError("Không có thời hạn này; hãy chọn trong danh sách.")
    if not amount.isdecimal() or not 1 <= int(amount) <= 3660:
        raise _WrongError("Số ngày (tháng) phải là số nguyên từ 1 đến 3.660.")
    try:
        valid_from = read_date(typed.get("valid_from", ""))
    except DateTextError as error:
        raise _WrongError(str(error)) from error
    if not typed.get("legal_basis"):
        raise _WrongError("Hãy ghi căn cứ: văn bản ấn định thời hạn mới.")
    held = rows[-1]
    row = {
        "code": code,
        "kind": held.kind,
        "amount": int(amount),
        "unit": held.unit,
        "start_event": held.start_event,
        "extension_amounts": list(held.extension_amounts),
        "suspends": held.suspends,
        "suspension_confidence": held.suspension_confidence,
        "legal_basis": typed["legal_basis"],
        "article": typed.get("article", ""),
        "confidence": "high" if typed.get("confirmed") else "med",
        "valid_from": valid_from.isoformat(),
        "label_vi": held.label_vi,
        "configurable": held.configurable,
    }
    return [LawChange(LIMIT, code, row)]
