"""Interchanges as lines to read."""

from __future__ import annotations

from pes_client.gui.viewer.x12_text import segments_as_lines

ISA = b"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261120*1200*^*00501*000000101*0*T*:"


def test_each_segment_stands_on_a_line_of_its_own() -> None:
    shown = segments_as_lines(ISA + b"~TA1*000000101*261120*1200*A*000~IEA*0*000000101~")

    assert [line[:3] for line in shown.words.splitlines()] == ["ISA", "TA1", "IEA"]


def test_a_terminator_other_than_the_tilde_is_understood() -> None:
    shown = segments_as_lines(ISA + b"'TA1*000000101'IEA*0*000000101'")

    assert [line[:3] for line in shown.words.splitlines()] == ["ISA", "TA1", "IEA"]


def test_line_ends_after_each_segment_are_not_doubled() -> None:
    shown = segments_as_lines(ISA + b"~\r\nTA1*000000101~\r\nIEA*0*000000101~\r\n")

    assert len(shown.words.splitlines()) == 3


def test_a_long_file_is_cut_and_says_how_much_is_left_out() -> None:
    shown = segments_as_lines(ISA + b"~" + b"TA1*1~" * 100, most=200)

    assert shown.left_out == len(ISA) + 1 + 600 - 200


def test_control_characters_are_never_shown_as_they_are() -> None:
    shown = segments_as_lines(b"plain \x1b[31m text \x00\x07 \xff and \xe2\x80\xae turned")

    assert "\x1b" not in shown.words
    assert "\u202e" not in shown.words


def test_an_interchange_cut_inside_its_header_is_shown_as_it_is() -> None:
    assert segments_as_lines(b"ISA*00*").words == "ISA*00*"
