"""Long lists as CSV, sent while they are made: UTF-8 with its mark, inert cells, the number of rows in the last line.

A list that breaks off has no last line, so that nobody takes it for whole.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from casework.domain.numerals import write_count

BYTE_ORDER_MARK = "\ufeff"
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a cell for a formula; full-width forms count as their plain ones."""
PIECE = 500
_UNSEEN = " \u00a0\u3000\ufeff\u200b"
"""What stands before a sign without hiding it from a spreadsheet."""


def may_come_alive(cell: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    if not cell or cell[0].isalnum():
        return False
    plain = unicodedata.normalize("NFKC", cell)
    return plain.startswith(LIVE) or plain.lstrip(_UNSEEN).startswith(LIVE)


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before whatever could start one."""
    return f"'{cell}" if may_come_alive(cell) else cell


def lines(heading: Sequence[str], rows: Iterable[Sequence[object]], bare: bool = False) -> Iterator[str]:
    """The file in pieces of some hundred rows. `bare`: for a program on the same machine, which is told of a list that
    broke off by the command's exit: without the mark and the last line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("" if bare else BYTE_ORDER_MARK)
    writer.writerow(map(inert, heading))
    count = 0
    for row in rows:
        writer.writerow([inert("" if cell is None else str(cell)) for cell in row])
        count += 1
        if count % PIECE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    if not bare:
        writer.writerow([last_line(count)])
    yield buffer.getvalue()


def last_line(count: int) -> str:
    """What the last line of a whole list says."""
    return f"Tổng số: {write_count(count)} hồ sơ"
