"""A document on its way in: hashed while it is written, small ones held in memory, large ones sealed as they come."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from pes_client.store.faults import file_faults
from pes_client.store.frames import FRAME
from pes_client.store.part_file import PartFile
from pes_client.store.small_documents import SmallDocuments

SMALL = 256 * 1024
SMALL_PREFIX = "s"
LARGE_PREFIX = "v"


class Draft:
    """Bytes that become a document with `keep()`, or nothing at all.

    `size` counts the bytes so far, `sha256` is their digest in hex. A resumable draft that is left without
    `keep()` stays for the next time, as far as its last whole frame; any other one disappears.
    """

    def __init__(self, small: SmallDocuments, part: PartFile, vault: Path, *, resumable: bool) -> None:
        self.size = 0
        self._small = small
        self._part = part
        self._vault = vault
        self._resumable = resumable
        self._digest = hashlib.sha256()
        self._buffer = bytearray()
        self._open = True
        with file_faults(vault):
            for frame in part.recovered() if resumable else ():
                self._digest.update(frame)
                self.size += len(frame)

    def __repr__(self) -> str:
        return f"Draft(size={self.size})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open and self._resumable:
            self._open = False
            self._part.close()
        elif self._open:
            self.abandon()

    @property
    def sha256(self) -> str:
        """The digest of everything so far, in hex."""
        return self._digest.hexdigest()

    @property
    def is_small(self) -> bool:
        """Whether it fits the database of small documents."""
        return self.size <= SMALL and not self._part.has_frames

    def write(self, content: bytes | bytearray | memoryview) -> None:
        """Add bytes at the end. Raises DiskFull or StoreError; what was sealed before stays whole."""
        self._require_open()
        self._digest.update(content)
        self._buffer += content
        self.size += len(content)
        while len(self._buffer) > FRAME:  # one byte stays back: the last frame is never empty
            with file_faults(self._vault):
                self._part.append(bytes(self._buffer[:FRAME]))
            del self._buffer[:FRAME]

    def keep(self) -> str:
        """Make it a document and return its id; it is on the disk when this returns. Raises DiskFull, StoreError."""
        self._require_open()
        if self.is_small:
            document_id, content = self.as_small()
            self._small.put({document_id: content})
            self.settled()
            return document_id
        with file_faults(self._vault):
            self._part.append(bytes(self._buffer), last=True)
            file_id = self._part.settle(self._vault)
        self._open = False
        return LARGE_PREFIX + file_id

    def as_small(self) -> tuple[str, bytes]:
        """A new id and the content, for keeping several small drafts in one commit."""
        return SMALL_PREFIX + os.urandom(16).hex(), bytes(self._buffer)

    def settled(self) -> None:
        """The content is kept elsewhere: let go."""
        self._open = False
        self._part.discard()

    def restart(self) -> None:
        """Forget every byte so far and begin again."""
        self._require_open()
        self._buffer.clear()
        self._digest = hashlib.sha256()
        self.size = 0
        with file_faults(self._vault):
            self._part.discard()

    def abandon(self) -> None:
        """Forget it, a resumable one too."""
        self._open = False
        with file_faults(self._vault):
            self._part.discard()

    def _require_open(self) -> None:
        if not self._open:
            raise ValueError("the draft was kept or abandoned")
