"""casework forms: the statutory forms of a period as files, and the check of form files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from casework.cli import door
from casework.cli.figures import KNOWN_ON
from casework.domain.access import NoSuchRecordError
from casework.domain.periods import PeriodError
from casework.services.figures import known_before
from casework.services.reporting import forms as service

ALL = "all"


@click.group("forms", help="Biểu thống kê: liệt kê, lập thành tệp, kiểm tra tệp khai báo biểu.")
def forms_group() -> None:
    """The commands about statutory forms."""


@forms_group.command("list", help="Các biểu có trong hệ thống.")
def list_command() -> None:
    """Prints key, code, circular and validity of each form."""
    for form in service.known_forms():
        until = "" if form.valid_to is None else f" đến {form.valid_to:%d/%m/%Y}"
        door.put(f"{form.key}\t{form.code}\t{form.circular}\ttừ {form.valid_from:%d/%m/%Y}{until}\t{form.title}")


@forms_group.command("fill", help="Lập một biểu (mã tệp hoặc số biểu, ví dụ 01/TCD) hay cả bộ (all) của một kỳ.")
@click.argument("code", metavar="BIỂU")
@click.option("--period", metavar="KỲ", help="Ví dụ: quy-1-2024, 6-thang-2024, nam-2024, qh-2025.")
@click.option("--from", "first", type=door.DAY, help="Ngày đầu kỳ.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính (mặc định: ngày cuối kỳ).")
@KNOWN_ON
@click.option("--structure", type=click.Choice(["then", "now"]), default="then", help="Đơn vị như khi đó hay hiện nay.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="TỆP",
    required=True,
    help="Tệp .xlsx hoặc .pdf.",
)
def fill_command(
    code: str,
    period: str | None,
    first: date | None,
    as_of: date | None,
    known_on: date | None,
    structure: str,
    output: Path,
) -> None:
    """Writes the file whole or not at all."""
    suffix = output.suffix.lower().lstrip(".")
    if suffix not in ("xlsx", "pdf"):
        raise click.UsageError("Tên tệp phải kết thúc bằng .xlsx hoặc .pdf.")
    kind: service.FileKind = "pdf" if suffix == "pdf" else "xlsx"
    db = door.database()
    position = None if known_on is None else known_before(db, door.day_end(known_on))
    asked = door.period_of(period, first, as_of)
    order = service.FormOrder(asked, as_of, position, known_on, structure == "now")
    try:
        keys = None if code == ALL else service.keys_named(code, order.question.as_of)
        data = service.forms_file(db, door.actor(db), order, kind, keys)
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    except NoSuchRecordError:
        door.refuse(f"Không có biểu “{code}”. Chạy “casework forms list” để xem các biểu.")
    try:
        output.write_bytes(data)
    except OSError as error:
        door.refuse(f"Không ghi được tệp “{output}”: {error.strerror}. Hãy chọn nơi khác.")
    door.say(f"Đã ghi {output} ({len(data)} byte).")


@forms_group.command("check", help="Kiểm tra tệp khai báo biểu (không nêu tệp: các biểu có sẵn).")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[TỆP]...")
def check_command(files: tuple[Path, ...]) -> None:
    """Prints each fault; exit code 1 when there is one."""
    found = service.check_form_files(files)
    for name, faults in found.items():
        for fault in faults:
            door.put(f"{name}: {fault}" if name else fault)
    wrong = sum(bool(faults) for faults in found.values())
    if wrong:
        door.refuse(f"{wrong} tệp có lỗi; hãy sửa rồi kiểm tra lại.")
    door.say(f"{len(found)} tệp, không có lỗi.")
