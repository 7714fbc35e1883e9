"""casework report: the statistics report of a period as a PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from casework.cli import door
from casework.cli.check_draft import check_draft_command
from casework.cli.figures import KNOWN_ON
from casework.cli.issued import compare_command, issue_command, issued_command, prove_command
from casework.cli.monthly import monthly_command
from casework.cli.report_checks import checks_command, rehearse_command
from casework.domain.periods import PeriodError
from casework.services.figures import known_before
from casework.services.reporting.making import ReportOrder, make_pdf, make_text


@click.group("report", invoke_without_command=True, help="Lập báo cáo số liệu của một kỳ, ra tệp PDF.")
@click.option("--period", metavar="KỲ", help="Ví dụ: 6-thang-2024, thang-5-2024, quy-1-2024, nam-2024.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính (mặc định: ngày cuối kỳ).")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP", help="Tệp PDF.")
@click.option("--number", metavar="SỐ", help="Số văn bản; không có thì để trống.")
@click.option("--date", "day", type=door.DAY, help="Ngày văn bản; không có thì để trống.")
@click.option("--signing", is_flag=True, help="Bản trình ký: không in ngày số liệu và mã kiểm ở trang cuối.")
@click.option("--target/--no-target", "target", default=None, help="In mục tiêu cả năm (mặc định: chỉ báo cáo năm).")
@click.option("--annex/--no-annex", default=True, help="Kèm phụ lục kiến nghị chưa giải quyết xong.")
@click.option("--text", is_flag=True, help="In thêm nội dung dạng chữ ra màn hình.")
@KNOWN_ON
@click.pass_context
def report_command(
    context: click.Context,
    period: str | None,
    as_of: date | None,
    output: Path | None,
    number: str | None,
    day: date | None,
    signing: bool,
    target: bool | None,
    annex: bool,
    text: bool,
    known_on: date | None,
) -> None:
    """Without a sub-command: writes the file whole or not at all."""
    if context.invoked_subcommand is not None:
        return
    if period is None or output is None:
        raise click.UsageError("Cần --period và -o.")
    db = door.database()
    reader = door.actor(db)
    position = None if known_on is None else known_before(db, door.day_end(known_on))
    order = ReportOrder(door.period_of(period, None, None), as_of, number, day, target, annex, position, known_on)
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


report_command.add_command(issue_command)
report_command.add_command(issued_command)
report_command.add_command(compare_command)
report_command.add_command(prove_command)
report_command.add_command(monthly_command)
report_command.add_command(check_draft_command)
report_command.add_command(checks_command)
report_command.add_command(rehearse_command)
