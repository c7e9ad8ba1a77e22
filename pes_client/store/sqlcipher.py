"""How a SQLCipher file is keyed and spoken to; the only place that knows the pragmas."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlcipher3 import dbapi2

BUSY_SECONDS = 30
WRITING = {"pes_writing": True}


class CipherFile:
    """One encrypted database file: where it is, its raw key, its page size in bytes."""

    def __init__(self, path: Path, key: bytes, *, page_size: int = 4096) -> None:
        self.path = path
        self._key = key
        self._page_size = page_size

    def __repr__(self) -> str:
        return f"CipherFile({str(self.path)!r})"

    def at(self, path: Path) -> CipherFile:
        """Another file with the same key: a backup, a draft."""
        return CipherFile(path, self._key, page_size=self._page_size)

    def connect(self, *, read_only: bool = False, foreign_keys: bool = True) -> Any:
        """A connection in autocommit; the file must exist. A wrong key shows now or at the first statement."""
        uri = f"{self.path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
        connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
        try:
            for pragma in self._pragmas(foreign_keys=foreign_keys):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def begin_wal(self) -> None:
        """Make a new, still empty file one with a write-ahead log; the file remembers it."""
        connection = self.connect()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()

    def engine(self, *, foreign_keys: bool = True) -> Engine:
        """A pool of such connections; each belongs to one thread while a transaction lasts."""
        engine = create_engine(
            "sqlite://",
            module=dbapi2,
            creator=lambda: self.connect(foreign_keys=foreign_keys),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=-1,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        event.listen(engine, "handle_error", _give_up_after_damage)
        event.listen(engine, "connect", self._remember_file)
        event.listen(engine, "checkout", self._same_file)
        return engine

    def _pragmas(self, *, foreign_keys: bool) -> tuple[str, ...]:
        return (
            "cipher_log_level = NONE",  # a wrong key would print on stderr
            f"key = \"x'{self._key.hex()}'\"",
            f"cipher_page_size = {self._page_size}",
            "synchronous = FULL",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            "recursive_triggers = ON",  # else INSERT OR REPLACE would slip past the trail's own
            "secure_delete = ON",
            "temp_store = MEMORY",  # nothing decrypted in temporary files
        )

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _remember_file(self, _connection: object, record: Any) -> None:
        record.info["file"] = self._identity()

    def _same_file(self, _connection: object, record: Any, _proxy: object) -> None:
        # Another process may have put a repaired file in place of the one this connection has open.
        if record.info["file"] != self._identity():
            raise DisconnectionError


def _give_up_after_damage(context: ExceptionContext) -> None:
    # SQLCipher gives nothing more on a connection that has met a damaged page; the rest of the file is well.
    code = getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("pes_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
