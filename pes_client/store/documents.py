"""The contents of files, encrypted: small ones in a database, large ones as sealed files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from pes_client.errors import InputError
from pes_client.store.draft import LARGE_PREFIX, SMALL, SMALL_PREFIX, Draft
from pes_client.store.faults import file_faults
from pes_client.store.frames import document_missing
from pes_client.store.reader import Reader, SmallContent
from pes_client.store.small_documents import SmallDocuments
from pes_client.store.vault import Vault
from pes_client.wording import text

__all__ = ["Documents", "Draft", "Reader"]

_ID = re.compile(f"[{SMALL_PREFIX}{LARGE_PREFIX}][0-9a-f]{{32}}")


class Documents:
    """Documents by the id that keeping them gave; ids tell nothing and are safe as names."""

    SMALL: ClassVar[int] = SMALL

    def __init__(self, small: SmallDocuments, vault: Vault) -> None:
        self._small = small
        self._vault = vault

    def new(self) -> Draft:
        """An empty draft, to be used in a `with` block; leaving it without `keep()` forgets it."""
        return Draft(self._small, self._vault.new_part(), self._vault.folder, resumable=False)

    def resume(self, transfer_id: str) -> Draft:
        """The draft of a transfer as an earlier process left it, or an empty one.

        Every whole frame is authenticated and hashed again; a torn end is cut off, so that `size` is where
        the transfer goes on. One process at a time may hold the draft of a transfer.
        """
        return Draft(self._small, self._vault.part_of(transfer_id), self._vault.folder, resumable=True)

    def keep_all(self, drafts: Sequence[Draft]) -> list[str]:
        """Keep several, the small ones in one durable commit; their ids in the same order."""
        small = {index: draft.as_small() for index, draft in enumerate(drafts) if draft.is_small}
        large = {index: draft.keep() for index, draft in enumerate(drafts) if index not in small}
        if small:
            self._small.put(dict(small.values()))
        for index in small:
            drafts[index].settled()
        return [large[index] if index in large else small[index][0] for index in range(len(drafts))]

    def open(self, document_id: str) -> Reader:
        """A document for reading. Raises StoreDamaged if it is missing, or not what was kept."""
        kind, name = _parted(document_id)
        if kind == SMALL_PREFIX:
            return Reader(SmallContent(self._small.get(document_id)), self._vault.folder)
        with file_faults(self._vault.folder):
            return Reader(self._vault.open(name), self._vault.folder)

    def read(self, document_id: str, *, at_most: int) -> bytes:
        """A whole document; InputError if it has more than `at_most` bytes, StoreDamaged as `open`."""
        with self.open(document_id) as reader:
            if reader.size > at_most:
                raise InputError(
                    text("The document is too large to be shown here."),
                    text("Save it to a file and open it with another program."),
                )
            return reader.read()

    def size(self, document_id: str) -> int:
        """The number of bytes; StoreDamaged as `open`."""
        if _parted(document_id)[0] == SMALL_PREFIX:
            return self._small.size(document_id)
        with self.open(document_id) as reader:
            return reader.size

    def remove(self, document_id: str) -> None:
        """Delete a document; nothing happens if it is gone."""
        kind, name = _parted(document_id)
        if kind == SMALL_PREFIX:
            self._small.remove(document_id)
            return
        with file_faults(self._vault.folder):
            self._vault.remove(name)


def _parted(document_id: str) -> tuple[str, str]:
    if not _ID.fullmatch(document_id):
        raise document_missing()
    return document_id[0], document_id[1:]
