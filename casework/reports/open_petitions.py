"""Phụ lục: the petitions that are not yet resolved, by council resolution and lead unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from casework.domain.figures import FigureSet
from casework.domain.numerals import write_count, write_date
from casework.domain.text import sort_key
from casework.reports.document import Annex, Column, Row, Table, runs
from casework.reports.quotes import NOTHING, UNKNOWN, Quotes
from casework.reports.wording import Wording

TITLE = "DANH MỤC KIẾN NGHỊ CỦA CỬ TRI CHƯA GIẢI QUYẾT XONG"
UNTRACKED = "Chưa đưa vào nghị quyết theo dõi"

_COLUMNS = (
    Column("STT", "center", 1.0),
    Column("Mã kiến nghị", "left", 3.8),
    Column("Nội dung kiến nghị", "left", 7.9),
    Column("Thời hạn", "center", 2.4),
    Column("Số ngày quá hạn", "right", 1.6),
)


@dataclass(frozen=True, slots=True)
class OpenPetition:
    """One petition of the list: its resolution (the key of the figures' cells, "" for none, and its label), lead unit,
    code, content, due day (None when none is stated) and days late as of the day asked (0 when not late)."""

    council_resolution: str
    council_resolution_label: str
    unit: str
    code: str
    content: str
    due_on: date | None
    days_late: int


def annex(figures: FigureSet, wording: Wording, rows: Sequence[OpenPetition], name: str) -> Annex | None:
    """The annex named `name` ("Phụ lục"); None when no petition is open.

    Resolutions stand in the order of the figures, untracked petitions last; units in Vietnamese order; in a unit the
    earliest due day first.
    """
    if not rows:
        return None
    quotes = Quotes(figures, wording.petitions)
    ranks = {
        figure.cell[0][1]: rank
        for rank, figure in enumerate(quotes.cells("petitions.basket.total", "council_resolution"))
    }
    ordered = sorted(rows, key=lambda row: _place(row, ranks))
    lines: list[Row] = []
    number = 0
    for (key, label), of_resolution in groupby(
        ordered, key=lambda r: (r.council_resolution, r.council_resolution_label)
    ):
        lines.append(_group(quotes, key, label))
        for unit, of_unit in groupby(of_resolution, key=lambda r: r.unit):
            lines.append(Row(((unit or UNKNOWN,),), "subgroup"))
            for row in of_unit:
                number += 1
                lines.append(_line(number, row))
    caption = f"Số liệu tính đến hết ngày {write_date(figures.question.as_of)}"
    return Annex(name, TITLE, (Table(caption, _COLUMNS, tuple(lines)),))


def _place(row: OpenPetition, ranks: dict[str, int]) -> tuple[bool, int, str, str, str, date, str]:
    return (
        row.council_resolution == "",
        ranks.get(row.council_resolution, len(ranks)),
        row.council_resolution_label,
        sort_key(row.unit),
        row.unit,
        row.due_on or date.max,
        row.code,
    )


def _group(quotes: Quotes, key: str, label: str) -> Row:
    code, cell = ("petitions.basket.open", {"council_resolution": key}) if key else ("petitions.untracked.open", {})
    name = label if key else UNTRACKED
    if not quotes.number(code, **cell):
        return Row(((name,),), "group")
    return Row((runs(name, ": ", quotes.plain(code, **cell), " kiến nghị chưa giải quyết xong"),), "group")


def _line(number: int, row: OpenPetition) -> Row:
    return Row(
        (
            (write_count(number),),
            (row.code,),
            (row.content,),
            (write_date(row.due_on) if row.due_on else NOTHING,),
            (write_count(row.days_late) if row.days_late > 0 else NOTHING,),
        )
    )
