"""Where things lie inside the data folder, and how private folders and files are made durable there."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

_RENAME_TRIES = 12  # waits of 5 ms, 10 ms, … : about ten seconds, the longest a virus scanner holds a file


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of everything that the store keeps under one folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The records."""
        return self.folder / "pes.db"

    @property
    def documents(self) -> Path:
        """The small documents."""
        return self.folder / "documents.db"

    @property
    def vault(self) -> Path:
        """The large documents, a file each."""
        return self.folder / "vault"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.folder / "backups"

    @property
    def key_check(self) -> Path:
        """Tells a wrong key from a damaged file; reveals nothing about the key."""
        return self.folder / "pes.key-check"

    @property
    def suspect(self) -> Path:
        """Stands here while the database has to be read from end to end at the next start."""
        return self.folder / "pes.db.suspect"

    @property
    def documents_suspect(self) -> Path:
        """The same for the small documents."""
        return self.folder / "documents.db.suspect"

    @property
    def lock(self) -> Path:
        """Held while a process creates, repairs or migrates."""
        return self.folder / "opening.lock"

    def prepare(self) -> None:
        """Make the folders, readable by their owner only."""
        for folder in (self.folder, self.vault, self.backups):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix" and folder.stat().st_mode & 0o077:
                folder.chmod(0o700)


def create_private(path: Path) -> None:
    """Make an empty file that only its owner can read; FileExistsError if there is one already."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def write_private(path: Path, content: bytes) -> None:
    """Put `content` at `path` all at once: after a crash there is the old file or the new one."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    create_private(draft)
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    rename_durably(draft, path)


def rename_durably(source: Path, target: Path) -> None:
    """Move a file that is already synced to its final name, and make the name itself last."""
    for attempt in range(_RENAME_TRIES):
        try:
            source.replace(target)
            break
        except PermissionError:
            if os.name != "nt" or attempt == _RENAME_TRIES - 1:
                raise
            time.sleep(0.005 * 2**attempt)  # a virus scanner looks at every new file on Windows
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Wait until the content of a finished file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
