"""What the back office answers: a TA1 or 999 that is right for every mistake a file can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from pes_portal.backoffice.answers import Answer, answers_to
from pes_portal.backoffice.implementation_guide import GuideChecker

CLAIM = """BHT*0019*00*{reference}*20261101*1200*CH
NM1*41*2*SAMPLE HARBOR*****46*009900111
PER*IC*PAT SAMPLE*TE*8005550100
NM1*40*2*CMAP*****46*445498161
HL*1**20*1
NM1*85*2*SAMPLE HARBOR FAMILY PRACTICE*****XX*1999999984
N3*12 EXAMPLE WHARF
N4*SAMPLETON*CT*060000000
REF*EI*123456789
HL*2*1*22*0
SBR*P*18*******MC
NM1*IL*1*EXAMPLE*JANE****MI*000000001
N3*1 SAMPLE ST
N4*SAMPLETON*CT*060000000
DMG*D8*19800101*F
NM1*PR*2*CMAP*****PI*CMAP
CLM*CLAIM1*100***11:B:1*Y*A*Y*Y
HI*ABK:J069
LX*1
SV1*HC:99213*100*UN*1***1
DTP*472*D8*20261101"""


def claim_set(number: str = "0001", *, replace: tuple[str, str] = ("", "")) -> list[str]:
    """A sound 837P, or one with a single change."""
    body = CLAIM.format(reference=f"REF{number}").replace(*replace).splitlines() if replace[0] else None
    lines = body or CLAIM.format(reference=f"REF{number}").splitlines()
    return [f"ST*837*{number}*005010X222A1", *lines, f"SE*{len(lines) + 2}*{number}"]


def group(*sets: list[str], number: str = "77", version: str = "005010X222A1", kind: str = "HC") -> list[str]:
    return [
        f"GS*{kind}*009900111*445498161*20261101*1200*{number}*X*{version}",
        *(segment for one in sets for segment in one),
        f"GE*{len(sets)}*{number}",
    ]


def interchange(*groups: list[str], number: str = "000000905", wants_ta1: str = "0") -> list[str]:
    return [
        f"ISA*00*{'':10}*00*{'':10}*ZZ*009900111      *ZZ*445498161      *261101*1200*^*00501*{number}*{wants_ta1}*T*:",
        *(segment for one in groups for segment in one),
        f"IEA*{len(groups)}*{number}",
    ]


def text(*interchanges: list[str], end: str = "~\n") -> str:
    return "".join(segment + end for one in interchanges for segment in one)


SOUND = text(interchange(group(claim_set())))


@pytest.fixture(scope="module")
def guides() -> Iterator[GuideChecker]:
    checker = GuideChecker()
    yield checker
    checker.close()


@pytest.fixture
def answered(tmp_path: Path, guides: GuideChecker):
    def answer(content: str | bytes) -> list[Answer]:
        path = tmp_path / "received"
        path.write_bytes(content.encode("latin-1") if isinstance(content, str) else content)
        numbers = count(41)
        return list(answers_to(path, lambda: next(numbers), datetime(2026, 11, 2, 9, 30, tzinfo=UTC), guides))

    return answer


def segments(answer: Answer) -> list[list[str]]:
    return [line.split("*") for line in answer.content.decode("ascii").replace("\n", "").split("~") if line]


def named(answer: Answer, *names: str) -> list[str]:
    return ["*".join(one) for one in segments(answer) if one[0] in names]


def test_a_sound_file_is_accepted(answered):
    (answer,) = answered(SOUND)
    assert (answer.transaction_type, answer.control_number) == ("999", "000000905")
    assert named(answer, "ST", "AK1", "AK2", "IK3", "IK5", "AK9", "SE") == [
        "ST*999*0001*005010X231A1",
        "AK1*HC*77*005010X222A1",
        "AK2*837*0001*005010X222A1",
        "IK5*A",
        "AK9*A*1*1*1",
        "SE*6*0001",
    ]


def test_the_answer_goes_back_to_the_sender_under_a_number_of_its_own(answered):
    (answer,) = answered(SOUND)
    header, gs, *_, ge, trailer = segments(answer)
    assert (header[6].strip(), header[8].strip()) == ("445498161", "009900111")
    assert (gs[1], gs[2], gs[3], gs[8]) == ("FA", "445498161", "009900111", "005010X231A1")
    assert header[13] == trailer[2] == "000000041"
    assert (trailer[1], ge[1], ge[2]) == ("1", "1", gs[6])
    assert len("*".join(header)) == 105


@pytest.mark.parametrize("end", ["~", "~\n", "~\r\n", "\n", "\x1c"])
def test_every_usual_segment_end_is_understood(answered, end):
    (answer,) = answered(text(interchange(group(claim_set())), end=end))
    assert named(answer, "AK9") == ["AK9*A*1*1*1"]


@pytest.mark.parametrize(("found", "put"), [("~\n", "~\n\n"), ("~\nBHT", "~~\nBHT"), ("~\nSE", "~~~SE")])
def test_blank_lines_and_doubled_ends_are_no_segments(tmp_path, found, put):
    path = tmp_path / "received"
    path.write_text(SOUND.replace(found, put))
    (answer,) = answers_to(path, lambda: 1, datetime(2026, 11, 2, tzinfo=UTC), None)
    assert named(answer, "IK5", "AK9") == ["IK5*A", "AK9*A*1*1*1"]


def test_blank_lines_are_no_segments_where_the_line_end_ends_segments(answered):
    (answer,) = answered(text(interchange(group(claim_set())), end="\n").replace("\nNM1", "\n\nNM1"))
    assert named(answer, "AK9") == ["AK9*A*1*1*1"]


def test_odd_delimiters_are_understood_and_answered_in_standard_ones(answered):
    odd = SOUND.translate(str.maketrans({"*": "|", ":": ">", "^": "!", "~": "'"}))
    (answer,) = answered(odd)
    assert named(answer, "AK1", "AK9") == ["AK1*HC*77*005010X222A1", "AK9*A*1*1*1"]


@pytest.mark.parametrize("padding", ["\r\n\r\n", "\x1a", "\x00\x00", "   "])
def test_padding_after_the_end_is_no_interchange(answered, padding):
    assert len(answered(SOUND + padding)) == 1


def test_a_ta1_is_posted_beside_the_999_when_it_is_asked_for(answered):
    ta1, acknowledgement = answered(text(interchange(group(claim_set()), wants_ta1="1")))
    assert named(ta1, "TA1") == ["TA1*000000905*261101*1200*A*000"]
    assert segments(ta1)[-1][1] == "0", "a TA1 stands outside of groups"
    assert named(acknowledgement, "AK9") == ["AK9*A*1*1*1"]


@pytest.mark.parametrize(
    ("replace", "expected"),
    [
        (("CLM*CLAIM1*100***11:B:1", "CLM*CLAIM1*100***"), ["IK3*CLM*18**8"]),
        (("19800101", "19801301"), ["IK3*DMG*16**8", "IK4*2*1251*8*19801301"]),
        (("N3*12 EXAMPLE WHARF\n", ""), ["IK3*N3*8**3"]),
        (("HL*2*1*22*0", "ZZZ*1\nHL*2*1*22*0"), ["IK3*ZZZ*11**1"]),
        (("HL*2*1*22*0", "HL*2*9*22*0"), ["IK3*HL*11**8", "IK4*2*734*7"]),
        (("*******MC", "*******QQ"), ["IK3*SBR*12**8", "IK4*9*1032*7*QQ"]),
        (("CLAIM1", "C" * 60), ["IK3*CLM*18**8", f"IK4*1*1028*5*{'C' * 60}"]),
    ],
)
def test_one_of_three_sets_that_breaks_the_guide_is_rejected_and_the_others_are_not(answered, replace, expected):
    sets = claim_set("0001"), claim_set("0002", replace=replace), claim_set("0003")
    (answer,) = answered(text(interchange(group(*sets))))
    assert named(answer, "IK3", "IK4") == expected
    assert named(answer, "IK5", "AK9") == ["IK5*A", "IK5*R*5", "IK5*A", "AK9*P*3*3*2"]


@pytest.mark.parametrize(
    ("found", "put", "code"),
    [
        ("SE*23*0002", "SE*22*0002", "4"),
        ("SE*23*0002", "SE*x*0002", "4"),
        ("SE*23*0002", "SE*23*0009", "3"),
        ("SE*23*0002~\n", "", "2"),
        ("ST*837*0002*", "ST*835*0002*", "6"),
    ],
)
def test_one_of_three_sets_with_a_broken_envelope_is_rejected_and_the_others_are_not(answered, found, put, code):
    sound = text(interchange(group(claim_set("0001"), claim_set("0002"), claim_set("0003"))))
    assert found in sound
    (answer,) = answered(sound.replace(found, put))
    accepted, rejected, also_accepted = named(answer, "IK5")
    assert (accepted, also_accepted) == ("IK5*A", "IK5*A")
    assert rejected.split("*")[1:3] == ["R", code]
    assert named(answer, "AK9") == ["AK9*P*3*3*2"]


def test_the_second_set_of_the_same_number_is_rejected(answered):
    (answer,) = answered(text(interchange(group(claim_set("0001"), claim_set("0001")))))
    assert named(answer, "IK5", "AK9") == ["IK5*A", "IK5*R*23", "AK9*P*2*2*1"]


@pytest.mark.parametrize("number", ["1", "0123456789", "00-1"])
def test_a_set_whose_number_breaks_the_syntax_is_rejected(answered, number):
    (answer,) = answered(text(interchange(group(claim_set(number)))))
    assert named(answer, "IK5")[0].split("*")[1:3] == ["R", "7"]
    assert named(answer, "AK9") == ["AK9*R*1*1*0"]


@pytest.mark.parametrize(
    ("found", "put", "expected"),
    [
        ("GE*2*77", "GE*3*77", "AK9*R*3*2*0*5"),
        ("GE*2*77", "GE*x*77", "AK9*R*2*2*0*5"),
        ("GE*2*77", "GE*2*78", "AK9*R*2*2*0*4"),
        ("GE*2*77~\n", "", "AK9*R*2*2*0*3"),
    ],
)
def test_a_group_with_a_broken_envelope_accepts_nothing(answered, found, put, expected):
    sound = text(interchange(group(claim_set("0001"), claim_set("0002"))))
    (answer,) = answered(sound.replace(found, put))
    assert named(answer, "AK9") == [expected]
    assert named(answer, "IK5") == [], "no set of a rejected group is called accepted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"kind": "XX"}, "1"), ({"version": "004010X098A1"}, "2"), ({"number": "7A"}, "6")],
)
def test_a_group_that_the_portal_does_not_take_is_rejected(answered, changes, code):
    (answer,) = answered(text(interchange(group(claim_set(), **changes))))
    assert named(answer, "AK9") == [f"AK9*R*1*1*0*{code}"]


def test_each_group_has_a_999_of_its_own(answered):
    bad = claim_set("0002", replace=("19800101", "19801301"))
    (answer,) = answered(text(interchange(group(claim_set(), bad, number="1"), group(claim_set(), number="2"))))
    assert named(answer, "ST", "AK1", "AK9") == [
        "ST*999*0001*005010X231A1",
        "AK1*HC*1*005010X222A1",
        "AK9*P*2*2*1",
        "ST*999*0002*005010X231A1",
        "AK1*HC*2*005010X222A1",
        "AK9*A*1*1*1",
    ]
    assert named(answer, "GE", "IEA") == ["GE*2*41", "IEA*1*000000041"]


def test_each_interchange_is_answered_on_its_own(answered):
    first = interchange(group(claim_set()), number="000000001")
    second = interchange(group(claim_set(replace=("19800101", "19801301"))), number="000000002")
    answers = answered(text(first, second))
    assert [answer.control_number for answer in answers] == ["000000001", "000000002"]
    assert [named(answer, "AK9") for answer in answers] == [["AK9*A*1*1*1"], ["AK9*R*1*1*0"]]
    assert [segments(answer)[0][13] for answer in answers] == ["000000041", "000000042"]


def test_a_kind_without_a_map_is_checked_in_structure_only(answered):
    inquiry = ["ST*270*0001*005010X279A1", "BHT*0022*13*1*20261101*1200", "SE*3*0001"]
    (answer,) = answered(text(interchange(group(inquiry, kind="HS", version="005010X279A1"))))
    assert named(answer, "AK1", "IK5", "AK9") == ["AK1*HS*77*005010X279A1", "IK5*A", "AK9*A*1*1*1"]


@pytest.mark.parametrize(
    ("found", "put", "note"),
    [
        ("IEA*1*000000905", "IEA*1*000000906", "001"),
        ("IEA*1*000000905", "IEA*2*000000905", "021"),
        ("IEA*1*000000905", "IEA**000000905", "021"),
        ("IEA*1*000000905~\n", "", "023"),
        ("IEA*1*000000905~\n", "IEA*1*0000", "023"),
        ("*00501*", "*00401*", "003"),
        ("*ZZ*009900111", "*QQ*009900111", "005"),
        ("*ZZ*009900111      ", "*ZZ*               ", "006"),
        ("*ZZ*445498161", "*QQ*445498161", "007"),
        ("*ZZ*445498161      ", "*ZZ*               ", "008"),
        ("ISA*00*", "ISA*99*", "010"),
        ("*261101*1200*^", "*261301*1200*^", "014"),
        ("*261101*1200*^", "*261101*2500*^", "015"),
        ("*0*T*:", "*7*T*:", "019"),
        ("*0*T*:", "*0*Q*:", "020"),
        ("GS*HC*009900111*445498161*20261101*1200*77*X*005010X222A1~\n", "", "022"),
        ("BHT*", "~SE*1*0001~\nBHT*", "024"),
        ("*77*X*005010X222A1", "*77*X", "024"),
    ],
)
def test_an_interchange_with_a_broken_envelope_is_rejected_by_a_ta1(answered, found, put, note):
    assert found in SOUND
    (answer,) = answered(SOUND.replace(found, put, 1))
    assert answer.transaction_type == "TA1"
    (ta1,) = named(answer, "TA1")
    assert ta1.split("*")[1] == "000000905"
    assert ta1.split("*")[4:] == ["R", note]


def test_an_interchange_that_begins_inside_another_ends_it(answered):
    answers = answered(SOUND.replace("IEA*1*000000905~\n", "") + SOUND)
    assert [answer.transaction_type for answer in answers] == ["TA1", "999"]
    assert named(answers[0], "TA1")[0].endswith("R*023")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7 not claims",
        b"PK\x03\x04",
        b"\xef\xbb\xbf" + SOUND.encode(),
        SOUND.encode("utf-16"),
        SOUND.encode("cp500"),
        b"\x00" * 200,
        b"isa" + SOUND.encode()[3:],
    ],
)
def test_what_cannot_be_read_is_rejected_with_a_ta1(answered, content):
    (answer,) = answered(content)
    (ta1,) = named(answer, "TA1")
    assert (ta1.split("*")[1], ta1.split("*")[4]) == ("000000000", "R")
    assert len("*".join(segments(answer)[0])) == 105


def test_a_short_header_is_rejected_under_its_own_number_if_that_can_be_read(answered):
    (answer,) = answered(SOUND.replace("009900111      ", "009900111", 1))
    assert named(answer, "TA1")[0].split("*")[1] == "000000905"


def test_a_segment_that_never_ends_is_rejected_without_filling_the_memory(answered):
    (answer,) = answered(SOUND[:106] + "x" * 3_000_000)
    assert named(answer, "TA1")[0].endswith("R*023")


def test_an_acknowledgement_is_not_acknowledged_by_a_999(answered):
    (acknowledgement,) = answered(SOUND)
    (answer,) = answered(acknowledgement.content)
    assert named(answer, "TA1")[0].endswith("A*000")


def test_counts_of_a_large_file_are_right_without_its_guide(answered):
    sets = [claim_set(f"{number:04d}") for number in range(1, 2001)]
    sets[41][-1] = "SE*9*0042"
    (answer,) = answered(text(interchange(group(*sets))))
    assert named(answer, "AK9") == ["AK9*P*2000*2000*1999"]
    assert [line for line in named(answer, "IK5") if line != "IK5*A"] == ["IK5*R*4"]


def test_what_is_uploaded_is_answered_and_names_its_submission(file_clerk, announcement):
    content = text(interchange(group(claim_set()), number="000000777")).encode()
    said = announcement(content, filename="claims 777.x12")
    receipt = file_clerk.announce(said, content).json()
    (posted,) = file_clerk.answers_to(said.key)
    assert posted["transaction_type"] == "999"
    assert posted["name"] == f"999_{receipt['receipt']}_000000777.x12"
    assert b"AK9*A*1*1*1~" in file_clerk.content(posted).content


def test_an_unreadable_upload_is_answered_with_a_rejecting_ta1(file_clerk, announcement, fresh_content):
    said = announcement(fresh_content)
    file_clerk.announce(said, fresh_content)
    (posted,) = file_clerk.answers_to(said.key)
    assert posted["transaction_type"] == "TA1"
    assert b"*R*022~" in file_clerk.content(posted).content
