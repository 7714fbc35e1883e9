"""casework report: the statistics report of a period as a PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from casework.cli import door
from casework.domain.periods import PeriodError
from casework.services.reporting import ReportOrder, make_pdf, make_text


@click.command("report", help="Lập báo cáo số liệu của một kỳ, ra tệp PDF.")
@click.option("--period", required=True, metavar="KỲ", help="Ví dụ: 6-thang-2024, thang-5-2024, quy-1-2024, nam-2024.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính (mặc định: ngày cuối kỳ).")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="TỆP", help="Tệp PDF."
)
@click.option("--number", metavar="SỐ", help="Số văn bản; không có thì để trống.")
@click.option("--date", "day", type=door.DAY, help="Ngày văn bản; không có thì để trống.")
@click.option("--signing", is_flag=True, help="Bản trình ký: không in ngày số liệu và mã kiểm ở trang cuối.")
@click.option("--target/--no-target", "target", default=None, help="In mục tiêu cả năm (mặc định: chỉ báo cáo năm).")
@click.option("--annex/--no-annex", default=True, help="Kèm phụ lục kiến nghị chưa giải quyết xong.")
@click.option("--text", is_flag=True, help="In thêm nội dung dạng chữ ra màn hình.")
def report_command(
    period: str,
    as_of: date | None,
    output: Path,
    number: str | None,
    day: date | None,
    signing: bool,
    target: bool | None,
    annex: bool,
    text: bool,
) -> None:
    """Writes the file whole or not at all."""
    db = door.database()
    reader = door.actor(db)
    order = ReportOrder(door.period_of(period, None, None), as_of, number, day, target, annex)
    try:
        pdf = make_pdf(db, reader, order, signing=signing, anchored=True)
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    try:
        output.write_bytes(pdf)
    except OSError as error:
        door.refuse(f"Không ghi được tệp “{output}”: {error.strerror}. Hãy chọn nơi khác.")
    if text:
        door.put(make_text(db, reader, order))
    door.say(f"Đã ghi {output} ({len(pdf)} byte).")
