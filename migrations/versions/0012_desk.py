"""the desk: drafts of forms, representatives of a joint complaint, and searching people by their numbers"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBERED = ("reception", "letter", "kntc_case")


def upgrade() -> None:
    """Adds the drafts and the field; puts the numbers of persons into what a search looks through."""
    op.create_table(
        "draft",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_draft_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", "form", name=op.f("pk_draft")),
    )
    op.add_column("reception", sa.Column("representatives", sa.Integer(), nullable=True))
    _search_again(with_numbers=True)


def downgrade() -> None:
    """Takes the step back."""
    _search_again(with_numbers=False)
    op.drop_column("reception", "representatives")
    op.drop_table("draft")


def _search_again(with_numbers: bool) -> None:
    """Writes the searched numbers of persons anew: added behind name and address, or taken away again."""
    connection = op.get_bind()
    for name in NUMBERED:
        columns = ("id", "search_person", "person_id_number", "person_phone")
        table = sa.table(name, *(sa.column(c) for c in columns))
        held = connection.execute(
            sa.select(table).where(sa.or_(table.c.person_id_number.is_not(None), table.c.person_phone.is_not(None)))
        ).all()
        if not held:
            continue
        changes = []
        for row in held:
            numbers = [re.sub(r"[\W_]+", "", n).casefold() for n in (row.person_id_number, row.person_phone) if n]
            tail = "".join(f" {number}" for number in numbers if number)
            bare = row.search_person.removesuffix(tail) if tail else row.search_person
            changes.append({"key": row.id, "text": (bare + tail if with_numbers else bare).strip()})
        connection.execute(
            sa.update(table).where(table.c.id == sa.bindparam("key")).values(search_person=sa.bindparam("text")),
            changes,
        )
        if connection.dialect.name == "sqlite":
            op.execute(f"INSERT INTO {name}_search({name}_search) VALUES ('rebuild')")
