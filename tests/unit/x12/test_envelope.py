from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from pes_client.domain.findings import Severity
from pes_client.x12 import envelope as envelope_module
from pes_client.x12.envelope import EnvelopeReport, read_envelopes


def read(content: bytes, **how: Any) -> EnvelopeReport:
    return read_envelopes(io.BytesIO(content), **how)


def codes(report: EnvelopeReport) -> list[str]:
    return [each.code for each in report.findings]


def test_a_valid_file_has_no_findings_and_is_counted(valid_file: bytes) -> None:
    report = read(valid_file)

    assert report.findings == ()
    assert report.ok
    assert report.is_x12
    assert (report.size, report.segment_count, report.set_count) == (len(valid_file), 20, 4)


def test_the_facts_of_an_interchange_are_told(valid_file: bytes) -> None:
    first, second = read(valid_file).interchanges

    assert (first.position, first.control_number, first.byte_offset) == (1, "000000101", 0)
    assert (first.sender_qualifier, first.sender_id) == ("ZZ", "TPDEMO01")
    assert (first.receiver_qualifier, first.receiver_id) == ("ZZ", "CMAPDEMO")
    assert (first.date, first.time, first.version, first.usage) == ("261120", "0915", "00501", "P")
    assert first.acknowledgment_requested
    assert second.byte_offset == valid_file.index(b"ISA", 1)


def test_the_facts_of_groups_and_sets_are_told(valid_file: bytes) -> None:
    group = read(valid_file).interchanges[0].groups[0]

    assert (group.functional_id, group.control_number, group.version) == ("HC", "7", "005010X222A1")
    assert group.set_count == 2
    assert [(each.identifier, each.control_number, each.segment_count) for each in group.sets] == [
        ("837", "0001", 3),
        ("837", "0002", 3),
    ]


def test_every_single_mistake_is_named_with_its_place(valid_file: bytes, envelope_mistake: dict[str, Any]) -> None:
    spoiled = spoil(valid_file, envelope_mistake)

    report = read(spoiled)

    named = [each for each in report.findings if each.code == envelope_mistake["code"]]
    assert named, codes(report)
    finding = named[0]
    assert finding.place.segment == envelope_mistake["segment"]
    assert finding.found == envelope_mistake.get("found", finding.found)
    assert finding.expected == envelope_mistake.get("expected", finding.expected)
    assert report.ok == all(each.severity is not Severity.ERROR for each in report.findings)


def test_the_byte_offset_is_that_of_the_segment_named(valid_file: bytes, envelope_mistake: dict[str, Any]) -> None:
    spoiled = spoil(valid_file, envelope_mistake)
    finding = next(each for each in read(spoiled).findings if each.code == envelope_mistake["code"])
    before = spoiled[: finding.place.offset]

    assert before.count(b"~") == finding.place.segment - 1
    if finding.code != "isa.layout":  # which points into the ISA, at the byte that is wrong
        assert not before or before.endswith((b"~", b"~\n"))


def test_what_is_found_does_not_depend_on_where_blocks_end(valid_file: bytes, envelope_mistake: dict[str, Any]) -> None:
    spoiled = spoil(valid_file, envelope_mistake)

    whole = read(spoiled)

    for block_size in (1, 2, 3, 7, 50, 106, 107):
        assert read(spoiled, block_size=block_size) == whole


def spoil(valid: bytes, mistake: dict[str, Any]) -> bytes:
    old, new = mistake["replace"].encode(), mistake["by"].encode()
    assert old in valid
    return valid.replace(old, new, 1)


@pytest.mark.parametrize("line_end", [b"", b"\n", b"\r\n", b"\r", b"\n\n"])
def test_line_ends_after_terminators_are_no_mistake(valid_file: bytes, line_end: bytes) -> None:
    report = read(valid_file.replace(b"\n", line_end))

    assert report.findings == ()
    assert report.segment_count == 20


@pytest.mark.parametrize(
    "delimiters", [b"|>\x5e~", b"*:^\n", b"*:^\r", b"\x1d\x1f\x1e\x1c", b"+.!'", b"*:^\\", b"*:^]", b"*:^$"]
)
def test_any_legal_delimiters_are_read_from_the_isa(valid_file: bytes, delimiters: bytes) -> None:
    element, component, repetition, terminator = (delimiters[at : at + 1] for at in range(4))
    written = valid_file.replace(b"~\n", b"~").translate(bytes.maketrans(b"*:^~", delimiters))
    assert element in written
    assert component in written
    assert repetition in written

    report = read(written)

    assert report.findings == ()
    assert report.segment_count == written.count(terminator) == 20


def test_two_interchanges_may_have_different_delimiters(valid_file: bytes) -> None:
    second = valid_file.index(b"ISA", 1)
    mixed = valid_file[:second] + valid_file[second:].translate(bytes.maketrans(b"*~", b"|'"))

    assert read(mixed).findings == ()


def test_version_4010_has_no_repetition_separator(valid_file: bytes) -> None:
    assert read(valid_file.replace(b"*^*00501*", b"*U*00401*")).findings == ()


STRANGERS = {
    "file.empty": b"",
    "file.pdf": b"%PDF-1.7 something",
    "file.zip": b"PK\x03\x04 something",
    "file.gzip": b"\x1f\x8b\x08 something",
    "file.program": b"MZ\x90\0 something",
    "file.html": b"<!DOCTYPE html><html>",
    "file.xml": b"<?xml version='1.0'?>",
    "file.utf8_bom": b"\xef\xbb\xbfISA*00*",
    "file.utf16": "ISA*00*".encode("utf-16"),
    "file.ebcdic": "ISA*00*".encode("cp037"),
    "file.nul_padded": b"\0" * 200,
    "segment.lower_case": b"isa*00*          *00*",
    "file.not_x12": b"Patient,Amount\n1,2\n",
}


@pytest.mark.parametrize("code", STRANGERS)
def test_a_file_that_is_no_x12_is_named_for_what_it_is(code: str) -> None:
    report = read(STRANGERS[code])

    assert codes(report) == [code]
    assert not report.is_x12
    assert not report.ok
    assert report.size == len(STRANGERS[code])


def test_a_file_of_blanks_is_empty() -> None:
    assert codes(read(b" \r\n \r\n")) == ["file.empty"]


@pytest.mark.parametrize("length", [3, 4, 50, 104, 105])
def test_an_isa_of_less_than_106_bytes_is_short(valid_file: bytes, length: int) -> None:
    report = read(valid_file[:length])

    assert codes(report) == ["isa.short"]
    assert report.findings[0].found == str(length)


def test_an_isa_alone_lacks_its_end(valid_file: bytes) -> None:
    assert codes(read(valid_file[:106])) == ["iea.missing"]


def test_a_file_cut_anywhere_is_never_fine(valid_file: bytes) -> None:
    first_end = valid_file.index(b"ISA", 1)
    whole_files = {first_end, first_end - 1, len(valid_file), len(valid_file) - 1}

    fine = {length for length in range(len(valid_file) + 1) if read(valid_file[:length]).ok}

    assert fine == whole_files


def test_a_cut_off_file_has_one_finding_and_not_one_for_every_end_missing(valid_file: bytes) -> None:
    report = read(valid_file[: valid_file.index(b"BHT") + 10])

    assert codes(report) == ["file.cut_off"]
    assert report.findings[0].found == "BHT"


def test_nul_bytes_are_found_with_their_offset(valid_file: bytes) -> None:
    spoiled = valid_file.replace(b"CH", b"C\0")

    report = read(spoiled)

    assert codes(report) == ["file.nul"]
    assert report.findings[0].place.offset == spoiled.index(b"\0")


def test_characters_beyond_ascii_are_a_warning(valid_file: bytes) -> None:
    report = read(valid_file.replace(b"CH", b"C\xe9"))

    assert codes(report) == ["file.not_ascii"]
    assert report.ok


@pytest.mark.parametrize("block_size", [1000, 64 * 1024, 10**9])
def test_a_segment_may_have_a_mebibyte_and_not_a_byte_more(valid_file: bytes, block_size: int) -> None:
    head, tail = valid_file.replace(b"\n", b"").split(b"BHT*0019*00*B*20261120*0915*CH", 1)
    limit = 1024 * 1024

    longest = read(head + b"X" * limit + tail, block_size=block_size)
    too_long = read(head + b"X" * (limit + 1) + tail, block_size=block_size)

    assert longest.ok
    assert codes(too_long) == ["segment.too_long"]
    assert (too_long.findings[0].place.segment, too_long.findings[0].place.offset) == (7, len(head))
    assert too_long.size == len(head) + limit + 1 + len(tail)


class EndlessSegment(io.RawIOBase):
    """An ISA, and then one segment of `size` bytes that never ends."""

    def __init__(self, header: bytes, size: int) -> None:
        self._header, self._left = header, size

    def read(self, size: int = -1) -> bytes:
        if self._header:
            header, self._header = self._header, b""
            return header
        taken = min(size, self._left)
        self._left -= taken
        return b"X" * taken


def test_a_gigantic_segment_is_refused_without_being_held(valid_file: bytes) -> None:
    tracemalloc.start()
    try:
        report = read_envelopes(EndlessSegment(valid_file[:107], 200_000_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert codes(report) == ["segment.too_long"]
    assert report.size == 200_000_107
    assert peak < 8_000_000


@pytest.mark.parametrize("block_size", [1, 5, 64, 4096])
def test_binary_data_may_hold_anything_even_terminators(valid_file: bytes, block_size: int) -> None:
    data = b"~SE*1*1~\0\xff~IEA*1*1~" * 20
    binary = b"BIN*%d*%s~" % (len(data), data)
    with_binary = valid_file.replace(b"SE*3*0001~", binary + b"\nSE*4*0001~", 1)

    report = read(with_binary, block_size=block_size)

    assert report.findings == ()
    assert report.segment_count == 21


def test_binary_data_longer_than_the_file_is_cut_off(valid_file: bytes) -> None:
    spoiled = valid_file.replace(b"SE*3*0001~", b"BDS*ASC*999999999999999*DATA~\nSE*4*0001~", 1)

    report = read(spoiled)

    assert codes(report) == ["file.cut_off"]
    assert (report.findings[0].found, report.findings[0].place.segment) == ("BDS", 5)


def test_findings_are_capped_and_the_rest_is_counted(valid_file: bytes) -> None:
    head, tail = valid_file[:107], b"IEA*0*000000101~"
    bad_groups = b"GS*HC*S2*R2*20261120*0915*1*X*005010X222A1~GE*0*2~" * 200

    report = read(head + bad_groups + tail)

    assert len(report.findings) == 100
    assert report.findings_left_out > 100


def test_an_error_is_kept_even_behind_a_hundred_warnings(valid_file: bytes) -> None:
    one = valid_file[: valid_file.index(b"ISA", 1)].replace(b"*1*P*", b"*1*T*")
    many = b"".join(one.replace(b"000000101", b"%09d" % number) for number in range(150))

    report = read(many + b"RUBBISH")

    assert not report.ok
    assert report.findings[-1].code == "file.after_iea"


def test_a_file_of_very_many_interchanges_is_counted_in_full_and_followed_in_part(
    valid_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope_module, "MOST_INTERCHANGES", 3)
    one = valid_file[: valid_file.index(b"ISA", 1)]
    many = b"".join(one.replace(b"000000101", b"%09d" % number) for number in range(5))

    report = read(many)

    assert (report.interchange_count, len(report.interchanges)) == (5, 3)
    assert codes(report) == ["file.not_all_followed"]
    assert report.ok


def test_quoted_bytes_are_harmless_and_short(valid_file: bytes) -> None:
    spoiled = valid_file.replace(b"SE*3*0001~", b"SE*\x1b[2J" + b"9" * 500 + b"*0001~", 1)

    finding = read(spoiled).findings[0]

    assert "\x1b" not in finding.found
    assert len(finding.found) <= 40
    assert finding.found in str(finding.words)


def test_an_error_of_the_stream_itself_passes() -> None:
    class BrokenDisk(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        read_envelopes(BrokenDisk())


@pytest.mark.parametrize(
    ("functional_id", "guide", "set_id", "kind"),
    [
        ("HC", "005010X222A1", "837", "837P"),
        ("HC", "005010X223A2", "837", "837I"),
        ("HC", "005010X224A2", "837", "837D"),
        ("HC", "004010X098A1", "837", "837P"),
        ("HS", "005010X279A1", "270", "270"),
        ("HB", "005010X279A1", "271", "271"),
        ("HR", "005010X212", "276", "276"),
        ("HN", "005010X212", "277", "277"),
        ("HN", "005010X214", "277", "277CA"),
        ("HI", "005010X217", "278", "278"),
        ("HP", "005010X221A1", "835", "835"),
        ("BE", "005010X220A1", "834", "834"),
        ("RA", "005010X218", "820", "820"),
        ("FA", "005010X231A1", "999", "999"),
        ("FA", "005010", "997", "997"),
        ("PI", "006020X314", "275", "275"),
    ],
)
def test_the_kind_of_a_file_follows_from_its_group(
    valid_file: bytes, functional_id: str, guide: str, set_id: str, kind: str
) -> None:
    body = (
        f"GS*{functional_id}*S2*R2*20261120*0915*1*X*{guide}~ST*{set_id}*0001*{guide}~SE*2*0001~GE*1*1~IEA*1*000000101~"
    )

    report = read(valid_file[:106] + body.encode())

    assert report.ok
    assert report.kind == kind


def test_a_file_of_several_kinds_is_mixed(valid_file: bytes) -> None:
    assert read(valid_file).kind == "mixed"


def test_an_interchange_of_ta1_alone_is_a_ta1(valid_file: bytes) -> None:
    report = read(valid_file[:106] + b"TA1*000000101*261120*0915*A*000~IEA*0*000000101~")

    assert (report.kind, report.findings) == ("TA1", ())


@pytest.mark.parametrize(
    ("name", "kind", "sets"),
    [
        ("claims-professional.x12", "837P", 1),
        ("claims-institutional.x12", "837I", 1),
        ("claims-rejected.x12", "837P", 1),
    ],
)
def test_the_samples_have_a_sound_envelope_and_are_marked_as_tests(
    samples: Path, name: str, kind: str, sets: int
) -> None:
    with (samples / name).open("rb") as stream:
        report = read_envelopes(stream)

    assert (report.kind, report.set_count) == (kind, sets)
    assert codes(report) == ["isa15.test"]


def test_the_samples_have_different_control_numbers(samples: Path) -> None:
    numbers = set()
    for path in samples.glob("*.x12"):
        with path.open("rb") as stream:
            numbers |= {each.control_number for each in read_envelopes(stream).interchanges}

    assert len(numbers) == 3
