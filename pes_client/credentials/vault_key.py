"""The 32-byte key of the data, from the keyring, a key file or a passphrase."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Protocol

from filelock import FileLock

from pes_client.credentials.passphrase_key import PassphraseKey
from pes_client.credentials.private_file import create_private_file, read_json, unreadable, write_json
from pes_client.credentials.safe_keyring import SafeKeyring, keyring_available
from pes_client.errors import CredentialError
from pes_client.wording import text

__all__ = ["KEY_LENGTH", "KeyFile", "KeySource", "KeyringKey", "PassphraseKey", "keyring_available"]

KEY_LENGTH = 32
_LONGEST_KEY_FILE = 1024  # bytes


class KeySource(Protocol):
    """Something that knows the key of a data folder; `kind` says what, for `pes doctor` and the settings."""

    kind: ClassVar[str]

    def key(self) -> bytes:
        """The 32 bytes. Raises CredentialError, or StoreLocked for a wrong passphrase."""


class KeyringKey:
    """A random key in the keyring; `profile.json` says which entry belongs to the folder, and holds no secret."""

    kind: ClassVar[str] = "keyring"

    def __init__(self, folder: Path, keyring: SafeKeyring | None = None) -> None:
        self._profile = folder / "profile.json"
        self._lock = folder / "profile.lock"
        self._keyring = keyring or SafeKeyring.of_this_machine()

    def __repr__(self) -> str:
        return f"KeyringKey({str(self._profile.parent)!r})"

    def key(self) -> bytes:
        """The key, made on first use. Raises CredentialError; never makes a second one for the same data."""
        try:
            self._profile.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self._lock, mode=0o600):
                return self._kept_or_made()
        except OSError:
            raise CredentialError(
                text("The file {path} could not be written.", path=str(self._profile)),
                text("Check that the folder belongs to you and has room."),
            ) from None

    def _kept_or_made(self) -> bytes:
        profile = read_json(self._profile)
        if profile is None:
            profile = {"profile": secrets.token_hex(8), "key_made": False}
            write_json(self._profile, profile)
        name = self._entry(profile.get("profile"))
        kept = self._keyring.get(name)
        if kept is not None:
            return _decoded(kept)
        if profile.get("key_made"):
            raise CredentialError(
                text("The keyring no longer has the key of your data."),
                text("Restore the keyring of your user account. Your data were not changed."),
            )
        key = self._make(name)
        write_json(self._profile, {**profile, "key_made": True})
        return key

    def _entry(self, profile_id: object) -> str:
        if not isinstance(profile_id, str) or not profile_id.isalnum():
            raise unreadable(self._profile)
        return f"key of profile {profile_id}"

    def _make(self, name: str) -> bytes:
        key = secrets.token_bytes(KEY_LENGTH)
        self._keyring.put(name, base64.b64encode(key).decode())
        kept = self._keyring.get(name)
        if kept is None or _decoded(kept) != key:
            raise CredentialError(
                text("The keyring did not keep the key that it was given."),
                text("Check that the keyring of your operating system works, then try again."),
            )
        return key


class KeyFile:
    """A key in a file of its own, for machines without a keyring: 32 bytes, or as hex digits, or as base64."""

    kind: ClassVar[str] = "key file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def __repr__(self) -> str:
        return f"KeyFile({str(self._path)!r})"

    @classmethod
    def create(cls, path: Path) -> KeyFile:
        """Write a new random key, readable by its owner only. Raises CredentialError if the file exists."""
        try:
            create_private_file(path, base64.b64encode(secrets.token_bytes(KEY_LENGTH)) + b"\n")
        except OSError:
            raise CredentialError(
                text("The key file {path} could not be made.", path=str(path)),
                text("Choose a name that does not exist yet, in a folder you may write to."),
            ) from None
        return cls(path)

    def key(self) -> bytes:
        """The key. Raises CredentialError if the file is missing, readable by others, or holds no key."""
        content = self._content()
        key = content if len(content) == KEY_LENGTH else _decoded_text(content)
        if key is None:
            raise CredentialError(
                text("The file {path} does not hold a key.", path=str(self._path)),
                text("A key file holds 32 bytes, 64 hex digits, or base64 of 32 bytes."),
            )
        return key

    def _content(self) -> bytes:
        try:
            status = self._path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise OSError("not a regular file")
            with self._path.open("rb") as file:
                content = file.read(_LONGEST_KEY_FILE)
        except OSError:
            raise CredentialError(
                text("The key file {path} cannot be read.", path=str(self._path)),
                text("Check the name in PES_MASTER_KEY_FILE."),
            ) from None
        if os.name == "posix" and status.st_mode & 0o077:
            raise CredentialError(
                text("Others on this computer may read the key file {path}.", path=str(self._path)),
                text("Take their access away (chmod 600), then try again."),
            )
        return content


def _decoded(kept: str) -> bytes:
    key = _decoded_text(kept.encode())
    if key is None:
        raise CredentialError(
            text("What the keyring keeps as the key of your data is no key."),
            text("Restore the keyring of your user account. Your data were not changed."),
        )
    return key


def _decoded_text(content: bytes) -> bytes | None:
    """The key that is spelled as hex digits or base64; None if neither gives 32 bytes."""
    spelled = content.strip()
    decoders: tuple[Callable[[bytes], bytes], ...] = (
        binascii.unhexlify,
        lambda text: base64.b64decode(text, validate=True),
    )
    for decode in decoders:
        try:
            key = decode(spelled)
        except ValueError:
            continue
        if len(key) == KEY_LENGTH:
            return key
    return None
