"""An export that breaks off midway is seen by whoever receives it, from the server that serves an office."""

from __future__ import annotations

import http.client
import io
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from casework.domain.vocabulary import Role
from casework.store.database import Database
from scripts.make_million import fill
from tests.browser.serving import served
from tests.services.clients import HttpOfficer, token_on
from tests.services.desk import PASSWORD, reader

pytestmark = pytest.mark.server


def received(address: str, officer: HttpOfficer, path: str) -> tuple[bytes, bool]:
    """What came of an answer, and whether it came to its end."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    cookie = "; ".join(f"{name}={value}" for name, value in officer.cookies.items())
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    assert answer.status == 200
    try:
        return answer.read(), True
    except http.client.IncompleteRead as broken:
        return broken.partial, False
    finally:
        connection.close()


def test_a_list_that_breaks_off_does_not_look_whole(sqlite_url: str, tmp_path: Path) -> None:
    """With one record that cannot be written near the end of the list: the transfer ends as broken, the CSV has no last
    line, the workbook does not open. Without it both are whole."""
    fill(sqlite_url, 3000, seed=5)
    db = Database(sqlite_url)
    reader(db, Role.LEADER)
    spoil = "UPDATE letter SET ineligible_ground = {} WHERE id = (SELECT id FROM letter ORDER BY opened_on, id LIMIT 1)"
    with served(sqlite_url) as address:
        officer = HttpOfficer(address)
        officer.token = token_on(officer.get("/sign-in").body)
        assert officer.send("/sign-in", username="u-leader", password=PASSWORD).status == 303
        csv, whole = received(address, officer, "/letters.csv")
        assert whole
        assert "Tổng số: " in csv.decode().splitlines()[-1]
        assert len(csv.splitlines()) > 1200
        book, whole = received(address, officer, "/letters.xlsx")
        assert whole
        assert zipfile.ZipFile(io.BytesIO(book)).testzip() is None
        with db.write() as session:
            session.execute(text(spoil.format("'khong-co'")))
        csv, whole = received(address, officer, "/letters.csv")
        assert not whole
        assert len(csv.splitlines()) > 900, "it began well"
        assert "Tổng số" not in csv.decode(errors="replace").splitlines()[-1]
        book, whole = received(address, officer, "/letters.xlsx")
        assert not whole
        assert book.startswith(b"PK")
        with pytest.raises(zipfile.BadZipFile):
            zipfile.ZipFile(io.BytesIO(book))
        with db.write() as session:
            session.execute(text(spoil.format("NULL")))
        assert received(address, officer, "/letters.csv")[1], "the server serves on"
    db.close()
