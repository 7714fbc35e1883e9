"""casework db: the schema and the proof that the tables follow the journal."""

from __future__ import annotations

import click

from casework.cli import door
from casework.services import checking, schema
from casework.services.attachments.opening import open_store
from casework.services.checking import ChainFault, Difference
from casework.services.destruction import desk

_SHOWN = 50


@click.group("db", help="Cơ sở dữ liệu: lược đồ, kiểm tra, dựng lại số liệu.")
def db_group() -> None:
    """The commands of the database."""


@db_group.command("upgrade", help="Nâng cấp lược đồ đến bản mới nhất, kèm dữ liệu danh mục; không có hồ sơ nào.")
def upgrade() -> None:
    """To the newest schema."""
    schema.upgrade(door.settings().database_url)
    found = schema.status(door.database())
    door.say(f"Lược đồ ở bản {found.revision}, mới nhất.")


@db_group.command("downgrade", help="Hạ lược đồ về bản PHIÊN_BẢN (“base”: xóa sạch mọi bảng và hồ sơ).")
@click.argument("revision", metavar="PHIÊN_BẢN")
@click.option("--yes", is_flag=True, help="Đồng ý mất dữ liệu mà bản ấy không giữ được.")
def downgrade(revision: str, yes: bool) -> None:
    """Back to an older schema."""
    if not yes:
        door.refuse("Hạ lược đồ có thể xóa dữ liệu. Hãy sao lưu trước, rồi chạy lại với --yes.")
    try:
        schema.downgrade(door.settings().database_url, revision)
    except schema.UnknownRevisionError as error:
        raise click.UsageError(str(error)) from error
    door.say(f"Lược đồ đã về bản {revision}.")


@db_group.command("status", help="Lược đồ đang ở bản nào, có bao nhiêu hồ sơ và mục nhật ký.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def status(as_json: bool) -> None:
    """Where the database stands; exit 1 when its schema is not the newest."""
    found = schema.status(door.database())
    if as_json:
        door.put_json(
            {
                "dialect": found.dialect,
                "revision": found.revision,
                "newest": found.newest,
                "records": {kind.value: count for kind, count in found.records.items()},
                "journal_entries": found.entries,
            }
        )
    else:
        door.put(f"Lược đồ: bản {found.revision or '(trống)'}, mới nhất là {found.newest}")
        for kind, count in found.records.items():
            door.put(f"{kind.label}: {count} hồ sơ")
        door.put(f"Nhật ký: {found.entries} mục")
    if not found.current:
        door.refuse("Lược đồ chưa mới nhất. Hãy chạy “casework db upgrade”.")


@db_group.command("check", help="So bảng số liệu và hồ sơ với nhật ký, và kiểm chuỗi mã băm của nhật ký.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def check(as_json: bool) -> None:
    """Exit 1 when anything differs."""
    database = door.database()
    differences, faults = checking.check_tables(database), checking.verify_journal(database)
    if as_json:
        door.put_json({"differences": _as_json(differences), "chain_faults": _faults(faults)})
    else:
        _tell(differences)
        for fault in faults[:_SHOWN]:
            door.put(f"Mục nhật ký {fault.position}: {fault.message}")
        for part in desk.destroyed(database):
            told = f"{part.events} nội dung của {part.records} hồ sơ"
            door.put(f"Mục nhật ký {part.position}: đã hủy {told} theo quyết định {part.decision}")
    if differences or faults:
        door.refuse(f"Không khớp: {len(differences)} chỗ ở bảng, {len(faults)} chỗ ở nhật ký.")
    door.say("Khớp: bảng theo đúng nhật ký, chuỗi nhật ký nguyên vẹn.")


@db_group.command("rebuild", help="Dựng lại số liệu và hồ sơ theo nhật ký.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def rebuild(as_json: bool) -> None:
    """The tables follow the journal again; a broken journal is refused."""
    database = door.database()
    if faults := checking.verify_journal(database):
        door.refuse(f"Chuỗi nhật ký bị đứt ở {len(faults)} chỗ nên không dựng lại. Hãy khôi phục từ bản sao lưu.")
    found = checking.rebuild(database, door.actor(database), door.now())
    if as_json:
        door.put_json({"repaired": _as_json(found)})
    else:
        _tell(found)
    door.say(f"Đã dựng lại {len(found)} chỗ." if found else "Không có chỗ nào phải dựng lại.")


@db_group.command("scrub", help="Dọn phần còn sót của nội dung đã hủy trong tệp cơ sở dữ liệu; nên chạy ngoài giờ.")
def scrub() -> None:
    """Exit 1 when a part could not be cleared."""
    known = door.settings()
    if not desk.scrub(door.database(), open_store(known.files_folder, known.files_key)):
        door.refuse(
            "Chưa dọn hết: còn người đang dùng, hoặc tài khoản cơ sở dữ liệu không có quyền VACUUM, CHECKPOINT. "
            "Hãy chạy lại ngoài giờ."
        )
    door.say("Đã dọn. Bản sao lưu và nhật ký máy chủ lập trước đó vẫn còn nội dung cũ; hãy hủy chúng theo quy định.")


def _as_json(found: list[Difference]) -> list[dict[str, object]]:
    return [{"kind": d.kind.value, "record_id": d.record_id, "what": d.what} for d in found]


def _faults(found: list[ChainFault]) -> list[dict[str, object]]:
    return [{"position": fault.position, "message": fault.message} for fault in found]


def _tell(found: list[Difference]) -> None:
    for difference in found[:_SHOWN]:
        door.put(f"{difference.kind.label} {difference.record_id}: {difference.what}")
    if len(found) > _SHOWN:
        door.put(f"… và {len(found) - _SHOWN} chỗ nữa (xem đủ bằng --json)")
