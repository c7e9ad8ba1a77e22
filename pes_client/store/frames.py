"""The format of a vault file: a header and frames of 1 MiB, each sealed for its file, its place and its end.

    header   4 bytes `PESV`, version (1), 3 zero bytes, file id (16), frame size (4, big-endian)
    frame    nonce (12), ciphertext as long as the plaintext, tag (16)

Every frame but the last holds exactly one frame size of plaintext; the last one holds 1 byte or more. The
key belongs to the file id alone. Header, frame number and "is this the last" are authenticated with each
frame: frames that were swapped, cut off, appended or brought over from another file do not open. Nonces are
random, not counted: a transfer that resumes writes a frame number twice, and must not repeat its nonce.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pes_client.errors import StoreDamaged
from pes_client.store.keys import derived
from pes_client.wording import text

FRAME = 1024 * 1024
FILE_ID_LENGTH = 16
_NONCE = 12
_TAG = 16
_HEADER = struct.Struct(">4sB3x16sI")
HEADER_LENGTH = _HEADER.size
SEALED_FRAME = _NONCE + FRAME + _TAG
_OVERHEAD = _NONCE + _TAG


@dataclass(frozen=True, slots=True)
class Extent:
    """How many frames and how many bytes of plaintext a vault file of a given length claims to hold."""

    frames: int
    size: int

    @classmethod
    def of(cls, file_length: int) -> Extent:
        """Reckoned from the length on disk; StoreDamaged where no whole frame can be."""
        body = file_length - HEADER_LENGTH
        frames = -(-body // SEALED_FRAME)
        rest = body - (frames - 1) * SEALED_FRAME
        if frames < 1 or rest <= _OVERHEAD:
            raise document_damaged()
        return cls(frames, body - frames * _OVERHEAD)


class FrameCipher:
    """Seals and opens the frames of one file."""

    def __init__(self, vault_key: bytes, file_id: bytes) -> None:
        self.file_id = file_id
        self.header = _HEADER.pack(b"PESV", 1, file_id, FRAME)
        self._cipher = AESGCM(derived(vault_key, b"PES Client 1 vault file", salt=file_id))

    @classmethod
    def for_header(cls, vault_key: bytes, header: bytes) -> FrameCipher:
        """The cipher of the file that begins with this header; StoreDamaged if it is none of ours."""
        if len(header) != HEADER_LENGTH:
            raise document_damaged()
        cipher = cls(vault_key, header[8 : 8 + FILE_ID_LENGTH])
        if header != cipher.header:
            raise document_damaged()
        return cipher

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        """The frame as it lies on the disk."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, self._bound_to(number, last=last))

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        """The plaintext; StoreDamaged unless it was sealed for this file and this place."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound_to(number, last=last))
        except (InvalidTag, ValueError):
            raise document_damaged() from None

    def _bound_to(self, number: int, *, last: bool) -> bytes:
        return self.header + struct.pack(">Q?", number, last)


def document_damaged() -> StoreDamaged:
    """The error for a document that is not, byte for byte, what was kept."""
    return StoreDamaged(
        text("A document in the local data was changed or damaged and cannot be opened."),
        text("Fetch it again from the portal, or send the original file again."),
    )


def document_missing() -> StoreDamaged:
    """The error for a document that is not here any more."""
    return StoreDamaged(
        text("A document is missing from the local data."),
        text("Fetch it again from the portal, or send the original file again."),
    )
