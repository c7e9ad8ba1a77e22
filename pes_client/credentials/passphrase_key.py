"""The key that follows from a passphrase (argon2id); neither the passphrase nor the key is kept anywhere."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from pes_client.credentials.private_file import read_json, unreadable, write_json
from pes_client.errors import CredentialError, InputError, StoreLocked
from pes_client.wording import text

SHORTEST = 8  # characters
_MOST_MEMORY = 1024 * 1024  # KiB
_MOST_ITERATIONS = 64
_MOST_LANES = 64


@dataclass(frozen=True, slots=True)
class _Lock:
    """What `unlock.json` holds. `check` proves a passphrase right and gives nothing of the key away."""

    salt: str
    check: str
    iterations: int = 3
    lanes: int = 4
    memory_kib: int = 64 * 1024
    kdf: str = "argon2id"
    version: int = 1


class PassphraseKey:
    """A key from a passphrase; `unlock.json` in the data folder holds salt and parameters, made on first use."""

    kind: ClassVar[str] = "passphrase"

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._path = _path(folder)
        # The same passphrase is typed as different code points on different systems.
        self._passphrase = unicodedata.normalize("NFC", passphrase)

    def __repr__(self) -> str:
        return f"PassphraseKey({str(self._path.parent)!r})"

    @staticmethod
    def is_used(folder: Path) -> bool:
        """Whether the data of this folder were begun with a passphrase."""
        return _path(folder).exists()

    def key(self) -> bytes:
        """The key. Raises StoreLocked for a wrong passphrase, CredentialError for a broken `unlock.json`,
        InputError for a new passphrase of fewer than 8 characters.
        """
        lock = self._lock()
        if lock is None:
            return self._begin()
        key, check = self._derive(lock)
        if not hmac.compare_digest(check, lock.check):
            raise StoreLocked(
                text("This passphrase does not open your data."), text("Type it again; nothing was changed.")
            )
        return key

    def _begin(self) -> bytes:
        if len(self._passphrase) < SHORTEST:
            raise InputError(text("A passphrase needs at least {n} characters.", n=SHORTEST))
        salt = base64.b64encode(os.urandom(16)).decode()
        key, check = self._derive(_Lock(salt=salt, check=""))
        try:
            write_json(self._path, asdict(_Lock(salt=salt, check=check)))
        except OSError:
            raise CredentialError(
                text("The file {path} could not be written.", path=str(self._path)),
                text("Check that the folder belongs to you and has room."),
            ) from None
        return key

    def _lock(self) -> _Lock | None:
        content = read_json(self._path)
        if content is None:
            return None
        try:
            lock = _Lock(**content)
            sound = (
                (lock.kdf, lock.version) == ("argon2id", 1)
                and 1 <= lock.iterations <= _MOST_ITERATIONS
                and 1 <= lock.lanes <= _MOST_LANES
                and 8 * lock.lanes <= lock.memory_kib <= _MOST_MEMORY
                and len(base64.b64decode(lock.salt, validate=True)) >= 16
                and lock.check.isascii()
            )
        except (TypeError, AttributeError, binascii.Error):
            sound = False
        if not sound:
            raise unreadable(self._path)
        return lock

    def _derive(self, lock: _Lock) -> tuple[bytes, str]:
        """The key, and the check value in hex."""
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        stretched = Argon2id(
            salt=base64.b64decode(lock.salt),
            length=64,
            iterations=lock.iterations,
            lanes=lock.lanes,
            memory_cost=lock.memory_kib,
        ).derive(self._passphrase.encode("utf-8", "surrogatepass"))
        return stretched[:32], stretched[32:].hex()


def _path(folder: Path) -> Path:
    return folder / "unlock.json"
