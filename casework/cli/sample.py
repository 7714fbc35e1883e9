"""casework sample: a made-up register with the published totals."""

from __future__ import annotations

from pathlib import Path

import click

from casework.cli import door
from casework.services.sampling import sample_register


@click.group("sample", help="Dữ liệu mẫu.")
def sample_group() -> None:
    """The commands of sample data."""


@sample_group.command("make", help="Tạo sổ theo dõi mẫu (.xlsx); mọi dòng đều là bịa, các tổng số là số đã công bố.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP")
def make(file: Path) -> None:
    """Writes the sample register."""
    try:
        file.write_bytes(sample_register())
    except OSError as error:
        door.refuse(f"Không ghi được tệp “{file}”: {error.strerror}. Hãy chọn nơi khác.")
    door.say(f"Đã ghi sổ mẫu vào {file}.")
