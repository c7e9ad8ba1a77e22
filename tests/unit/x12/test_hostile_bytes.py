from __future__ import annotations

import io

from hypothesis import example, given
from hypothesis import strategies as st

from pes_client.x12.acknowledgements import read_acknowledgements
from pes_client.x12.envelope import read_envelopes

ISA = b"ISA*00*          *00*          *ZZ*TPDEMO01       *ZZ*CMAPDEMO       *261120*0915*^*00501*000000101*1*P*:~"
PIECES = st.sampled_from(
    [
        ISA,
        ISA.translate(bytes.maketrans(b"*~", b"|\n")),
        ISA[:60],
        b"GS*HC*S2*R2*20261120*0915*1*X*005010X222A1~",
        b"GS*FA*S2*R2*20261120*0915*1*X*005010X231A1~",
        b"ST*837*0001~",
        b"ST*999*0001~",
        b"AK1*HC*1~",
        b"AK2*837*0001~",
        b"IK3*NM1*8**8~",
        b"IK4*1*2*3*4~",
        b"IK5*A~",
        b"AK9*A*1*1*1~",
        b"SE*2*0001~",
        b"SE*5*0001~",
        b"GE*1*1~",
        b"IEA*1*000000101~",
        b"TA1*000000101*261120*0915*A*000~",
        b"BIN*10*~SE*~~~~~~~",
        b"BIN*99*~",
        b"BDS*ASC*3*~~~~",
        b"~~",
        b"\r\n",
        b"~",
        b"*",
        b" ",
        b"\0",
        b"\xff",
        b"se*1*1~",
    ]
)
CONTENT = st.one_of(
    st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=30).map(b"".join),
    st.lists(PIECES, max_size=30).map(lambda pieces: ISA + b"".join(pieces)),
)


LINE_ENDS_AS_TERMINATORS = ISA.translate(bytes.maketrans(b"*~", b"|\n"))


@example(content=LINE_ENDS_AS_TERMINATORS + b"\r\n\r\n" + LINE_ENDS_AS_TERMINATORS, block_size=1)
@given(content=CONTENT, block_size=st.integers(1, 300))
def test_any_bytes_give_a_report_that_does_not_depend_on_the_blocks(content: bytes, block_size: int) -> None:
    whole = read_envelopes(io.BytesIO(content))

    assert read_envelopes(io.BytesIO(content), block_size=block_size) == whole
    assert whole.size == len(content)
    assert len(whole.findings) <= 100
    assert all(0 <= each.place.offset <= len(content) for each in whole.findings)
    assert all(str(each.words) for each in whole.findings)


@given(content=CONTENT)
def test_any_bytes_are_an_acknowledgement_or_answer_nothing(content: bytes) -> None:
    report = read_acknowledgements(io.BytesIO(content))

    assert report.complete == bool(report.answers)
    assert report.complete or report.findings


@given(content=CONTENT)
def test_looking_into_the_sets_changes_nothing_that_is_said_of_the_envelope(content: bytes) -> None:
    if b"BIN" in content or b"BDS" in content:
        return  # only who looks for the envelope alone passes over binary data

    assert read_envelopes(io.BytesIO(content), observer=lambda *_: None) == read_envelopes(io.BytesIO(content))


@given(
    set_sizes=st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=5), min_size=1, max_size=5),
    line_end=st.sampled_from([b"", b"\n", b"\r\n"]),
    block_size=st.integers(1, 300),
)
def test_any_sound_file_is_found_sound_and_counted(
    set_sizes: list[list[int]], line_end: bytes, block_size: int
) -> None:
    segments = [ISA.rstrip(b"~")]
    for group, sizes in enumerate(set_sizes, start=1):
        segments.append(b"GS*HC*S2*R2*20261120*0915*%d*X*005010X222A1" % group)
        for number, size in enumerate(sizes, start=1):
            segments.append(b"ST*837*%04d" % number)
            segments += [b"N3*7 ST*STREET*GS"] * size
            segments.append(b"SE*%d*%04d" % (size + 2, number))
        segments.append(b"GE*%d*%d" % (len(sizes), group))
    segments.append(b"IEA*%d*000000101" % len(set_sizes))

    report = read_envelopes(io.BytesIO(b"".join(each + b"~" + line_end for each in segments)), block_size=block_size)

    assert report.findings == ()
    assert report.segment_count == len(segments)
    counted = [[each.segment_count - 2 for each in group.sets] for group in report.interchanges[0].groups]
    assert counted == set_sizes
