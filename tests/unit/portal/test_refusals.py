"""The portal's own "no": every code in its class, words only where they are meant, and waits within bounds."""

from __future__ import annotations

import pytest

from pes_client.errors import (
    AccountDisabled,
    AccountLocked,
    DuplicateContent,
    NotOnPortal,
    OffsetMismatch,
    PortalAnswerInvalid,
    PortalBusy,
    PortalError,
    PortalRefused,
    RoleMissing,
    SessionEnded,
    StepDue,
    StillPosting,
    WrongPassword,
)
from pes_client.portal.gateway import Session
from pes_client.portal.https_gateway import HttpsGateway
from tests.unit.portal.conftest import PASSWORD, receipt
from tests.unit.portal.hostile_portal import HostilePortal, answer, problem

CODES = [
    (401, "sign_in.wrong", WrongPassword),
    (423, "account.locked", AccountLocked),
    (403, "account.disabled", AccountDisabled),
    (401, "session.ended", SessionEnded),
    (401, "session.of_a_newer_portal", SessionEnded),
    (403, "step.due", StepDue),
    (403, "role.missing", RoleMissing),
    (404, "organisation.unknown", PortalRefused),
    (409, "submission.duplicate_content", DuplicateContent),
    (409, "submission.key_reused", PortalRefused),
    (422, "idempotency.reused", PortalRefused),
    (413, "upload.too_large", PortalRefused),
    (422, "input.invalid", PortalRefused),
    (400, "request.invalid", PortalRefused),
    (412, "tus.version", PortalRefused),
    (404, "upload.unknown", NotOnPortal),
    (410, "upload.expired", NotOnPortal),
    (409, "upload.offset", OffsetMismatch),
    (423, "upload.busy", PortalBusy),
    (460, "upload.checksum", PortalAnswerInvalid),
    (422, "upload.digest_mismatch", PortalAnswerInvalid),
    (404, "trade_file.unknown", NotOnPortal),
    (410, "trade_file.gone", NotOnPortal),
    (409, "trade_file.still_posting", StillPosting),
    (429, "rate.limited", PortalBusy),
    (500, "server.error", PortalBusy),
    (503, "server.busy", PortalBusy),
    (500, "server.of_a_newer_portal", PortalBusy),
    (418, "something.of_a_newer_portal", PortalRefused),
]


def refused(gateway: HttpsGateway, portal: HostilePortal, told: bytes) -> PortalError:
    """How that answer to a sign-in is understood."""
    portal.will_answer(told)
    with pytest.raises(PortalError) as caught:
        gateway.sign_in("tpmaster1", PASSWORD)
    return caught.value


def test_every_code_has_its_class(gateway: HttpsGateway, portal: HostilePortal) -> None:
    told = [(code, type(refused(gateway, portal, problem(status, code)))) for status, code, _ in CODES]

    assert told == [(code, kind) for _, code, kind in CODES]


def test_a_code_unknown_to_the_submission_list_means_that_nothing_is_known(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(problem(404, "submission.unknown"), problem(404, "organisation.unknown"))

    assert gateway.submission(session, "key") is None
    with pytest.raises(PortalRefused):
        gateway.submission(session, "key")


def test_a_refusal_keeps_the_portals_words_and_its_code(gateway: HttpsGateway, portal: HostilePortal) -> None:
    error = refused(gateway, portal, problem(413, "upload.too_large", detail="At most 2 GB, {n} %s."))

    assert str(error) == "At most 2 GB, {n} %s."
    assert isinstance(error, PortalRefused)
    assert error.code == "upload.too_large"
    assert "2 GB" not in repr(error)  # tracebacks and logs name the sentence, not what was said


def test_a_refusals_words_cannot_steer_a_terminal(gateway: HttpsGateway, portal: HostilePortal) -> None:
    error = refused(gateway, portal, problem(413, "upload.too_large", detail="\x1b]0;x\x07\u202eB\r\nERROR"))

    assert str(error) == "\ufffd]0;x\ufffd\ufffdB\ufffd\ufffdERROR"


def test_sec_6_the_message_table_comes_row_by_row(gateway: HttpsGateway, portal: HostilePortal) -> None:
    rows = [
        {"description": "Too long.", "panel": "Account Security", "field": "question_1", "row": None},
        {"description": "Missing.", "panel": None, "field": None, "row": 2},
    ]

    error = refused(gateway, portal, problem(422, "input.invalid", messages=rows))

    assert isinstance(error, PortalRefused)
    assert [(str(each.description), each.field, each.row) for each in error.findings] == [
        ("Too long.", "question_1", None),
        ("Missing.", "", 2),
    ]


def test_sec_1_the_step_that_is_due_is_named(gateway: HttpsGateway, portal: HostilePortal) -> None:
    error = refused(gateway, portal, problem(403, "step.due", next_step="site_security"))

    assert isinstance(error, StepDue)
    assert error.step == "site_security"


def test_content_received_before_comes_with_the_earlier_receipt(gateway: HttpsGateway, portal: HostilePortal) -> None:
    error = refused(gateway, portal, problem(409, "submission.duplicate_content", receipt=receipt()))

    assert isinstance(error, DuplicateContent)
    assert error.receipt.number == "R-2026-000001"


def test_a_forged_earlier_receipt_makes_the_whole_refusal_void(gateway: HttpsGateway, portal: HostilePortal) -> None:
    told = problem(409, "submission.duplicate_content", receipt=receipt(sha256=7))

    assert type(refused(gateway, portal, told)) is PortalAnswerInvalid


def test_a_wrong_password_is_tried_exactly_once(gateway: HttpsGateway, portal: HostilePortal) -> None:
    refused(gateway, portal, problem(401, "sign_in.wrong", WWW_Authenticate="Basic realm=x"))

    assert len(portal.asked) == 1


WAITS = {
    "": None,
    "0": 0.0,
    "120": 120.0,
    " 7 ": 7.0,
    "7200": 7200.0,
    "999999999999999999999": 86400.0,
    "-5": None,
    "1.5": None,
    "1e3": None,
    "soon": None,
    "²": None,
    "Fri, 20 Nov 2026 12:00:30 GMT": 30.0,
    "Fri, 20 Nov 2026 11:00:00 GMT": 0.0,
    "Fri, 20 Nov 9999 11:00:00 GMT": 86400.0,
    "Fri, 99 Nov 2026 11:00:00 GMT": None,
    "Fri, 20 Nov 2026 12:00:30": None,
    "20 Nov": None,
}


def test_the_time_to_wait_is_understood_and_bounded(gateway: HttpsGateway, portal: HostilePortal) -> None:
    told = {}
    for asked in WAITS:
        headers = {"Date": "Fri, 20 Nov 2026 12:00:00 GMT", "Retry-After": asked}
        error = refused(gateway, portal, problem(503, "server.busy", **headers))
        assert isinstance(error, PortalBusy)
        told[asked] = error.retry_after

    assert told == WAITS


def test_trf_6_a_letter_still_being_posted_says_when_to_come_back(gateway: HttpsGateway, portal: HostilePortal) -> None:
    error = refused(gateway, portal, problem(409, "trade_file.still_posting", Retry_After="7200"))

    assert isinstance(error, StillPosting)
    assert error.retry_after == 7200.0


def test_too_many_requests_without_a_word_still_says_when_to_come_back(
    gateway: HttpsGateway, portal: HostilePortal
) -> None:
    error = refused(gateway, portal, answer(429, Retry_After="30"))

    assert isinstance(error, PortalBusy)
    assert error.retry_after == 30.0
    assert len(portal.asked) == 1
