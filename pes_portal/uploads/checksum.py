"""Reading tus's `Upload-Checksum` header."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from pes_portal.wire.problems import Code, PortalProblem

ALGORITHMS = ("sha256", "sha1")


@dataclass(frozen=True)
class Checksum:
    """What the bytes of one request must hash to."""

    algorithm: str
    digest: bytes


def read_checksum(header: str | None) -> Checksum | None:
    """Understand the header, if there is one; raises `PortalProblem` `request.invalid`."""
    if header is None:
        return None
    algorithm, _, encoded = header.strip().partition(" ")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if algorithm not in ALGORITHMS or not digest:
        raise PortalProblem(
            400,
            Code.REQUEST_INVALID,
            f"Upload-Checksum needs one of {', '.join(ALGORITHMS)} and a Base64 digest.",
        )
    return Checksum(algorithm, digest)
