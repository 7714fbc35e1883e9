"""Running the command in the tests, its two channels apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from casework.cli.main import main


class Command:
    """The command `casework` on one database."""

    def __init__(self, url: str, **environment: str) -> None:
        self.environment = {"CASEWORK_DATABASE_URL": url, **environment}

    def __call__(self, *arguments: str | Path, code: int = 0) -> Result:
        """A run that must end with `code`, and without a traceback."""
        run = CliRunner().invoke(main, [str(one) for one in arguments], env=self.environment)
        assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
        assert run.exit_code == code, run.stdout + run.stderr
        return run

    def json(self, *arguments: str | Path, code: int = 0) -> Any:
        """What a run with --json prints: JSON and nothing else."""
        return json.loads(self(*arguments, "--json", code=code).stdout)
