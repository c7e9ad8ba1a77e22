"""What SQLite and the file system complain about, said in the program's own errors."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3 import dbapi2

from pes_client.errors import DiskFull, PesError, StoreDamaged, StoreError
from pes_client.wording import text

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})
_WORDS = {
    "disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "unable to open": sqlite3.SQLITE_CANTOPEN,
    "malformed": sqlite3.SQLITE_CORRUPT,
    "not a database": sqlite3.SQLITE_NOTADB,
    "locked": sqlite3.SQLITE_BUSY,
}
_LITTLE_ROOM = 1024 * 1024  # bytes; below this an unexplained write error is a full disk


@contextmanager
def database_faults(folder: Path) -> Iterator[None]:
    """Raise DiskFull, StoreDamaged or StoreError for what the database says; our own bugs pass unchanged."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise _told_by_sqlite(error.orig, folder) from error
    except dbapi2.Error as error:
        raise _told_by_sqlite(error, folder) from error


@contextmanager
def file_faults(folder: Path) -> Iterator[None]:
    """Raise DiskFull or StoreError for what the file system says about our own files."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise disk_full(folder) from error
        raise _unusable(folder) from error


def disk_full(folder: Path) -> DiskFull:
    """The error for a disk without room; the database is whole."""
    return DiskFull(
        text("There is no room left on the disk that holds {folder}. Nothing was lost.", folder=str(folder)),
        text("Free some space; the work goes on from where it stopped."),
    )


def damaged(folder: Path) -> StoreDamaged:
    """The error for a database that cannot be read; the next start repairs it from a backup."""
    return StoreDamaged(
        text("A part of the local data in {folder} cannot be read.", folder=str(folder)),
        text("Start the program again: it keeps the damaged file and goes back to the last good backup."),
    )


def _told_by_sqlite(error: BaseException | None, folder: Path) -> PesError:
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return disk_full(folder)
    if code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN} and _has_little_room(folder):
        return disk_full(folder)
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return damaged(folder)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreError(
            text("Another program keeps the local data in {folder} busy.", folder=str(folder)),
            text("Close other windows of this program, then try again."),
        )
    return _unusable(folder)


def _code(error: BaseException | None) -> int:
    """SQLite's primary result code; the driver's `backup` passes on the words alone."""
    if error is not None and hasattr(error, "sqlite_errorcode"):
        return int(error.sqlite_errorcode) & 0xFF
    return next((code for words, code in _WORDS.items() if words in str(error)), sqlite3.SQLITE_ERROR)


def _has_little_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LITTLE_ROOM
    except OSError:
        return False


def _unusable(folder: Path) -> StoreError:
    return StoreError(
        text("The local data in {folder} cannot be read or written.", folder=str(folder)),
        text("Check that the folder exists, is on this machine, and belongs to you."),
    )
