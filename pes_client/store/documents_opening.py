"""Bringing the file of small documents into a state that can be worked with; what can be read is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2

from pes_client.store.backups import remove_with_logs
from pes_client.store.faults import database_faults
from pes_client.store.layout import Layout, create_private
from pes_client.store.opening import opens, put_in_place, set_aside
from pes_client.store.schema import refuse_newer
from pes_client.store.small_documents import documents_file, metadata
from pes_client.store.sqlcipher import WRITING, CipherFile

_LAST_ROW = (
    "SELECT max(rowid) FROM document",
    "SELECT 64 * page_count FROM pragma_page_count",  # if that page is damaged: more rows than fit
)
FORMAT = 1  # in the file's `user_version`; the database's migrations are not for this file


def open_documents(layout: Layout, key: bytes) -> Path | None:
    """Make the file a whole one of this program's format. Call while holding the lock, with the right key.

    A damaged file is kept under another name, which is returned; every document in it that can still be
    read is in the new one. Raises StoreNewer (nothing touched), DiskFull, StoreError.
    """
    file = documents_file(layout, key)
    with database_faults(layout.folder):
        if opens(file):
            _refuse_newer(file)
            if not layout.documents_suspect.exists() or _is_whole(file):
                layout.documents_suspect.unlink(missing_ok=True)
                return None
        draft = file.at(layout.documents.with_name("documents.db.new"))
        _begin(draft)
        if opens(file):
            _save_readable(file, draft)
        kept = set_aside(layout.documents)
        put_in_place(draft, layout.documents)
        layout.documents_suspect.unlink(missing_ok=True)
        return kept


def _refuse_newer(file: CipherFile) -> None:
    connection = file.connect(read_only=True)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
    if version > FORMAT:
        refuse_newer("newer", file.path.parent)


def _is_whole(file: CipherFile) -> bool:
    connection = file.connect(read_only=True)
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except dbapi2.DatabaseError:
        return False
    finally:
        connection.close()


def _begin(draft: CipherFile) -> None:
    remove_with_logs(draft.path)
    create_private(draft.path)
    draft.begin_wal()
    engine = draft.engine()
    try:
        with engine.connect().execution_options(**WRITING) as connection, connection.begin():
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
    finally:
        engine.dispose()


def _save_readable(damaged: CipherFile, target: CipherFile) -> None:
    writing = target.connect()
    try:
        writing.execute("BEGIN IMMEDIATE")
        for row in _readable(damaged):
            writing.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?)", row)
        writing.execute("COMMIT")
    finally:
        writing.close()


def _readable(damaged: CipherFile) -> Iterator[tuple[str, int, bytes]]:
    """Every row that a damaged file still gives."""
    reading = damaged.connect(read_only=True)
    try:
        row_id, last = 0, _last_row(damaged)
        while row_id < last:
            row_id += 1
            try:
                found = reading.execute("SELECT * FROM document WHERE rowid = ?", (row_id,)).fetchone()
            except dbapi2.DatabaseError:
                # SQLCipher gives nothing more on a connection that has met a damaged page.
                reading.close()
                reading = damaged.connect(read_only=True)
                continue
            if found is not None:
                yield found
    finally:
        reading.close()


def _last_row(damaged: CipherFile) -> int:
    """The highest row number there can be."""
    for question in _LAST_ROW:
        reading = damaged.connect(read_only=True)
        try:
            return int(reading.execute(question).fetchone()[0] or 0)
        except dbapi2.DatabaseError:
            continue
        finally:
            reading.close()
    return 0
