"""the vault: sealed fields, and the decision by which it was made"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "sealed_field",
        sa.Column("seal", sa.String(32), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key_id", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seal", "field", name="pk_sealed_field"),
    )
    op.create_index("ix_sealed_field_key_id", "sealed_field", ["key_id"])
    op.create_table(
        "vault_charter",
        sa.Column("decision", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("decision", name="pk_vault_charter"),
    )


def downgrade() -> None:
    """Removes them."""
    op.drop_table("vault_charter")
    op.drop_table("sealed_field")
