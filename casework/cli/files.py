"""casework files: whether every attached file that a record names is in its place and whole."""

from __future__ import annotations

import dataclasses

import click

from casework.cli import door
from casework.services.attachments import opening

_SHOWN = 50


@click.group("files", help="Kho tệp đính kèm: kiểm tra.")
def files_group() -> None:
    """The commands of attached files."""


@files_group.command(
    "check", help="Mọi tệp mà hồ sơ nêu có trong kho và còn nguyên vẹn không; tệp nào không hồ sơ nào nêu."
)
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def check(as_json: bool) -> None:
    """Compares the rows with the files; exit 1 when one that is named is missing or damaged."""
    known = door.settings()
    found = opening.check_files(door.database(), opening.open_store(known.files_folder, known.files_key))
    if as_json:
        door.put_json(dataclasses.asdict(found))
    else:
        door.put(f"Tệp còn nguyên vẹn: {found.whole}")
        for label, names in (("Thiếu", found.missing), ("Hỏng", found.damaged), ("Không hồ sơ nào nêu", found.unnamed)):
            if names:
                door.put(f"{label}: {len(names)}")
                for name in names[:_SHOWN]:
                    door.put(f"  {name}")
    if found.missing or found.damaged:
        door.refuse("Kho tệp thiếu hoặc hỏng tệp; hãy khôi phục các tệp đã nêu từ bản sao lưu của kho tệp.")
