"""casework report monthly: what a timer runs, so that the period's report lies there when people come in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import click

from casework.cli import door
from casework.domain.periods import PeriodKind, last_ended
from casework.services.reporting.making import FILE_FORMS
from casework.services.reporting.monthly import make_reports

_KINDS = [kind for kind in get_args(PeriodKind) if kind != "range"]


@click.command("monthly", help="Lập báo cáo của kỳ vừa kết thúc, cho bộ hẹn giờ; chạy lại không làm hai lần.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="Nơi ghi tệp.")
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, default=("month",), help="Loại kỳ.")
@click.option("--form", "forms", type=click.Choice([*FILE_FORMS]), multiple=True, default=("pdf", "docx", "xlsx"))
@click.option("--on", type=door.DAY, help="Lập như ngày này (mặc định: hôm nay).")
def monthly_command(folder: Path, kinds: tuple[PeriodKind, ...], forms: tuple[str, ...], on: date | None) -> None:
    """Exit 0 when every report lies there, 1 when one could not be made."""
    db = door.database()
    reader = door.actor(db)
    failed = False
    for kind in kinds:
        period = last_ended(kind, on or door.today())
        made = make_reports(db, reader, period, folder, forms, now=door.now())
        told = {
            "done": f"Đã lập báo cáo {period.label}: {', '.join(made.files)}.",
            "standing": f"Báo cáo {period.label} đã lập từ trước, không làm lại.",
            "busy": f"Báo cáo {period.label} đang được lần chạy khác lập.",
            "failed": f"Chưa lập được báo cáo {period.label}: {made.problem}. Lần chạy sau sẽ làm lại.",
        }
        door.say(told[made.state])
        failed |= made.state == "failed"
    if failed:
        door.refuse("Có báo cáo chưa lập được; xem “casework jobs”.")
