"""Writing a copy out of the vault to where a person wants it: whole or not at all, never over another file."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from pes_client.errors import DiskFull, FileError
from pes_client.wording import text

_BLOCK = 1024 * 1024
_MOST_TWINS = 10_000


class Readable(Protocol):
    """What is copied; read to its end, once."""

    def read(self, size: int = -1, /) -> bytes | None:
        """The next bytes; empty at the end."""


def save_beside(folder: Path, name: str, content: Readable) -> Path:
    """Write `content` into `folder` under `name`, or `name (2)` … where other content has that name.

    The same content under the same name is left as it is. Returns the path it is at. Raises FileError, DiskFull.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part, digest = _write_part(folder, content)
        try:
            return _place(part, digest, folder, name)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(name, error) from error


def save_over(target: Path, content: Readable) -> Path:
    """Write `content` to exactly `target`, which a person chose; an older file gives way when all is written."""
    try:
        part, _digest = _write_part(target.parent, content)
        try:
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(target.name, error) from error
    return target


def _place(part: Path, digest: bytes, folder: Path, name: str) -> Path:
    for candidate in _candidates(folder, name):
        if candidate.is_file() and _digest_of(candidate) == digest:
            return candidate
        if _reserve(candidate):
            part.replace(candidate)
            return candidate
    raise FileError(text("There are too many files with the name {name} in that folder.", name=name))


def _candidates(folder: Path, name: str) -> Iterator[Path]:
    stem, suffix = Path(name).stem, Path(name).suffix
    yield folder / name
    for number in range(2, _MOST_TWINS):
        yield folder / f"{stem} ({number}){suffix}"


def _reserve(path: Path) -> bool:
    """Take the name, unless something has it."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def _write_part(folder: Path, content: Readable) -> tuple[Path, bytes]:
    part = folder / f".{uuid4().hex}.part"
    digest = hashlib.sha256()
    try:
        with part.open("xb") as file:
            part.chmod(0o600)
            while block := content.read(_BLOCK):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part, digest.digest()


def _digest_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _not_written(name: str, error: OSError) -> FileError:
    if error.errno == errno.ENOSPC:
        return DiskFull(
            text("There is no room for {name} there; nothing was written.", name=name),
            text("Free some room or choose another folder. The file stays in the program."),
        )
    return FileError(
        text("{name} could not be written there: {reason}", name=name, reason=error.strerror or "?"),
        text("Choose another folder. The file stays in the program."),
    )
