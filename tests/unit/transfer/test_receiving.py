"""What the portal holds comes home whole, verified, once; answers find the file they answer (DESIGN §4.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pes_client.domain.accounts import Organisation, Role
from pes_client.domain.submissions import Answer, SubmissionState, WaitsFor
from pes_client.domain.tradefiles import TradeFileState
from pes_client.errors import (
    NotOnPortal,
    PortalAnswerInvalid,
    PortalUnreachable,
    RoleMissing,
    StillPosting,
)
from pes_client.wording import text
from pes_client.x12.answer_sheet import AnswerSheet
from pes_client.x12.envelope import read_envelopes
from tests.unit.transfer.conftest import Office
from tests.unit.transfer.portal_of_memory import NOON

WORDS = text("trouble")
LETTER = b"%PDF-1.7 " + bytes(range(256)) * 50


def listed(office: Office) -> None:
    office.run()
    office.want_all()


def test_what_is_listed_is_not_fetched_before_somebody_wants_it(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER)
    signed_in.run()
    assert signed_in.file("L-1").state is TradeFileState.LISTED
    assert signed_in.portal.asked["fetch"] == 0


def test_a_wanted_letter_is_kept_and_its_bytes_are_the_portals(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER)
    listed(signed_in)
    assert signed_in.run().kept == 1
    row = signed_in.file("L-1")
    assert row.state is TradeFileState.KEPT
    assert row.document_id is not None
    assert signed_in.store.documents.read(row.document_id, at_most=10**6) == LETTER


def test_asking_again_costs_only_what_is_new(signed_in: Office) -> None:
    for number in range(5):
        signed_in.portal.post(f"L-{number}", LETTER)
    signed_in.run()
    assert signed_in.portal.asked["trade_files"] == 3
    signed_in.run()
    assert signed_in.portal.asked["trade_files"] == 4


def test_a_broken_download_goes_on_where_it_stopped(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER)
    listed(signed_in)
    signed_in.portal.fail_afterwards("fetch", PortalUnreachable(WORDS))
    signed_in.run()
    row = signed_in.file("L-1")
    assert (row.state, row.waits_for) == (TradeFileState.WANTED, WaitsFor.PORTAL)
    assert row.next_try_at is not None
    signed_in.clock.pass_by(3600)
    signed_in.run()
    assert signed_in.file("L-1").state is TradeFileState.KEPT


def test_other_bytes_than_promised_are_not_kept_and_are_fetched_again(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER)
    listed(signed_in)
    signed_in.portal.contents["L-1"] = LETTER[:-1] + b"!"
    signed_in.portal.digest_given = False
    signed_in.run()
    assert signed_in.file("L-1").state is TradeFileState.WANTED
    assert "not what the portal promised" in str(signed_in.file("L-1").reason)
    signed_in.portal.contents["L-1"] = LETTER
    signed_in.clock.pass_by(3600)
    signed_in.run()
    assert signed_in.file("L-1").state is TradeFileState.KEPT


def test_a_letter_of_another_size_than_listed_is_refused_before_its_first_byte(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER, size=5)
    listed(signed_in)
    signed_in.run()
    assert signed_in.file("L-1").state is TradeFileState.WANTED
    assert "another size" in str(signed_in.file("L-1").reason)


def test_without_any_digest_a_file_is_unverified_never_fine(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER, sha256=None)
    signed_in.portal.digest_given = False
    listed(signed_in)
    signed_in.run()
    row = signed_in.file("L-1")
    assert row.state is TradeFileState.UNVERIFIED
    assert "no digest" in str(row.reason)


def test_trf_6_a_letter_still_being_posted_is_asked_for_again_hours_later(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER, posting=True, size=None, sha256=None)
    listed(signed_in)
    signed_in.portal.fail("fetch", StillPosting(WORDS, retry_after=7200))
    signed_in.run()
    row = signed_in.file("L-1")
    assert (row.state, row.waits_for) == (TradeFileState.POSTING, WaitsFor.APPOINTMENT)
    signed_in.clock.pass_by(7199)
    signed_in.run()
    assert signed_in.portal.asked["fetch"] == 1
    signed_in.clock.pass_by(2)
    signed_in.run()
    assert signed_in.file("L-1").state is TradeFileState.KEPT


@pytest.mark.parametrize(
    ("trouble", "state", "waits_for"),
    [
        (NotOnPortal(WORDS), TradeFileState.GONE, WaitsFor.NOTHING),
        (RoleMissing(WORDS), TradeFileState.WANTED, WaitsFor.PERSON),
        (PortalAnswerInvalid(WORDS), TradeFileState.WANTED, WaitsFor.PORTAL),
    ],
    ids=["gone", "role", "invalid"],
)
def test_every_failure_leaves_a_state_with_its_reason_and_the_next_file_comes(
    signed_in: Office, trouble: Exception, state: TradeFileState, waits_for: WaitsFor
) -> None:
    signed_in.portal.post("L-1", LETTER, posted_at=NOON - timedelta(days=1))
    signed_in.portal.post("L-2", LETTER)
    listed(signed_in)
    signed_in.portal.fail("fetch", trouble)
    signed_in.run()
    row = signed_in.file("L-1")
    assert (row.state, row.waits_for, row.reason) == (state, waits_for, WORDS)
    assert signed_in.file("L-2").state is TradeFileState.KEPT


def test_a_list_that_leads_in_a_circle_ends(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER)
    page = signed_in.portal.trade_files

    def circle(session: object, avrs_id: str, after: str | None) -> object:
        from dataclasses import replace

        return replace(page(session, avrs_id, None), cursor="1", more=True)  # type: ignore[arg-type]

    signed_in.portal.trade_files = circle  # type: ignore[assignment,method-assign]
    assert isinstance(signed_in.run().trouble, PortalAnswerInvalid)


def test_clk_2_a_change_of_roles_reads_the_list_from_its_beginning(signed_in: Office) -> None:
    signed_in.portal.post("L-1", LETTER)
    only_letters = Organisation("1001", "Willow", "", frozenset({Role.TRADE_FILES_E_DELIVERY_ONLY}))
    signed_in.portal.organisations = (only_letters,)
    signed_in.run()
    assert signed_in.file("L-1").is_letter
    asked = signed_in.portal.asked["trade_files"]
    signed_in.run()
    assert signed_in.portal.asked["trade_files"] == asked + 1
    signed_in.portal.listed.clear()
    signed_in.portal.post("A-1", LETTER, transaction_type="835")
    signed_in.engine = signed_in.fresh_engine()
    full = Organisation("1001", "Willow", "", frozenset({Role.TRADE_FILES}))
    signed_in.portal.organisations = (full,)
    signed_in.run()
    assert signed_in.file("A-1").state is TradeFileState.LISTED


CLAIM = (
    b"ISA*00*          *00*          *ZZ*WILLOW         *ZZ*PAYER          *261120*1200*^*00501*000000101*0*P*:~"
    b"GS*HC*WILLOW*PAYER*20261120*1200*17*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20261120*1200*CH~"
    b"SE*3*0001~GE*1*17~IEA*1*000000101~"
)


def acknowledgement(verdict: str, group: str = "17") -> bytes:
    accepted = {"A": 1, "R": 0}[verdict]
    code = "A" if verdict == "A" else "R"
    return (
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*WILLOW         *261120*1300*^*00501*000000900*0*P*:~"
        "GS*FA*PAYER*WILLOW*20261120*1300*900*X*005010X231A1~ST*999*0001*005010X231A1~"
        f"AK1*HC*{group}*005010X222A1~AK2*837*0001*005010X222A1~IK5*{code}~AK9*{verdict}*1*1*{accepted}~"
        "SE*6*0001~GE*1*900~IEA*1*000000900~"
    ).encode()


def sent_claim(office: Office) -> str:
    import io

    key = office.queue(CLAIM)
    with office.store.write() as records:
        records.submissions.put_answer_sheet(key, AnswerSheet.for_file(read_envelopes(io.BytesIO(CLAIM))).to_json())
    office.run()
    return key


@pytest.mark.parametrize(
    ("verdict", "state", "answer"),
    [("A", SubmissionState.ACCEPTED, Answer.ACCEPTED), ("R", SubmissionState.REJECTED, Answer.REJECTED)],
)
@pytest.mark.parametrize("named", [True, False], ids=["named by the portal", "by control numbers"])
def test_an_acknowledgement_is_fetched_by_itself_and_answers_the_file_it_belongs_to(
    signed_in: Office, verdict: str, state: SubmissionState, answer: Answer, named: bool
) -> None:
    key = sent_claim(signed_in)
    signed_in.portal.post("A-1", acknowledgement(verdict), transaction_type="999", in_reply_to=key if named else None)
    signed_in.run()
    row = signed_in.row(key)
    assert row.state is state
    assert row.answered_at is not None
    assert [each.answer for each in row.interchanges] == [answer]


def test_an_acknowledgement_of_another_group_answers_nothing_of_ours(signed_in: Office) -> None:
    key = sent_claim(signed_in)
    signed_in.portal.post("A-1", acknowledgement("R", group="99"), transaction_type="999")
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.RECEIVED


def test_an_acknowledgement_for_another_organisations_file_is_not_believed(signed_in: Office) -> None:
    other = Organisation("2002", "Birch", "", frozenset({Role.TRADE_FILES}))
    signed_in.portal.organisations = (*signed_in.portal.organisations, other)
    key = sent_claim(signed_in)
    signed_in.portal.post("A-1", acknowledgement("R"), transaction_type="999", in_reply_to=key, avrs_id="2002")
    signed_in.run()
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.RECEIVED


def test_an_acknowledgement_that_is_broken_itself_is_kept_but_answers_nothing(signed_in: Office) -> None:
    key = sent_claim(signed_in)
    broken = acknowledgement("A").replace(b"SE*6*", b"SE*7*")
    signed_in.portal.post("A-1", broken, transaction_type="999", in_reply_to=key)
    signed_in.run()
    assert signed_in.file("A-1").state is TradeFileState.KEPT
    assert signed_in.row(key).state is SubmissionState.RECEIVED


def test_an_acknowledgement_that_overtakes_the_receipt_takes_effect_with_it(signed_in: Office) -> None:
    import io

    key = signed_in.queue(CLAIM)
    with signed_in.store.write() as records:
        records.submissions.put_answer_sheet(key, AnswerSheet.for_file(read_envelopes(io.BytesIO(CLAIM))).to_json())
    signed_in.portal.fail_afterwards("offer", PortalUnreachable(WORDS))
    signed_in.portal.post("A-1", acknowledgement("A"), transaction_type="999", in_reply_to=key)
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.UNKNOWN
    assert signed_in.row(key).receipt is None
    signed_in.clock.pass_by(3600)
    signed_in.run()
    row = signed_in.row(key)
    assert row.state is SubmissionState.ACCEPTED
    assert row.receipt is not None
