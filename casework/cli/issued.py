"""casework report issue, issued, compare, prove: issued reports on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from casework.cli import door
from casework.cli.figures import KNOWN_ON, figure_question
from casework.domain.access import NoSuchRecordError
from casework.domain.periods import PeriodError
from casework.services.figures import known_before
from casework.services.reporting.comparing import Comparison, compare_issued, compare_today
from casework.services.reporting.freezing import FrozenMismatchError
from casework.services.reporting.issued import TamperedError, issued_list
from casework.services.reporting.issuing import IssueError, IssueOrder, issue
from casework.services.reporting.making import ReportOrder
from casework.services.reporting.proving import UnknownFigureError, facts_of, proof_of, proof_of_issued, proof_pdf

MISSING = "Không có báo cáo đã phát hành mang số này."


@click.command("issue", help="Phát hành báo cáo của một kỳ: giữ nguyên số liệu, hồ sơ, định nghĩa và tệp.")
@click.option("--period", required=True, metavar="KỲ", help="Ví dụ: 6-thang-2024.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính (mặc định: ngày cuối kỳ).")
@KNOWN_ON
@click.option("--number", metavar="SỐ", help="Số văn bản.")
@click.option("--date", "day", type=door.DAY, help="Ngày văn bản.")
@click.option("--note", default="", metavar="GHI CHÚ", help="Ghi chú.")
@click.option("--replaces", type=int, metavar="SỐ", help="Thay thế báo cáo đã phát hành này.")
@click.option("--reason", default="", metavar="LÝ DO", help="Lý do thay thế.")
def issue_command(
    period: str,
    as_of: date | None,
    known_on: date | None,
    number: str | None,
    day: date | None,
    note: str,
    replaces: int | None,
    reason: str,
) -> None:
    """Prints the number of the issued report."""
    db = door.database()
    known = None if known_on is None else known_before(db, door.day_end(known_on))
    order = ReportOrder(door.period_of(period, None, None), as_of, number, day, known=known, known_on=known_on)
    try:
        made = issue(db, door.actor(db), IssueOrder(order, note, replaces, reason), now=door.now())
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    except NoSuchRecordError:
        door.refuse(MISSING)
    except (IssueError, FrozenMismatchError) as error:
        door.refuse(str(error))
    door.put(str(made))
    door.say(f"Đã phát hành báo cáo số {made}.")


@click.command("issued", help="Danh sách báo cáo đã phát hành.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def issued_command(as_json: bool) -> None:
    """Newest first."""
    db = door.database()
    lines = issued_list(db, door.actor(db))
    if as_json:
        names = ("id", "period_label", "first", "as_of", "known_on", "number", "note", "withdrawn", "replaced_by")
        door.put_json([{name: getattr(line, name) for name in names} for line in lines])
        return
    for line in lines:
        state = f"thay bằng số {line.replaced_by}" if line.replaced_by else "đã thu hồi" if line.withdrawn else ""
        days = f"{line.first:%d/%m/%Y}–{line.as_of:%d/%m/%Y}"
        door.put("\t".join((str(line.id), line.period_label, days, line.number, line.note, state)))
    door.say(f"{len(lines)} báo cáo.")


@click.command("compare", help="Đối chiếu một báo cáo đã phát hành với hiện nay, hoặc hai báo cáo với nhau.")
@click.argument("one", type=int, metavar="SỐ")
@click.argument("other", type=int, required=False, metavar="[SỐ]")
def compare_command(one: int, other: int | None) -> None:
    """Exit 1 when a difference stays unexplained."""
    db = door.database()
    reader = door.actor(db)
    try:
        found = compare_today(db, reader, one) if other is None else compare_issued(db, reader, one, other)
    except NoSuchRecordError:
        door.refuse(MISSING)
    except TamperedError as error:
        door.refuse(str(error))
    _print(found)
    if found.unexplained:
        door.refuse(f"{found.unexplained} số liệu có phần chưa giải thích được.")
    door.say(f"{len(found.figures)} số liệu có chênh lệch trên {found.total}.")


def _print(found: Comparison) -> None:
    for one in found.figures:
        if not one.where:
            parts = {} if one.difference is None else one.difference.parts
            reasons = "; ".join(f"{reason.label} {number:+d}" for reason, number in parts.items()) or one.note
            door.put(f"{one.code}\t{one.label}\t{one.then}\t{one.now}\t{reasons}")
    for kind, records in found.records.items():
        for record in records:
            causes = "; ".join(cause.reason.label for cause in record.causes)
            door.put(f"{kind.label}\t{record.code or f'mã {record.id}'}\t{causes}")


@click.command("prove", help="Trang chứng minh của một số liệu: định nghĩa, kỳ, hồ sơ, mã kiểm.")
@click.argument("code", metavar="MÃ")
@click.option("--issued", "issued_id", type=int, metavar="SỐ", help="Theo báo cáo đã phát hành này.")
@click.option("--period", metavar="KỲ", help="Ví dụ: 6-thang-2024.")
@click.option("--from", "first", type=door.DAY, help="Ngày đầu kỳ.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính.")
@KNOWN_ON
@click.option("--cell", multiple=True, metavar="CHIỀU=GIÁ TRỊ", help="Ô của bảng chia, ví dụ type=complaint.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP", help="Ghi ra tệp PDF.")
def prove_command(
    code: str,
    issued_id: int | None,
    period: str | None,
    first: date | None,
    as_of: date | None,
    known_on: date | None,
    cell: tuple[str, ...],
    output: Path | None,
) -> None:
    """Prints the proof, or writes it as a PDF."""
    cells = door.cells_of(cell)
    db = door.database()
    reader = door.actor(db)
    try:
        if issued_id is not None:
            proof = proof_of_issued(db, reader, issued_id, code, tuple(sorted(cells.items())))
        else:
            proof = proof_of(db, reader, code, cells, figure_question(db, period, first, as_of, known_on))
    except NoSuchRecordError:
        door.refuse("Không có số liệu này trong báo cáo đã phát hành.")
    except (UnknownFigureError, TamperedError) as error:
        door.refuse(str(error))
    if output is not None:
        try:
            output.write_bytes(proof_pdf(proof, door.settings().office))
        except OSError as error:
            door.refuse(f"Không ghi được tệp “{output}”: {error.strerror}. Hãy chọn nơi khác.")
        door.say(f"Đã ghi {output}.")
        return
    for name, value in facts_of(proof):
        door.put(f"{name}\t{value}")
    for one in proof.lists:
        for key, number, amount in one.members:
            door.put(f"{one.label}\t{number or f'mã {key}'}\t{amount}")
