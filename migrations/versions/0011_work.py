"""work: saved filters, walks along a list, bulk acts, notices and outgoing mail, what the timer has done

Assignments tell the number of the last urging letter and what was reported to the head. The facts that are open are
found by an index of their own, so that a work list asks a city's open records, not all it ever had.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN_FACTS = ("petition_facts", "letter_facts", "kntc_case_facts", "feedback_facts")


def upgrade() -> None:
    """Brings the schema one step up."""
    op.add_column("item_assignment", sa.Column("urging_document", sa.String(length=500), nullable=True))
    op.add_column("item_assignment", sa.Column("escalation", sa.Text(), nullable=True))
    for table in OPEN_FACTS:
        op.create_index(
            f"ix_{table}_open",
            table,
            ["valid_to", "due_on", "record_id"],
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("on_front", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_saved_filter_user_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_filter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_filter_user_id_name")),
    )
    op.create_index(op.f("ix_saved_filter_unit_id"), "saved_filter", ["unit_id"])
    op.create_table(
        "list_walk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("back", sa.String(length=2000), nullable=False),
        sa.Column("refs", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_list_walk_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_walk")),
    )
    op.create_index(op.f("ix_list_walk_made_at"), "list_walk", ["made_at"])
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_bulk_act_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_act")),
        sa.UniqueConstraint("token", name=op.f("uq_bulk_act_token")),
    )
    op.create_index(op.f("ix_bulk_act_user_id"), "bulk_act", ["user_id"])
    op.create_table(
        "bulk_row",
        sa.Column("bulk_id", sa.Integer(), nullable=False),
        sa.Column("record_id", BIG, autoincrement=False, nullable=False),
        sa.Column("first_position", BIG, nullable=True),
        sa.Column("last_position", BIG, nullable=True),
        sa.Column("refusal", sa.String(length=500), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("undo_refusal", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk_act.id"], name=op.f("fk_bulk_row_bulk_id")),
        sa.PrimaryKeyConstraint("bulk_id", "record_id", name=op.f("pk_bulk_row")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", "done_on", name=op.f("pk_job_run")),
    )
    op.create_index(op.f("ix_job_run_done_on"), "job_run", ["done_on"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("of_kind", sa.String(length=20), nullable=False),
        sa.Column("of_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("mailed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["user_account.id"], name=op.f("fk_notice_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "recipient_id",
            "name",
            "of_kind",
            "of_id",
            "key",
            name=op.f("uq_notice_recipient_id_name_of_kind_of_id_key"),
        ),
    )
    op.create_index("ix_notice_recipient_id_read_at", "notice", ["recipient_id", "read_at"])
    op.create_index(op.f("ix_notice_mailed_at"), "notice", ["mailed_at"])
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("failure", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["user_account.id"], name=op.f("fk_outgoing_mail_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index(op.f("ix_outgoing_mail_sent_at"), "outgoing_mail", ["sent_at"])


def downgrade() -> None:
    """Takes the step back."""
    for table in ("outgoing_mail", "notice", "job_run", "bulk_row", "bulk_act", "list_walk", "saved_filter"):
        op.drop_table(table)
    for table in reversed(OPEN_FACTS):
        op.drop_index(f"ix_{table}_open", table_name=table)
    op.drop_column("item_assignment", "escalation")
    op.drop_column("item_assignment", "urging_document")
