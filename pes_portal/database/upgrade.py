"""Brings a database to this program's schema, and refuses one that a newer program wrote."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from pes_portal.database.engine import Database

_MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class DatabaseNewer(Exception):
    """The database was written by a newer version of this program."""


class DatabaseMissing(Exception):
    """There is no portal database yet where one was expected."""


def upgrade(database: Database) -> None:
    """Run every migration that this database has not seen; raises `DatabaseNewer`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and not _is_known(config, current):
            raise DatabaseNewer(current)
        command.upgrade(config, "head")


def require_schema(database: Database) -> None:
    """Check, changing nothing, that the database can be read; raises `DatabaseMissing` or `DatabaseNewer`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.reading() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        raise DatabaseMissing
    if not _is_known(config, current):
        raise DatabaseNewer(current)


def _is_known(config: Config, revision: str) -> bool:
    try:
        return ScriptDirectory.from_config(config).get_revision(revision) is not None
    except CommandError:
        return False
