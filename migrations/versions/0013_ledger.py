"""versions of the calendar and the time limits, only ever added to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSED = "nhật ký chỉ được ghi thêm"


def upgrade() -> None:
    """Adds the table and what refuses a change of it."""
    op.create_table(
        "law_change",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("row", sa.Text(), nullable=True),
        sa.Column("position", BIG, nullable=False),
        sa.PrimaryKeyConstraint("version", "place", name=op.f("pk_law_change")),
    )
    op.create_table(
        "unit_today",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("today_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["today_id"], ["unit.id"], name=op.f("fk_unit_today_today_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_today_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_today")),
    )
    op.create_index("ix_unit_today_today_id", "unit_today", ["today_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER law_change_no_{verb.lower()} BEFORE {verb} ON law_change "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER law_change_no_change BEFORE UPDATE OR DELETE ON law_change "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuses_change()"
    )


def downgrade() -> None:
    """Takes the step back."""
    op.drop_table("unit_today")
    op.drop_table("law_change")
