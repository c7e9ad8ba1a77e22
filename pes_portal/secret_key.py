"""The portal's own key: kept beside the database, not in it, so that a stolen database alone guesses nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from pes_portal.folders import write_private

_BYTES = 32


@dataclass(frozen=True)
class SecretKey:
    """Makes digests that nobody without the key can make or check."""

    _key: bytes = field(repr=False)

    @classmethod
    def kept_in(cls, path: Path) -> SecretKey:
        """The key of a file, made at first use."""
        if not path.exists():
            write_private(path, secrets.token_bytes(_BYTES))
        return cls(path.read_bytes())

    def digest(self, purpose: str, content: str | bytes) -> str:
        """A keyed SHA-256 in hex; the same content under another purpose gives another one."""
        said = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        return hmac.new(self._key, purpose.encode() + b"\0" + said, hashlib.sha256).hexdigest()
