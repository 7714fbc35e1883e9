"""casework report check-draft: the arithmetic of a draft, judged; nothing of it is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from casework.cli import door
from casework.domain.claims.findings import Verdict
from casework.domain.numerals import write_count, write_date
from casework.domain.periods import PeriodError, parse_period
from casework.services.reader import AttachmentProblem, check_draft, draft_text

_ORDER = (Verdict.DIFFERS, Verdict.IMPOSSIBLE, Verdict.CANNOT_TELL, Verdict.AGREES)


@click.command("check-draft", help="Kiểm tra phép tính trong một dự thảo (.docx, .pdf, .txt) và so với số liệu của kỳ.")
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--period", metavar="KỲ", help="Kỳ so sánh; mặc định: kỳ nêu trong văn bản.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính; mặc định: ngày nêu trong văn bản.")
def check_draft_command(file: Path, period: str | None, as_of: date | None) -> None:
    """Exit 0: nothing to look at again; 1: something differs, or the file cannot be read."""
    db = door.database()
    reader = door.actor(db)
    try:
        text = draft_text(file.read_bytes(), file.name)
        checked = check_draft(db, reader, text, period=parse_period(period) if period else None, as_of=as_of)
    except (AttachmentProblem, OSError) as error:
        door.refuse(str(error))
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    for verdict in _ORDER:
        for one in checked.of(verdict):
            found = one.finding
            door.put(
                f"{verdict.label}: {checked.text[found.start : found.end]} ({found.kind.label}): {found.arithmetic}."
            )
            if found.note:
                door.put(f"  {found.note}")
            if found.correction is not None:
                fix = found.correction
                door.put(f"  Đề nghị sửa: {fix.printed} → {fix.proposed} ({fix.because}).")
    if checked.question is not None:
        asked = checked.question
        door.say(f"So với số liệu từ {write_date(asked.first)} đến hết ngày {write_date(asked.as_of)}.")
    if checked.cut:
        door.say("Văn bản quá dài: chỉ đọc phần đầu.")
    door.say(f"Đã đọc {write_count(checked.numbers)} số; {write_count(checked.alarms)} chỗ cần xem lại.")
    if checked.alarms:
        raise SystemExit(1)
