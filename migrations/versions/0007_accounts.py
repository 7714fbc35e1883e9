"""accounts: one-time passwords, second step, sessions that show where they are, devices that are known

A second step is asked of administrators, unit heads and leaders until somebody decides otherwise.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def columns() -> dict[str, list[sa.Column]]:
    """The new columns of each table."""
    return {
        "user_account": [
            sa.Column("email", sa.String(length=200), nullable=False, server_default=""),
            sa.Column("last_sign_in_at", MOMENT, nullable=True),
            sa.Column("one_time_until", MOMENT, nullable=True),
            sa.Column("seed", sa.LargeBinary(), nullable=True),
            sa.Column("two_step_since", MOMENT, nullable=True),
            sa.Column("last_step", sa.BigInteger(), nullable=False, server_default="0"),
        ],
        "user_session": [
            sa.Column("device", sa.String(length=80), nullable=False, server_default=""),
            sa.Column("place", sa.String(length=60), nullable=False, server_default=""),
            sa.Column("half", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("confirmed_at", MOMENT, nullable=True),
        ],
    }


def upgrade() -> None:
    """Brings the schema one step up."""
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    roles = op.create_table(
        "two_step_role",
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_two_step_role")),
    )
    op.bulk_insert(roles, [{"role": role} for role in ("administrator", "unit_head", "leader")])
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])
    op.create_table(
        "known_device",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=False),
        sa.Column("known_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_known_device_user_id")),
        sa.PrimaryKeyConstraint("user_id", "device_hash", name=op.f("pk_known_device")),
    )


def downgrade() -> None:
    """Takes the step back."""
    for table in ("known_device", "recovery_code", "two_step_role"):
        op.drop_table(table)
    for table, added in columns().items():
        for column in added:
            op.drop_column(table, column.name)
