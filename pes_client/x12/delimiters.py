"""The four characters that an interchange is cut with, read from its own fixed-width header."""

from __future__ import annotations

from dataclasses import dataclass

ISA_LENGTH = 106
_SEPARATORS_AT = (3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103)
_REPETITION_AT = 82
_VERSION_AT = slice(84, 89)
_FIRST_VERSION_WITH_REPETITION = b"00402"


class NotAHeader(ValueError):
    """These bytes are no ISA segment. `offset` counts from the first of them."""

    def __init__(self, offset: int, found: bytes, expected: str) -> None:
        super().__init__("not an ISA segment")
        self.offset = offset
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Delimiters:
    """One byte each; `repetition` is empty in versions before 00402, where ISA11 means something else."""

    element: bytes
    component: bytes
    repetition: bytes
    terminator: bytes

    @classmethod
    def read(cls, header: bytes) -> Delimiters:
        """The delimiters of the ISA segment that `header` (its 106 bytes) is; raises NotAHeader."""
        if header[:3] != b"ISA":
            raise NotAHeader(0, header[:3], "ISA")
        element = header[3:4]
        for offset in _SEPARATORS_AT:
            if header[offset : offset + 1] != element:
                raise NotAHeader(offset, header[offset : offset + 1], element.decode("latin-1"))
        if len(header) < ISA_LENGTH:
            raise NotAHeader(len(header), b"", str(ISA_LENGTH))
        has_repetition = header[_VERSION_AT] >= _FIRST_VERSION_WITH_REPETITION
        return cls(
            element=element,
            component=header[104:105],
            repetition=header[_REPETITION_AT : _REPETITION_AT + 1] if has_repetition else b"",
            terminator=header[105:106],
        )

    def illegal(self) -> tuple[bytes, ...]:
        """Those that no delimiter may be: letters, digits, a blank, a NUL."""
        used = (self.element, self.component, self.repetition, self.terminator)
        return tuple(each for each in used if _is_illegal(each))

    def usable(self) -> bool:
        """Whether segments and elements can be told apart, so that reading on makes sense."""
        cutters = (self.element, self.terminator)
        return self.element != self.terminator and not any(_is_illegal(each) for each in cutters)

    def clash(self) -> bool:
        """Whether one character has two meanings."""
        used = [each for each in (self.element, self.component, self.repetition, self.terminator) if each]
        return len(set(used)) < len(used)


def _is_illegal(delimiter: bytes) -> bool:
    return delimiter.isalnum() or delimiter in {b" ", b"\0"}
