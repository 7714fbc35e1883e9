"""casework report checks, casework report rehearse: the checks of a report's figures, and what is missing for it."""

from __future__ import annotations

from datetime import date

import click

from casework.cli import door
from casework.cli.figures import KNOWN_ON
from casework.domain.check_notes import NotedCheck, told
from casework.domain.periods import PeriodError, ask
from casework.services.figures import known_before
from casework.services.reporting.checks import check_page
from casework.services.reporting.rehearsing import rehearse

PERIOD = click.option("--period", required=True, metavar="KỲ", help="Ví dụ: 6-thang-2024, quy-1-2024, nam-2024.")
AS_OF = click.option("--as-of", type=door.DAY, help="Ngày cuối được tính (mặc định: ngày cuối kỳ).")
JSON = click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")


def _put(one: NotedCheck) -> None:
    result = one.result
    door.put(f"{result.code}\t{one.state}\t{result.label}\t{result.arithmetic}")
    for record in result.offenders:
        door.put(f"\t{record.kind.label} {record.code or record.record_id}: {record.why}")


@click.command("checks", help="Kiểm tra số liệu của một kỳ; mã thoát 1 khi có phép kiểm tra chưa khớp.")
@PERIOD
@AS_OF
@KNOWN_ON
@click.option("--forms", is_flag=True, help="Cả tổng in trên biểu thống kê.")
@click.option("--all", "everything", is_flag=True, help="In cả những phép kiểm tra đã khớp.")
@JSON
def checks_command(
    period: str, as_of: date | None, known_on: date | None, forms: bool, everything: bool, as_json: bool
) -> None:
    """Prints the checks that do not hold, each with the records that stand wrong."""
    db = door.database()
    position = None if known_on is None else known_before(db, door.day_end(known_on))
    try:
        question = ask(door.period_of(period, None, None), as_of, position, known_on)
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    page = check_page(db, door.actor(db), question, with_forms=forms)
    if as_json:
        door.put_json([one.as_json() for one in page.checks])
    else:
        for one in page.checks if everything else page.failing:
            _put(one)
    door.say(told(page.checks))
    if page.failing:
        raise SystemExit(1)


@click.command("rehearse", help="Duyệt thử báo cáo: hôm nay nói gì, còn thiếu gì, ai phải bổ sung.")
@PERIOD
@AS_OF
@click.option("--deadline", type=door.DAY, help="Hạn gửi báo cáo (mặc định: ngày chốt số liệu).")
def rehearse_command(period: str, as_of: date | None, deadline: date | None) -> None:
    """Prints what is missing, by what and by unit, and what will turn overdue."""
    db = door.database()
    try:
        found = rehearse(db, door.actor(db), door.period_of(period, None, None), as_of, deadline, door.today())
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    for figure in found.headlines:
        door.put(f"{figure.label}\t{figure.printed or '–'}\t{figure.unit.label}")
    for lack in found.lacks:
        door.put(f"{lack.code}\t{lack.kind.label}\t{lack.label}\t{lack.count}")
    for unit, rows in found.units:
        door.put(f"{unit.label}\t{unit.count}\t{'; '.join(f'{lack.label}: {count}' for lack, count in rows)}")
    for one in found.turning:
        if one.more:
            door.put(f"{one.now.label}\t{one.now.printed} → {one.then.printed}")
    days = found.days_left
    left = f"còn {days} ngày đến hạn" if days >= 0 else f"đã quá hạn {-days} ngày"
    door.say(f"{found.missing} chỗ thiếu; {len(found.failing)}/{found.checked} phép kiểm tra chưa khớp; {left}.")
