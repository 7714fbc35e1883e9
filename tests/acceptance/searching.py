"""A raw search of files for texts, in every form in which a program may have written them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, text

from casework.domain.text import fold
from casework.store.search import words_of
from tests.machine import need_program


def forms(wanted: str) -> set[bytes]:
    """The bytes under which `wanted` may stand: encodings, letter cases, without accents, escaped, hashed."""
    plain = {wanted, unicodedata.normalize("NFD", wanted), wanted.lower(), wanted.upper(), wanted.title()}
    plain |= {fold(wanted), words_of(wanted), json.dumps(wanted)[1:-1], quote(wanted)}
    utf8 = wanted.encode()
    found = {one.encode() for one in plain}
    found |= {wanted.encode("utf-16-le"), utf8.hex().encode(), utf8.hex().upper().encode()}
    found |= {hashlib.new(name, utf8).hexdigest().encode() for name in ("md5", "sha1", "sha256")}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + utf8)
        found.add(coded[4 if shift else 0 : len(coded) // 4 * 4 - 4])
    return {one for one in found if len(one) >= 8}


def found_in(places: Iterable[Path], texts: Iterable[str], folder: Path) -> list[str]:
    """Which of `texts` stand in files (folders: in all their files), in any of their forms. `folder`: for patterns."""
    program = need_program("grep")
    by_form: dict[bytes, str] = {}
    for one in texts:
        for form in forms(one):
            by_form.setdefault(form, one)
    lined = [form for form in by_form if b"\n" not in form and b"\0" not in form]
    patterns = folder / "patterns"
    patterns.write_bytes(b"\n".join(lined))
    command = [program, "-r", "-a", "-o", "-h", "-F", "-f", str(patterns), "--", *map(str, places)]
    run = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    troubles = [line for line in run.stderr.decode().splitlines() if not line.endswith("No such file or directory")]
    assert run.returncode in (0, 1) or not troubles, run.stderr.decode()
    hits = {by_form[line] for line in run.stdout.split(b"\n") if line in by_form}
    wide = {form: one for form, one in by_form.items() if b"\0" in form and one not in hits}
    for path in _files(places):
        content = content_of(path)
        hits |= {one for form, one in wide.items() if form in content}
    return sorted(hits)


def content_of(file: Path) -> bytes:
    """What a file holds; nothing, if a server that is still running took it away meanwhile."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _files(places: Iterable[Path]) -> list[Path]:
    return [f for place in places for f in ([place] if place.is_file() else place.rglob("*")) if f.is_file()]


def database_files(url: str, folder: Path) -> list[Path]:
    """What there is to search of a database: SQLite's own files, or a text dump of every PostgreSQL table."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        return sorted(path.parent.glob(f"{path.name}*"))
    dump = folder / "dump.txt"
    engine = create_engine(url)
    with engine.connect() as connection, open(dump, "wb") as file:
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        names = list(connection.scalars(text(query)))
        assert "journal_payload" in names
        raw = connection.connection.dbapi_connection
        assert raw is not None
        with raw.cursor() as cursor:
            for name in names:
                with cursor.copy(f'COPY "{name}" TO STDOUT') as copy:
                    for part in copy:
                        file.write(part)
    engine.dispose()
    return [dump]
