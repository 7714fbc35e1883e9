"""An official paper as plain data: letterhead, blocks of text and tables, annexes, signature, recipients.

Renderers (plain text, HTML, PDF) read it; nothing in it knows how it will look. A number that comes from a figure is a
`FigureText`, which keeps the figure's code and cell beside the printed characters, so that a screen can open it.
Layout terms follow NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.domain.figures import Cell
from casework.domain.numerals import write_date_long
from casework.reports.chart import Chart

Align = Literal["left", "center", "right"]
RowKind = Literal["body", "group", "subgroup", "total"]
ParagraphKind = Literal["body", "item", "note", "passage"]

BLANK = "……"
"""What stands where a number or a day is still to be written by hand."""


@dataclass(frozen=True, slots=True)
class FigureText:
    """Printed characters of one figure, with the code and the cell that name its members."""

    text: str
    code: str
    cell: Cell = ()


Run = str | FigureText
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading; level 1 is "I.", 2 is "1.", 3 is "a)"."""

    level: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: running text, an item of a list, a small note, or a hand-written passage (never computed)."""

    runs: Runs
    kind: ParagraphKind = "body"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `group` is the heading shared with its neighbours, `width` a share of the table's width."""

    title: str
    align: Align = "left"
    width: float = 1.0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: one cell a column; of a group or subgroup row one cell that spans them all."""

    cells: tuple[Runs, ...]
    kind: RowKind = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the header is repeated where the table breaks across pages."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def header_groups(self) -> tuple[tuple[str, int], ...]:
        """The upper header row: (shared heading, number of columns); "" for columns without one. () when not needed."""
        if not any(column.group for column in self.columns):
            return ()
        groups: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and groups and groups[-1][0] == column.group:
                groups[-1] = (column.group, groups[-1][1] + 1)
            else:
                groups.append((column.group, 1))
        return tuple(groups)


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Annex:
    """A phụ lục: its own pages, numbered for themselves."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: `authority` "TM. ỦY BAN NHÂN DÂN" (or ""), `title` "CHỦ TỊCH", `name` without academic titles."""

    authority: str
    title: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `number` and `day` None leave open lines; as-of day, fingerprint, scope and notes are what only
    the working copy states."""

    kind: str
    subject: str
    superior_body: str
    issuing_body: str
    issuer_name: str
    number: str | None
    symbol: str
    place: str
    day: date | None
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    signature: Signature
    recipients: tuple[str, ...]
    as_of: date
    fingerprint: str
    scope: str
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The paper's name in one line, for metadata and for the page's heading."""
        return f"{self.kind.capitalize()} {self.subject[:1].lower()}{self.subject[1:]}"

    @property
    def number_line(self) -> str:
        """Số, ký hiệu: "Số: 05/BC-UBND" (a number below 10 gets a zero); an open place without a number."""
        return f"Số: {self._number}/{self.symbol}"

    @property
    def place_line(self) -> str:
        """Địa danh và thời gian: "Hà Nội, ngày 05 tháng 02 năm 2024"; open places without a day."""
        return f"{self.place}, {self._day}"

    @property
    def annex_reference(self) -> str:
        """The line under an annex's title that names the paper it belongs to."""
        kind = self.kind.capitalize()
        return f"(Kèm theo {kind} số {self._number}/{self.symbol} {self._day} của {self.issuer_name})"

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """Nơi nhận: "- Như trên;", the last with a full stop."""
        last = len(self.recipients) - 1
        return tuple(f"- {name}{'.' if i == last else ';'}" for i, name in enumerate(self.recipients))

    @property
    def _number(self) -> str:
        if not self.number:
            return BLANK
        return self.number.zfill(2) if self.number.isdigit() else self.number

    @property
    def _day(self) -> str:
        return write_date_long(self.day) if self.day else f"ngày {BLANK} tháng {BLANK} năm {BLANK}"

    def all_blocks(self) -> Iterator[Block]:
        """The blocks of the body, then of each annex."""
        yield from self.blocks
        for annex in self.annexes:
            yield from annex.blocks


def runs(*parts: Run | Runs | None) -> Runs:
    """One sequence of runs from texts, figures and sequences of them; None and "" are left out."""
    flat: list[Run] = []
    for part in parts:
        if part is None or part == "":
            continue
        flat.extend(part if isinstance(part, tuple) else (part,))
    return tuple(flat)


def joined(items: list[Runs], separator: str, last: str | None = None) -> Runs:
    """The items in one sequence with `separator` between them, and `last` before the last one."""
    flat: list[Run] = []
    for index, item in enumerate(items):
        if index:
            flat.append(last if last is not None and index == len(items) - 1 else separator)
        flat.extend(item)
    return tuple(flat)


def text_of(content: Runs) -> str:
    """The characters of a sequence of runs, made safe for paper."""
    return "".join(clean(run if isinstance(run, str) else run.text) for run in content)


def clean(text: str) -> str:
    """`text` in NFC without control, invisible and unassigned characters; line breaks and tabs become spaces."""
    spaced = "".join(" " if char in "\t\n\r\v\f\u2028\u2029\x85" else char for char in text)
    kept = "".join(char for char in spaced if not unicodedata.category(char).startswith("C"))
    return unicodedata.normalize("NFC", kept)
