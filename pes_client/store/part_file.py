"""A vault file while it is being written: whole frames only, so that a killed transfer can go on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pes_client.errors import StoreDamaged
from pes_client.store.frames import FILE_ID_LENGTH, HEADER_LENGTH, SEALED_FRAME, FrameCipher
from pes_client.store.layout import create_private, rename_durably


class PartFile:
    """The `.part` of one document. Nothing is on the disk before the first frame is appended."""

    def __init__(self, path: Path, vault_key: bytes) -> None:
        self.path = path
        self._key = vault_key
        self._cipher = FrameCipher(vault_key, os.urandom(FILE_ID_LENGTH))
        self._file: BinaryIO | None = None
        self._frames = 0

    def __repr__(self) -> str:
        return f"PartFile({self.path.name!r}, frames={self._frames})"

    @property
    def has_frames(self) -> bool:
        """Whether anything was written."""
        return self._frames > 0

    def recovered(self) -> Iterator[bytes]:
        """The whole frames that an earlier process left, in order; what is torn behind them is cut off.

        To be exhausted before anything is appended.
        """
        if not self.path.exists():
            return
        self._file = self.path.open("rb+", buffering=0)
        try:
            self._cipher = FrameCipher.for_header(self._key, self._file.read(HEADER_LENGTH))
        except StoreDamaged:
            self.discard()  # not even the header was finished
            return
        while True:
            try:
                plain = self._cipher.open(self._frames, self._file.read(SEALED_FRAME), last=False)
            except StoreDamaged:
                break
            self._frames += 1
            yield plain
        self._file.seek(HEADER_LENGTH + self._frames * SEALED_FRAME)
        self._file.truncate()

    def append(self, plain: bytes, *, last: bool = False) -> None:
        """Seal and write the next frame; a frame that did not fit on the disk leaves no trace. OSError."""
        file = self._file = self._file or self._begin()
        start = HEADER_LENGTH + self._frames * SEALED_FRAME
        file.seek(start)
        try:
            _write_all(file, self._cipher.seal(self._frames, plain, last=last))
        except OSError:
            file.truncate(start)
            raise
        self._frames += 1

    def settle(self, folder: Path) -> str:
        """Make it durable under its final name, the file id in hex, and return that. OSError."""
        if self._file is None:
            raise ValueError("nothing was written")
        os.fsync(self._file.fileno())
        self.close()
        name = self._cipher.file_id.hex()
        rename_durably(self.path, folder / name)
        return name

    def close(self) -> None:
        """Let go of the file; it stays for the next time."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def discard(self) -> None:
        """Delete what was written."""
        self.close()
        self.path.unlink(missing_ok=True)
        self._cipher = FrameCipher(self._key, os.urandom(FILE_ID_LENGTH))
        self._frames = 0

    def _begin(self) -> BinaryIO:
        create_private(self.path)
        file = self.path.open("rb+", buffering=0)
        try:
            _write_all(file, self._cipher.header)
        except OSError:
            file.close()
            self.path.unlink()
            raise
        return file


def _write_all(file: BinaryIO, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[file.write(view) :]
