"""the keys by which likely duplicates are found, behind the searched words; a case that repeats another one"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

from casework.domain.similar_keys import MARK, searched_keys
from casework.domain.similarity import bare_place

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PORTION = 1000
KEY = re.compile(rf"(?:^| ){MARK}[0-9a-f]{{8}}\b")
FLAGGED = ("kntc_case", "kntc_case_facts")
TABLES = {"petition": True, "reception": False, "letter": False, "kntc_case": False, "feedback": False}
"""Each record table, and whether its place says where the matter is."""


def upgrade() -> None:
    """Adds the column and the keys. They follow from the content and the place alone; a rebuild writes the same ones."""
    for name in FLAGGED:
        op.add_column(name, sa.Column("repeats_case", sa.Boolean(), nullable=True))
    for name, placed in TABLES.items():
        _write_again(name, placed, with_keys=True)


def downgrade() -> None:
    """Takes them away again."""
    for name, placed in TABLES.items():
        _write_again(name, placed, with_keys=False)
    for name in FLAGGED:
        op.drop_column(name, "repeats_case")


def _write_again(name: str, placed: bool, with_keys: bool) -> None:
    connection = op.get_bind()
    table = sa.table(name, *(sa.column(c) for c in ("id", "search_text", "content", *(("place",) if placed else ()))))
    change = sa.update(table).where(table.c.id == sa.bindparam("key")).values(search_text=sa.bindparam("text"))
    last, changed = 0, False
    while held := connection.execute(
        sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(PORTION)
    ).all():
        rows = []
        for row in held:
            words = KEY.sub("", row.search_text)
            place = bare_place(row.place or "")[1] if placed else None
            keys = searched_keys(row.content or "", place) if with_keys else ""
            rows.append({"key": row.id, "text": f"{words} {keys}".strip()})
        connection.execute(change, rows)
        last, changed = held[-1].id, True
    if changed and connection.dialect.name == "sqlite":
        op.execute(f"INSERT INTO {name}_search({name}_search) VALUES ('rebuild')")
