"""casework vault: making the vault on an isolated machine, checking it, changing its keys."""

from __future__ import annotations

import click

from casework.cli import door
from casework.services import vault
from casework.services.opening import Database


@click.group("vault", help="Kho danh tính người tố cáo: chỉ dùng trong mạng cách ly, theo quyết định bằng văn bản.")
def vault_group() -> None:
    """The commands of the vault."""


def _opened() -> tuple[Database, vault.Vault]:
    settings, database = door.settings(), door.database()
    try:
        found = vault.open_vault(
            database,
            vault_url=settings.vault_url,
            key_file=settings.vault_key_file,
            isolated=settings.isolated_lan,
        )
    except vault.VaultError as error:
        door.refuse(str(error))
    if found is None:
        door.refuse("Chưa đặt CASEWORK_VAULT_URL và CASEWORK_VAULT_KEY_FILE, nên không có kho danh tính nào.")
    return database, found


@vault_group.command("init", help="Lập kho danh tính và khóa niêm phong đầu tiên trên máy này.")
@click.option("--decision", required=True, metavar="SỐ", help="Số quyết định bằng văn bản cho phép lập kho.")
def init(decision: str) -> None:
    """Refused on a machine that does not stand alone."""
    settings, database = door.settings(), door.database()
    try:
        key_id = vault.init(
            database,
            door.actor(database),
            vault_url=settings.vault_url,
            key_file=settings.vault_key_file,
            decision=decision,
            isolated=settings.isolated_lan,
            now=door.now(),
        )
    except vault.VaultError as error:
        door.refuse(str(error))
    door.say(
        f"Đã lập kho danh tính, khóa {key_id}. Hãy cất một bản sao của tệp khóa ở nơi riêng, rồi chạy lại máy chủ."
    )


@vault_group.command("check", help="Đối chiếu kho với hồ sơ và khóa; nêu niêm phong không có hồ sơ.")
@click.option("--repair", is_flag=True, help="Xóa niêm phong do lần vào sổ dở dang để lại.")
def check(repair: bool) -> None:
    """Exit 1 when something is wrong and stays so."""
    database, opened = _opened()
    found = vault.check(database, opened, door.actor(database), door.now(), repair=repair)
    for key_id, count in found.by_key:
        door.put(f"Khóa {key_id}: {count} mục")
    for seal, _kind, _record_id in found.stray:
        door.put(f"Niêm phong {seal}: không có hồ sơ{', đã xóa' if found.removed else ''}")
    for seal, _field in found.closed:
        door.put(f"Niêm phong {seal}: có mục không mở được")
    if found.lost:
        door.put(f"{found.lost} hồ sơ có niêm phong mà kho không còn")
    if not found.sound:
        door.refuse("Kho danh tính không khớp.")
    door.say("Kho danh tính khớp với hồ sơ và khóa.")


@vault_group.command("rotate", help="Niêm phong lại tất cả bằng khóa mới; bị ngắt thì chạy lại lệnh này để làm tiếp.")
def rotate() -> None:
    """Resumable; the old keys stay until they are dropped."""
    database, opened = _opened()
    done = 0
    try:
        for done in vault.rotate(database, opened, door.actor(database), door.now()):
            door.say(f"Đã niêm phong lại {done} mục")
    except vault.VaultError as error:
        door.refuse(str(error))
    door.say(f"Xong: {done} mục, khóa đang dùng là {opened.keys.active}. Bỏ khóa cũ bằng “casework vault drop-key”.")


@vault_group.command("drop-key", help="Bỏ hẳn một khóa cũ khỏi tệp khóa.")
@click.argument("key_id", metavar="KHÓA")
@click.option("--yes", is_flag=True, help="Đồng ý: bản sao lưu cũ niêm phong bằng khóa này sẽ không mở được nữa.")
def drop_key(key_id: str, yes: bool) -> None:
    """Refused while the key still seals anything."""
    if not yes:
        door.refuse("Bỏ khóa rồi thì bản sao lưu cũ của kho không mở lại được. Hãy chạy lại với --yes.")
    database, opened = _opened()
    try:
        vault.drop_key(database, opened, key_id, door.actor(database), door.now())
    except vault.VaultError as error:
        door.refuse(str(error))
    door.say(f"Đã bỏ khóa {key_id}.")
