"""returns: returns of units that keep their own books, opening balances, targets"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ALWAYS = str(2**62)
KEEP = (
    "id, return_id, number, step, state, cells, document_number, document_on, note, reason, found, actor_id, "
    "file_name, file_media, file_size, file_sha256, made_at, made_on, digest, known_from"
)
REFUSED = "báo cáo của đơn vị chỉ được ghi thêm"


def upgrade() -> None:
    """Adds the tables; a version of a return, once written, may only cease to hold."""
    _returns()
    op.create_table(
        "figure_reconciliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("declared_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_known(),
        _to("figure_reconciliation", "declared_id", "declared_figure"),
        _to("figure_reconciliation", "actor_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_reconciliation")),
    )
    op.create_index("ix_figure_reconciliation_declared_id", "figure_reconciliation", ["declared_id", "known_to"])
    op.add_column(
        "declared_figure", sa.Column("kind", sa.String(length=20), nullable=False, server_default="published")
    )
    op.add_column("target", sa.Column("article", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("target", sa.Column("known_from", _big(), nullable=False, server_default="0"))
    op.add_column("target", sa.Column("known_to", _big(), nullable=False, server_default=ALWAYS))
    _guard()


def downgrade() -> None:
    """Takes them away."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER unit_return_version_no_{verb}")
    else:
        op.execute("DROP TRIGGER unit_return_version_no_change ON unit_return_version")
        op.execute("DROP TRIGGER unit_return_version_no_truncate ON unit_return_version")
    # A target that was replaced has no place in the older shape.
    op.execute(f"DELETE FROM target WHERE known_to <> {ALWAYS}")
    for column in ("known_to", "known_from", "article"):
        op.drop_column("target", column)
    op.drop_table("figure_reconciliation")
    op.execute("DELETE FROM declared_figure WHERE kind <> 'published'")
    op.drop_column("declared_figure", "kind")
    for table in ("return_reminder", "unit_return_version", "unit_return", "own_book"):
        op.drop_table(table)


def _returns() -> None:
    op.create_table(
        "own_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("forms", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=300), nullable=False),
        *_known(),
        _to("own_book", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_book")),
    )
    op.create_table(
        "unit_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        _to("unit_return", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_return")),
        sa.UniqueConstraint("unit_id", "form", "period", name=op.f("uq_unit_return_unit_id_form_period")),
    )
    op.create_table(
        "unit_return_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_media", sa.String(length=100), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        *_known(),
        _to("unit_return_version", "return_id", "unit_return"),
        _to("unit_return_version", "actor_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_return_version")),
        sa.UniqueConstraint("return_id", "number", name=op.f("uq_unit_return_version_return_id_number")),
    )
    op.create_index("ix_unit_return_version_known_to", "unit_return_version", ["known_to", "state"])
    op.create_table(
        "return_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("position", _big(), nullable=False),
        _to("return_reminder", "unit_id", "unit"),
        _to("return_reminder", "actor_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_reminder")),
    )
    op.create_index("ix_return_reminder_unit_id", "return_reminder", ["unit_id", "period"])


def _guard() -> None:
    table = "unit_return_version"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {KEEP} ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OF {KEEP} OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuses_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change()"
    )


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _known() -> tuple[sa.Column[int], sa.Column[int]]:
    return sa.Column("known_from", _big(), nullable=False), sa.Column("known_to", _big(), nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
