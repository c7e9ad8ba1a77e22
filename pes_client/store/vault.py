"""The folder of large documents, one sealed file each, and the unfinished ones among them."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from pes_client.store.frames import document_missing
from pes_client.store.part_file import PartFile
from pes_client.store.reader import SealedContent

_ABANDONED_AFTER = 2 * 24 * 3600  # seconds; no import of a file takes that long


class Vault:
    """Sealed files by the hex of their file id."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._key = key

    def __repr__(self) -> str:
        return f"Vault({str(self.folder)!r})"

    def new_part(self) -> PartFile:
        """A part that no other process will ever look for."""
        return PartFile(self.folder / f"new-{os.urandom(16).hex()}.part", self._key)

    def part_of(self, transfer_id: str) -> PartFile:
        """The part of a transfer, the same one after a restart; any text is safe as an id."""
        name = hashlib.sha256(transfer_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return PartFile(self.folder / f"{name}.part", self._key)

    def open(self, file_id: str) -> SealedContent:
        """A sealed file; StoreDamaged if it is missing or not authentic. OSError."""
        try:
            return SealedContent(self.folder / file_id, self._key, bytes.fromhex(file_id))
        except FileNotFoundError:
            raise document_missing() from None

    def remove(self, file_id: str) -> None:
        """Delete a sealed file; nothing happens if it is gone."""
        (self.folder / file_id).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what killed processes began and nobody can resume."""
        for part in self.folder.glob("new-*.part"):
            if time.time() - part.stat().st_mtime > _ABANDONED_AFTER:
                part.unlink(missing_ok=True)
