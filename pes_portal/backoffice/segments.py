"""Cuts a file of any size into interchange headers, envelope segments and runs of plain ones.

Nearly all of a large file is plain segments; they are counted a block at a time, not looked at one by one.
"""

from __future__ import annotations

import re
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
    """One envelope segment's elements, its name first; `end` is the byte after its terminator."""

    elements: tuple[str, ...]
    end: int

    @property
    def name(self) -> str:
        """GS, ST, SE, GE, IEA or TA1."""
        return self.elements[0]

    def element(self, number: int) -> str:
        """An element's text; empty when the segment has fewer."""
        return self.elements[number] if number < len(self.elements) else ""


@dataclass(frozen=True)
class PlainSegments:
    """So many segments in a row that are no envelope's."""

    count: int


@dataclass(frozen=True)
class Unreadable:
    """From here on the file cannot be cut; the control number is ISA13 if that much was readable."""

    control_number: str


@dataclass(frozen=True)
class EndedInside:
    """The file ended, or a segment never did, inside an interchange."""


Piece = InterchangeStart | Segment | PlainSegments | Unreadable | EndedInside


_ENVELOPES = rb"(?:ISA|GS|ST|SE|GE|IEA|TA1)"
_LONGEST_NAME = 3


class _Marks:
    """What to look for in one interchange, by its delimiters."""

    def __init__(self, header: Header) -> None:
        self.separator = header.delimiters.element
        self.terminator = header.delimiters.terminator.encode("latin-1")
        self.between = _BETWEEN_SEGMENTS.replace(self.terminator, b"")
        end = re.escape(self.terminator)
        blanks = b"[" + re.escape(self.between) + b"]*"
        name = _ENVELOPES + b"(?=" + re.escape(self.separator.encode("latin-1")) + b"|" + end + b")"
        self.envelope = re.compile(name)
        self.before_envelope = re.compile(end + b"(?=" + blanks + name + b")")
        # Blank lines and doubled terminators are no segments.
        self.empty = re.compile(b"(?<=" + end + b")" + blanks + end)


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

    def _segments(self, header: Header) -> Generator[Segment | PlainSegments, None, bool]:
        marks = _Marks(header)
        while True:
            self._skip(marks.between)
            self._peek(_LONGEST_NAME + 1)
            envelope = marks.envelope.match(self._buffer, self._place)
            if envelope is None:
                count = self._count_plain(marks)
                if count is None:
                    return False
                yield PlainSegments(count)
                continue
            if envelope.group() == b"ISA":
                return True
            raw = self._until(marks.terminator)
            if raw is None:
                return False
            segment = Segment(tuple(raw.decode("latin-1").rstrip("\r\n").split(marks.separator)), self._offset())
            yield segment
            if segment.name == "IEA":
                return True

    def _count_plain(self, marks: _Marks) -> int | None:
        """Pass over plain segments, as many as the buffer holds whole; None when a segment never ends."""
        while True:
            following = marks.before_envelope.search(self._buffer, self._place)
            last = following.start() if following else self._buffer.rfind(marks.terminator, self._place)
            if last >= 0:
                break
            if len(self._buffer) - self._place > _SEGMENT_MAX_BYTES or not self._fill():
                return None
        # With the end of the segment before it, an empty first one is recognised too.
        run = marks.terminator + self._buffer[self._place : last + 1]
        self._place = last + 1
        return run.count(marks.terminator) - 1 - len(marks.empty.findall(run))

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
