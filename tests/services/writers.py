"""One of several writing processes: threads that enter, undo and correct through the services, and tell each outcome.

    python -m tests.services.writers URL THREADS ROUNDS RECORD STOP

Says "ready", waits for a line, then every thread does at least ROUNDS rounds and goes on until the file STOP is there
(a name without a file: no longer). A round: a letter entered (told when it is acknowledged), another one entered in a
transaction that then fails, and a correction of the letter RECORD made from the version that was last seen. Each
outcome is a line of JSON. What the database refuses for now (a door answers 503) is told, and the same form sent again.
"""

from __future__ import annotations

import json
import sys
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, TimeoutError

from casework.domain.vocabulary import RecordKind, Role
from casework.services.handling import correcting, entering
from casework.services.handling.holding import StaleVersionError
from casework.store.database import Database
from casework.store.records import RECORDS
from tests.services.desk import NOW, OFFICE, ON, entry, reader

LETTER = RecordKind.LETTER
TRIES, MOST_ROUNDS = 20, 60


class UndoneError(Exception):
    """What breaks a transaction after a number was taken in it."""


class Writer:
    """A thread of a writing process."""

    def __init__(self, db: Database, name: str, record_id: int) -> None:
        """`record_id`: the letter that all writers correct."""
        self.db, self.name, self.record_id = db, name, record_id
        self.who = reader(db, Role.RECEPTION_OFFICER)

    def tell(self, **what: object) -> None:
        """One outcome, in one piece."""
        sys.stdout.write(json.dumps({"writer": self.name, **what}) + "\n")
        sys.stdout.flush()

    def patiently(self, run: Callable[[], None]) -> None:
        """Runs it; again when the database refuses for now, which is told."""
        for _ in range(TRIES):
            try:
                run()
                return
            except (OperationalError, TimeoutError) as error:
                self.tell(refused=type(error).__name__)
        raise AssertionError("refused too often")

    def enter(self, number: int) -> None:
        """A letter."""
        token, content = uuid.uuid4().hex, f"Đơn {self.name} số {number}"
        values = entry(self.db, LETTER, content=content)

        def once() -> None:
            done = entering.log_record(self.db, self.who, LETTER, values, on=ON, now=NOW, token=token, office=OFFICE)
            self.tell(made=done.record_id, code=done.code, content=content)

        self.patiently(once)

    def undo(self) -> None:
        """A letter whose transaction fails after its number was taken."""
        values = entry(self.db, LETTER, content="Không được còn lại")

        def once() -> None:
            try:
                with self.db.write() as session:
                    entering.enter(
                        session, self.who, LETTER, values, on=ON, now=NOW, token=uuid.uuid4().hex, office=OFFICE
                    )
                    raise UndoneError
            except UndoneError:
                self.tell(undone=1)

        self.patiently(once)

    def correct(self, number: int) -> None:
        """The letter of all, from the version seen before; whoever comes late is told, and nothing of his is kept."""
        content = f"Sửa bởi {self.name} lần {number}"

        def once() -> None:
            with self.db.read() as session:
                version = session.scalars(
                    select(RECORDS[LETTER].c.version).where(RECORDS[LETTER].c.id == self.record_id)
                ).one()
            try:
                done = correcting.correct(
                    self.db, self.who, LETTER, self.record_id, {"content": content}, "ghi sai", version, on=ON, now=NOW
                )
            except StaleVersionError:
                self.tell(stale=version, content=content)
            else:
                self.tell(corrected=done.version, content=content)

        self.patiently(once)


def work(writer: Writer, rounds: int, stop: Path | None) -> None:
    """All rounds of a thread."""
    number = 0
    while number < rounds or (stop is not None and not stop.exists() and number < MOST_ROUNDS):
        writer.enter(number)
        writer.undo()
        writer.correct(number)
        number += 1


def main() -> None:
    """Reads the command line."""
    url, threads, rounds, record_id, stop = sys.argv[1:]
    db = Database(url)
    name = uuid.uuid4().hex[:6]
    writers = [Writer(db, f"{name}.{n}", int(record_id)) for n in range(int(threads))]
    until = Path(stop) if stop else None
    runs = [threading.Thread(target=work, args=(one, int(rounds), until)) for one in writers]
    print("ready", flush=True)
    sys.stdin.readline()
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    writers[0].tell(finished=len(runs))
    db.close()


if __name__ == "__main__":
    main()
