"""casework bi: flat, de-identified tables for BI tools."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from casework.cli import door
from casework.domain.periods import Question, year_to_date
from casework.services.bi import CURRENT, write_bi


@click.group("bi", help="Bảng dữ liệu phẳng, không danh tính, cho công cụ BI.")
def bi_group() -> None:
    """The tables for BI tools."""


@bi_group.command("write", help="Ghi các bảng (CSV và SQLite) vào THƯ MỤC/current, thay bản trước trong một bước.")
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính (mặc định: hôm nay).")
@click.option("--from", "first", type=door.DAY, help="Ngày đầu kỳ (mặc định: ngày đầu năm thống kê).")
def write(folder: Path, as_of: date | None, first: date | None) -> None:
    """Writes the tables and tells how many rows each has."""
    day = as_of or door.today()
    start = first or year_to_date(day)
    if start > day:
        raise click.UsageError("Ngày đầu kỳ không được sau ngày tính số liệu.")
    db = door.database()
    try:
        written = write_bi(db, door.actor(db), folder, Question(start, day), door.now())
    except OSError as error:
        door.refuse(f"Không ghi được vào “{folder}”: {error.strerror}. Các bảng cũ vẫn còn; hãy chọn nơi khác.")
    for name, rows in written.rows.items():
        door.put(f"{name}\t{rows}")
    door.say(f"Đã ghi {folder / CURRENT}.")
