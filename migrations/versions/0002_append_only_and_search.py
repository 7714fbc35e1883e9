"""the journal refuses change, and the search indexes

SQLite: FTS5 tables fed by `store.search` (triggers may not, with trusted_schema off); PostgreSQL: GIN indexes over tsvectors. Two columns each: what
anyone on the list may search (search_text), and what only a reader of identities may (search_person).
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JOURNAL = ("journal_entry", "journal_event", "journal_payload")
SEARCHED = ("petition", "reception", "letter", "kntc_case", "feedback")
REFUSED = "nhật ký chỉ được ghi thêm"


def upgrade() -> None:
    """Adds the triggers and the indexes."""
    if op.get_bind().dialect.name == "sqlite":
        for table in JOURNAL:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
                )
        for table in SEARCHED:
            name = f"{table}_search"
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5(search_text, search_person, content='{table}', "
                "content_rowid='id', tokenize='unicode61 remove_diacritics 0', detail=full)"
            )
            op.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
        return
    op.execute(
        "CREATE FUNCTION journal_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    for table in JOURNAL:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION journal_refuses_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change()"
        )
    for table in SEARCHED:
        for column in ("search_text", "search_person"):
            op.execute(f"CREATE INDEX ix_{table}_{column} ON {table} USING gin (to_tsvector('simple', {column}))")


def downgrade() -> None:
    """Removes them."""
    if op.get_bind().dialect.name == "sqlite":
        for table in SEARCHED:
            op.execute(f"DROP TABLE {table}_search")
        for table in JOURNAL:
            op.execute(f"DROP TRIGGER {table}_no_update")
            op.execute(f"DROP TRIGGER {table}_no_delete")
        return
    for table in SEARCHED:
        for column in ("search_text", "search_person"):
            op.execute(f"DROP INDEX ix_{table}_{column}")
    for table in JOURNAL:
        op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    op.execute("DROP FUNCTION journal_refuses_change()")
