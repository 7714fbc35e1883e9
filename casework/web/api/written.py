"""Plain data of the services as the shapes of `shapes.py` write it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from casework.domain.figures import NOT_RECORDED, Cell, Figure, FigureKind, FigureSet
from casework.domain.periods import Question
from casework.domain.vocabulary import Term
from casework.services import registers
from casework.services.figures import CatalogueEntry
from casework.services.member_pages import CODED, MemberPage, MemberRow, MemberValue
from casework.services.reporting.issued import IssuedLine, IssuedPage
from casework.web.api.resources import ROOT
from casework.web.asking import question_parameters
from casework.web.clock import in_hanoi
from casework.web.converters import WORDS

UNKNOWN = "không ghi"


def day(value: date | None) -> str | None:
    """A day, or null."""
    return None if value is None else value.isoformat()


def asked(question: Question) -> dict[str, Any]:
    """Shape Question."""
    return {"first": day(question.first), "as_of": day(question.as_of), "known_on": day(question.known_on)}


def definition(entry: CatalogueEntry) -> dict[str, Any]:
    """Shape Definition."""
    return {
        "code": entry.code,
        "label": entry.label,
        "unit": entry.unit,
        "kind": entry.figure_kind.value,
        "register": WORDS[entry.kind],
        "definition": entry.definition,
        "source": entry.source,
        "cuts": [{"by": by, "label": label} for by, label in zip(entry.by, entry.cuts, strict=True)],
        "opens": entry.opens,
        "href": f"{ROOT}/figures/{quote(entry.code)}",
    }


def counted(figure: Figure) -> dict[str, Any]:
    """What every shape with a number tells of it."""
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "printed": figure.printed,
        "reason": None if figure.is_recorded else NOT_RECORDED,
    }


def members_address(figure: Figure, question: Question) -> str | None:
    """Where a figure opens to its members; null where it does not."""
    if figure.kind in (FigureKind.BAND, FigureKind.DECLARED) or not figure.is_recorded:
        return None
    cell = {name: key or registers.UNKNOWN_KEY for name, key in figure.cell}
    told = urlencode({**question_parameters(question), **cell})
    return f"{ROOT}/figures/{quote(registers.measured(figure.code))}/members?{told}"


def named(figure: Figure) -> dict[str, Any]:
    """What every shape of a whole figure tells of its meaning."""
    return {
        "code": figure.code,
        "label": figure.label,
        "unit": figure.unit.label,
        "kind": figure.kind.value,
        "definition": figure.definition,
        "source": figure.source,
    }


def cell(figure: Figure, question: Question) -> dict[str, Any]:
    """Shape Cell."""
    return {
        "key": figure.cell[0][1] or None,
        "label": figure.labels[0] or UNKNOWN,
        **counted(figure),
        "members": members_address(figure, question),
    }


def whole(figure: Figure, found: FigureSet, breakdown: dict[str, Any] | None) -> dict[str, Any]:
    """Shape Figure."""
    return {
        **named(figure),
        "question": asked(found.question),
        "scope": found.scope,
        **counted(figure),
        "members": members_address(figure, found.question),
        "breakdown": breakdown,
    }


def term(one: Term | None) -> dict[str, str] | None:
    """Shape Term of a term of the vocabulary."""
    return None if one is None else {"key": one.value, "label": one.label}


def _value(one: MemberValue, coded: bool) -> Any:
    if one.value is None or one.value == "":
        return None
    if coded:
        key = ("1" if one.value else "0") if isinstance(one.value, bool) else str(one.value)
        return {"key": key, "label": one.words}
    return one.value.isoformat() if isinstance(one.value, date) else one.value


def members(page: MemberPage, question: Question, onward: str | None, complete: bool) -> dict[str, Any]:
    """Shape Members."""
    return {
        "code": page.code,
        "label": page.label,
        "unit": page.unit.label,
        "register": WORDS[page.kind],
        "question": asked(question),
        "value": page.value,
        "reason": None if page.value is not None else NOT_RECORDED,
        "total": page.total,
        "count": len(page.rows),
        "complete": complete,
        "next": onward,
        "columns": [{"name": one.name, "label": one.label, "holds": _holds(one.shape.value)} for one in page.columns],
        "items": [_member(page, row) for row in page.rows],
    }


def _holds(shape: str) -> str:
    return "text" if shape in ("code", "subject", "place") else shape


def _member(page: MemberPage, row: MemberRow) -> dict[str, Any]:
    told = zip(page.columns, row.values, strict=True)
    return {
        "id": row.id,
        "href": f"/{WORDS[page.kind]}/{row.id}",
        "opened_on": day(row.opened_on),
        "closed_on": day(row.closed_on),
        "due_on": day(row.due_on),
        "overdue": row.overdue,
        "state": term(row.state),
        "fields": {one.name: _value(value, one.shape in CODED) for one, value in told},
    }


def moment(value: datetime) -> str:
    """An instant by Hà Nội's clocks, with its zone."""
    return in_hanoi(value).isoformat(timespec="seconds")


def report(line: IssuedLine) -> dict[str, Any]:
    """Shape Report."""
    return {
        "id": line.id,
        "title": line.title,
        "period": line.period_label,
        "question": {"first": day(line.first), "as_of": day(line.as_of), "known_on": day(line.known_on)},
        "number": line.number,
        "day": day(line.day),
        "note": line.note,
        "issued_at": moment(line.issued_at),
        "issued_by": line.issued_by,
        "withdrawn": line.withdrawn,
        "replaced_by": line.replaced_by,
        "reason": line.reason,
        "href": f"{ROOT}/reports/{line.id}",
    }


def issued(page: IssuedPage) -> dict[str, Any]:
    """Shape IssuedReport."""
    here = f"{ROOT}/reports/{page.line.id}"
    return {
        "report": report(page.line),
        "scope": page.scope,
        "fingerprint": page.fingerprint,
        "intact": not page.faults,
        "figures": f"{here}/figures",
        "figure_count": len(page.figures.figures),
        "files": [
            {
                "name": one.name,
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
                "href": f"{here}/files/{quote(one.name)}",
            }
            for one in page.files
        ],
    }


def frozen(figure: Figure, issued_id: int) -> dict[str, Any]:
    """Shape FrozenFigure."""
    address = None
    if figure.kind not in (FigureKind.BAND, FigureKind.DECLARED) and figure.is_recorded:
        told = urlencode({"figure": figure.code, **{name: key or registers.UNKNOWN_KEY for name, key in figure.cell}})
        address = f"{ROOT}/reports/{issued_id}/members?{told}"
    return {
        **named(figure),
        "cell": list(_cells(figure.cell, figure.labels)),
        **counted(figure),
        "members": address,
    }


def _cells(cells: Cell, labels: Iterable[str]) -> Iterable[dict[str, Any]]:
    for (name, key), label in zip(cells, labels, strict=True):
        yield {"by": name, "key": key or None, "label": label or UNKNOWN}
