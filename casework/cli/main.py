"""The command `casework`: sub-commands by subject."""

from __future__ import annotations

import click

from casework.cli.figures import figures_group
from casework.cli.imports import import_command
from casework.cli.report import report_command
from casework.cli.sample import sample_group


@click.group(help="casework: theo dõi kiến nghị cử tri, tiếp công dân, đơn thư, khiếu nại, tố cáo và PAKN.")
def main() -> None:
    """The commands by subject."""


for command in (import_command, figures_group, report_command, sample_group):
    main.add_command(command)
