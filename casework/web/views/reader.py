"""Kiểm tra dự thảo: paste or upload a draft, read the text with its marks and the findings with their arithmetic.

Nothing is kept: the text comes with the request and goes with the answer; the access log tells only that a draft of so
many signs was checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField

from casework.domain.access import Act
from casework.domain.claims.findings import Verdict
from casework.domain.numerals import DateTextError, read_date, write_count
from casework.domain.periods import Period, PeriodError, parse_period
from casework.domain.reading import AccessAct
from casework.domain.text import capitalised
from casework.services import reader as checking
from casework.web.addresses import figure_address
from casework.web.forms import Form, stripped
from casework.web.gate import act, allow, database, reader
from casework.web.told import tell

blueprint = Blueprint("reader", __name__)

PASTE_LIMIT = 200_000
"""The longest text that is pasted, in signs; a file may hold more (`checking.MAX_SIGNS`)."""
EXAMPLE = """Kết quả 6 tháng đầu năm 2024 (ví dụ)
Trong kỳ đã thụ lý theo thẩm quyền 316 vụ việc, gồm 214 vụ việc khiếu nại và 102 vụ việc tố cáo; đã giải quyết 238/316 \
vụ việc, đạt tỷ lệ 88,9%, còn 35 vụ việc đang giải quyết.
Tiếp nhận 1.859 kiến nghị, gồm 307 kiến nghị về đất đai, 130 kiến nghị về xây dựng, 449 kiến nghị về giao thông và 968 \
kiến nghị về môi trường.
Có 539 lượt công dân đến trụ sở, tăng 54,14% so với cùng kỳ năm 2023."""
_SIGNS = {
    Verdict.DIFFERS: ("late", "≠"),
    Verdict.IMPOSSIBLE: ("late", "⊘"),
    Verdict.CANNOT_TELL: ("wait", "?"),
    Verdict.AGREES: ("good", "✓"),
}
"""The tone and the sign of each verdict, the gravest first."""


class DraftForm(Form):
    """Dự thảo cần kiểm tra."""

    text = TextAreaField(
        "Dán văn bản", filters=[], render_kw={"rows": 12, "maxlength": PASTE_LIMIT, "spellcheck": "false"}
    )
    upload = FileField("Hoặc chọn tệp Word (.docx), PDF hoặc văn bản thuần (.txt)")
    period = StringField(
        "Kỳ so sánh", filters=[stripped], description="Bỏ trống: lấy kỳ nêu trong văn bản. Ví dụ: 6-thang-2024.",
        render_kw={"maxlength": 60},
    )  # fmt: skip
    as_of = StringField(
        "Tính đến hết ngày", filters=[stripped], description="Bỏ trống: lấy ngày nêu trong văn bản.",
        render_kw={"maxlength": 20, "inputmode": "numeric"},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: plain, or a number with the finding that it leads to (`number`, from 1).

    `place`: the number by which findings lead back to it.
    """

    text: str
    place: int = 0
    number: int = 0
    tone: str = ""
    sign: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as it is listed."""

    number: int
    judged: checking.Judged
    printed: str
    href: str
    place: int


@dataclass(frozen=True, slots=True)
class Part:
    """The findings of one verdict."""

    verdict: Verdict
    tone: str
    sign: str
    lines: tuple[Line, ...]


class DraftError(ValueError):
    """What was sent cannot be checked; the message is in Vietnamese."""


@blueprint.route("/reader", methods=["GET", "POST"])
@allow(act(Act.CHECK_DRAFT))
def index() -> ResponseReturnValue:
    """Kiểm tra dự thảo."""
    form = DraftForm()
    refused, status, checked = "", 200, None
    if form.validate_on_submit():
        try:
            checked = _checked(form)
        except (DraftError, checking.AttachmentProblem, PeriodError) as error:
            refused, status = capitalised(str(error)), 422
    elif form.is_submitted():
        status = 422
    elif request.args.get("example") == "1":
        form.text.data = EXAMPLE
    parts = _parts(checked) if checked else ()
    page = render_template(
        "reader/index.html",
        form=form,
        refused=refused,
        checked=checked,
        parts=parts,
        lines=_marked(checked, parts) if checked else (),
        limit=PASTE_LIMIT,
    )
    return page, status


def _checked(form: DraftForm) -> checking.CheckedDraft:
    """The draft, read and judged. Raises DraftError, AttachmentProblem, PeriodError."""
    sent = form.upload.data
    text = str(form.text.data or "")
    if sent and sent.filename:
        text = checking.draft_text(sent.read(), sent.filename)
    elif len(text) > PASTE_LIMIT:
        raise DraftError(
            f"Văn bản dài quá {write_count(PASTE_LIMIT)} ký tự; hãy gửi bằng tệp hoặc chia thành nhiều phần."
        )
    if not text.strip():
        raise DraftError("Chưa có văn bản để kiểm tra; hãy dán văn bản hoặc chọn tệp.")
    period, as_of = _period(form.period.data), _day(form.as_of.data)
    tell(AccessAct.DRAFT_CHECKED, what=f"Kiểm tra dự thảo, {write_count(len(text))} ký tự")
    return checking.check_draft(database(), reader(), text, period=period, as_of=as_of)


def _period(written: object) -> Period | None:
    return parse_period(str(written)) if written else None


def _day(written: object) -> date | None:
    try:
        return read_date(str(written)) if written else None
    except DateTextError as error:
        raise DraftError(f"Tính đến hết ngày: {error}.") from None


def _parts(checked: checking.CheckedDraft) -> tuple[Part, ...]:
    """The findings by verdict, the gravest first; numbered through as they are listed."""
    parts, number = [], 0
    places: dict[tuple[int, int], int] = {}
    for verdict, (tone, sign) in _SIGNS.items():
        lines = []
        for judged in checked.of(verdict):
            number += 1
            one = judged.finding
            href = ""
            if judged.figure is not None and checked.question is not None:
                href = figure_address(judged.figure.code, judged.figure.cell, checked.question)
            place = places.setdefault((one.start, one.end), len(places) + 1)
            lines.append(Line(number, judged, checked.text[one.start : one.end], href, place))
        if lines:
            parts.append(Part(verdict, tone, sign, tuple(lines)))
    return tuple(parts)


def _marked(checked: checking.CheckedDraft, parts: Sequence[Part]) -> list[list[Piece]]:
    """The text by lines, each judged number a piece of its own; of several findings the gravest marks it."""
    marks: dict[tuple[int, int], Piece] = {}
    for part in parts:
        for line in part.lines:
            one = line.judged.finding
            piece = Piece(line.printed, line.place, line.number, part.tone, part.sign, part.verdict.label)
            marks.setdefault((one.start, one.end), piece)
            if one.correction is not None:
                piece = replace(piece, text=one.correction.printed, place=0)
                marks.setdefault((one.correction.start, one.correction.end), piece)
    found: list[list[Piece]] = [[]]
    for piece in _pieces(checked.text, marks):
        first, *more = piece.text.split("\n") if not piece.number else [piece.text]
        found[-1].append(piece if piece.number else Piece(first))
        for text in more:
            found.append([Piece(text)])
    return found


def _pieces(text: str, marks: dict[tuple[int, int], Piece]) -> Iterator[Piece]:
    at = 0
    for (start, end), piece in sorted(marks.items(), key=lambda one: one[0]):
        if start < at:
            continue
        yield Piece(text[at:start])
        yield piece
        at = end
    yield Piece(text[at:])
