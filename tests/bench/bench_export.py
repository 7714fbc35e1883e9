"""Memory that exporting a million records adds to the idle process, on both databases, through the real application.

    python tests/bench/bench_export.py [--sqlite URL] [--postgres URL] [--most 64]

The databases are filled already (scripts/make_million); "-" leaves one out. Each export runs in a process of its own:
the application is made, somebody signed in, a list page shown; then the resident memory is taken as idle. Every
register is exported one after the other, CSV then XLSX, so that all records of the database leave by each form; the
growth is the highest resident memory during an export less that of the idle process. The limit holds for each.
Exporting writes an entry of the access log and nothing else; an account "u-leader" is added where there is none.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from measuring import ROOT, machine

MIB = 1024 * 1024
FORMS = ("csv", "xlsx")


def resident(what: str) -> int:
    """VmRSS (now) or VmHWM (highest) of this process, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"this system does not tell {what}")


def export_all(url: str, form: str) -> None:
    """Exports every register of the database and prints, as JSON, what each added to the idle process."""
    from sqlalchemy import delete

    from casework.domain.vocabulary import Role
    from casework.settings import Settings
    from casework.store.account_tables import TwoStepRole
    from casework.store.database import Database
    from casework.web.app import create_app
    from casework.web.clock import system_clock
    from casework.web.converters import REGISTERS
    from tests.services.desk import OFFICE, reader
    from tests.web.person import SECRET, Person

    database = Database(url)
    with database.write() as session:
        session.execute(delete(TwoStepRole).where(TwoStepRole.role == Role.LEADER.value))
    reader(database, Role.LEADER)
    database.close()
    app = create_app(Settings(database_url=url, secret_key=SECRET, cookie_secure=False, office=OFFICE), system_clock)
    person = Person(app).sign_in(Role.LEADER)
    for word in REGISTERS:
        person.page(f"/{word}")
    idle = resident("VmRSS")
    for word in REGISTERS:
        Path("/proc/self/clear_refs").write_text("5")  # the highest begins anew
        started, size = time.perf_counter(), 0
        answer = person.client.get(f"/{word}.{form}", buffered=False)
        tail = b""
        for piece in answer.iter_encoded():
            size += len(piece)
            tail = (tail + piece)[-200:]
        rows = int(answer.headers["X-Row-Count"])
        answer.close()
        whole = (
            f"Tổng số: {rows:,} hồ sơ".replace(",", ".").encode() in tail if form == "csv" else b"PK\x05\x06" in tail
        )
        told = {
            "register": word,
            "rows": rows,
            "mib": size / MIB,
            "seconds": time.perf_counter() - started,
            "grown": (resident("VmHWM") - idle) / MIB,
            "idle": idle / MIB,
            "whole": whole,
        }
        print(json.dumps(told), flush=True)


def measure(name: str, url: str, form: str, most: float) -> bool:
    """Prints the table of one database and form; whether the limit is kept."""
    command = [sys.executable, str(Path(__file__).resolve()), "--one", form, "--url", url]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stderr, file=sys.stderr)
        return False
    found = [json.loads(line) for line in run.stdout.splitlines()]
    print(f"\n{name}, {form}: idle {found[0]['idle']:.0f} MiB")
    for one in found:
        print(
            f"  {one['register']:<12}{one['rows']:>9,} rows{one['mib']:>8.0f} MiB{one['seconds']:>7.0f} s"
            f"   +{one['grown']:.1f} MiB{'' if one['whole'] else '   NOT WHOLE'}"
        )
    rows, grown = sum(one["rows"] for one in found), max(one["grown"] for one in found)
    kept = grown <= most and all(one["whole"] for one in found)
    print(f"  all         {rows:>9,} rows; at most +{grown:.1f} MiB (limit {most:g}: {'kept' if kept else 'NOT KEPT'})")
    return kept


def main() -> None:
    """Reads the command line and measures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sqlite", default="-")
    options.add_argument("--postgres", default="-")
    options.add_argument("--most", type=float, default=64.0, help="MiB that an export may add")
    options.add_argument("--one", choices=FORMS, help=argparse.SUPPRESS)
    options.add_argument("--url", default="", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.one:
        export_all(asked.url, asked.one)
        return
    print(machine())
    kept = [
        measure(name, url, form, asked.most)
        for name, url in (("SQLite", asked.sqlite), ("PostgreSQL", asked.postgres))
        if url != "-"
        for form in FORMS
    ]
    sys.exit(0 if kept and all(kept) else 1)


if __name__ == "__main__":
    main()
