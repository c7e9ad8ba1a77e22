"""One key opens everything; each file gets its own key derived from it, so that no two share one."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class StoreKeys:
    """The derived keys, 32 bytes each. `fingerprint` may be seen by anybody."""

    database: bytes = field(repr=False)
    documents: bytes = field(repr=False)
    vault: bytes = field(repr=False)
    fingerprint: str

    @classmethod
    def derive(cls, key: bytes) -> StoreKeys:
        """The keys that follow from the 32 random bytes of a key source; ValueError for another length."""
        if len(key) != KEY_LENGTH:
            raise ValueError("the key must have 32 bytes")
        return cls(
            database=derived(key, b"PES Client 1 database"),
            documents=derived(key, b"PES Client 1 documents"),
            vault=derived(key, b"PES Client 1 vault"),
            fingerprint=derived(key, b"PES Client 1 key check").hex(),
        )


def derived(key: bytes, label: bytes, *, salt: bytes | None = None) -> bytes:
    """32 bytes that follow from `key` for one purpose only (HKDF-SHA-256)."""
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=salt, info=label).derive(key)
