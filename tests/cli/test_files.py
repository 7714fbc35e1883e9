"""casework files check: what is missing, what was changed on the disk, what nobody names."""

from __future__ import annotations

from pathlib import Path

from casework.domain.attachments import DocumentRole
from casework.domain.vocabulary import RecordKind, Role
from casework.services.attachments import attaching, opening
from casework.services.opening import open_database
from tests.cli.running import Command
from tests.files import enclosures as made
from tests.services.desk import NOW, ON, enter, reader


def test_files_are_compared_with_the_rows(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    db, store = open_database(sqlite_url), opening.open_store(str(folder))
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    for number in range(3):
        data, name = (made.png(), "a.png") if number else (made.pdf(), "a.pdf")
        attaching.attach(
            db,
            store,
            attaching.Rules(10**6, 10**7),
            desk,
            RecordKind.LETTER,
            letter,
            data,
            name,
            role=DocumentRole.OTHER,
            note="",
            covered=False,
            on=ON,
            now=NOW,
        )
    command = Command(sqlite_url, CASEWORK_FILES=str(folder))
    assert command.json("files", "check") == {"missing": [], "damaged": [], "unnamed": [], "whole": 3}
    first, second, _third = store.names()
    stray = store.put(b"stray")
    store.remove(first)
    (folder / second[:2] / second[2:]).write_bytes(b"other")
    assert command.json("files", "check", code=1) == {
        "missing": [first],
        "damaged": [second],
        "unnamed": [stray],
        "whole": 1,
    }
    assert first in command("files", "check", code=1).stdout
