"""Alembic's entrance for the vault's own database. The connection comes from `casework.store.vault_schema`."""

from __future__ import annotations

from alembic import context

from casework.store.vault_tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
