"""how offices matched the columns of their registers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "heading_columns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=10), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_heading_columns_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["user_account.id"], name=op.f("fk_heading_columns_saved_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heading_columns")),
        sa.UniqueConstraint("unit_id", "kind", "mark", name=op.f("uq_heading_columns_unit_id_kind_mark")),
    )


def downgrade() -> None:
    """Takes the step back."""
    op.drop_table("heading_columns")
