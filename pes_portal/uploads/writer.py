"""Appending the bytes of one request to an upload, so that no offset is reported before it is durable."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

from pes_portal.uploads.checksum import Checksum
from pes_portal.wire.problems import Code, PortalProblem

# A request of a gigabyte that breaks off loses at most this much.
_SYNC_EVERY_BYTES = 32 * 1024 * 1024


class Hash(Protocol):
    """What of a hashlib object is used here."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""

    def digest(self) -> bytes:
        """The digest so far."""

    def hexdigest(self) -> str:
        """The digest so far, in hex."""

    def copy(self) -> Hash:
        """An independent hash of the same bytes."""


class UploadWriter:
    """The bytes of one request on their way to disk.

    With a checksum nothing counts until the whole request is verified; without one, what arrived is kept.
    `note_durable(offset)` is called after each sync.
    """

    def __init__(
        self,
        path: Path,
        *,
        offset: int,
        length: int,
        whole: Hash | None,
        checksum: Checksum | None,
        note_durable: Callable[[int], None],
    ) -> None:
        self._file = path.open("r+b")
        # Bytes after the durable offset were never reported: a dead process left them.
        self._file.truncate(offset)
        self._file.seek(offset)
        self._length = length
        self._whole = whole.copy() if whole else None
        self._chunk = hashlib.new(checksum.algorithm) if checksum else None
        self._checksum = checksum
        self._note_durable = note_durable
        self._start = offset
        self._durable = offset
        self._offset = offset

    @property
    def offset(self) -> int:
        """How many bytes of the file are here, durable or not."""
        return self._offset

    @property
    def whole(self) -> Hash | None:
        """The hash of the file from its first byte to `offset`, if it could be kept up."""
        return self._whole

    def write(self, block: bytes) -> None:
        """Append a block; raises `PortalProblem` `upload.too_large` past the announced length."""
        if self._offset + len(block) > self._length:
            raise PortalProblem(413, Code.UPLOAD_TOO_LARGE, "More bytes arrived than the upload was announced with.")
        self._file.write(block)
        if self._whole is not None:
            self._whole.update(block)
        if self._chunk is not None:
            self._chunk.update(block)
        self._offset += len(block)
        if self._checksum is None and self._offset - self._durable >= _SYNC_EVERY_BYTES:
            self._sync()

    def finish(self) -> None:
        """The request ended well; raises `PortalProblem` `upload.checksum` and discards its bytes if not."""
        if self._is_spoiled():
            self.discard()
            raise PortalProblem(460, Code.UPLOAD_CHECKSUM, "The bytes changed on their way; none of them were kept.")
        self._close()

    def break_off(self) -> None:
        """The request ended in the middle: keep what can be kept."""
        if self._checksum is not None:
            self.discard()
        else:
            self._close()

    def discard(self) -> None:
        """Keep nothing of this request that was not reported yet."""
        self._file.truncate(self._durable)
        self._file.close()
        self._offset = self._durable
        # Its bytes are in the running hash, which cannot forget them.
        self._whole = None

    def _is_spoiled(self) -> bool:
        if self._chunk is None or self._checksum is None:
            return False
        return not hmac.compare_digest(self._chunk.digest(), self._checksum.digest)

    def _close(self) -> None:
        # A disk that takes no more fails here too; the file must not stay open for that.
        with closing(self._file):
            self._sync()

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        if self._offset != self._durable:
            self._note_durable(self._offset)
        self._durable = self._offset
