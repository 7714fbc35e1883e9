"""petitions: parts of petitions, the Council's finding, contact meetings with voters"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FACTS: tuple[tuple[str, sa.types.TypeEngine[object]], ...] = (
    ("finding", sa.String(length=30)),
    ("split_off", sa.Boolean()),
    ("handled_within", sa.String(length=30)),
)
FIELDS: tuple[tuple[str, sa.types.TypeEngine[object]], ...] = (
    *FACTS,
    ("found_on", sa.Date()),
    ("finding_body", sa.String(length=500)),
    ("evidence", sa.Text()),
    ("meeting_id", BIG),
)


def upgrade() -> None:
    """Adds the fields, their facts and the table of meetings."""
    for name, kind in FIELDS:
        op.add_column("petition", sa.Column(name, kind, nullable=True))
    for name, kind in FACTS:
        op.add_column("petition_facts", sa.Column(name, kind, nullable=True))
    op.create_index("ix_petition_meeting_id", "petition", ["meeting_id"], unique=False)
    op.create_table(
        "item_meeting",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("contact_round", sa.String(length=30), nullable=True),
        sa.Column("place", sa.String(length=500), nullable=True),
        sa.Column("delegation", sa.String(length=500), nullable=True),
        sa.Column("deputies", sa.Text(), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("minutes_number", sa.String(length=500), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_meeting")),
    )
    op.create_index("ix_item_meeting_of", "item_meeting", ["of_kind", "of_id"], unique=False)


def downgrade() -> None:
    """Takes them away."""
    op.drop_index("ix_item_meeting_of", table_name="item_meeting")
    op.drop_table("item_meeting")
    op.drop_index("ix_petition_meeting_id", table_name="petition")
    for name, _kind in reversed(FACTS):
        op.drop_column("petition_facts", name)
    for name, _kind in reversed(FIELDS):
        op.drop_column("petition", name)
