"""The command `casework`: sub-commands by subject, all in Vietnamese.

Exit 0: done, or in a dry run would be; 1: refused; 2: wrong use. What goes wrong with the database is told in one
sentence, never as a traceback with values.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from casework.cli import door
from casework.cli.vietnamese import name_parts, speak_vietnamese
from casework.domain.access import ForbiddenError
from casework.settings import SettingsError

WRONG_USE = 2

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "db": "casework.cli.db:db_group",
        "journal": "casework.cli.journal:journal_group",
        "user": "casework.cli.user:user_group",
        "import": "casework.cli.imports:import_command",
        "figures": "casework.cli.figures:figures_group",
        "report": "casework.cli.report:report_command",
        "forms": "casework.cli.forms:forms_group",
        "bi": "casework.cli.bi:bi_group",
        "jobs": "casework.cli.jobs:jobs_command",
        "files": "casework.cli.files:files_group",
        "notices": "casework.cli.notices:notices_group",
        "sample": "casework.cli.sample:sample_group",
        "vault": "casework.cli.vault:vault_group",
        "backup": "casework.cli.backup:backup_command",
        "restore": "casework.cli.backup:restore_command",
    }
)
"""Where each command lives; one is loaded when it is asked for, so that none waits for the libraries of another."""


class Casework(click.Group):
    """The group of all commands: speaks Vietnamese and tells what goes wrong below in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands, in the order of their subjects."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command `cmd_name`, loaded now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        name_parts(command)
        return command

    def main(self, *args: Any, **more: Any) -> Any:
        """Runs a command line."""
        speak_vietnamese()
        name_parts(self)
        try:
            return super().main(*args, **more)
        except ForbiddenError as error:
            door.refuse(str(error))
        except SettingsError as error:
            door.say(str(error))
            raise SystemExit(WRONG_USE) from None
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
            door.say(
                "CASEWORK_DATABASE_URL không phải là địa chỉ cơ sở dữ liệu SQLite hay PostgreSQL, "
                "hoặc máy chưa cài phần kết nối của loại ấy."
            )
            raise SystemExit(WRONG_USE) from None
        except (DBAPIError, PoolTimeoutError):
            door.refuse(
                "Không dùng được cơ sở dữ liệu nên chưa lưu gì: không kết nối được, đang bận, "
                "hoặc lược đồ chưa nâng cấp. Hãy kiểm tra CASEWORK_DATABASE_URL, rồi chạy “casework db upgrade”."
            )


@click.group(
    cls=Casework, help="casework: theo dõi kiến nghị cử tri, tiếp công dân, đơn thư, khiếu nại, tố cáo và PAKN."
)
def main() -> None:
    """The commands by subject."""


if __name__ == "__main__":
    main()
