"""In Sổ tiếp công dân: the days are chosen, the official form comes as PDF."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.numerals import DateTextError, read_date
from casework.domain.reading import AccessAct
from casework.domain.vocabulary import RecordKind
from casework.services.reception_book import BookTooLongError, reception_book
from casework.web.clock import today
from casework.web.gate import act, allow, database, reader, settings
from casework.web.told import tell

blueprint = Blueprint("reception_book", __name__)


@blueprint.get("/receptions/book")
@allow(act(Act.LOG_RECEPTION))
def index() -> ResponseReturnValue:
    """Chọn khoảng ngày; có đủ hai ngày thì trả bản in."""
    day = today()
    typed = {name: request.args.get(name, "").strip() for name in ("from", "to")}
    problem = ""
    if any(typed.values()):
        try:
            first, last = read_date(typed["from"]), read_date(typed["to"])
            if first > last:
                raise DateTextError("“Từ ngày” phải trước hoặc bằng “Đến ngày”.")
            _book, content = reception_book(database(), reader(), first, last, settings().office)
        except (DateTextError, BookTooLongError) as error:
            problem = str(error)
        else:
            tell(AccessAct.PRINTED, RecordKind.RECEPTION, what=f"Sổ tiếp công dân {first} – {last}")
            name = f"so-tiep-cong-dan-{first}-{last}.pdf"
            headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
            return Response(content, mimetype="application/pdf", headers=headers)
    page = render_template("desk/book.html", typed=typed, problem=problem, month_start=day.replace(day=1), day=day)
    return page, 422 if problem else 200
