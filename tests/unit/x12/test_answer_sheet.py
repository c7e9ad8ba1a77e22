from __future__ import annotations

import io

import pytest

from pes_client.domain.submissions import Answer
from pes_client.x12 import answer_sheet as answer_sheet_module
from pes_client.x12.answer_sheet import AnswerSheet
from pes_client.x12.answers import AcknowledgementReport, InterchangeAnswer
from pes_client.x12.envelope import EnvelopeReport, read_envelopes

ACCEPTED, PARTLY, REJECTED = Answer.ACCEPTED, Answer.PARTLY, Answer.REJECTED


@pytest.fixture
def sent(valid_file: bytes) -> EnvelopeReport:
    """000000101 with the groups HC 7 and HC 8, and 000000102 with HS 9."""
    return read_envelopes(io.BytesIO(valid_file))


@pytest.fixture
def sheet(sent: EnvelopeReport) -> AnswerSheet:
    return AnswerSheet.for_file(sent)


def acknowledged(*answers: InterchangeAnswer) -> AcknowledgementReport:
    return AcknowledgementReport(answers, ())


def ta1(number: str, answer: Answer, source: str = "ta1") -> AcknowledgementReport:
    return acknowledged(InterchangeAnswer(answer, answer.value, source, control_number=number))


def of_group(functional_id: str, number: str, answer: Answer, source: str = "") -> AcknowledgementReport:
    told = InterchangeAnswer(
        answer,
        answer.value,
        source or f"999 for {functional_id} {number}",
        functional_id=functional_id,
        group_control_number=number,
    )
    return acknowledged(told)


def test_nothing_is_answered_at_first(sheet: AnswerSheet) -> None:
    assert sheet.interchange_answers() == (None, None)
    assert sheet.outcome() is None


def test_an_interchange_is_accepted_when_all_its_groups_are(sheet: AnswerSheet) -> None:
    sheet = sheet.merge(of_group("HC", "7", ACCEPTED))
    assert sheet.interchange_answers() == (None, None)

    sheet = sheet.merge(of_group("HC", "8", ACCEPTED))
    assert sheet.interchange_answers() == (ACCEPTED, None)
    assert sheet.outcome() is None

    sheet = sheet.merge(of_group("HS", "9", ACCEPTED))
    assert sheet.interchange_answers() == (ACCEPTED, ACCEPTED)
    assert sheet.outcome() is ACCEPTED


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (ACCEPTED, ACCEPTED, ACCEPTED),
        (REJECTED, REJECTED, REJECTED),
        (ACCEPTED, REJECTED, PARTLY),
        (REJECTED, ACCEPTED, PARTLY),
        (ACCEPTED, PARTLY, PARTLY),
        (REJECTED, PARTLY, PARTLY),
        (PARTLY, PARTLY, PARTLY),
    ],
)
def test_two_groups_add_up(sheet: AnswerSheet, first: Answer, second: Answer, together: Answer) -> None:
    sheet = sheet.merge(of_group("HC", "7", first)).merge(of_group("HC", "8", second))

    assert sheet.interchange_answers()[0] is together


def test_a_rejecting_ta1_rejects_its_interchange_alone(sheet: AnswerSheet) -> None:
    sheet = sheet.merge(ta1("000000102", REJECTED))

    assert sheet.interchange_answers() == (None, REJECTED)
    assert sheet.outcome() is None


def test_an_accepting_ta1_says_nothing_about_the_groups(sheet: AnswerSheet) -> None:
    sheet = sheet.merge(ta1("000000101", ACCEPTED)).merge(ta1("000000102", ACCEPTED, "other"))

    assert sheet.interchange_answers() == (None, None)


def test_an_accepted_and_a_rejected_interchange_make_the_file_partly_accepted(sheet: AnswerSheet) -> None:
    sheet = (
        sheet.merge(of_group("HC", "7", ACCEPTED))
        .merge(of_group("HC", "8", ACCEPTED))
        .merge(ta1("000000102", REJECTED))
    )

    assert sheet.outcome() is PARTLY


def test_a_ta1_about_number_zero_rejects_the_whole_file(sheet: AnswerSheet) -> None:
    sheet = sheet.merge(ta1("000000000", REJECTED))

    assert sheet.interchange_answers() == (REJECTED, REJECTED)
    assert sheet.outcome() is REJECTED


def test_a_file_that_could_not_be_read_is_answered_by_number_zero_only() -> None:
    unreadable = AnswerSheet.for_file(read_envelopes(io.BytesIO(b"no X12")))

    assert unreadable.outcome() is None
    assert unreadable.merge(ta1("000000000", ACCEPTED)).outcome() is None
    assert unreadable.merge(ta1("000000000", REJECTED)).outcome() is REJECTED


def test_answers_to_another_file_change_nothing(sheet: AnswerSheet) -> None:
    strangers = [ta1("000000555", REJECTED), of_group("HC", "5", REJECTED), of_group("HS", "7", REJECTED)]

    for stranger in strangers:
        assert not sheet.recognizes(stranger)
        assert sheet.merge(stranger) == sheet


def test_answers_to_this_file_are_recognized(sheet: AnswerSheet) -> None:
    assert sheet.recognizes(ta1("000000101", ACCEPTED))
    assert sheet.recognizes(of_group("HS", "9", ACCEPTED))


def test_a_broken_acknowledgement_changes_nothing(sheet: AnswerSheet) -> None:
    assert sheet.merge(AcknowledgementReport((), ())) == sheet


def test_leading_zeros_of_group_numbers_do_not_matter(sheet: AnswerSheet) -> None:
    assert sheet.merge(of_group("HS", "0009", REJECTED)).interchange_answers()[1] is REJECTED


def test_the_same_acknowledgement_read_twice_counts_once(sheet: AnswerSheet) -> None:
    once = sheet.merge(of_group("HC", "7", ACCEPTED))

    assert once.merge(of_group("HC", "7", ACCEPTED)) == once


def test_a_newer_acknowledgement_of_a_group_replaces_the_older(sheet: AnswerSheet) -> None:
    sheet = sheet.merge(of_group("HS", "9", REJECTED, "monday")).merge(of_group("HS", "9", ACCEPTED, "tuesday"))

    assert sheet.interchange_answers()[1] is ACCEPTED


@pytest.fixture
def three_alike(valid_file: bytes) -> AnswerSheet:
    """Three interchanges whose groups share one control number, as many senders write them."""
    one = valid_file[: valid_file.index(b"GS*HC")]
    one += b"GS*HC*S2*R2*20261120*0915*1*X*005010X222A1~ST*837*0001~SE*2*0001~GE*1*1~IEA*1*000000101~"
    several = b"".join(one.replace(b"000000101", b"%09d" % number) for number in (1, 2, 3))
    return AnswerSheet.for_file(read_envelopes(io.BytesIO(several)))


def test_groups_that_share_a_number_are_answered_in_their_order(three_alike: AnswerSheet) -> None:
    first, second = of_group("HC", "1", ACCEPTED, "first"), of_group("HC", "1", REJECTED, "second")

    sheet = three_alike.merge(first).merge(second)

    assert sheet.interchange_answers() == (ACCEPTED, REJECTED, None)


def test_groups_that_share_a_number_are_not_answered_twice_by_one_acknowledgement(
    three_alike: AnswerSheet,
) -> None:
    first, second = of_group("HC", "1", ACCEPTED, "first"), of_group("HC", "1", REJECTED, "second")

    sheet = three_alike.merge(first).merge(first).merge(second)
    sheet = AnswerSheet.from_json(sheet.to_json()).merge(second).merge(first)

    assert sheet.interchange_answers() == (ACCEPTED, REJECTED, None)


def test_a_sheet_survives_being_stored(sheet: AnswerSheet) -> None:
    for state in (sheet, sheet.merge(of_group("HC", "7", PARTLY)), sheet.merge(ta1("000000000", REJECTED))):
        assert AnswerSheet.from_json(state.to_json()) == state


@pytest.mark.parametrize("stored", ["", "[]", "{}", '{"format": 2}'])
def test_a_sheet_of_another_format_is_refused(stored: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one, too
        AnswerSheet.from_json(stored)


def test_groups_beyond_the_limit_are_not_waited_for_but_their_trouble_is_kept(
    sent: EnvelopeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_sheet_module, "MOST_GROUPS", 1)
    sheet = AnswerSheet.for_file(sent)
    assert sheet.groups_left_out == 2

    accepted = sheet.merge(of_group("HC", "7", ACCEPTED))
    assert accepted.outcome() is ACCEPTED
    assert accepted.merge(of_group("HS", "9", ACCEPTED)).outcome() is ACCEPTED
    assert accepted.merge(of_group("HS", "9", REJECTED)).outcome() is PARTLY
