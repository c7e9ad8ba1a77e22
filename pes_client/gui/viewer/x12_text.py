"""An interchange as lines to read: one segment a line, no more than a window can show."""

from __future__ import annotations

from dataclasses import dataclass

_ISA_LENGTH = 106
MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Readable:
    """Text for the viewer; `left_out` counts the bytes that were not shown."""

    words: str
    left_out: int


def segments_as_lines(content: bytes, *, most: int = MOST_BYTES) -> Readable:
    """One segment a line, by the terminator that the ISA names; other text as it is. At most `most` bytes."""
    shown = content[:most]
    text = shown.decode("utf-8", errors="replace")
    if content[:3] == b"ISA" and len(content) >= _ISA_LENGTH:
        terminator = content[_ISA_LENGTH - 1 : _ISA_LENGTH].decode("latin-1")
        if not terminator.isspace():
            joined = text.replace("\r", "").replace("\n", "")
            text = joined.replace(terminator, terminator + "\n")
    return Readable(_without_controls(text), len(content) - len(shown))


def _without_controls(text: str) -> str:
    return "".join(each if each in "\n\t" or each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
