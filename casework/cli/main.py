"""The command `casework`: sub-commands by subject, all in Vietnamese.

Exit 0: done, or in a dry run would be; 1: refused; 2: wrong use. What goes wrong with the database is told in one
sentence, never as a traceback with values.
"""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from casework.cli import door
from casework.cli.db import db_group
from casework.cli.figures import figures_group
from casework.cli.imports import import_command
from casework.cli.report import report_command
from casework.cli.sample import sample_group
from casework.cli.user import user_group
from casework.cli.vietnamese import name_parts, speak_vietnamese
from casework.domain.access import ForbiddenError
from casework.settings import SettingsError

WRONG_USE = 2


class Casework(click.Group):
    """The group of all commands: speaks Vietnamese and tells what goes wrong below in one sentence."""

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
        except (ArgumentError, NoSuchModuleError):
            door.say("CASEWORK_DATABASE_URL không phải là địa chỉ cơ sở dữ liệu SQLite hay PostgreSQL.")
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


for command in (
    db_group,
    user_group,
    import_command,
    figures_group,
    report_command,
    sample_group,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
