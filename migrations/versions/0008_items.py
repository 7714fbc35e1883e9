"""the items that stand beside records: assignments, links, proposals, promises, papers, attachments, denials"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the schema one step up."""
    op.create_table(
        "item_assignment",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("part", sa.String(length=30), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=500), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("leader", sa.String(length=500), nullable=True),
        sa.Column("product", sa.String(length=500), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.String(length=500), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_document", sa.String(length=500), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("urged_on", sa.Date(), nullable=True),
        sa.Column("urgings", sa.Integer(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_assignment")),
    )
    op.create_index("ix_item_assignment_of", "item_assignment", ["of_kind", "of_id"], unique=False)
    op.create_index("ix_item_assignment_person_id", "item_assignment", ["person_id"], unique=False)
    op.create_index("ix_item_assignment_unit_id", "item_assignment", ["unit_id"], unique=False)
    op.create_table(
        "item_attachment",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=True),
        sa.Column("role", sa.String(length=500), nullable=True),
        sa.Column("media_type", sa.String(length=500), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=500), nullable=True),
        sa.Column("attached_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_attachment")),
    )
    op.create_index("ix_item_attachment_of", "item_attachment", ["of_kind", "of_id"], unique=False)
    op.create_index("ix_item_attachment_sha256", "item_attachment", ["sha256"], unique=False)
    op.create_table(
        "item_denial",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("denied_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_denial")),
    )
    op.create_index("ix_item_denial_of", "item_denial", ["of_kind", "of_id"], unique=False)
    op.create_index("ix_item_denial_person_id", "item_denial", ["person_id"], unique=False)
    op.create_table(
        "item_link",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("link_type", sa.String(length=30), nullable=True),
        sa.Column("to_kind", sa.String(length=30), nullable=True),
        sa.Column("to_id", BIG, nullable=True),
        sa.Column("linked_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_link")),
    )
    op.create_index("ix_item_link_of", "item_link", ["of_kind", "of_id"], unique=False)
    op.create_index("ix_item_link_to_kind_to_id", "item_link", ["to_kind", "to_id"], unique=False)
    op.create_table(
        "item_paper",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("paper", sa.String(length=500), nullable=True),
        sa.Column("number", sa.String(length=500), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("signer", sa.String(length=500), nullable=True),
        sa.Column("signer_title", sa.String(length=500), nullable=True),
        sa.Column("wording", sa.Integer(), nullable=True),
        sa.Column("values", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_paper")),
    )
    op.create_index("ix_item_paper_of", "item_paper", ["of_kind", "of_id"], unique=False)
    op.create_table(
        "item_promise",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=500), nullable=True),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_promise")),
    )
    op.create_index("ix_item_promise_due_on", "item_promise", ["due_on"], unique=False)
    op.create_index("ix_item_promise_of", "item_promise", ["of_kind", "of_id"], unique=False)
    op.create_table(
        "item_proposal",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_position", BIG, nullable=False),
        sa.Column("changed_position", BIG, nullable=False),
        sa.Column("step", sa.String(length=500), nullable=True),
        sa.Column("values", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=30), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_proposal")),
    )
    op.create_index("ix_item_proposal_of", "item_proposal", ["of_kind", "of_id"], unique=False)
    op.create_index("ix_item_proposal_unit_id", "item_proposal", ["unit_id"], unique=False)


def downgrade() -> None:
    """Takes the step back."""
    op.drop_index("ix_item_proposal_unit_id", table_name="item_proposal")
    op.drop_index("ix_item_proposal_of", table_name="item_proposal")
    op.drop_table("item_proposal")
    op.drop_index("ix_item_promise_of", table_name="item_promise")
    op.drop_index("ix_item_promise_due_on", table_name="item_promise")
    op.drop_table("item_promise")
    op.drop_index("ix_item_paper_of", table_name="item_paper")
    op.drop_table("item_paper")
    op.drop_index("ix_item_link_to_kind_to_id", table_name="item_link")
    op.drop_index("ix_item_link_of", table_name="item_link")
    op.drop_table("item_link")
    op.drop_index("ix_item_denial_person_id", table_name="item_denial")
    op.drop_index("ix_item_denial_of", table_name="item_denial")
    op.drop_table("item_denial")
    op.drop_index("ix_item_attachment_sha256", table_name="item_attachment")
    op.drop_index("ix_item_attachment_of", table_name="item_attachment")
    op.drop_table("item_attachment")
    op.drop_index("ix_item_assignment_unit_id", table_name="item_assignment")
    op.drop_index("ix_item_assignment_person_id", table_name="item_assignment")
    op.drop_index("ix_item_assignment_of", table_name="item_assignment")
    op.drop_table("item_assignment")
