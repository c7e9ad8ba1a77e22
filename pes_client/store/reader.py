"""Reading a kept document as a file: seekable, in flat memory, every frame authenticated."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Protocol

from pes_client.store.faults import file_faults
from pes_client.store.frames import FRAME, HEADER_LENGTH, SEALED_FRAME, Extent, FrameCipher, document_damaged


class Content(Protocol):
    """Where the plaintext comes from, frame by frame of 1 MiB."""

    size: int

    def frame(self, number: int) -> bytes:
        """The plaintext of one frame."""

    def close(self) -> None:
        """Let go of the file."""


class SmallContent:
    """A document that was read whole."""

    def __init__(self, plain: bytes) -> None:
        self.size = len(plain)
        self._plain = plain

    def frame(self, number: int) -> bytes:
        """A slice of it."""
        return self._plain[number * FRAME : (number + 1) * FRAME]

    def close(self) -> None:
        """Nothing is open."""


class SealedContent:
    """A vault file. Its length is proved on opening, by the frame that was sealed as the last."""

    def __init__(self, path: Path, vault_key: bytes, file_id: bytes) -> None:
        self._file = path.open("rb", buffering=0)
        try:
            self._cipher = FrameCipher.for_header(vault_key, self._file.read(HEADER_LENGTH))
            if self._cipher.file_id != file_id:
                raise document_damaged()  # another document's file under this name
            extent = Extent.of(self._file.seek(0, io.SEEK_END))
            self._frames, self.size = extent.frames, extent.size
            self.frame(self._frames - 1)
        except BaseException:
            self._file.close()
            raise

    def frame(self, number: int) -> bytes:
        """The plaintext of one frame; StoreDamaged if it is not what was sealed here."""
        self._file.seek(HEADER_LENGTH + number * SEALED_FRAME)
        sealed = self._file.read(SEALED_FRAME)
        return self._cipher.open(number, sealed, last=number == self._frames - 1)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Reader(io.RawIOBase):
    """A document, open for reading; `size` in bytes. `read(n)` gives n bytes unless the end comes first."""

    def __init__(self, content: Content, folder: Path) -> None:
        super().__init__()
        self.size = content.size
        self._content = content
        self._folder = folder
        self._position = 0
        self._number = -1
        self._frame = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes: an upload goes on at any offset."""
        return True

    def tell(self) -> int:
        """The position of the next byte."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position; ValueError before the beginning."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("a position before the beginning")
        self._position = start + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes, or all that are left; StoreDamaged where a frame is not authentic."""
        return super().read(size) or b""

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as the document goes; StoreDamaged where a frame is not authentic."""
        view = memoryview(buffer).cast("B")
        wanted = max(0, min(len(view), self.size - self._position))
        done = 0
        while done < wanted:
            piece = self._here()[: wanted - done]
            view[done : done + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        return done

    def close(self) -> None:
        """Close the file and forget the plaintext."""
        if not self.closed:
            self._content.close()
            self._frame = b""
        super().close()

    def _here(self) -> memoryview:
        number, within = divmod(self._position, FRAME)
        if number != self._number:
            with file_faults(self._folder):
                self._frame = self._content.frame(number)
            self._number = number
        if within >= len(self._frame):
            raise document_damaged()
        return memoryview(self._frame)[within:]
