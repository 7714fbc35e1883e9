"""Alembic's entrance. The connection comes from `casework.store.migrate`; one transaction a run, on SQLite too."""

from __future__ import annotations

from alembic import context

from casework.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    include_object=lambda _thing, name, kind, reflected, _other: (
        not (kind == "table" and reflected and str(name).split("_search")[0] != str(name))
    ),
)
with context.begin_transaction():
    context.run_migrations()
