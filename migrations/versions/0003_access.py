"""the access log, which refuses change like the journal, and the indexes that rows of a unit are found by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LED = ("petition", "kntc_case", "feedback")
REFUSED = "nhật ký chỉ được ghi thêm"


def upgrade() -> None:
    """Adds the log with its triggers, and the indexes."""
    op.create_table(
        "access_entry",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("os_user", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", BIG, nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["reader_id"], ["user_account.id"], name=op.f("fk_access_entry_reader_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_access_entry")),
    )
    op.create_index("ix_access_entry_record", "access_entry", ["kind", "record_id"])
    op.create_index("ix_access_entry_reader", "access_entry", ["reader_id", "position"])
    for table in LED:
        op.create_index(f"ix_{table}_unit_id", table, ["unit_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER access_entry_no_{verb.lower()} BEFORE {verb} ON access_entry "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER access_entry_no_change BEFORE UPDATE OR DELETE ON access_entry "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuses_change()"
    )
    op.execute(
        "CREATE TRIGGER access_entry_no_truncate BEFORE TRUNCATE ON access_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change()"
    )


def downgrade() -> None:
    """Removes them."""
    for table in LED:
        op.drop_index(f"ix_{table}_unit_id", table)
    op.drop_table("access_entry")
