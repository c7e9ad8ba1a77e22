"""Small files beside the data that only their owner may read, written all at once."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pes_client.errors import CredentialError
from pes_client.wording import text


def create_private_file(path: Path, content: bytes) -> None:
    """Write a new file, 0600 and on the disk when this returns; FileExistsError if there is one already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Put a JSON object in place of the earlier one: after a crash there is the old or the new. OSError."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    create_private_file(draft, json.dumps(content, indent=1).encode() + b"\n")
    draft.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_json(path: Path) -> dict[str, Any] | None:
    """The JSON object of a file, None if there is no file. Raises CredentialError for anything else."""
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise unreadable(path) from None
    if not isinstance(content, dict):
        raise unreadable(path)
    return content


def unreadable(path: Path) -> CredentialError:
    """The error for a file that says nothing usable about the key."""
    return CredentialError(
        text("The file {path} cannot be read, so the key of your data cannot be found.", path=str(path)),
        text("Put it back from a copy of the data folder. Your data were not changed."),
    )
