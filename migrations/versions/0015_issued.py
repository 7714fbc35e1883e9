"""issued: issued reports and what each has frozen

Append-only: neither a report nor a part nor a withdrawal is ever changed or removed (triggers as in 0002).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("issued_report", "issued_part", "issued_withdrawal")
REFUSED = "báo cáo đã phát hành không được sửa, xóa"


def upgrade() -> None:
    """Adds the tables, and the triggers that refuse change."""
    op.create_table(
        "issued_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("period_code", sa.String(40), nullable=False),
        sa.Column("period_label", sa.String(100), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known", BIG, nullable=False),
        sa.Column("known_on", sa.Date(), nullable=True),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("scope", sa.String(500), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("head_hash", sa.String(64), nullable=False),
        sa.Column("manifest", sa.String(64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name="fk_issued_report_actor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_issued_report"),
    )
    op.create_table(
        "issued_part",
        sa.Column("issued_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["issued_id"], ["issued_report.id"], name="fk_issued_part_issued_id"),
        sa.PrimaryKeyConstraint("issued_id", "name", name="pk_issued_part"),
    )
    op.create_table(
        "issued_withdrawal",
        sa.Column("issued_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.ForeignKeyConstraint(["issued_id"], ["issued_report.id"], name="fk_issued_withdrawal_issued_id"),
        sa.ForeignKeyConstraint(["replaced_by"], ["issued_report.id"], name="fk_issued_withdrawal_replaced_by"),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name="fk_issued_withdrawal_actor_id"),
        sa.PrimaryKeyConstraint("issued_id", name="pk_issued_withdrawal"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION issued_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION issued_refuses_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION issued_refuses_change()"
        )


def downgrade() -> None:
    """Removes them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION issued_refuses_change()")
