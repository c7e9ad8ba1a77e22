"""Brings a database to this program's schema, and refuses one that a newer program wrote."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from pes_portal.database.engine import Database

_MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class DatabaseNewer(Exception):
    """The database was written by a newer version of this program."""


class DatabaseOlder(Exception):
    """The database was written by an older version of this program, and not brought up to date yet."""


class DatabaseMissing(Exception):
    """There is no portal database yet where one was expected."""


def revisions() -> list[str]:
    """Every version of the schema, oldest first: the numbers that the migrations' file names begin with."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(database: Database) -> None:
    """Run every migration that this database has not seen; raises `DatabaseNewer`."""
    with database.reading() as connection:
        current = _revision(connection)
    if current is not None and current not in revisions():
        raise DatabaseNewer(current)
    if current != revisions()[-1]:
        _migrate(database)


def require_schema(database: Database) -> None:
    """Check, changing nothing, that the database can be read.

    Raises `DatabaseMissing`, `DatabaseOlder` or `DatabaseNewer`.
    """
    with database.reading() as connection:
        current = _revision(connection)
    if current is None:
        raise DatabaseMissing
    if current not in revisions():
        raise DatabaseNewer(current)
    if current != revisions()[-1]:
        raise DatabaseOlder(current)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _migrate(database: Database) -> None:
    # Alembic is slow to load, and only a new or an old database needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
