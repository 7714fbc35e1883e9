"""casework backup and casework restore: one sealed file with all that an office has, and its way back."""

from __future__ import annotations

from pathlib import Path

import click

from casework.cli import door
from casework.services import backup

FILE = click.Path(dir_okay=False, path_type=Path)


def _secret(key_file: Path | None, *, twice: bool) -> bytes:
    if key_file is not None:
        try:
            return key_file.read_bytes().strip()
        except OSError:
            door.refuse("Không đọc được tệp khóa của bản sao lưu.")
    return str(click.prompt("Mật khẩu của bản sao lưu", hide_input=True, confirmation_prompt=twice)).encode()


@click.command("backup", help="Sao lưu cơ sở dữ liệu và kho tệp vào một tệp TỆP được mã hóa.")
@click.argument("target", metavar="TỆP", type=FILE)
@click.option("--key-file", type=FILE, metavar="TỆP_KHÓA", help="Tệp khóa thay cho mật khẩu gõ tay.")
def backup_command(target: Path, key_file: Path | None) -> None:
    """While people work; the vault is not in it."""
    settings = door.settings()
    secret = _secret(key_file, twice=True)
    try:
        told = backup.make_backup(
            door.database(), target.absolute(), secret, files=Path(settings.files_folder), now=door.now()
        )
    except (backup.BackupError, backup.ArchiveError, backup.CopyingError) as error:
        door.refuse(str(error))
    door.say(f"Đã sao lưu, lược đồ {told.revision}, {told.files} tệp đính kèm. Hãy cất mật khẩu hoặc khóa ở nơi khác.")
    if settings.vault_url:
        door.say("Kho danh tính không nằm trong bản này; sao lưu riêng cơ sở dữ liệu của kho và tệp khóa của kho.")


@click.command("restore", help="Khôi phục bản sao lưu TỆP vào cơ sở dữ liệu trống và kho tệp trống, rồi kiểm tra.")
@click.argument("source", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key-file", type=FILE, metavar="TỆP_KHÓA", help="Tệp khóa thay cho mật khẩu gõ tay.")
def restore_command(source: Path, key_file: Path | None) -> None:
    """Into the database and folder that the settings name."""
    settings = door.settings()
    try:
        told = backup.restore_backup(
            source, settings.database_url, _secret(key_file, twice=False), files=Path(settings.files_folder)
        )
    except (backup.BackupError, backup.ArchiveError, backup.CopyingError) as error:
        door.refuse(str(error))
    door.say(f"Đã khôi phục bản lập lúc {told.made_at}; nhật ký và các bảng khớp.")
