"""A document as one HTML file that stands alone: no script, nothing loaded from elsewhere, charts as SVG.

Each number is a link to its entry in the list of figures at the end of the file, or to the address that `link` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from casework.domain.figures import Cell, FigureSet
from casework.reports.chart import Chart
from casework.reports.chart_svg import chart_svg
from casework.reports.document import Block, Document, FigureText, Heading, Paragraph, Runs, Table, clean
from casework.reports.pdf_parts import MOTTO, NATION
from casework.reports.plain import working_note

Link = Callable[[str, Cell], str | None]

_CSS = """
body{font-family:"Times New Roman",Tinos,"Liberation Serif",serif;font-size:1.15rem;line-height:1.45;color:#000;
background:#fff;max-width:52rem;margin:2rem auto;padding:0 1rem}
.head,.foot{display:flex;gap:1rem;justify-content:space-between;text-align:center}.foot{margin-top:2rem}
.foot>div:first-child{text-align:left;font-size:.95rem}.foot p,.head p{margin:.15rem 0}.signer{padding-bottom:5rem}
h1{font-size:1.2rem;text-align:center}h2,h3,h4{font-size:1.15rem}p{text-align:justify}.c{text-align:center}
table{border-collapse:collapse;width:100%;font-size:1rem;margin:1rem 0}caption{font-style:italic;font-weight:bold}
th,td{border:1px solid #000;padding:.2rem .4rem;vertical-align:top}td.right{text-align:right;font-variant-numeric:
tabular-nums}td.center{text-align:center}tr.total td,tr.group th{font-weight:bold}tr.subgroup th{font-style:italic}
tr.group th,tr.subgroup th{text-align:left}.scroll{overflow-x:auto}figure{margin:1rem 0;text-align:center}
figure svg{max-width:38rem;width:100%;height:auto;font-family:sans-serif}figcaption{font-style:italic;font-weight:bold}
a.figure{color:inherit;text-decoration:underline dotted}a:focus{outline:2px solid #005a92}
.working{font-size:.9rem;font-style:italic;overflow-wrap:anywhere}
@media(max-width:30rem){body{font-size:1rem}.head,.foot{flex-direction:column}}
@media print{body{max-width:none;margin:0}a.figure{text-decoration:none}thead{display:table-header-group}}
"""


def render_html(
    document: Document, figures: FigureSet | None = None, *, link: Link | None = None, signing: bool = False
) -> bytes:
    """The paper as a UTF-8 HTML file. With `figures` each number opens to its definition at the end of the file, unless
    `link` gives an address elsewhere."""
    page = _Page(figures, link)
    body = [_head(document), *page.blocks(document.blocks, 2), _foot(document)]
    for annex in document.annexes:
        body.append(f'<section><h2 class="c">{_t(annex.name)}<br>{_t(annex.title)}</h2>')
        body.append(f'<p class="c"><em>{_t(document.annex_reference)}</em></p>')
        body += [*page.blocks(annex.blocks, 3), "</section>"]
    if not signing:
        body += [f'<p class="working">{_t(line)}</p>' for line in working_note(document)]
    body += page.definitions()
    text = (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{_t(document.title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_CSS}</style></head><body><main>\n" + "\n".join(body) + "\n</main></body></html>\n"
    )
    return text.encode("utf-8")


class _Page:
    """Writes blocks, and remembers which figures were quoted, in their order."""

    def __init__(self, figures: FigureSet | None, link: Link | None) -> None:
        self.figures, self.link = figures, link
        self.quoted: dict[tuple[str, Cell], int] = {}

    def blocks(self, blocks: Sequence[Block], level: int) -> list[str]:
        """The blocks in HTML, headings from `level` on; items stand in a list."""
        parts: list[str] = []
        listing = False
        for block in blocks:
            item = isinstance(block, Paragraph) and block.kind == "item"
            if item != listing:
                parts.append("<ul>" if item else "</ul>")
                listing = item
            match block:
                case Heading():
                    depth = min(level + block.level - 1, 6)
                    parts.append(f"<h{depth}>{_t(block.number)} {_t(block.text)}</h{depth}>")
                case Paragraph():
                    tag = "li" if item else "p"
                    parts.append(f"<{tag}>{self.runs(block.runs)}</{tag}>")
                case Chart():
                    note = f'<p class="c">{_t(block.note)}</p>' if block.note else ""
                    drawn = chart_svg(block, self.address)
                    parts.append(f"<figure><figcaption>{_t(block.title)}</figcaption>{drawn}{note}</figure>")
                case Table():
                    parts.append(self.table(block))
        return [*parts, "</ul>"] if listing else parts

    def address(self, code: str, cell: Cell) -> str | None:
        """Where a number leads: the address given, else its entry in this file."""
        if self.link is not None and (outside := self.link(code, cell)):
            return outside
        if self.figures is None or (code, cell) not in self.figures.figures:
            return None
        return f"#so-{self.quoted.setdefault((code, cell), len(self.quoted) + 1)}"

    def runs(self, runs: Runs) -> str:
        """Running text with its numbers."""
        return "".join(self.run(run) if isinstance(run, FigureText) else _t(run) for run in runs)

    def run(self, run: FigureText) -> str:
        """One number, linked where it leads somewhere."""
        address = self.address(run.code, run.cell)
        cell = ";".join(f"{dimension}={key}" for dimension, key in run.cell)
        named = f'class="figure" data-code="{_t(run.code)}" data-cell="{_t(cell)}"'
        if not address:
            return f"<span {named}>{_t(run.text)}</span>"
        return f'<a {named} href="{_t(address)}">{_t(run.text)}</a>'

    def table(self, table: Table) -> str:
        """A table that scrolls by itself on a narrow screen."""
        rows = []
        for row in table.rows:
            if row.kind in ("group", "subgroup"):
                span = f'<th scope="rowgroup" colspan="{len(table.columns)}">{self.runs(row.cells[0])}</th>'
                rows.append(f'<tr class="{row.kind}">{span}</tr>')
                continue
            cells = "".join(
                f'<td class="{column.align}">{self.runs(cell)}</td>'
                for cell, column in zip(row.cells, table.columns, strict=True)
            )
            rows.append(f'<tr class="{row.kind}">{cells}</tr>')
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{_t(table.caption)}"><table>'
            f"<caption>{_t(table.caption)}</caption><thead>{_header(table)}</thead><tbody>{''.join(rows)}</tbody>"
            "</table></div>"
        )

    def definitions(self) -> list[str]:
        """The list of the figures that were quoted; [] without figures."""
        if self.figures is None or not self.quoted:
            return []
        entries = []
        for (code, cell), number in self.quoted.items():
            figure = self.figures.figures[code, cell]
            where = f" ({_t('; '.join(figure.labels))})" if figure.labels else ""
            source = f" Nguồn: {_t(figure.source)}." if figure.source else ""
            entries.append(
                f'<li id="so-{number}"><strong>{_t(figure.label)}</strong>{where}: {_t(figure.printed)} '
                f"– {_t(figure.definition)}{source} <code>{_t(code)}</code></li>"
            )
        return ["<section><h2>Chỉ tiêu dùng trong báo cáo</h2><ol>", *entries, "</ol></section>"]


def _header(table: Table) -> str:
    titles = [column.title for column in table.columns]
    if not table.header_groups:
        return "<tr>" + "".join(f'<th scope="col">{_t(t)}</th>' for t in titles) + "</tr>"
    upper, lower, at = "", "", 0
    for name, size in table.header_groups:
        own = titles[at : at + size]
        if name:
            upper += f'<th scope="colgroup" colspan="{size}">{_t(name)}</th>'
            lower += "".join(f'<th scope="col">{_t(t)}</th>' for t in own)
        else:
            upper += "".join(f'<th scope="col" rowspan="2">{_t(t)}</th>' for t in own)
        at += size
    return f"<tr>{upper}</tr><tr>{lower}</tr>"


def _head(document: Document) -> str:
    superior = f"<p>{_t(document.superior_body)}</p>" if document.superior_body else ""
    issuer = "<br>".join(_t(line) for line in document.issuing_body.splitlines())
    addressees = "".join(f'<p class="c">Kính gửi: {_t(a)}</p>' for a in document.addressees)
    bases = "".join(f"<p><em>{_t(b)}</em></p>" for b in document.legal_bases)
    return (
        f'<div class="head"><div>{superior}<p><strong>{issuer}</strong></p><p>{_t(document.number_line)}</p></div>'
        f"<div><p><strong>{NATION}</strong></p><p><strong>{MOTTO}</strong></p>"
        f"<p><em>{_t(document.place_line)}</em></p></div></div>"
        f"<h1>{_t(document.kind)}<br>{_t(document.subject)}</h1>{addressees}{bases}"
    )


def _foot(document: Document) -> str:
    lines = "".join(f"<p>{_t(line)}</p>" for line in document.recipient_lines)
    signer = "".join(
        f"<p><strong>{_t(line)}</strong></p>"
        for line in (document.signature.authority, document.signature.title)
        if line
    )
    name = f"<p><strong>{_t(document.signature.name)}</strong></p>"
    return (
        f'<div class="foot"><div><p><strong><em>Nơi nhận:</em></strong></p>{lines}</div>'
        f'<div><div class="signer">{signer}</div>{name}</div></div>'
    )


def _t(text: str) -> str:
    return escape(clean(text))
