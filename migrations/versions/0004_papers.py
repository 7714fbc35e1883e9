"""papers: the wordings of official papers, a row a version; the table takes additions only"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSED = "bản mẫu văn bản chỉ được ghi thêm"


def upgrade() -> None:
    """Adds the table and the triggers that refuse change."""
    op.create_table(
        "paper_wording",
        sa.Column("paper", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user_account.id"], name=op.f("fk_paper_wording_changed_by")),
        sa.PrimaryKeyConstraint("paper", "version", name=op.f("pk_paper_wording")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER paper_wording_no_{verb.lower()} BEFORE {verb} ON paper_wording "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION paper_wording_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER paper_wording_no_change BEFORE UPDATE OR DELETE ON paper_wording "
        "FOR EACH ROW EXECUTE FUNCTION paper_wording_refuses_change()"
    )
    op.execute(
        "CREATE TRIGGER paper_wording_no_truncate BEFORE TRUNCATE ON paper_wording "
        "FOR EACH STATEMENT EXECUTE FUNCTION paper_wording_refuses_change()"
    )


def downgrade() -> None:
    """Removes them; wordings of the office go with the table."""
    op.drop_table("paper_wording")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION paper_wording_refuses_change()")
