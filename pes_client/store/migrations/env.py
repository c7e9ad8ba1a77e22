"""How Alembic runs our migrations: on the connection it is handed, one transaction for each step."""

from __future__ import annotations

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo

from pes_client.store.tables import metadata


def require_whole_references(
    ctx: MigrationContext,
    step: MigrationInfo,  # noqa: ARG001 - Alembic passes all four by name
    heads: object,  # noqa: ARG001
    run_args: object,  # noqa: ARG001
) -> None:
    """Undo a step after which a row names another one that is not there."""
    assert ctx.connection is not None  # noqa: S101 - we never write SQL scripts instead
    if ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise RuntimeError("the migration left rows without the row that they belong to")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=True,
    on_version_apply=require_whole_references,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
