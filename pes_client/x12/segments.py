"""Cutting a stream into segments, in large blocks, at the speed of the bytes methods and one regular expression.

The buffer always begins with the terminator of the segment before, so that every segment of interest is found by
one search for `terminator, line end, identifier`. Nothing is made for segments that nobody asked for: they are
counted. What comes out does not depend on where the blocks of the stream end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pes_client.x12.delimiters import ISA_LENGTH, Delimiters

BLOCK_SIZE = 256 * 1024
LONGEST_SEGMENT = 1024 * 1024
_LINE_ENDS = b"\r\n"
_BLANKS = b"\r\n "
_BINARY_LENGTH_AT = {b"BIN": 1, b"BDS": 2}
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class ByteStream(Protocol):
    """Whatever bytes can be read from, in order: a file, an upload under way, a decrypted document."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its segment's number in the file, from 1 (0: not told), and its byte, from 0."""

    segment: int
    offset: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment as written, without its terminator, cut at the element separator; the first is its identifier."""

    place: Place
    elements: Sequence[str]

    @property
    def identifier(self) -> str:
        """The segment's identifier as written."""
        return self.elements[0]

    def element(self, number: int) -> str:
        """An element as written (`element(6)` of GS is GS06), empty where the segment is shorter."""
        return self.elements[number] if number < len(self.elements) else ""


class Unreadable(Exception):
    """The file `ended` inside a segment, or a segment is too long; never leaves this package."""

    def __init__(self, place: Place, head: bytes, *, ended: bool) -> None:
        super().__init__("a segment has no end")
        self.place = place
        self.identifier = head[:3].decode("latin-1")
        self.ended = ended


class SegmentReader:
    """Reads one stream from its beginning to its end. Holds at most one block and one unfinished segment."""

    def __init__(self, stream: ByteStream, *, block_size: int = BLOCK_SIZE) -> None:
        self._stream = stream
        # A longer block could hide a segment over the limit between its own two terminators.
        self._block_size = min(block_size, LONGEST_SEGMENT)
        self._buffer = b""
        self._at = 0  # index of the terminator before the next segment
        self._cut = 0  # index after the last terminator in the buffer
        self._base = 0  # offset of the buffer's first byte in the stream
        self._ended = False
        self._delimiters: Delimiters | None = None
        self._line_ends = _LINE_ENDS  # those that are not the terminator itself
        self._envelope = _NOT_ASCII
        self.segment_count = 0
        self.has_binary = False
        self.first_nul: Place | None = None
        self.first_not_ascii: Place | None = None

    @property
    def offset(self) -> int:
        """How far reading has come, in bytes from the beginning."""
        return self._base + self._at

    @property
    def size(self) -> int:
        """How many bytes were taken from the stream so far."""
        return self._base + len(self._buffer)

    def peek(self, length: int = ISA_LENGTH) -> bytes:
        """The next bytes, which stay unread; fewer where the stream ends."""
        while len(self._buffer) - self._at < length and self._fill():
            pass
        return self._buffer[self._at : self._at + length]

    def skip_blanks(self) -> None:
        """Pass over line ends and blanks, such as those between two interchanges."""
        while head := self.peek():
            blanks = len(head) - len(head.lstrip(_BLANKS))
            self._at += blanks
            if blanks < len(head):
                return

    def header(self, delimiters: Delimiters) -> Segment:
        """The ISA segment that `peek` showed; from here on the stream is cut with its delimiters."""
        raw = self.peek()
        self.segment_count += 1
        segment = self._segment(self._at, raw[:-1], delimiters)
        self._delimiters = delimiters
        self._line_ends = _LINE_ENDS.replace(delimiters.terminator, b"")
        self._envelope = _envelope_pattern(delimiters, self._line_ends)
        self._at += ISA_LENGTH - 1
        self._cut = self._buffer.rfind(delimiters.terminator) + 1
        return segment

    def end_interchange(self) -> None:
        """Step over the terminator of the IEA just read: what follows may be cut with other delimiters."""
        self._at += 1
        self._delimiters = None

    def step_back(self, segment: Segment) -> None:
        """Un-read an ISA segment that came too early, so that its own delimiters can be read."""
        self._at = segment.place.offset - self._base
        self.segment_count -= 1
        self._delimiters = None

    def next(self) -> Segment | None:
        """The next segment whatever it is, or None at the end; raises Unreadable."""
        while True:
            start = self._at + 1
            while start < self._cut and self._buffer[start] in self._line_ends:
                start += 1
            if start < self._cut:
                return self._take(start)
            if not self._refill():
                return None

    def next_of_envelope(self) -> Segment | None:
        """The next segment of the envelope; the others are only counted. None at the end; raises Unreadable."""
        terminator = self._cutting().terminator
        while True:
            hit = self._envelope.search(self._buffer, self._at, self._cut)
            if hit is None:
                self.segment_count += self._buffer.count(terminator, self._at + 1, self._cut)
                self._at = max(self._at, self._cut - 1)
                if not self._refill():
                    return None
                continue
            self.segment_count += self._buffer.count(terminator, self._at + 1, hit.start() + 1)
            if hit[1] not in _BINARY_LENGTH_AT:
                return self._take(hit.start(1))
            self._at = hit.start()
            self._pass_binary(hit.start(1), hit[1])

    def drain(self) -> None:
        """Read the rest of the stream for its size alone."""
        self._at = len(self._buffer)
        while self._fill():
            self._at = len(self._buffer)

    def _cutting(self) -> Delimiters:
        if self._delimiters is None:
            raise RuntimeError("no header was read")
        return self._delimiters

    def _take(self, start: int) -> Segment:
        delimiters = self._cutting()
        end = self._buffer.index(delimiters.terminator, start)
        self.segment_count += 1
        self._at = end
        return self._segment(start, self._buffer[start:end], delimiters)

    def _segment(self, start: int, raw: bytes, delimiters: Delimiters) -> Segment:
        place = Place(self.segment_count, self._base + start)
        return Segment(place, raw.decode("latin-1").split(delimiters.element.decode("latin-1")))

    def _pass_binary(self, start: int, identifier: bytes) -> None:
        """Pass over a segment whose data may hold terminators: its length is told before the data."""
        told_at = _BINARY_LENGTH_AT[identifier]
        head = self._buffer[start : start + 64].split(self._cutting().element, told_at + 1)
        self.segment_count += 1
        self.has_binary = True
        place = Place(self.segment_count, self._base + start)
        if len(head) > told_at + 1 and _is_length(head[told_at]):
            start += sum(len(each) + 1 for each in head[: told_at + 1]) + int(head[told_at])
        self._pass_bytes(start, place, identifier)
        self._find_end(place, identifier)

    def _pass_bytes(self, until: int, place: Place, identifier: bytes) -> None:
        while until > len(self._buffer):
            until -= len(self._buffer)
            self._at = len(self._buffer)
            if not self._fill():
                raise Unreadable(place, identifier, ended=True)
        self._at = until

    def _find_end(self, place: Place, identifier: bytes) -> None:
        terminator = self._cutting().terminator
        while (end := self._buffer.find(terminator, self._at)) < 0:
            unfinished = len(self._buffer) - self._at
            if unfinished > LONGEST_SEGMENT:
                raise Unreadable(place, identifier, ended=False)
            if not self._fill():
                raise Unreadable(place, identifier, ended=True)
        self._at = end
        self._cut = self._buffer.rfind(terminator) + 1

    def _refill(self) -> bool:
        """Read on until another segment is whole; False at the end of the stream."""
        terminator = self._cutting().terminator
        while True:
            unfinished = len(self._buffer) - self._at - 1
            if not self._fill():
                self._refuse_if_cut_off()
                return False
            end = self._buffer.find(terminator, unfinished + 1)
            self._refuse_if_too_long((end if end >= 0 else len(self._buffer)) - 1)
            if end >= 0:
                self._cut = self._buffer.rfind(terminator) + 1
                return True

    def _refuse_if_too_long(self, length: int) -> None:
        if length > LONGEST_SEGMENT:
            raise Unreadable(*self._unfinished(), ended=False)

    def _refuse_if_cut_off(self) -> None:
        place, head = self._unfinished()
        if head:
            raise Unreadable(place, head, ended=True)

    def _unfinished(self) -> tuple[Place, bytes]:
        """Where the segment that has no end yet begins, and its first bytes."""
        rest = self._buffer[self._at + 1 :]
        segment = rest.lstrip(_BLANKS)
        return Place(self.segment_count + 1, self.offset + 1 + len(rest) - len(segment)), segment[:3]

    def _fill(self) -> bool:
        block = b"" if self._ended else self._stream.read(self._block_size)
        if not block:
            self._ended = True
            return False
        self._note_bytes(block)
        self._base += self._at
        self._buffer = self._buffer[self._at :] + block
        self._at = 0
        self._cut = 0
        return True

    def _note_bytes(self, block: bytes) -> None:
        if self.first_nul is None and (at := block.find(0)) >= 0:
            self.first_nul = Place(0, self.size + at)
        if self.first_not_ascii is None and not block.isascii() and (hit := _NOT_ASCII.search(block)):
            self.first_not_ascii = Place(0, self.size + hit.start())


def _envelope_pattern(delimiters: Delimiters, line_ends: bytes) -> re.Pattern[bytes]:
    end, separator = re.escape(delimiters.terminator), re.escape(delimiters.element)
    identifiers = rb"(I[SE]A|G[SE]|S[TE]|TA1|BIN|BDS|i[se]a|g[se]|s[te]|ta1)"
    return re.compile(end + rb"[" + line_ends + rb"]*" + identifiers + rb"(?:" + separator + rb"|" + end + rb")")


def _is_length(written: bytes) -> bool:
    return written.isdigit() and len(written) <= 15
