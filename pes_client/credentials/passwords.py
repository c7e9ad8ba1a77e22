"""The passwords of accounts, kept by the operating system: one entry for each portal and user."""

from __future__ import annotations

from typing import Protocol

from pes_client.credentials.safe_keyring import SafeKeyring
from pes_client.domain.accounts import AccountId


class Passwords(Protocol):
    """Wherever passwords are kept."""

    def get(self, account: AccountId) -> str | None:
        """The kept password, or None. Raises CredentialError."""

    def put(self, account: AccountId, password: str) -> None:
        """Keep a password, instead of an earlier one. Raises CredentialError, InputError."""

    def forget(self, account: AccountId) -> None:
        """Drop the password, if one is kept. Raises CredentialError."""


class KeyringPasswords:
    """Passwords in the keyring, under `USER@PORTAL`. Raises NoKeyring where there is none to trust."""

    def __init__(self, keyring: SafeKeyring | None = None) -> None:
        self._keyring = keyring or SafeKeyring.of_this_machine()

    def __repr__(self) -> str:
        return f"KeyringPasswords({self._keyring.name!r})"

    def get(self, account: AccountId) -> str | None:
        """The kept password, or None. Raises CredentialError."""
        return self._keyring.get(str(account))

    def put(self, account: AccountId, password: str) -> None:
        """Keep a password, instead of an earlier one. Raises CredentialError; InputError for one too long."""
        self._keyring.put(str(account), password)

    def forget(self, account: AccountId) -> None:
        """Drop the password, if one is kept. Raises CredentialError."""
        self._keyring.delete(str(account))
