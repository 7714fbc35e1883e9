"""The markup of a list's rows and of its filters' options: the parts that stand hundreds of times on a page.

A template writes them five times as slowly; nothing else is decided here. Every text of a record is escaped.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from casework.services.registers import PAGE_SIZE, Column, ListPage, Option
from casework.web.formatting import show_day

_BETWEEN = "\x1f"
"""Parts the cells of a row while they are escaped together; no text of a record keeps control characters."""


def rows_markup(page: ListPage, word: str, walking: str = "", ticked: str = "") -> Markup:
    """The table rows of a list; the first cell of each opens its record under `/word/`.

    `walking`: the parameters of the list, so that one may go on to the next record from there; `ticked`: the kind whose
    rows may be ticked, "" for none.
    """
    first = (page.page - 1) * PAGE_SIZE
    parameters = escape(f"?{walking}&row=" if walking else "?row=")
    openings = [_opening(column) for column in page.columns[1:]]
    made = []
    for place, row in enumerate(page.rows, start=first):
        cells = str(escape(_BETWEEN.join(cell.replace(_BETWEEN, " ") for cell in row.cells))).split(_BETWEEN)
        name = cells[0] or "(mở)"
        box = f'<td class="tick"><input class="form-check-input" type="checkbox" name="row" value="{ticked}.{row.id}"'
        tick = f'{box} aria-label="Chọn {name}"></td>' if ticked else ""
        opened = f'<a href="/{word}/walk/{row.id}{parameters}{place}">{name}</a>'
        made.append(f'<tr>{tick}<th scope="row" class="day">{opened}</th>')
        made.extend(f"{opening}{cell}</td>" for opening, cell in zip(openings, cells[1:], strict=True))
        if page.has_states:
            late = '<span class="state late">Quá hạn</span> ' if row.overdue else ""
            state = f'<span class="state plainly">{escape(row.state)}</span>' if row.state else ""
            made.append(f'<td class="day">{show_day(row.due_on)}</td><td>{late}{state}</td>')
        made.append("</tr>\n")
    return Markup("".join(made))  # noqa: S704 - every cell was escaped above


def _opening(column: Column) -> str:
    if column.numeric:
        return '<td class="num">'
    if column.long:
        return '<td class="long">'
    return '<td class="day">' if column.day else "<td>"


def options_markup(options: tuple[Option, ...], chosen: str | None) -> Markup:
    """The options of a filter, the chosen one selected."""
    every = _all_options(options)
    if not chosen:
        return every
    value = f'value="{escape(chosen)}">'
    return Markup(str(every).replace(value, value[:-1] + " selected>", 1))  # noqa: S704 - escaped where it was made


@lru_cache(maxsize=256)
def _all_options(options: tuple[Option, ...]) -> Markup:
    made = Markup('<option value="{}">{}</option>')
    return Markup("").join(made.format(option.key, option.label) for option in options)
