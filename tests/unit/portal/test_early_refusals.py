"""A portal that knows its "no" before it has read the whole file is heard at once."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from pes_client.errors import DuplicateContent, PortalRefused
from pes_client.portal.gateway import Session, UploadUnderWay
from pes_client.portal.https_gateway import WHOLE_IN_ONE_REQUEST, HttpsGateway
from tests.unit.portal.conftest import LARGE, offer_of, receipt
from tests.unit.portal.hostile_portal import Answer, Exchange, HostilePortal, json_answer, problem

TOO_LARGE = problem(413, "upload.too_large", detail="At most 2 GB.")

EarlyAnswer = Callable[[bytes, int], Answer]


def hang_up_after(told: bytes, read: int) -> Answer:
    """Answer after that much of the body and close at once."""

    def early(exchange: Exchange) -> None:
        exchange.read_body(read)
        exchange.send(told)

    return early


def stop_reading_after(told: bytes, read: int) -> Answer:
    """Answer after that much of the body, keep the connection and read no more."""

    def early(exchange: Exchange) -> None:
        exchange.read_body(read)
        exchange.send(told)
        exchange.stop_reading()

    return early


def send_a_large_file(gateway: HttpsGateway, portal: HostilePortal, session: Session) -> None:
    upload = UploadUnderWay(f"{portal.url}/v1/uploads/1", 0)
    gateway.send(session, upload, io.BytesIO(LARGE), lambda _: None)


@pytest.mark.parametrize("read", [0, 1000, 1_000_000])
@pytest.mark.parametrize("early", [hang_up_after, stop_reading_after])
def test_a_no_is_heard_while_a_large_file_is_sent(
    read: int, early: EarlyAnswer, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(early(TOO_LARGE, read))

    with pytest.raises(PortalRefused, match=r"At most 2 GB\."):
        send_a_large_file(gateway, portal, session)


@pytest.mark.parametrize("early", [hang_up_after, stop_reading_after])
def test_a_no_is_heard_while_a_small_file_goes_with_its_offer(
    early: EarlyAnswer, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(early(problem(409, "submission.duplicate_content", receipt=receipt()), 0))
    content = bytes(WHOLE_IN_ONE_REQUEST)

    with pytest.raises(DuplicateContent) as caught:
        gateway.offer(session, offer_of(content), io.BytesIO(content), lambda _: None)

    assert caught.value.receipt.number == "R-2026-000001"


def test_a_no_leaves_no_half_request_behind(gateway: HttpsGateway, portal: HostilePortal, session: Session) -> None:
    portal.will_answer(stop_reading_after(TOO_LARGE, 1000), json_answer(200, {}))

    with pytest.raises(PortalRefused):
        send_a_large_file(gateway, portal, session)

    assert gateway.policy(None) is not None
    assert portal.handshakes == 2
    assert [each.method for each in portal.asked] == ["PATCH", "GET"]
