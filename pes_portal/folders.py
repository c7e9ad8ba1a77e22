"""Where a portal keeps its data on disk, so that no other module spells a path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def default_data_folder() -> Path:
    """The per-user folder a portal uses when none is named on the command line."""
    return platformdirs.user_data_path("pes-portal", appauthor=False)


@dataclass(frozen=True)
class DataFolder:
    """One portal's folder; every path below it belongs to that portal alone."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file, used unless a database URL is given."""
        return self.root / "portal.sqlite3"

    @property
    def accounts_file(self) -> Path:
        """The sample accounts with their passwords; written in practice mode only."""
        return self.root / "practice-accounts.json"

    @property
    def certificates(self) -> Path:
        """The portal's own small CA and the server certificate it signed."""
        return self.root / "certificates"

    @property
    def received(self) -> Path:
        """Uploaded files, from their first byte on; a file never moves, so no crash can lose it."""
        return self.root / "received"

    @property
    def contents(self) -> Path:
        """What trade files contain, each named by its SHA-256."""
        return self.root / "contents"

    @property
    def secret_key(self) -> Path:
        """The portal's own key, kept apart from the database on purpose."""
        return self.root / "portal.key"

    @property
    def mailbox(self) -> Path:
        """Where a practice portal puts the mail that a real one would send."""
        return self.root / "mailbox"

    @property
    def lock(self) -> Path:
        """Held by the one server that serves this folder."""
        return self.root / "portal.lock"

    def create(self) -> None:
        """Make the folder and its parts, readable by their owner alone."""
        for folder in (self.root, self.certificates, self.received, self.contents, self.mailbox):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    scratch = path.with_name(f"{path.name}.new")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed entry of `folder` survive a power cut (Windows does so by itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
