from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from pes_client.domain.submissions import Answer
from pes_client.x12.acknowledgements import AcknowledgementReport, read_acknowledgements

ISA = "ISA*00*          *00*          *ZZ*CMAPDEMO       *ZZ*TPDEMO01       *261121*1000*^*00501*{number}*0*P*:~\n"


def interchange(groups: Sequence[Sequence[str]], *, ta1: Sequence[str] = (), number: str = "000000900") -> bytes:
    """One interchange of TA1 segments and of 999 sets, each given as the segments between ST and SE."""
    lines = [*ta1]
    for at, body in enumerate(groups, start=1):
        lines += [
            f"GS*FA*CMAPDEMO*TPDEMO01*20261121*1000*{at}*X*005010X231A1",
            f"ST*999*{at:04d}*005010X231A1",
            *body,
            f"SE*{len(body) + 2}*{at:04d}",
            f"GE*1*{at}",
        ]
    lines.append(f"IEA*{len(groups)}*{number}")
    return (ISA.format(number=number) + "".join(f"{line}~\n" for line in lines)).encode("ascii")


def group_answer(ak9: str, *, group: str = "7", sets: Sequence[str] = ("IK5*A",)) -> list[str]:
    body = [f"AK1*HC*{group}*005010X222A1"]
    for at, answer in enumerate(sets, start=1):
        body += [f"AK2*837*{at:04d}*005010X222A1", *answer.split("|")]
    return [*body, ak9]


def read(content: bytes) -> AcknowledgementReport:
    return read_acknowledgements(io.BytesIO(content))


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("A", Answer.ACCEPTED),
        ("E", Answer.ACCEPTED),
        ("P", Answer.PARTLY),
        ("R", Answer.REJECTED),
        ("M", Answer.REJECTED),
        ("W", Answer.REJECTED),
        ("X", Answer.REJECTED),
    ],
)
def test_ak901_tells_the_answer_to_the_group(code: str, answer: Answer) -> None:
    report = read(interchange([group_answer(f"AK9*{code}*1*1*1")]))

    assert report.complete
    (told,) = report.answers
    assert (told.answer, told.code) == (answer, code)
    assert (told.functional_id, told.group_control_number) == ("HC", "7")
    assert told.control_number is None
    assert not told.about_interchange
    assert told.with_errors == (code == "E")


def test_counts_and_error_codes_of_the_group_are_told() -> None:
    (told,) = read(interchange([group_answer("AK9*R*3*2*0*5*17")])).answers

    assert (told.included, told.received, told.accepted) == (3, 2, 0)
    assert told.error_codes == ("5", "17")


def test_partly_tells_which_sets_were_rejected_and_why() -> None:
    rejected = "IK3*NM1*8*2010*8|IK4*9:1*67*7*BADVALUE|IK3*DTP*39**3|IK5*R*4*5"

    (told,) = read(interchange([group_answer("AK9*P*2*2*1", sets=("IK5*A", rejected))])).answers

    first, second = told.sets
    assert (first.control_number, first.accepted) == ("0001", True)
    assert (second.control_number, second.accepted, second.error_codes) == ("0002", False, ("4", "5"))
    name, date = second.notes
    assert (name.identifier, name.position, name.loop, name.error_code) == ("NM1", "8", "2010", "8")
    assert [(each.position, each.error_code) for each in name.elements] == [("9:1", "7")]
    assert (date.identifier, date.position, date.error_code, date.elements) == ("DTP", "39", "3", ())


def test_copies_of_bad_data_stay_out_of_the_repr() -> None:
    answers = read(
        interchange([group_answer("AK9*R*1*1*0", sets=("IK3*NM1*8**8|IK4*9*67*7*PATIENTNAME|IK5*R*5",))])
    ).answers

    assert answers[0].sets[0].notes[0].elements[0].copy == "PATIENTNAME"
    assert "PATIENTNAME" not in repr(answers)


@pytest.mark.parametrize(("code", "answer"), [("A", Answer.ACCEPTED), ("E", Answer.ACCEPTED), ("R", Answer.REJECTED)])
def test_a_ta1_answers_the_interchange_it_names(code: str, answer: Answer) -> None:
    report = read(interchange([], ta1=[f"TA1*000000101*261120*0915*{code}*006"]))

    assert report.complete
    (told,) = report.answers
    assert (told.control_number, told.answer, told.error_codes) == ("000000101", answer, ("006",))
    assert told.about_interchange


def test_note_000_of_a_ta1_is_no_error() -> None:
    (told,) = read(interchange([], ta1=["TA1*000000101*261120*0915*A*000"])).answers

    assert told.error_codes == ()


def test_several_answers_in_several_interchanges_are_all_read() -> None:
    content = interchange(
        [group_answer("AK9*A*1*1*1"), group_answer("AK9*R*1*1*0", group="8")],
        ta1=["TA1*000000101*261120*0915*A*000"],
    ) + interchange([group_answer("AK9*A*1*1*1", group="9")], number="000000901")

    answers = read(content).answers

    assert [each.group_control_number for each in answers] == ["", "7", "8", "9"]
    assert len({each.source for each in answers}) == 4


def test_a_997_is_read_as_well() -> None:
    content = interchange([group_answer("AK9*R*1*1*0", sets=("AK3*NM1*8**8|AK4*9*67*7|AK5*R*5",))])
    content = content.replace(b"ST*999*0001*005010X231A1", b"ST*997*0001").replace(b"005010X231A1", b"005010")

    (told,) = read(content).answers

    assert told.answer is Answer.REJECTED
    assert told.sets[0].notes[0].elements[0].error_code == "7"


def test_a_ta1_written_behind_the_groups_still_counts() -> None:
    content = interchange([group_answer("AK9*A*1*1*1")])
    content = content.replace(b"IEA*", b"TA1*000000101*261120*0915*A*000~\nIEA*")

    report = read(content)

    assert report.complete
    assert [each.about_interchange for each in report.answers] == [False, True]


BROKEN = {
    "AK9 missing": (b"AK9*P*2*2*1~\n", b""),
    "AK901 unknown": (b"AK9*P*", b"AK9*Q*"),
    "AK901 empty": (b"AK9*P*", b"AK9**"),
    "AK904 negative": (b"AK9*P*2*2*1", b"AK9*P*2*2*-1"),
    "AK904 of 1e30": (b"AK9*P*2*2*1", b"AK9*P*2*2*1e30"),
    "AK902 missing": (b"AK9*P*2*2*1", b"AK9*P"),
    "AK1 missing": (b"AK1*HC*7*005010X222A1~\n", b""),
    "AK102 no number": (b"AK1*HC*7*", b"AK1*HC*SEVEN*"),
    "AK101 empty": (b"AK1*HC*7*", b"AK1**7*"),
    "IK5 missing": (b"IK5*A~\n", b""),
    "IK501 unknown": (b"IK5*A", b"IK5*Z"),
    "AK2 missing": (b"AK2*837*0001*005010X222A1~\n", b""),
    "SE count wrong": (b"SE*8*", b"SE*9*"),
    "GE missing": (b"GE*1*1~\n", b""),
    "IEA number wrong": (b"IEA*1*000000900", b"IEA*1*000000999"),
    "TA104 unknown": (b"TA1*000000101*261120*0915*A*", b"TA1*000000101*261120*0915*Y*"),
    "TA101 empty": (b"TA1*000000101*", b"TA1**"),
    "lower case": (b"AK9*P*2*2*1~\nSE", b"AK9*P*2*2*1~\nse"),
}


@pytest.fixture
def partly_accepted() -> bytes:
    return interchange(
        [group_answer("AK9*P*2*2*1", sets=("IK5*A", "IK5*R*5"))], ta1=["TA1*000000101*261120*0915*A*000"]
    )


def test_the_unbroken_one_is_complete(partly_accepted: bytes) -> None:
    assert read(partly_accepted).complete


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_acknowledgement_answers_nothing_and_says_why(partly_accepted: bytes, what: str) -> None:
    old, new = BROKEN[what]
    assert old in partly_accepted

    spoiled = partly_accepted.replace(old, new, 1)
    report = read(resealed(spoiled) if b"SE*8" in spoiled else spoiled)

    assert not report.complete
    assert report.answers == ()
    assert report.findings


def resealed(spoiled: bytes) -> bytes:
    """With SE01 put right, so that nothing but the mistake itself is wrong."""
    segments = spoiled.split(b"~\n")
    start = next(at for at, each in enumerate(segments) if each.startswith(b"ST*"))
    end = next(at for at, each in enumerate(segments) if each.startswith(b"SE*8"))
    return spoiled.replace(b"SE*8*", b"SE*%d*" % (end - start + 1))


def test_an_acknowledgement_cut_anywhere_answers_nothing(partly_accepted: bytes) -> None:
    for length in range(len(partly_accepted) - 1):
        assert read(partly_accepted[:length]).answers == ()


def test_a_claim_file_is_no_acknowledgement() -> None:
    content = interchange([["BHT*0019*00*A*20261120*0915*CH"]])
    content = content.replace(b"FA", b"HC").replace(b"ST*999", b"ST*837").replace(b"X231A1", b"X222A1")

    report = read(content)

    assert not report.complete
    assert [each.code for each in report.findings] == ["answer.none"]


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.7"])
def test_another_file_is_no_acknowledgement(content: bytes) -> None:
    report = read(content)

    assert not report.complete
    assert report.findings


def test_a_sender_that_reuses_its_control_numbers_is_still_understood(partly_accepted: bytes) -> None:
    assert read(partly_accepted + partly_accepted).complete
