"""Addresses that carry a question: a list's filters read from one, a figure's members written into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from flask import request

from casework.domain.figures import Cell
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.services import registers
from casework.web.asking import BadAddressError, asked_day, asked_known, question_parameters
from casework.web.clock import today
from casework.web.converters import WORDS

__all__ = [
    "RESERVED",
    "BadAddressError",
    "asked_day",
    "asked_list",
    "asked_page",
    "figure_address",
    "list_address",
    "list_parameters",
]

RESERVED = frozenset({"q", "page", "as_of", "known_on", "first", "figure", "sort", "exact"})
LONGEST_SEARCH = 200
FIRST_DAY = date(1900, 1, 1)


def asked_page() -> int:
    """The number of the page that the address gives, from 1; 1 when it gives none or nonsense."""
    written = request.args.get("page", "1")
    if not (written.isascii() and written.isdigit() and len(written) <= 6):
        return 1
    return max(1, int(written))


def asked_list(kind: RecordKind) -> registers.ListQuery:
    """The list that the address asks for. Raises BadAddressError for days that cannot be."""
    as_of = asked_day("as_of", today())
    first = asked_day("first", FIRST_DAY)
    if first > as_of:
        raise BadAddressError("Ngày đầu kỳ không được sau ngày tính số liệu.")
    known = asked_known()
    figure = request.args.get("figure", "")[:100]
    offered = registers.DIMENSION_CODES[kind]
    cell = {
        name: "" if value == registers.UNKNOWN_KEY else value[:200]
        for name, value in request.args.items()
        if name in offered and value.strip() and "\0" not in value
    }
    search = request.args.get("q", "").replace("\0", " ").strip()[:LONGEST_SEARCH]
    sort = request.args.get("sort", "")
    exact = request.args.get("exact") == "1"
    return registers.ListQuery(
        kind,
        Question(first, as_of, known.position, known.on),
        figure,
        cell,
        search,
        asked_page(),
        sort if sort in registers.SORTS else "",
        exact,
    )


def list_parameters(query: registers.ListQuery) -> dict[str, str]:
    """The parameters that ask for the same list again, without the page; the as-of day only when it is not today."""
    found: dict[str, str] = {}
    if query.figure:
        found["figure"] = query.figure
    found.update({name: key or registers.UNKNOWN_KEY for name, key in query.cell.items()})
    if query.search:
        found["q"] = query.search
    if query.sort:
        found["sort"] = query.sort
    if query.exact:
        found["exact"] = "1"
    if query.question.first != FIRST_DAY:
        found["first"] = query.question.first.isoformat()
    if query.figure or query.question.as_of != today():
        found["as_of"] = query.question.as_of.isoformat()
    if query.question.known_on is not None:
        found["known_on"] = query.question.known_on.isoformat()
    return found


def list_address(kind: RecordKind, parameters: Mapping[str, str], suffix: str = "") -> str:
    """The address of a list; `suffix` ".csv" for its export."""
    tail = urlencode(parameters)
    return f"/{WORDS[kind]}{suffix}" + (f"?{tail}" if tail else "")


def figure_address(code: str, cell: Cell | Iterable[tuple[str, str]], question: Question) -> str:
    """The address of a figure's members, or of its source for a declared one; "" for a figure that opens to nothing."""
    if code.startswith("declared."):
        return f"/figures/declared#{code.replace('.', '-')}"
    try:
        kind = registers.kind_of_figure(code)
    except registers.UnknownFigureError:
        return ""
    parameters = {"figure": registers.measured(code)}
    parameters.update({name: key or registers.UNKNOWN_KEY for name, key in cell})
    parameters.update(question_parameters(question))
    return list_address(kind, parameters)
