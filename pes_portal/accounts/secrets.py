"""Hashing of what only a person should know: passwords, PINs and secret answers."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's smaller argon2id profile: about 30 ms on an office machine, 19 MiB for each computation.
_TIME_COST = 2
_MEMORY_KIB = 19 * 1024
_AT_ONCE = 4


class SecretHasher:
    """argon2id, a few computations at a time so that a burst of sign-ins cannot exhaust the memory."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher(time_cost=_TIME_COST, memory_cost=_MEMORY_KIB, parallelism=1)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody = self._argon2.hash("nobody's password")

    def hash(self, secret: str) -> str:
        """The salted hash to keep."""
        with self._turns:
            return self._argon2.hash(secret)

    def matches(self, kept_hash: str | None, secret: str) -> bool:
        """Whether a secret is the one hashed.

        Costs the same without a kept hash, so that time does not tell which accounts exist.
        """
        with self._turns:
            try:
                right = self._argon2.verify(kept_hash or self._nobody, secret)
            except (VerificationError, InvalidHashError):
                return False
        return right and kept_hash is not None


def normalised_answer(answer: str) -> str:
    """An answer without regard to case, outer and repeated blanks (ASM-3)."""
    return " ".join(answer.split()).casefold()
