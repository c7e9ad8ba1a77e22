"""Copies of the database that have proved readable before an older copy makes room for them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from pes_client.store.layout import create_private, rename_durably, sync_file
from pes_client.store.schema import examine
from pes_client.store.sqlcipher import CipherFile

KEPT = 3
_NAME = re.compile(r"pes-(\d{6})-\d{8}T\d{6}Z\.db")  # numbered: a clock may be set back


def newest_first(folder: Path) -> list[Path]:
    """The backups there are."""
    return sorted((each for each in folder.iterdir() if _NAME.fullmatch(each.name)), reverse=True)


def back_up(database: CipherFile, folder: Path) -> Path:
    """Copy the database while it is in use, read the copy from end to end, then let the oldest one go.

    Raises DiskFull or StoreDamaged (through the caller's translation); the older backups stay then.
    """
    target = folder / f"pes-{_next_number(folder):06d}-{datetime.now(UTC):%Y%m%dT%H%M%S}Z.db"
    draft = target.with_suffix(".part")
    try:
        copy_pages(database, database.at(draft))
        examine(database.at(draft), deep=True)
        sync_file(draft)
        rename_durably(draft, target)
    finally:
        remove_with_logs(draft)
    for old in newest_first(folder)[KEPT:]:
        remove_with_logs(old)
    return target


def _next_number(folder: Path) -> int:
    found = (_NAME.fullmatch(each.name) for each in newest_first(folder)[:1])
    return max((int(name[1]) for name in found if name), default=0) + 1


def copy_pages(source: CipherFile, target: CipherFile) -> None:
    """Copy a consistent snapshot into a new private file, keyed alike."""
    remove_with_logs(target.path)
    create_private(target.path)
    reading = source.connect(read_only=True)
    try:
        writing = target.connect()
        try:
            reading.backup(writing)
        finally:
            writing.close()
    finally:
        reading.close()


def remove_with_logs(path: Path) -> None:
    """Delete a database file of ours together with its write-ahead log."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
