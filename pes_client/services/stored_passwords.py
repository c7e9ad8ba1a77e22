"""Passwords as rows of the encrypted database: only where this machine has no keyring (DESIGN §6)."""

from __future__ import annotations

from pes_client.domain.accounts import AccountId
from pes_client.store.store import Store


class StoredPasswords:
    """The same promises as the keyring's, kept by the encrypted database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, account: AccountId) -> str | None:
        """The kept password, or None."""
        with self._store.read() as records:
            return records.secrets.get(_name(account))

    def put(self, account: AccountId, password: str) -> None:
        """Keep the password, instead of an earlier one."""
        with self._store.write() as records:
            records.secrets.put(_name(account), password)

    def forget(self, account: AccountId) -> None:
        """Drop the password, if one is kept."""
        with self._store.write() as records:
            records.secrets.delete(_name(account))


def _name(account: AccountId) -> str:
    return f"password:{account}"
