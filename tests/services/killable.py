"""A process that has everything loaded and splits off the server, or an import, each time it is asked: to be killed.

    python -m tests.services.killable

A line of JSON on stdin, {"what": "server" | "import", "environment": {…}, "file": …, "told": …}; the answer is the
id of a process that leads a group of its own, and once that has ended a second line: 0 when it ended well, -9 when it
was killed. `told`: the file that takes what it prints. Starting an interpreter afresh 60 times would take longer than
all that is tested.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import gunicorn.workers.gthread
from gunicorn.app.wsgiapp import WSGIApplication

import casework.cli.imports
import casework.web.app
from casework.cli.main import main as casework_command
from tests.machine import ROOT

LOADED = (gunicorn.workers.gthread, casework.cli.imports, casework.web.app)


def become(asked: dict[str, Any]) -> None:
    """What was asked for, in a process of its own group, until it ends or is killed."""
    os.setsid()
    os.chdir(ROOT)
    os.environ.update(asked["environment"])
    told = os.open(asked["told"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(told, stream)
    if asked["what"] == "server":
        sys.argv = ["gunicorn", "--config", str(ROOT / "scripts" / "gunicorn_conf.py"), "wsgi:app"]
        WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()
    else:
        casework_command(["import", asked["file"]])


def main() -> None:
    """Answers until stdin ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                become(json.loads(line))
            except SystemExit as ended:
                os._exit(ended.code if isinstance(ended.code, int) else 1)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
