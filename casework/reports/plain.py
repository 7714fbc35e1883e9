"""A document as plain text: for tests, for copying, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.domain.numerals import write_date
from casework.reports.chart import Chart
from casework.reports.document import Block, Document, Heading, Paragraph, Table, clean, text_of


def plain_text(document: Document, *, signing: bool = False) -> str:
    """The whole paper, a line for each paragraph, heading and table row; cells are parted by a tab.

    With `signing` the note on the figures (as-of day, scope, fingerprint) is left out.
    """
    lines = [
        *(line for line in (document.superior_body, *document.issuing_body.splitlines()) if line),
        document.number_line,
        document.place_line,
        document.kind,
        document.subject,
        *(f"Kính gửi: {addressee}" for addressee in document.addressees),
        *document.legal_bases,
        *_lines(document.blocks),
        *(line for line in (document.signature.authority, document.signature.title) if line),
        *([document.signature.name] if document.signature.name else []),
        "Nơi nhận:",
        *document.recipient_lines,
    ]
    for annex in document.annexes:
        lines += [annex.name, annex.title, document.annex_reference, *_lines(annex.blocks)]
    if not signing:
        lines += working_note(document)
    return "".join("\t".join(clean(cell) for cell in line.split("\t")) + "\n" for line in lines)


def working_note(document: Document) -> list[str]:
    """What a working copy says of its figures: as-of day, scope, notes, fingerprint; a line each."""
    return [
        f"BẢN LÀM VIỆC. Số liệu tính đến hết ngày {write_date(document.as_of)}. Phạm vi: {document.scope}.",
        *document.notes,
        f"Dấu số liệu (SHA-256): {document.fingerprint}",
    ]


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield f"{block.number} {block.text}"
            case Paragraph():
                yield ("- " if block.kind == "item" else "") + text_of(block.runs)
            case Chart():
                yield block.alt
            case Table():
                yield block.caption
                yield "\t".join(column.title for column in block.columns)
                for row in block.rows:
                    yield "\t".join(text_of(cell) for cell in row.cells)
