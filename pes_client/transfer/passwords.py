"""What the engine needs from wherever passwords are kept."""

from __future__ import annotations

from typing import Protocol

from pes_client.domain.accounts import AccountId


class KeptPasswords(Protocol):
    """Reads the password of an account; where it lies is decided above."""

    def get(self, account: AccountId) -> str | None:
        """The kept password, or None."""
