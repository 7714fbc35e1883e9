"""The floor that the pages are measured against: one indexed SELECT of 50 rows, one Jinja2 table, nothing else."""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask
from sqlalchemy import select

from casework.domain.vocabulary import RecordKind
from casework.store.database import Database
from casework.store.records import RECORDS

app = Flask(__name__)
_local = threading.local()
_page = app.jinja_env.from_string(
    """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đơn thư</title></head><body><table>
<tr>{% for name in names %}<th>{{ name }}</th>{% endfor %}</tr>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ "" if cell is none else cell }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""
)
NAMES = ("id", "code", "received_on", "channel", "type", "subject", "content", "handling")


def _database() -> sqlite3.Connection:
    if not hasattr(_local, "database"):
        _local.database = sqlite3.connect(os.environ["FLOOR_DATABASE"])
    found: sqlite3.Connection = _local.database
    return found


@app.get("/")
def page() -> str:
    """Fifty letters, by their key."""
    query = f"SELECT {', '.join(NAMES)} FROM letter WHERE id >= ? ORDER BY id LIMIT 50"
    return _page.render(names=NAMES, rows=_database().execute(query, (22_000,)).fetchall())


_core = Database(f"sqlite:///{os.environ['FLOOR_DATABASE']}")


@app.get("/core")
def core_page() -> str:
    """The same fifty letters, asked for through SQLAlchemy Core."""
    letter = RECORDS[RecordKind.LETTER]
    query = select(*(letter.c[name] for name in NAMES)).where(letter.c.id >= 22_000).order_by(letter.c.id).limit(50)
    with _core.read() as session:
        return _page.render(names=NAMES, rows=session.execute(query).all())
