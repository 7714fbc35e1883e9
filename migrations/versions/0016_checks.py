"""checks: what officers say of a check that does not hold"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from casework.store.base import BigKey

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REFUSED = "ghi chú kiểm tra chỉ được ghi thêm"


def upgrade() -> None:
    """The notes, which nobody changes or removes."""
    op.create_table(
        "check_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_code", sa.String(80), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known", BigKey, nullable=True),
        sa.Column("scope_key", sa.String(80), nullable=False),
        sa.Column("seen", sa.String(64), nullable=False),
        sa.Column("arithmetic", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("signed_as", sa.String(200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", BigKey, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_check_note_author_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_note")),
        sa.UniqueConstraint("position", name=op.f("uq_check_note_position")),
    )
    op.create_index("ix_check_note_question", "check_note", ["check_code", "first_on", "as_of"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER check_note_no_{verb.lower()} BEFORE {verb} ON check_note "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION check_note_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER check_note_no_change BEFORE UPDATE OR DELETE ON check_note "
        "FOR EACH ROW EXECUTE FUNCTION check_note_refuses_change()"
    )
    op.execute(
        "CREATE TRIGGER check_note_no_truncate BEFORE TRUNCATE ON check_note "
        "FOR EACH STATEMENT EXECUTE FUNCTION check_note_refuses_change()"
    )


def downgrade() -> None:
    """Removes them."""
    op.drop_table("check_note")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION check_note_refuses_change()")
