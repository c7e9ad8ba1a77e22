"""Contents on disk, each named by its SHA-256: written once, never changed, found again by digest."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pes_portal.folders import sync_folder


@dataclass(frozen=True)
class Content:
    """What identifies a content and how many bytes it has."""

    sha256: str
    size: int


@dataclass(frozen=True)
class ContentStore:
    """A folder of contents; a content is durable before its digest is handed out."""

    folder: Path

    def keep(self, data: bytes) -> Content:
        """Write a content and return what it can be found by."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if not target.exists():
            self._write(target, data)
        return Content(digest, len(data))

    def path(self, sha256: str) -> Path:
        """Where a content lies."""
        return self.folder / sha256[:2] / sha256

    def _write(self, target: Path, data: bytes) -> None:
        target.parent.mkdir(exist_ok=True, mode=0o700)
        scratch = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        with scratch.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
        sync_folder(target.parent)
