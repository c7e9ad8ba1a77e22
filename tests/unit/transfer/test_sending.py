"""Files go out exactly once, whatever happens on the way (DESIGN §4.1–4.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pes_client.domain.activity import Deed
from pes_client.domain.submissions import SubmissionState, WaitsFor
from pes_client.errors import (
    CertificateRejected,
    PesError,
    PortalAnswerInvalid,
    PortalBusy,
    PortalRefused,
    PortalUnreachable,
    RoleMissing,
)
from pes_client.wording import text
from tests.unit.transfer.conftest import Office

LARGE = bytes(range(256)) * 10
WORDS = text("trouble")


class Killed(BaseException):
    """The process dies here: nothing below catches it."""


def test_a_small_file_goes_out_in_one_request_and_is_received(signed_in: Office) -> None:
    key = signed_in.queue()
    assert signed_in.run().received == 1
    row = signed_in.row(key)
    assert (row.state, row.waits_for) == (SubmissionState.RECEIVED, WaitsFor.ACKNOWLEDGEMENT)
    assert row.receipt is not None
    assert row.receipt.number == "R-1"
    assert signed_in.portal.asked["offer"] == 1
    assert signed_in.portal.asked["submission"] == 0


def test_a_large_file_goes_in_parts_and_the_receipt_is_asked_for(signed_in: Office) -> None:
    key = signed_in.queue(LARGE)
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert signed_in.portal.asked["send"] == 7
    assert signed_in.portal.ledger[0].size == len(LARGE)


def test_the_receipt_and_its_audit_entry_are_written_together(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.run()
    with signed_in.store.read() as records:
        [entry] = [each for each in records.activity.find() if each.deed is Deed.RECEIVED]
    assert entry.subject == key
    assert "R-1" in str(entry.words)


@pytest.mark.parametrize(
    "trouble",
    [
        PortalUnreachable(WORDS),
        PortalAnswerInvalid(WORDS),
        PortalBusy(WORDS),
        PortalUnreachable(WORDS, may_have_arrived=False),
        CertificateRejected(WORDS),
    ],
    ids=lambda each: type(each).__name__,
)
@pytest.mark.parametrize("where", ["offer", "send", "submission", "sign_in"])
@pytest.mark.parametrize("arrived", [False, True])
def test_trouble_anywhere_ends_in_received_once(
    signed_in: Office, where: str, arrived: bool, trouble: PesError
) -> None:
    key = signed_in.queue(LARGE)
    (signed_in.portal.fail_afterwards if arrived else signed_in.portal.fail)(where, trouble, trouble)
    signed_in.run_until_quiet()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert [each.submission_key for each in signed_in.portal.ledger] == [key]


@pytest.mark.parametrize("where", ["offer", "send", "submission", "trade_files"])
@pytest.mark.parametrize("content", [b"ISA*small~", LARGE], ids=["small", "large"])
@pytest.mark.parametrize("arrived", [False, True])
def test_a_process_that_dies_anywhere_leaves_work_that_the_next_finishes_once(
    signed_in: Office, where: str, content: bytes, arrived: bool
) -> None:
    key = signed_in.queue(content)
    (signed_in.portal.fail_afterwards if arrived else signed_in.portal.fail)(where, Killed())
    try:
        signed_in.run()
    except Killed:
        signed_in.engine = signed_in.fresh_engine()
    signed_in.run_until_quiet()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert [each.submission_key for each in signed_in.portal.ledger] == [key]


def test_what_may_have_arrived_is_unknown_and_is_asked_about_before_it_is_sent_again(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.portal.fail_afterwards("offer", PortalUnreachable(WORDS))
    signed_in.run()
    row = signed_in.row(key)
    assert (row.state, row.waits_for) == (SubmissionState.UNKNOWN, WaitsFor.PORTAL)
    assert row.next_try_at is not None
    signed_in.run_until_quiet()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert signed_in.portal.asked["offer"] == 1
    assert signed_in.portal.asked["submission"] == 1


def test_a_file_that_surely_did_not_leave_stays_queued(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.portal.fail("sign_in", PortalUnreachable(WORDS, may_have_arrived=False))
    signed_in.run()
    row = signed_in.row(key)
    assert (row.state, row.waits_for, row.reason) == (SubmissionState.QUEUED, WaitsFor.PORTAL, WORDS)
    assert row.next_try_at is not None


def test_an_upload_goes_on_from_where_the_portal_says_it_stands(signed_in: Office) -> None:
    key = signed_in.queue(LARGE)
    signed_in.portal.fail_afterwards("send", PortalUnreachable(WORDS))
    signed_in.run()
    assert signed_in.portal.asked["send"] == 1
    signed_in.run_until_quiet()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert signed_in.portal.asked["send"] == 7


def test_an_upload_that_the_portal_gave_up_begins_anew(signed_in: Office) -> None:
    key = signed_in.queue(LARGE)
    signed_in.portal.fail_afterwards("send", PortalUnreachable(WORDS))
    signed_in.run()
    signed_in.portal.partial.clear()
    signed_in.run_until_quiet()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert len(signed_in.portal.ledger) == 1


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"size": 1}, {"submission_key": "another"}], ids=str)
def test_a_receipt_for_other_content_is_no_proof(signed_in: Office, change: dict[str, object]) -> None:
    key = signed_in.queue()
    signed_in.portal.fail_afterwards("offer", PortalUnreachable(WORDS))
    signed_in.run()
    honest = signed_in.portal.ledger[0]
    lie = replace(honest, **change)  # type: ignore[arg-type]
    signed_in.portal.submission = lambda session, asked: lie  # type: ignore[method-assign]
    signed_in.clock.pass_by(3600)
    signed_in.run()
    row = signed_in.row(key)
    assert row.state is SubmissionState.UNKNOWN
    assert row.receipt is None
    assert "other content" in str(row.reason)
    assert signed_in.portal.asked["offer"] == 1


def test_the_same_content_queued_twice_on_purpose_is_sent_twice(signed_in: Office) -> None:
    signed_in.queue()
    signed_in.queue(again=True)
    signed_in.run()
    assert len(signed_in.portal.ledger) == 2


def test_content_that_the_portal_has_already_is_a_duplicate_and_final(signed_in: Office) -> None:
    signed_in.queue()
    twin = signed_in.queue()
    signed_in.run()
    assert signed_in.row(twin).state is SubmissionState.DUPLICATE
    assert len(signed_in.portal.ledger) == 1


@pytest.mark.parametrize("refusal", [PortalRefused(WORDS, code="x"), RoleMissing(WORDS)], ids=["refused", "role"])
def test_a_refused_file_keeps_the_reason_and_does_not_hold_the_others(
    signed_in: Office, refusal: PortalRefused
) -> None:
    bad, good = signed_in.queue(b"ISA*bad~"), signed_in.queue(b"ISA*good~")
    signed_in.portal.fail("offer", refusal)
    signed_in.run()
    assert (signed_in.row(bad).state, signed_in.row(bad).reason) == (SubmissionState.REFUSED, WORDS)
    assert signed_in.row(good).state is SubmissionState.RECEIVED


def test_a_document_that_is_lost_waits_for_a_person_and_does_not_hold_the_others(signed_in: Office) -> None:
    bad, good = signed_in.queue(b"ISA*bad~"), signed_in.queue(b"ISA*good~")
    signed_in.store.documents.remove(signed_in.row(bad).document_id)
    signed_in.run()
    assert (signed_in.row(bad).state, signed_in.row(bad).waits_for) == (SubmissionState.QUEUED, WaitsFor.PERSON)
    assert signed_in.row(good).state is SubmissionState.RECEIVED
    signed_in.clock.pass_by(3600)
    signed_in.run()
    assert signed_in.row(bad).waits_for is WaitsFor.PERSON


def test_files_leave_in_the_order_they_were_queued(signed_in: Office) -> None:
    keys = [signed_in.queue(f"ISA*{number}~".encode()) for number in range(5)]
    signed_in.run()
    assert [each.submission_key for each in signed_in.portal.ledger] == keys


def test_a_request_to_stop_ends_the_run_and_the_next_one_goes_on(signed_in: Office) -> None:
    key = signed_in.queue(LARGE)
    signed_in.engine.ask_to_stop()
    assert signed_in.run().interrupted
    assert signed_in.row(key).in_outbox
    signed_in.engine.allow()
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert len(signed_in.portal.ledger) == 1
