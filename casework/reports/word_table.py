"""A table of a document as a Word table: header rows repeated on each page, rows unbroken, widths by the columns."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

from casework.reports.document import Align, Row, Table, clean, text_of

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TWIPS = 56.6929
"""Twips in a millimetre."""
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_ALIGN = {"left": "left", "center": "center", "right": "right"}


def add_table(document: Any, table: Table, across: float) -> None:
    """Put `table`, `across` millimetres wide, at the end of a Word document."""
    weights = sum(column.width for column in table.columns)
    widths = [round(column.width / weights * across * _TWIPS) for column in table.columns]
    borders = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in _SIDES)
    rows = [*_header(table, widths), *_body(table, widths)]
    xml = (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"<w:tblCaption w:val={quoteattr(clean(table.caption))}/></w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def _header(table: Table, widths: list[int]) -> list[str]:
    titles = [column.title for column in table.columns]
    groups = table.header_groups
    if not groups:
        cells = "".join(_cell(t, w, "center", bold=True) for t, w in zip(titles, widths, strict=True))
        return [_tr(cells, header=True)]
    upper, lower, at = "", "", 0
    for name, size in groups:
        own = widths[at : at + size]
        if name:
            upper += _cell(name, sum(own), "center", bold=True, span=size)
            lower += "".join(_cell(t, w, "center", bold=True) for t, w in zip(titles[at : at + size], own, strict=True))
        else:
            for title, one in zip(titles[at : at + size], own, strict=True):
                upper += _cell(title, one, "center", bold=True, merge="restart")
                lower += _cell("", one, "center", merge="continue")
        at += size
    return [_tr(upper, header=True), _tr(lower, header=True)]


def _body(table: Table, widths: list[int]) -> list[str]:
    """The rows; no total begins a page, the row before it goes along."""
    follows = [row.kind == "total" for row in table.rows[1:]] + [False]
    return [_row(table, row, widths, stays) for row, stays in zip(table.rows, follows, strict=True)]


def _row(table: Table, row: Row, widths: list[int], stays: bool) -> str:
    if row.kind in ("group", "subgroup"):
        italic = row.kind == "subgroup"
        cell = _cell(text_of(row.cells[0]), sum(widths), "left", bold=True, italic=italic, span=len(widths), stays=True)
        return _tr(cell)
    return _tr(
        "".join(
            _cell(text_of(cell), w, column.align, bold=row.kind == "total", stays=stays)
            for cell, w, column in zip(row.cells, widths, table.columns, strict=True)
        )
    )


def _tr(cells: str, *, header: bool = False) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(
    text: str,
    width: int,
    align: Align,
    *,
    bold: bool = False,
    italic: bool = False,
    span: int = 1,
    merge: str = "",
    stays: bool = False,
) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    kept = "<w:keepNext/>" if stays else ""
    middle = '<w:vAlign w:val="center"/>' if bold and align == "center" else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}{middle}</w:tcPr>'
        f'<w:p><w:pPr>{kept}<w:spacing w:before="20" w:after="20"/><w:jc w:val="{_ALIGN[align]}"/></w:pPr>'
        f'<w:r><w:rPr>{look}<w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'
        "</w:p></w:tc>"
    )
