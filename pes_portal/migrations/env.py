"""Runs migrations on the connection handed in by `pes_portal.database.upgrade`."""

from __future__ import annotations

from alembic import context

from pes_portal.database.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
