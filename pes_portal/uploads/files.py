"""The bytes of uploads on disk: one file each, which never moves from its first byte on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pes_portal.folders import sync_folder

_READ_BYTES = 1024 * 1024


@dataclass(frozen=True)
class UploadFiles:
    """A folder of uploaded files, each named by its upload's id."""

    folder: Path

    def path(self, upload_id: str) -> Path:
        """Where an upload's bytes lie."""
        return self.folder / upload_id

    def create(self, upload_id: str) -> None:
        """Make an upload's file, empty, with an entry that survives a power cut."""
        self.path(upload_id).touch(mode=0o600, exist_ok=False)
        sync_folder(self.folder)

    def remove(self, upload_id: str) -> None:
        """Delete an upload's bytes, if there are any."""
        self.path(upload_id).unlink(missing_ok=True)

    def sha256(self, upload_id: str) -> str:
        """The digest of all bytes that are there, in hex."""
        whole = hashlib.sha256()
        with self.path(upload_id).open("rb") as file:
            while block := file.read(_READ_BYTES):
                whole.update(block)
        return whole.hexdigest()
