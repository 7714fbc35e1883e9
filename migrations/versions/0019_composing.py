"""composing: wordings and passages of reports, chosen sections, and jobs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KNOWN = ("known_from", "known_to")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _kept(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.Column(column, BIG, nullable=False) for column in KNOWN),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user_account.id"], name=op.f(f"fk_{name}_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    """Brings the schema one step up."""
    _kept(
        "report_wording",
        sa.Column("sentence", sa.String(60), nullable=False),
        sa.Column("alternative", sa.String(30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("ix_report_wording_known_to", "report_wording", ["known_to"])
    _kept(
        "report_plan",
        sa.Column("period_kind", sa.String(20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("ix_report_plan_known_to", "report_plan", ["known_to"])
    _kept(
        "report_passage",
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("period_kind", sa.String(20), nullable=False),
        sa.Column("section", sa.String(30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_report_passage_period", "report_passage", ["period"])
    op.create_table(
        "job",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("problem", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )


def downgrade() -> None:
    """Takes the step back."""
    op.drop_table("job")
    for name in ("report_passage", "report_plan", "report_wording"):
        op.drop_table(name)
