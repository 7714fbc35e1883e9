"""The whole import of the register, beside reading it and inserting the same rows raw.

    python tests/bench/bench_import.py [--rounds 3] [--file WORKBOOK]

Floor: python-calamine reads every sheet, `executemany` puts the same rows into plain tables of a fresh SQLite file
(WAL, synchronous FULL, one transaction). Measured: `casework import` into a fresh database at the present schema,
journal, facts and search included. Each run is a process of its own, interpreter start included, the two taking turns;
peak memory is the process's own. Then, in one run more, an officer enters letters without pause while it imports.
Without --file the sample register is measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import ROOT, machine, verdict

from casework.files.sample import make_sample
from casework.store.migrate import upgrade

LIMIT, MEMORY_LIMIT_MB = 8.0, 500
FLOOR = """
import sqlite3, sys
from datetime import date, datetime
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
database = sqlite3.connect(sys.argv[2], isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA synchronous=FULL")
database.execute("BEGIN IMMEDIATE")
for number, name in enumerate(book.sheet_names):
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    width = max(map(len, rows))
    columns = ", ".join(f"c{i}" for i in range(width))
    database.execute(f"CREATE TABLE sheet{number} ({columns})")
    plain = ([str(c) if isinstance(c, (date, datetime)) else c for c in row] for row in rows)
    database.executemany(f"INSERT INTO sheet{number} VALUES ({', '.join('?' * width)})", plain)
database.execute("COMMIT")
"""


def run(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds and peak memory (MB) of a process; raises when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return time.perf_counter() - started, used.ru_maxrss / 1024


def import_command(register: Path) -> list[str]:
    """`casework import` as installed beside this interpreter."""
    return [str(Path(sys.executable).with_name("casework")), "import", str(register)]


def main() -> None:
    """Reads the command line, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register = options.file
        if register is None:
            register = folder / "sample.xlsx"
            register.write_bytes(make_sample())
        floors, imports, peaks = [], [], []
        for number in range(options.rounds):
            raw = [sys.executable, "-c", FLOOR, str(register), str(folder / f"raw{number}.sqlite")]
            floors.append(run(raw)[0])
            url = f"sqlite:///{folder / f'whole{number}.sqlite'}"
            upgrade(url)
            taken, peak = run(import_command(register), {"CASEWORK_DATABASE_URL": url})
            imports.append(taken)
            peaks.append(peak)
        floor, whole = statistics.median(floors), statistics.median(imports)
        print(f"{register.name}: median of {options.rounds} fresh processes each, taking turns")
        print(f"  floor, calamine and executemany: {floor:.2f} s")
        print(f"  casework import: {whole:.2f} s; peak memory {max(peaks):.0f} MB (under {MEMORY_LIMIT_MB})")
        print(f"  ratio: {verdict(whole / floor, LIMIT)}")
        saves_during_import(register, folder)


def saves_during_import(register: Path, folder: Path) -> None:
    """One import more while an officer saves without pause; prints how many saves went through and the slowest."""
    from officer import Officer

    url = f"sqlite:///{folder / 'shared.sqlite'}"
    upgrade(url)
    officer = Officer(url)
    importing = subprocess.Popen(
        import_command(register),
        env={**os.environ, "CASEWORK_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    waits: list[float] = []
    while importing.poll() is None:
        started = time.perf_counter()
        officer.save()
        waits.append(time.perf_counter() - started)
        time.sleep(0.02)
    if importing.returncode:
        raise SystemExit(f"the import ended with {importing.returncode}")
    print(
        f"  an officer's saves meanwhile: {len(waits)} of {len(waits)} stored, "
        f"median {statistics.median(waits) * 1000:.0f} ms, slowest {max(waits):.2f} s"
    )


if __name__ == "__main__":
    assert (ROOT / "casework").is_dir()
    main()
