"""How Alembic runs our migrations: on the connection it is handed, one transaction for each step."""

from __future__ import annotations

from alembic import context

from pes_client.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
