"""The store: one folder, one key, transactions over the records and the documents beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection

from pes_client.errors import StoreDamaged, StoreError
from pes_client.store import backups
from pes_client.store.documents import Documents
from pes_client.store.documents_opening import open_documents
from pes_client.store.faults import database_faults, file_faults
from pes_client.store.keys import StoreKeys
from pes_client.store.layout import Layout
from pes_client.store.opening import OpenedWith, open_database
from pes_client.store.records import Records
from pes_client.store.small_documents import SmallDocuments
from pes_client.store.sqlcipher import WRITING, CipherFile
from pes_client.store.vault import Vault
from pes_client.wording import text

_OPENING_SECONDS = 60


class Store:
    """Everything kept under one data folder; safe to share between threads and between our own processes."""

    def __init__(self, layout: Layout, keys: StoreKeys, opened_with: OpenedWith) -> None:
        self.folder = layout.folder
        self.opened_with = opened_with
        self._layout = layout
        self._database = CipherFile(layout.database, keys.database)
        self._engine = self._database.engine()
        self._small = SmallDocuments(layout, keys.documents)
        self.documents = Documents(self._small, Vault(layout.vault, keys.vault))

    def __repr__(self) -> str:
        return f"Store({str(self.folder)!r})"

    @classmethod
    def open(cls, folder: Path, key: bytes) -> Store:
        """Open the data of a folder with its 32-byte key; make folder and files where there are none.

        Raises StoreLocked for a wrong key and StoreNewer for data of a newer program, both with nothing
        touched; DiskFull, StoreError. A damaged database is kept under another name and the newest good
        backup put in its place; `opened_with` tells. An older one is backed up, then migrated.
        """
        layout = Layout(folder.absolute())
        keys = StoreKeys.derive(key)
        with file_faults(layout.folder):
            layout.prepare()
            with _alone(layout):
                opened = open_database(layout, keys)
                kept = open_documents(layout, keys.documents)
                Vault(layout.vault, keys.vault).sweep()
        return cls(layout, keys, replace(opened, documents_kept_as=kept))

    @contextmanager
    def write(self) -> Iterator[Records]:
        """One transaction that changes: durable when the block ends, undone when it raises.

        Raises DiskFull, StoreDamaged, StoreError; whatever else the block raises passes through. One at a
        time over all threads and processes: keep it short, and open no second one inside.
        """
        with self._translated(), self._engine.connect().execution_options(**WRITING) as connection:
            yield from _within(connection)

    @contextmanager
    def read(self) -> Iterator[Records]:
        """One consistent snapshot; changes of others meanwhile are not seen."""
        with self._translated(), self._engine.connect() as connection:
            yield from _within(connection)

    def backup(self) -> Path:
        """A verified copy of the database in `backups/`; the last three are kept.

        Raises DiskFull or StoreDamaged; then the older ones are all still there.
        """
        with file_faults(self.folder), self._translated():
            return backups.back_up(self._database, self._layout.backups)

    def close(self) -> None:
        """Let go of every file; the store is not used after this."""
        self._engine.dispose()
        self._small.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            with database_faults(self.folder):
                yield
        except StoreDamaged:
            with suppress(OSError):
                self._layout.suspect.touch(mode=0o600)  # the next start reads the whole file and repairs it
            raise


def _within(connection: Connection) -> Iterator[Records]:
    with connection.begin():
        yield Records(connection)


@contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    try:
        with FileLock(layout.lock, timeout=_OPENING_SECONDS, mode=0o600):
            yield
    except Timeout as error:
        raise StoreError(
            text("Another program is still opening the local data in {folder}.", folder=str(layout.folder)),
            text("Wait a moment, then try again."),
        ) from error
