"""Naming what a file is when it is no X12 file, from its first bytes."""

from __future__ import annotations

from pes_client.x12 import findings
from pes_client.x12.findings import EnvelopeFinding, Mistake
from pes_client.x12.segments import Place

_SIGNATURES: tuple[tuple[bytes, Mistake], ...] = (
    (b"\xef\xbb\xbf", findings.UTF8_BOM),
    (b"\xff\xfe", findings.UTF16),
    (b"\xfe\xff", findings.UTF16),
    (b"I\0S\0A\0", findings.UTF16),
    (b"\0I\0S\0A", findings.UTF16),
    (b"\xc9\xe2\xc1", findings.EBCDIC),
    (b"\0", findings.NUL_PADDED),
    (b"%PDF-", findings.IS_PDF),
    (b"PK\x03\x04", findings.IS_ZIP),
    (b"PK\x05\x06", findings.IS_ZIP),
    (b"\x1f\x8b", findings.IS_GZIP),
    (b"MZ", findings.IS_PROGRAM),
    (b"\x7fELF", findings.IS_PROGRAM),
    (b"<?xml", findings.IS_XML),
)
_WEB_PAGE = (b"<!doctype html", b"<html")


def name_stranger(head: bytes, offset: int) -> EnvelopeFinding:
    """What the bytes at `offset`, where an ISA belongs, are; `head` is 106 bytes or what there is."""
    place = Place(1, offset)
    mistake = next((each for signature, each in _SIGNATURES if head.startswith(signature)), None)
    if mistake is None and head.lower().startswith(_WEB_PAGE):
        mistake = findings.IS_HTML
    if mistake is None and head[:3].upper() == b"ISA":
        mistake = findings.LOWER_CASE
    return (mistake or findings.NOT_X12).at(place, found=head[:3].decode("latin-1"), expected="ISA")
