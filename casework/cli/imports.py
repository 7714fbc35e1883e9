"""casework import: a register from a spreadsheet, checked first, stored after."""

from __future__ import annotations

from pathlib import Path

import click

from casework.cli import door
from casework.services.importing import (
    FileProblem,
    ImportRefusedError,
    Preparation,
    Receipt,
    prepare,
    store_prepared,
)

SHOWN_PROBLEMS = 200


@click.command("import", help="Nhập sổ theo dõi từ bảng tính (.xlsx, .xls, .csv).")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="TỆP")
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không lưu gì.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--partial", is_flag=True, help="Lưu các dòng đúng, bỏ các dòng sai.")
@click.option("--office", metavar="ĐƠN VỊ", help="Đơn vị giữ sổ (mặc định theo CASEWORK_OFFICE).")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="TỆP",
    help="Tệp JSON ánh xạ tiêu đề cột sang trường.",
)
def import_command(
    file: Path, dry_run: bool, as_json: bool, partial: bool, office: str | None, mapping: Path | None
) -> None:
    """Exit 0: stored, or in a dry run would be; 1: refused."""
    db = door.database()
    progress = door.ProgressLine(shown=not as_json)
    try:
        prepared = prepare(
            db,
            file,
            file.name,
            office=office or door.settings().office,
            today=door.today(),
            mapping=mapping.read_bytes() if mapping else None,
            progress=progress,
        )
        refused = prepared.refused and not partial
        receipt = None
        if not dry_run and not refused:
            receipt = store_prepared(
                db, prepared, actor=door.actor(db), now=door.now(), partial=partial, progress=progress
            )
    except (FileProblem, ImportRefusedError) as error:
        if as_json:
            door.put_json({"sheets": [], "problems": [], "refused": str(error)})
        door.refuse(str(error))
    if as_json:
        stored = None if receipt is None else {"created": receipt.created, "changed": receipt.changed}
        door.put_json({**prepared.as_json(), "stored": stored})
    else:
        _tell(prepared, receipt, dry_run=dry_run)
    if refused:
        door.refuse(
            "Chưa lưu gì: tệp có dòng sai. Sửa các dòng đã nêu rồi nhập lại, hoặc thêm --partial để lưu dòng đúng."
        )


def _tell(prepared: Preparation, receipt: Receipt | None, *, dry_run: bool) -> None:
    found = prepared.as_json()
    for sheet in prepared.result.as_json()["sheets"]:  # type: ignore[attr-defined]
        door.put(
            f"{sheet['name']}: {sheet['rows']} dòng, nhận {sheet['accepted']}, từ chối {sheet['refused']}, "
            f"cảnh báo {sheet['warned']}, không lưu danh tính {sheet['withheld']}"
        )
    for line in found["summary"]:  # type: ignore[attr-defined]
        door.put(f"  {line}")
    errors = [p for p in prepared.result.all_problems if p.verdict == "error"]
    for problem in errors[:SHOWN_PROBLEMS]:
        door.put(f"  LỖI {problem.sheet}, dòng {problem.row}, cột “{problem.column}”: {problem.message}")
    if len(errors) > SHOWN_PROBLEMS:
        door.put(f"  … và {len(errors) - SHOWN_PROBLEMS} lỗi nữa (xem đủ với --json)")
    for match in prepared.matches:
        for conflict in match.conflicts_as_json(prepared.words):
            door.put(
                f"  XUNG ĐỘT {match.sheet}, dòng {conflict['row']}, “{conflict['field']}”: trong hệ thống là "
                f"“{conflict['in_system']}”, trong tệp là “{conflict['in_file']}”; giữ như trong hệ thống"
            )
        if match.missing:
            door.put(f"  Có trong hệ thống mà không có trong tệp ({match.sheet}): {', '.join(match.missing[:20])}")
    if dry_run:
        door.say("Mới kiểm tra, chưa lưu gì.")
    elif receipt is not None:
        door.say(
            f"Đã lưu: {receipt.created} hồ sơ mới, {receipt.changed} hồ sơ thay đổi, "
            f"{receipt.unchanged} hồ sơ giữ nguyên, {receipt.declared} số công bố mới."
        )
