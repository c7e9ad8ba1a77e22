"""Small documents in one SQLCipher file of 16 KB pages: many in one durable commit, faster than files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    select,
)

from pes_client.errors import StoreDamaged
from pes_client.store.faults import database_faults
from pes_client.store.frames import document_damaged, document_missing
from pes_client.store.layout import Layout
from pes_client.store.sqlcipher import WRITING, CipherFile

PAGE_SIZE = 16384
metadata = MetaData()
document = Table(
    "document",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


def documents_file(layout: Layout, key: bytes) -> CipherFile:
    """The file of small documents."""
    return CipherFile(layout.documents, key, page_size=PAGE_SIZE)


class SmallDocuments:
    """Documents of up to 256 KB by id; the file has been made ready."""

    def __init__(self, layout: Layout, key: bytes) -> None:
        self._layout = layout
        self._engine = documents_file(layout, key).engine()

    def put(self, contents: Mapping[str, bytes]) -> None:
        """Keep all of these under their ids; durable together when it returns. Raises DiskFull, StoreError."""
        rows = [
            {"document_id": document_id, "size": len(content), "content": content}
            for document_id, content in contents.items()
        ]
        with self._writing() as connection:
            connection.execute(insert(document), rows)

    def get(self, document_id: str) -> bytes:
        """The content; StoreDamaged if it is missing or cannot be read."""
        return bytes(self._one(document.c.content, document_id))

    def size(self, document_id: str) -> int:
        """The number of bytes; StoreDamaged if it is missing."""
        return int(self._one(document.c.size, document_id))

    def remove(self, document_id: str) -> None:
        """Delete a document, overwriting its bytes; nothing happens if it is gone."""
        with self._writing() as connection:
            connection.execute(delete(document).where(document.c.document_id == document_id))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _one(self, column: Column[Any], document_id: str) -> Any:
        query = select(column).where(document.c.document_id == document_id)
        with self._translated(), self._engine.connect() as connection:
            value = connection.execute(query).scalar()
        if value is None:
            raise document_missing()
        return value

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            self._translated(),
            self._engine.connect().execution_options(**WRITING) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            with database_faults(self._layout.folder):
                yield
        except StoreDamaged as error:
            with suppress(OSError):
                self._layout.documents_suspect.touch(mode=0o600)  # the next start saves what can be read
            raise document_damaged() from error
