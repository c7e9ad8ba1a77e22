"""Bringing the database into a state that can be worked with: begun, migrated, or put back from a backup."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pes_client.errors import StoreDamaged, StoreLocked
from pes_client.store.backups import back_up, copy_pages, newest_first, remove_with_logs
from pes_client.store.faults import database_faults
from pes_client.store.keys import StoreKeys
from pes_client.store.layout import Layout, create_private, rename_durably, sync_file, write_private
from pes_client.store.schema import HEAD, examine, is_newer, migrate, refuse_newer
from pes_client.store.sqlcipher import CipherFile
from pes_client.wording import text

ALWAYS_READ_WHOLE = 32 * 1024 * 1024  # bytes: below this a check from end to end takes no noticeable time


@dataclass(frozen=True, slots=True)
class OpenedWith:
    """What opening had to do, for the person to know. All None: nothing out of the ordinary."""

    restored_from: Path | None = None
    damaged_kept_as: Path | None = None
    migrated_from: str | None = None
    documents_kept_as: Path | None = None


def open_database(layout: Layout, keys: StoreKeys) -> OpenedWith:
    """Make `layout.database` a whole database of this program's version. Call while holding the lock.

    Raises StoreLocked (nothing touched), StoreNewer (nothing touched), DiskFull, StoreError.
    """
    database = CipherFile(layout.database, keys.database)
    with database_faults(layout.folder):
        try:
            version = _examine_as_found(layout, database)
            opened = OpenedWith()
        except StoreDamaged:
            _require_our_key(layout, keys)
            opened = _put_right(layout, database)
            version = examine(database, deep=False)
        refuse_newer(version, layout.folder)
        _remember_key(layout, keys)
        layout.suspect.unlink(missing_ok=True)  # it was read from end to end, or is another one now
        if version == HEAD:
            return opened
        back_up(database, layout.backups)
        migrate(database)
    return OpenedWith(opened.restored_from, opened.damaged_kept_as, migrated_from=version)


def set_aside(path: Path) -> Path | None:
    """Keep a damaged database and its logs under another name; None if there was nothing."""
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z"
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    found = False
    for suffix in ("-shm", "-wal", ""):
        piece = path.with_name(path.name + suffix)
        if piece.exists():
            rename_durably(piece, kept.with_name(kept.name + suffix))
            found = True
    return kept if found else None


def opens(file: CipherFile) -> bool:
    """Whether the key opens this file."""
    if not file.path.exists() or file.path.stat().st_size == 0:
        return False
    try:
        with database_faults(file.path.parent):
            connection = file.connect(read_only=True)
            try:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            finally:
                connection.close()
    except StoreDamaged:
        return False
    return True


def _examine_as_found(layout: Layout, database: CipherFile) -> str:
    if not layout.database.exists():
        raise StoreDamaged(text("There is no database yet."))
    deep = layout.suspect.exists() or layout.database.stat().st_size <= ALWAYS_READ_WHOLE
    with database_faults(layout.folder):
        return examine(database, deep=deep)


def _require_our_key(layout: Layout, keys: StoreKeys) -> None:
    if layout.key_check.exists() and hmac.compare_digest(
        layout.key_check.read_bytes().strip(), keys.fingerprint.encode()
    ):
        return
    databases = [layout.database, *newest_first(layout.backups)]
    candidates = [CipherFile(path, keys.database) for path in databases]
    candidates.append(CipherFile(layout.documents, keys.documents, page_size=16384))
    if any(opens(each) for each in candidates):
        return
    if not layout.key_check.exists() and not any(
        each.path.exists() and each.path.stat().st_size for each in candidates
    ):
        return  # nothing here that another key could belong to
    raise StoreLocked(
        text("The key at hand does not open the data in {folder}.", folder=str(layout.folder)),
        text("Nothing was changed. Use the key, the passphrase or the user account that made them."),
    )


def _remember_key(layout: Layout, keys: StoreKeys) -> None:
    line = keys.fingerprint.encode() + b"\n"
    if not layout.key_check.exists() or layout.key_check.read_bytes() != line:
        write_private(layout.key_check, line)


def _put_right(layout: Layout, database: CipherFile) -> OpenedWith:
    restored = _newest_good(layout, database)
    draft = database.at(layout.database.with_name("pes.db.new"))
    if restored:
        copy_pages(database.at(restored), draft)
    else:
        begin(draft)
    kept = set_aside(layout.database)  # not before the other one is whole: the disk may be full
    put_in_place(draft, layout.database)
    return OpenedWith(restored_from=restored, damaged_kept_as=kept)


def _newest_good(layout: Layout, database: CipherFile) -> Path | None:
    for path in newest_first(layout.backups):
        try:
            with database_faults(layout.folder):
                if not is_newer(examine(database.at(path), deep=True)):
                    return path
        except StoreDamaged:
            continue
    return None


def begin(draft: CipherFile) -> None:
    """A new database of this program's version, in a file that is not yet at its final name."""
    remove_with_logs(draft.path)
    create_private(draft.path)
    draft.begin_wal()
    migrate(draft)


def put_in_place(draft: CipherFile, path: Path) -> None:
    """Give a finished and closed database file its final name."""
    sync_file(draft.path)
    rename_durably(draft.path, path)
