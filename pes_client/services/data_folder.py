"""Where this person's data lie, and with which key they are opened (DESIGN §6)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

from pes_client.credentials.vault_key import KeyFile, KeyringKey, KeySource, PassphraseKey, keyring_available
from pes_client.errors import NoKeyring
from pes_client.wording import text

AskPassphrase = Callable[[bool], str | None]
"""Asks the person for the passphrase; True if a new one is to be chosen. None if nobody can be asked."""


def data_folder(home: Path | None = None) -> Path:
    """The data folder: the one given, else PES_HOME, else the platform's place for local, unshared data."""
    if home is not None:
        return home.expanduser().absolute()
    named = os.environ.get("PES_HOME")
    if named:
        return Path(named).expanduser().absolute()
    return Path(platformdirs.user_data_dir("PES Client", appauthor=False, roaming=False))


def key_source(folder: Path, ask_passphrase: AskPassphrase | None) -> KeySource:
    """Where the key of the data comes from on this machine.

    A key file named by PES_MASTER_KEY_FILE comes first (servers and scripts), a passphrase if the data were
    begun with one, then the operating system's keyring, else a passphrase. Raises NoKeyring where none is left.
    """
    named = os.environ.get("PES_MASTER_KEY_FILE")
    if named:
        return KeyFile(Path(named))
    if PassphraseKey.is_used(folder):
        return _passphrase(folder, ask_passphrase, is_new=False)
    if keyring_available():
        return KeyringKey(folder)
    return _passphrase(folder, ask_passphrase, is_new=True)


def _passphrase(folder: Path, ask: AskPassphrase | None, *, is_new: bool) -> KeySource:
    passphrase = ask(is_new) if ask else None
    if not passphrase:
        raise NoKeyring(
            text("This computer offers no keyring that is safe for passwords, so nothing was opened or saved."),
            text("Start the program where you can type a passphrase, or name a key file in PES_MASTER_KEY_FILE."),
        )
    return PassphraseKey(folder, passphrase)
