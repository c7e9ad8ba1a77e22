from __future__ import annotations

import pytest

from pes_client.x12.delimiters import Delimiters, NotAHeader

HEADER = b"ISA*00*          *00*          *ZZ*TPDEMO01       *ZZ*CMAPDEMO       *261120*0915*^*00501*000000101*1*P*:~"


def test_delimiters_are_read_from_the_106_bytes_of_an_isa() -> None:
    assert Delimiters.read(HEADER) == Delimiters(b"*", b":", b"^", b"~")


def test_version_4010_has_no_repetition_separator() -> None:
    delimiters = Delimiters.read(HEADER.replace(b"*^*00501*", b"*U*00401*"))

    assert delimiters.repetition == b""
    assert not delimiters.illegal()
    assert not delimiters.clash()


@pytest.mark.parametrize(
    ("header", "offset", "found"),
    [
        (b"", 0, b""),
        (b"GS*HC", 0, b"GS*"),
        (HEADER[:105], 105, b""),
        (HEADER.replace(b"*ZZ*TP", b"*ZZ*T", 1), 50, b"Z"),
        (HEADER[:6] + b"|" + HEADER[7:], 6, b"|"),
    ],
)
def test_anything_else_is_no_header_and_the_first_wrong_byte_is_named(header: bytes, offset: int, found: bytes) -> None:
    with pytest.raises(NotAHeader) as refused:
        Delimiters.read(header)

    assert (refused.value.offset, refused.value.found) == (offset, found)


@pytest.mark.parametrize("letter", [b"A", b"z", b"7", b" ", b"\0"])
def test_letters_digits_blanks_and_nuls_are_no_delimiters(letter: bytes) -> None:
    assert Delimiters(b"*", b":", b"^", letter).illegal() == (letter,)


def test_one_character_cannot_have_two_meanings() -> None:
    assert Delimiters(b"*", b":", b":", b"~").clash()
    assert not Delimiters(b"*", b":", b"", b"~").clash()
