"""Cuts a file of any size into interchange headers and segments, a block at a time."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pes_portal.backoffice.header import HEADER_BYTES, Header, guessed_control_number, read_header

_BLOCK_BYTES = 1024 * 1024
# Far above any real segment; without a limit a missing terminator would fill the memory.
_SEGMENT_MAX_BYTES = 64 * 1024
_BETWEEN_SEGMENTS = b" \t\r\n"
# Old editors and tapes end a file with these.
_AFTER_THE_END = _BETWEEN_SEGMENTS + b"\x00\x1a"


@dataclass(frozen=True)
class InterchangeStart:
    """An ISA was read; it begins at this byte of the file."""

    header: Header
    offset: int


@dataclass(frozen=True)
class Segment:
    """One segment's elements, its name first; `end` is the byte after its terminator."""

    elements: tuple[str, ...]
    end: int

    @property
    def name(self) -> str:
        """Such as `NM1`."""
        return self.elements[0]

    def element(self, number: int) -> str:
        """An element's text; empty when the segment has fewer."""
        return self.elements[number] if number < len(self.elements) else ""


@dataclass(frozen=True)
class Unreadable:
    """From here on the file cannot be cut; the control number is ISA13 if that much was readable."""

    control_number: str


@dataclass(frozen=True)
class EndedInside:
    """The file ended, or a segment never did, inside an interchange."""


Piece = InterchangeStart | Segment | Unreadable | EndedInside


class SegmentReader:
    """Reads one file from its first byte to its last, keeping one block in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._place = 0
        self._offset_of_buffer = 0
        self._at_end = False

    def __iter__(self) -> Iterator[Piece]:
        """Every piece in order; after `Unreadable` or `EndedInside` there is nothing more."""
        found_one = False
        while True:
            self._skip(_AFTER_THE_END if found_one else _BETWEEN_SEGMENTS)
            if self._is_exhausted():
                if not found_one:
                    yield Unreadable(guessed_control_number(b""))
                return
            head = self._peek(HEADER_BYTES)
            header = read_header(head)
            if header is None:
                yield Unreadable(guessed_control_number(head))
                return
            found_one = True
            yield InterchangeStart(header, self._offset())
            self._place += HEADER_BYTES
            whole = yield from self._segments(header)
            if not whole:
                yield EndedInside()
                return

    def _segments(self, header: Header) -> Generator[Segment, None, bool]:
        terminator = header.delimiters.terminator.encode("latin-1")
        separator = header.delimiters.element
        while True:
            self._skip(_BETWEEN_SEGMENTS.replace(terminator, b""))
            if self._begins_interchange(separator):
                return True
            raw = self._until(terminator)
            if raw is None:
                return False
            text = raw.decode("latin-1").rstrip("\r\n")
            if not text:
                continue
            segment = Segment(tuple(text.split(separator)), self._offset())
            yield segment
            if segment.name == "IEA":
                return True

    def _begins_interchange(self, separator: str) -> bool:
        return self._peek(4) == b"ISA" + separator.encode("latin-1")

    def _until(self, terminator: bytes) -> bytes | None:
        while (end := self._buffer.find(terminator, self._place)) < 0:
            if len(self._buffer) - self._place > _SEGMENT_MAX_BYTES or not self._fill():
                return None
        raw = self._buffer[self._place : end]
        self._place = end + 1
        return raw if len(raw) <= _SEGMENT_MAX_BYTES else None

    def _skip(self, characters: bytes) -> None:
        while True:
            rest = self._buffer[self._place : self._place + 256]
            skipped = len(rest) - len(rest.lstrip(characters))
            self._place += skipped
            if skipped < len(rest) or (not rest and not self._fill()):
                return

    def _peek(self, count: int) -> bytes:
        while len(self._buffer) - self._place < count and self._fill():
            pass
        return self._buffer[self._place : self._place + count]

    def _is_exhausted(self) -> bool:
        return not self._peek(1)

    def _offset(self) -> int:
        return self._offset_of_buffer + self._place

    def _fill(self) -> bool:
        if self._at_end:
            return False
        block = self._file.read(_BLOCK_BYTES)
        self._at_end = not block
        self._offset_of_buffer += self._place
        self._buffer = self._buffer[self._place :] + block
        self._place = 0
        return bool(block)
