"""The ISA segment: 105 characters at fixed places, which also say how the rest of the file is cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

HEADER_BYTES = 106
# Where the element separator stands in every ISA, counted from 0.
_SEPARATOR_PLACES = (3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103)
_QUALIFIERS = frozenset({"01", "14", "20", "27", "28", "29", "30", "33", "ZZ"})


class Note(StrEnum):
    """TA105: what is wrong with an interchange."""

    NO_ERROR = "000"
    CONTROL_NUMBERS_DIFFER = "001"
    VERSION_NOT_SUPPORTED = "003"
    INVALID_SENDER_QUALIFIER = "005"
    INVALID_SENDER = "006"
    INVALID_RECEIVER_QUALIFIER = "007"
    INVALID_RECEIVER = "008"
    INVALID_AUTHORIZATION_QUALIFIER = "010"
    INVALID_SECURITY_QUALIFIER = "012"
    INVALID_DATE = "014"
    INVALID_TIME = "015"
    INVALID_CONTROL_NUMBER = "018"
    INVALID_ACKNOWLEDGEMENT_REQUEST = "019"
    INVALID_USAGE = "020"
    GROUP_COUNT_WRONG = "021"
    INVALID_STRUCTURE = "022"
    PREMATURE_END = "023"
    INVALID_CONTENT = "024"


@dataclass(frozen=True)
class Delimiters:
    """The characters that cut an interchange."""

    element: str
    component: str
    terminator: str


@dataclass(frozen=True)
class Header:
    """What an ISA says, blanks included."""

    elements: tuple[str, ...]
    delimiters: Delimiters

    def element(self, number: int) -> str:
        """ISA01 to ISA16."""
        return self.elements[number]

    @property
    def control_number(self) -> str:
        """ISA13."""
        return self.elements[13]

    @property
    def wants_acknowledgement(self) -> bool:
        """ISA14: whether the sender asks for a TA1 even when all is well."""
        return self.elements[14] == "1"


def read_header(head: bytes) -> Header | None:
    """Understand the first 106 bytes of an interchange; None when they are no ISA."""
    text = head.decode("latin-1")
    if len(text) < HEADER_BYTES or not text.startswith("ISA"):
        return None
    separator, component, terminator = text[3], text[104], text[105]
    if any(text[place] != separator for place in _SEPARATOR_PLACES):
        return None
    if len({separator, component, terminator}) != 3 or any(
        mark.isalnum() or mark == " " for mark in (separator, component, terminator)
    ):
        return None
    elements = tuple(text[:105].split(separator))
    return Header(elements, Delimiters(separator, component, terminator)) if len(elements) == 17 else None


def guessed_control_number(head: bytes) -> str:
    """ISA13 of a broken header if it can be read at all, else nine zeros."""
    text = head.decode("latin-1")
    if text.startswith("ISA") and len(text) > 3:
        elements = text.split(text[3])
        if len(elements) > 13 and re.fullmatch(r"[0-9]{9}", elements[13]):
            return elements[13]
    return "0" * 9


def header_note(header: Header) -> Note:
    """The first thing that is wrong with a header, or `NO_ERROR`."""
    rules: tuple[tuple[bool, Note], ...] = (
        (header.element(1) in {"00", "03"}, Note.INVALID_AUTHORIZATION_QUALIFIER),
        (header.element(3) in {"00", "01"}, Note.INVALID_SECURITY_QUALIFIER),
        (header.element(5) in _QUALIFIERS, Note.INVALID_SENDER_QUALIFIER),
        (bool(header.element(6).strip()), Note.INVALID_SENDER),
        (header.element(7) in _QUALIFIERS, Note.INVALID_RECEIVER_QUALIFIER),
        (bool(header.element(8).strip()), Note.INVALID_RECEIVER),
        (_is_time(header.element(9), "%y%m%d"), Note.INVALID_DATE),
        (_is_time(header.element(10), "%H%M"), Note.INVALID_TIME),
        (header.element(12) == "00501", Note.VERSION_NOT_SUPPORTED),
        (bool(re.fullmatch(r"[0-9]{9}", header.control_number)), Note.INVALID_CONTROL_NUMBER),
        (header.element(14) in {"0", "1"}, Note.INVALID_ACKNOWLEDGEMENT_REQUEST),
        (header.element(15) in {"P", "T"}, Note.INVALID_USAGE),
    )
    return next((note for holds, note in rules if not holds), Note.NO_ERROR)


def _is_time(text: str, form: str) -> bool:
    if not re.fullmatch(r"[0-9]+", text):
        return False
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  (only the form matters)
    except ValueError:
        return False
    return True
