"""casework jobs: what the timer did."""

from __future__ import annotations

import click

from casework.cli import door
from casework.services.reporting.monthly import job_lines


@click.command("jobs", help="Liệt kê việc định kỳ: đã xong, đang làm, chưa làm được.")
def jobs_command() -> None:
    """One line a job, newest first."""
    db = door.database()
    lines = job_lines(db, door.actor(db))
    for one in lines:
        about = one.problem or ", ".join(one.result.splitlines())
        door.put(f"{one.label}\t{one.name}\t{one.attempts} lần\t{one.started_at:%Y-%m-%d %H:%M} UTC\t{about}")
    if not lines:
        door.say("Chưa có việc nào chạy.")
