"""forms: what the statutory forms ask of a record"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TERM, CODE = sa.String(length=30), sa.String(length=500)
FIELDS: dict[str, tuple[tuple[str, sa.types.TypeEngine[object]], ...]] = {
    "reception": (("delegated", sa.Boolean()), ("matter", CODE), ("matters", sa.Integer())),
    "letter": (
        ("anonymous", sa.Boolean()),
        ("instance", TERM),
        ("form_content", TERM),
        ("settlement", TERM),
        ("matter", CODE),
    ),
    "kntc_case": (("letters", sa.Integer()),),
}
MATTERS = ("reception_facts", "letter_facts")


def upgrade() -> None:
    """Adds the fields and their facts, and finds the records of one matter by an index."""
    for table, fields in FIELDS.items():
        for name, kind in fields:
            op.add_column(table, sa.Column(name, kind, nullable=True))
            op.add_column(f"{table}_facts", sa.Column(name, kind, nullable=True))
    named = sa.text("matter IS NOT NULL")
    for table in MATTERS:
        op.create_index(
            f"ix_{table}_matter", table, ["matter", "opened_on"], sqlite_where=named, postgresql_where=named
        )


def downgrade() -> None:
    """Takes them away."""
    for table in MATTERS:
        op.drop_index(f"ix_{table}_matter", table_name=table)
    for table, fields in FIELDS.items():
        for name, _kind in reversed(fields):
            op.drop_column(f"{table}_facts", name)
            op.drop_column(table, name)
