"""the destruction of payloads by two persons, holds, and who asked for a sealed identity

A payload may be replaced only by the replacement that a row of `destruction` names, and that row only by an event of
the journal that says so; otherwise the journal stays append-only as 0002 made it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSED = "nhật ký chỉ được ghi thêm"

ITEMS: dict[str, tuple[tuple[str, sa.types.TypeEngine[object]], ...]] = {
    "destruction": (
        ("scope", sa.String(30)),
        ("ground", sa.String(500)),
        ("paper_file", sa.String(500)),
        ("proposed_on", sa.Date()),
        ("proposer_id", sa.Integer()),
        ("verdict", sa.String(30)),
        ("decision", sa.String(500)),
        ("decided_on", sa.Date()),
        ("decider_id", sa.Integer()),
        ("remark", sa.String(500)),
    ),
    "hold": (
        ("reason", sa.String(500)),
        ("held_on", sa.Date()),
        ("holder_id", sa.Integer()),
        ("lifted_on", sa.Date()),
        ("lifter_id", sa.Integer()),
        ("lift_reason", sa.String(500)),
    ),
    "seal": (("seal", sa.String(500)), ("sealed_on", sa.Date())),
    "opening": (
        ("reason", sa.String(500)),
        ("requested_on", sa.Date()),
        ("requester_id", sa.Integer()),
        ("verdict", sa.String(30)),
        ("decided_on", sa.Date()),
        ("decider_id", sa.Integer()),
        ("minutes", sa.Integer()),
        ("opened_on", sa.Date()),
    ),
}

NAMED = (
    "SELECT 1 FROM destruction d JOIN journal_payload r ON r.event_id = d.replacement_id "
    "WHERE d.event_id = OLD.event_id AND NEW.event_id = OLD.event_id AND NEW.payload = r.payload AND NEW.salt = r.salt"
)
TOLD = (
    "SELECT 1 FROM journal_event r WHERE r.id = NEW.replacement_id AND r.kind = 'replacement' "
    "AND r.name = 'destroyed' AND r.target = NEW.event_id AND r.position = NEW.position"
)


def upgrade() -> None:
    """Adds the tables and lets a payload be replaced together with a row that says by whom."""
    for kind, columns in ITEMS.items():
        name = f"item_{kind}"
        op.create_table(
            name,
            sa.Column("id", BIG, autoincrement=False, nullable=False),
            sa.Column("of_kind", sa.String(20), nullable=False),
            sa.Column("of_id", BIG, nullable=False),
            sa.Column("struck", sa.Boolean(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("created_position", BIG, nullable=False),
            sa.Column("changed_position", BIG, nullable=False),
            *(sa.Column(column, of_type, nullable=True) for column, of_type in columns),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        op.create_index(f"ix_{name}_of", name, ["of_kind", "of_id"])
    op.create_index("ix_item_destruction_verdict", "item_destruction", ["verdict"])
    op.create_index("ix_item_opening_verdict", "item_opening", ["verdict"])
    op.create_table(
        "destruction",
        sa.Column("event_id", BIG, autoincrement=False, nullable=False),
        sa.Column("replacement_id", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(100), nullable=False),
        sa.CheckConstraint("proposer_id <> decider_id", name="ck_destruction_two_persons"),
        sa.ForeignKeyConstraint(["proposer_id"], ["user_account.id"], name="fk_destruction_proposer_id"),
        sa.ForeignKeyConstraint(["decider_id"], ["user_account.id"], name="fk_destruction_decider_id"),
        sa.PrimaryKeyConstraint("event_id", "replacement_id", name="pk_destruction"),
    )
    op.create_index("ix_destruction_record_id", "destruction", ["record_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_payload_no_update")
        op.execute(
            "CREATE TRIGGER journal_payload_no_update BEFORE UPDATE ON journal_payload "
            f"WHEN NOT EXISTS ({NAMED}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
        op.execute(
            "CREATE TRIGGER destruction_told BEFORE INSERT ON destruction "
            f"WHEN NOT EXISTS ({TOLD}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER destruction_no_{verb.lower()} BEFORE {verb} ON destruction "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute("DROP TRIGGER journal_payload_no_change ON journal_payload")
    op.execute(
        "CREATE FUNCTION payload_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF EXISTS ({NAMED}) THEN RETURN NEW; END IF; END IF; "
        f"RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_payload_no_change BEFORE UPDATE OR DELETE ON journal_payload "
        "FOR EACH ROW EXECUTE FUNCTION payload_refuses_change()"
    )
    op.execute(
        "CREATE FUNCTION destruction_is_told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS ({TOLD}) THEN RETURN NEW; END IF; RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER destruction_told BEFORE INSERT ON destruction "
        "FOR EACH ROW EXECUTE FUNCTION destruction_is_told()"
    )
    op.execute(
        "CREATE TRIGGER destruction_no_change BEFORE UPDATE OR DELETE ON destruction "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuses_change()"
    )
    op.execute(
        "CREATE TRIGGER destruction_no_truncate BEFORE TRUNCATE ON destruction "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change()"
    )


def downgrade() -> None:
    """Closes the journal again and removes the tables; what was destroyed stays destroyed."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("destruction_told", "destruction_no_update", "destruction_no_delete"):
            op.execute(f"DROP TRIGGER {trigger}")
        op.execute("DROP TRIGGER journal_payload_no_update")
        op.execute(
            "CREATE TRIGGER journal_payload_no_update BEFORE UPDATE ON journal_payload "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    else:
        op.execute("DROP TRIGGER journal_payload_no_change ON journal_payload")
        op.execute(
            "CREATE TRIGGER journal_payload_no_change BEFORE UPDATE OR DELETE ON journal_payload "
            "FOR EACH ROW EXECUTE FUNCTION journal_refuses_change()"
        )
        for trigger in ("destruction_told", "destruction_no_change", "destruction_no_truncate"):
            op.execute(f"DROP TRIGGER {trigger} ON destruction")
        op.execute("DROP FUNCTION destruction_is_told()")
        op.execute("DROP FUNCTION payload_refuses_change()")
    op.drop_table("destruction")
    for kind in ITEMS:
        op.drop_table(f"item_{kind}")
