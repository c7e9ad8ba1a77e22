"""Small documents in one SQLCipher file of 16 KB pages: many in one durable commit, faster than files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text, delete, insert, select

from pes_client.store.backups import remove_with_logs
from pes_client.store.faults import database_faults
from pes_client.store.frames import document_missing
from pes_client.store.layout import Layout, create_private
from pes_client.store.opening import opens, put_in_place, set_aside
from pes_client.store.schema import refuse_newer
from pes_client.store.sqlcipher import WRITING, CipherFile

PAGE_SIZE = 16384
FORMAT = 1
_metadata = MetaData()
_document = Table(
    "document",
    _metadata,
    Column("document_id", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


class SmallDocuments:
    """Documents of up to 256 KB by id. The format number lies in the file's `user_version`."""

    def __init__(self, layout: Layout, key: bytes) -> None:
        self._folder = layout.folder
        self._file = CipherFile(layout.documents, key, page_size=PAGE_SIZE)
        self._engine = self._file.engine()

    def make_ready(self) -> Path | None:
        """Begin the file if there is none. Call while holding the lock, with a key that was verified.

        A file that does not open is kept under another name, which is returned, and a new one begun: what
        was in it is fetched again. Raises StoreNewer, DiskFull, StoreError.
        """
        with database_faults(self._folder):
            if opens(self._file):
                self._refuse_newer()
                return None
            kept = set_aside(self._file.path)
            self._begin()
            return kept

    def put(self, contents: Mapping[str, bytes]) -> None:
        """Keep all of these under their ids; durable together when it returns."""
        rows = [
            {"document_id": document_id, "size": len(content), "content": content}
            for document_id, content in contents.items()
        ]
        with (
            database_faults(self._folder),
            self._engine.connect().execution_options(**WRITING) as connection,
            connection.begin(),
        ):
            connection.execute(insert(_document), rows)

    def get(self, document_id: str) -> bytes:
        """The content; StoreDamaged if it is missing or cannot be read."""
        query = select(_document.c.content).where(_document.c.document_id == document_id)
        with database_faults(self._folder), self._engine.connect() as connection:
            content = connection.execute(query).scalar()
        if content is None:
            raise document_missing()
        return bytes(content)

    def size(self, document_id: str) -> int:
        """The number of bytes; StoreDamaged if it is missing."""
        query = select(_document.c.size).where(_document.c.document_id == document_id)
        with database_faults(self._folder), self._engine.connect() as connection:
            size = connection.execute(query).scalar()
        if size is None:
            raise document_missing()
        return int(size)

    def remove(self, document_id: str) -> None:
        """Delete a document, overwriting its bytes; nothing happens if it is gone."""
        with (
            database_faults(self._folder),
            self._engine.connect().execution_options(**WRITING) as connection,
            connection.begin(),
        ):
            connection.execute(delete(_document).where(_document.c.document_id == document_id))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _refuse_newer(self) -> None:
        connection = self._file.connect(read_only=True)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
        if version > FORMAT:
            refuse_newer("newer", self._folder)

    def _begin(self) -> None:
        draft = self._file.at(self._file.path.with_name("documents.db.new"))
        remove_with_logs(draft.path)
        create_private(draft.path)
        draft.begin_wal()
        engine = draft.engine()
        try:
            with engine.connect().execution_options(**WRITING) as connection, connection.begin():
                _metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
        finally:
            engine.dispose()
        put_in_place(draft, self._file.path)
