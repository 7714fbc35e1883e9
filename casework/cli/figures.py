"""casework figures: the figures of a question, and the records behind any of them."""

from __future__ import annotations

import sys
from datetime import date

import click

from casework.cli import door
from casework.domain.figures import FigureSet
from casework.domain.periods import PeriodError, Question, ask
from casework.services.figures import figures, known_before, was_recorded
from casework.services.opening import Database
from casework.services.register_export import export, export_csv
from casework.services.registers import ListQuery, UnknownFigureError, kind_of_figure

KNOWN_ON = click.option(
    "--known-on", type=door.DAY, help="Theo những gì đã ghi nhận đến hết ngày này (mặc định: mọi điều đã biết)."
)


def figure_question(
    db: Database, period: str | None, first: date | None, as_of: date | None, known: date | None
) -> Question:
    """The question that the options ask; a usage error where it cannot be asked."""
    position = None if known is None else known_before(db, door.day_end(known))
    try:
        return ask(door.period_of(period, first, as_of), as_of, position, known)
    except PeriodError as error:
        raise click.UsageError(str(error)) from error


@click.group("figures", invoke_without_command=True, help="Số liệu của một kỳ, tính đến hết một ngày.")
@click.option("--period", metavar="KỲ", help="Ví dụ: 6-thang-2024, thang-5-2024, quy-1-2024, nam-2024.")
@click.option("--from", "first", type=door.DAY, help="Ngày đầu kỳ.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính (mặc định: ngày cuối kỳ).")
@KNOWN_ON
@click.option("--json", "as_json", is_flag=True, help="In danh sách số liệu dạng JSON.")
@click.option("--all", "everything", is_flag=True, help="In cả các số liệu chia theo từng chiều.")
@click.option(
    "--structure",
    type=click.Choice(["then", "now"]),
    default="then",
    help="Đơn vị như khi đó (then) hay như hiện nay (now).",
)
@click.pass_context
def figures_group(
    context: click.Context,
    period: str | None,
    first: date | None,
    as_of: date | None,
    known_on: date | None,
    as_json: bool,
    everything: bool,
    structure: str,
) -> None:
    """Without a sub-command: prints the figures."""
    if context.invoked_subcommand is not None:
        return
    db = door.database()
    found = figures(
        db, door.actor(db), figure_question(db, period, first, as_of, known_on), structure_now=structure == "now"
    )
    if as_json:
        door.put_json([figure.as_json() for figure in found])
    else:
        _print(found, everything=everything)


def _print(found: FigureSet, *, everything: bool) -> None:
    question = found.question
    door.say(f"Từ ngày {question.first:%d/%m/%Y} đến hết ngày {question.as_of:%d/%m/%Y}. {found.scope}.")
    if question.known_on is not None:
        door.say(f"Theo dữ liệu đã ghi nhận đến hết ngày {question.known_on:%d/%m/%Y}.")
    for figure in found:
        named = len(figure.cell) == 1 and figure.cell[0][0] in ("council_resolution", "period")
        if not figure.cell or everything or named:
            where = f" · {', '.join(figure.labels)}" if figure.labels else ""
            fraction = f" ({figure.numerator}/{figure.denominator})" if figure.denominator else ""
            door.put(f"{figure.code}\t{figure.label}{where}\t{figure.printed or '–'}{fraction}\t{figure.unit.label}")


@figures_group.command("members", help="Các hồ sơ đứng sau một số liệu.")
@click.argument("code", metavar="MÃ")
@click.option("--period", metavar="KỲ", help="Ví dụ: 6-thang-2024.")
@click.option("--from", "first", type=door.DAY, help="Ngày đầu kỳ.")
@click.option("--as-of", type=door.DAY, help="Ngày cuối được tính.")
@KNOWN_ON
@click.option("--cell", multiple=True, metavar="CHIỀU=GIÁ TRỊ", help="Ô của bảng chia, ví dụ type=complaint.")
@click.option("--csv", "as_csv", is_flag=True, help="In dạng CSV.")
def members(
    code: str,
    period: str | None,
    first: date | None,
    as_of: date | None,
    known_on: date | None,
    cell: tuple[str, ...],
    as_csv: bool,
) -> None:
    """Prints the records behind one figure, all of them."""
    cells = door.cells_of(cell)
    db = door.database()
    question = figure_question(db, period, first, as_of, known_on)
    try:
        listed_kind = kind_of_figure(code)
        query = ListQuery(listed_kind, question, code, cells)
        if as_csv:
            pieces, count = export_csv(db, door.actor(db), query, bare=True)
            for piece in pieces:
                sys.stdout.write(piece)
        else:
            listed = export(db, door.actor(db), query)
            count = listed.total
            for row in listed.rows:
                door.put(" | ".join(str(cell) for cell in row if cell))
    except UnknownFigureError as error:
        door.refuse(str(error))
    if count or was_recorded(db, door.actor(db), listed_kind, question):
        door.say(f"{count} hồ sơ.")
    else:
        door.say("Chưa ghi nhận hồ sơ nào đến hết ngày này.")
