"""Which uploads a request is appending to right now, and the running hash of each between requests."""

from __future__ import annotations

import hashlib
import threading

from pes_portal.uploads.writer import Hash, UploadWriter
from pes_portal.wire.problems import Code, PortalProblem


class UploadsInHand:
    """Requests of one upload exclude each other; a hash that was lost is simply computed again later."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: set[str] = set()
        self._hashes: dict[str, tuple[int, Hash]] = {}

    def begin(self, upload_id: str) -> None:
        """Remember the hash of a new upload: that of nothing."""
        with self._lock:
            self._hashes[upload_id] = (0, hashlib.sha256())

    def take(self, upload_id: str) -> None:
        """Take hold of an upload; raises `PortalProblem` `upload.busy`."""
        with self._lock:
            if upload_id in self._taken:
                raise PortalProblem(
                    423,
                    Code.UPLOAD_BUSY,
                    "Another request is sending this upload.",
                    headers={"Retry-After": "1"},
                )
            self._taken.add(upload_id)

    def let_go(self, upload_id: str, writer: UploadWriter | None = None) -> None:
        """Let go of an upload, keeping the hash of what its writer wrote."""
        with self._lock:
            self._hashes.pop(upload_id, None)
            if writer is not None and writer.whole is not None:
                self._hashes[upload_id] = (writer.offset, writer.whole)
            self._taken.discard(upload_id)

    def hash_up_to(self, upload_id: str, offset: int) -> Hash | None:
        """The hash of an upload's first bytes, if it is known."""
        with self._lock:
            hashed, whole = self._hashes.get(upload_id, (-1, None))
        return whole if hashed == offset else None

    def forget(self, upload_id: str) -> None:
        """The upload is over."""
        with self._lock:
            self._hashes.pop(upload_id, None)
