"""Connections to the portal's database, and what makes their transactions durable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

_WAIT_FOR_WRITER_SECONDS = 20


def sqlite_url(path: Path) -> str:
    """The database URL of a SQLite file."""
    return f"sqlite+pysqlite:///{path}"


class Database:
    """Hands out transactions: many readers at once, and writers that never deadlock each other."""

    def __init__(self, url: str) -> None:
        self._engine = _sqlite_engine(url) if make_url(url).get_backend_name() == "sqlite" else _engine(url)
        self._writing_engine = self._engine.execution_options(writes=True)

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for schema upgrades."""
        return self._writing_engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block ends, and undone when the block raises."""
        with self._writing_engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back to the operating system."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    return create_engine(url, pool_size=10, max_overflow=40, pool_pre_ping=True)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=10, max_overflow=40, connect_args={"timeout": _WAIT_FOR_WRITER_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes too late (at the first write); with it off, _begin_sqlite decides.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the write lock at once: a reader that turns writer would fail instead of waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
