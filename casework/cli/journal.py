"""casework journal: verifying the journal and all that follows from it, and noting its end outside."""

from __future__ import annotations

from pathlib import Path

import click

from casework.cli import door
from casework.services import verification

_SHOWN = 200
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("journal", help="Nhật ký: kiểm tra toàn vẹn, ghi dấu neo.")
def journal_group() -> None:
    """The commands of the journal."""


def _anchors_file(given: Path | None) -> Path | None:
    if given is not None:
        return given
    told = door.settings().anchors
    return Path(told) if told else None


@journal_group.command("verify", help="Tìm mục bị sửa, xóa, chèn, đảo, cắt đuôi; nêu tên từng hồ sơ bị sửa ngoài.")
@click.option("--anchors", type=_FILE, metavar="TỆP", help="Tệp dấu neo (mặc định: CASEWORK_ANCHORS).")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def verify(anchors: Path | None, as_json: bool) -> None:
    """Exit 1 when anything is found."""
    file = _anchors_file(anchors)
    try:
        found = verification.verify(door.database(), file)
    except verification.AnchorFileError as error:
        door.refuse(str(error))
    if as_json:
        door.put_json([{"log": f.log, "position": f.position, "place": f.place, "message": f.message} for f in found])
    else:
        for fault in found[:_SHOWN]:
            door.put(f"{fault.place}: {fault.message}")
        if len(found) > _SHOWN:
            door.put(f"… và {len(found) - _SHOWN} chỗ nữa (xem đủ bằng --json)")
    if found:
        door.refuse(f"Không toàn vẹn: {len(found)} chỗ. Hãy giữ nguyên hiện trạng và đối chiếu với bản sao lưu.")
    kept = "" if file else " Chưa có tệp dấu neo để đối chiếu: hãy đặt CASEWORK_ANCHORS."
    door.say(f"Toàn vẹn: hai nhật ký nguyên chuỗi, mọi hồ sơ theo đúng nhật ký.{kept}")


@journal_group.command("anchor", help="In số mục và mã băm cuối của hai nhật ký, ghi thêm vào tệp dấu neo nếu có.")
@click.option("--file", "file", type=_FILE, metavar="TỆP", help="Tệp dấu neo (mặc định: CASEWORK_ANCHORS).")
def anchor(file: Path | None) -> None:
    """For a timer: once a day."""
    target = _anchors_file(file)
    try:
        found = verification.note_anchors(door.database(), target, door.now())
    except OSError as error:
        door.refuse(f"Không ghi được tệp dấu neo: {error.strerror}. Hãy chọn nơi khác.")
    for one in found:
        door.put(f"{one.log}\t{one.head.count}\t{one.head.hash}\t{one.noted_at.isoformat()}")
    door.say(f"Đã ghi dấu neo vào {target}." if target else "Hãy chép các dòng này ra nơi ngoài máy chủ.")
