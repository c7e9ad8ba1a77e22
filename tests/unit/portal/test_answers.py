"""Answers that no portal would give: each ends soon, in one of our own errors, and shows nothing of what was said."""

from __future__ import annotations

import gzip
import traceback
import zlib

import pytest

from pes_client.errors import PesError, PortalAnswerInvalid, PortalBusy, PortalError, PortalUnreachable
from pes_client.portal.gateway import Session, SignedIn
from pes_client.portal.https_gateway import HttpsGateway
from tests.unit.portal.conftest import PASSWORD, TOKEN, signed_in
from tests.unit.portal.hostile_portal import (
    PATIENCE,
    Answer,
    HostilePortal,
    answer,
    dribbling,
    endless,
    json_answer,
    last_words,
)

SAID = "words-of-a-stranger"
HTML = f"<html><body>{SAID}: please sign in to the hotel</body></html>".encode()
DEEP = b'{"state": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"


def not_the_portals(gateway: HttpsGateway, session: Session) -> None:
    with pytest.raises(PortalAnswerInvalid) as caught:
        gateway.submission(session, "key")
    shows_nothing(caught.value)


def shows_nothing(error: PesError) -> None:
    assert SAID not in str(error) + repr(error)
    assert TOKEN not in "".join(traceback.format_exception(error))


NOT_A_PORTALS: dict[str, Answer] = {
    "a-captive-networks-page": answer(200, HTML, Content_Type="text/html"),
    "html-called-json": answer(200, HTML, Content_Type="application/json"),
    "nothing": answer(200),
    "nothing-called-json": answer(200, Content_Type="application/json"),
    "no-content": answer(204),
    "json-of-unnamed-type": answer(200, b'{"state": "received"}'),
    "json-10000-deep": answer(200, DEEP, Content_Type="application/json"),
    "a-list-for-an-object": json_answer(200, [SAID]),
    "a-null": json_answer(200, None),
    "half-a-json": answer(200, b'{"state": "recei', Content_Type="application/json"),
    "bytes-that-are-no-utf-8": answer(200, b'{"state": "\xff"}', Content_Type="application/json"),
    "half-a-surrogate": answer(200, b'{"state": "\\ud800"}', Content_Type="application/json"),
    "a-state-we-do-not-know": json_answer(200, {"state": SAID}),
    "received-without-a-receipt": json_answer(200, {"state": "received"}),
    "under-way-without-a-place": json_answer(200, {"state": "uploading", "offset": 3}),
    "under-way-without-an-offset": json_answer(200, {"state": "uploading", "location": "/v1/uploads/1"}),
    "gzip-unasked": answer(200, gzip.compress(b"{}"), Content_Type="application/json", Content_Encoding="gzip"),
    "a-gzip-bomb": answer(
        200, zlib.compress(bytes(10**7)), Content_Type="application/json", Content_Encoding="gzip, gzip, deflate"
    ),
    "brotli-unasked": answer(200, b"\x00", Content_Type="application/json", Content_Encoding="br"),
    "brotli-in-a-refusal": answer(409, b"\x00", Content_Type="application/json", Content_Encoding="br"),
    "no-http-at-all": last_words(f"SSH-2.0-{SAID}\r\n\r\n".encode()),
    "http-0.9": last_words(HTML),
    "http-2": last_words(b"HTTP/2.0 200 OK\r\n\r\n"),
    "a-status-that-is-no-number": last_words(b"HTTP/1.1 OK OK\r\n\r\n"),
    "a-status-of-99": last_words(b"HTTP/1.1 99 No\r\n\r\n"),
    "another-protocol": last_words(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: close\r\n\r\n"),
    "a-head-line-of-70-kb": last_words(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
    "ten-thousand-head-lines": last_words(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 10_000 + b"\r\n"),
    "two-lengths": last_words(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
    "a-redirect": answer(302, Location="/v1/policy"),
    "a-redirect-to-a-file": answer(302, Location="file:///etc/passwd"),
    "a-redirect-to-data": answer(302, Location="data:text/html,hello"),
    "a-redirect-to-a-share": answer(302, Location="smb://127.0.0.1/share"),
    "a-redirect-to-plain-http": answer(308, Location="http://localhost/v1/policy"),
    "a-redirect-into-the-cloud": answer(307, Location="http://169.254.169.254/latest"),
    "a-redirect-to-no-address": answer(302, Location="https://[::1"),
    "a-redirect-in-no-charset": last_words(
        b"HTTP/1.1 302 Go\r\nLocation: https://localhost/\xff\xfe\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    ),
    "not-modified-unasked": answer(304),
    "not-found-as-a-page": answer(404, HTML, Content_Type="text/html"),
    "not-found-from-a-stranger": json_answer(404, {"detail": SAID}),
    "forbidden-by-a-firewall": json_answer(403, {"message": SAID}),
    "unauthorized-without-json": answer(401, HTML, Content_Type="text/html"),
    "unauthorized-by-a-stranger": json_answer(401, {"message": SAID}),
    "a-refusal-of-wrong-types": json_answer(409, {"code": 7, "detail": [SAID]}),
    "a-refusal-10000-deep": answer(409, DEEP, Content_Type="application/problem+json"),
}


@pytest.mark.parametrize("told", NOT_A_PORTALS.values(), ids=NOT_A_PORTALS.keys())
def test_what_no_portal_would_answer_is_not_taken_for_its_answer(
    told: Answer, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)

    not_the_portals(gateway, session)


ENDLESS: dict[str, Answer] = {
    "in-chunks": endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"2000\r\n" + b" " * 0x2000 + b"\r\n",
    ),
    "until-the-end-of-the-connection": endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", b" " * 65536
    ),
    "of-ten-gigabytes": endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n", b" " * 65536
    ),
    "of-a-refusal": endless(b"HTTP/1.1 409 No\r\nContent-Type: application/problem+json\r\n\r\n", b" " * 65536),
}


@pytest.mark.usefixtures("short_of_room")
@pytest.mark.parametrize("told", ENDLESS.values(), ids=ENDLESS.keys())
def test_an_answer_without_end_is_left(
    told: Answer, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)

    not_the_portals(gateway, session)


@pytest.mark.usefixtures("short_of_patience")
def test_the_body_of_a_redirect_is_not_even_read(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(endless(b"HTTP/1.1 302 Go\r\nLocation: /v1/policy\r\n\r\n", b" " * 65536))

    not_the_portals(gateway, session)


DRIBBLES: dict[str, Answer] = {
    "head": dribbling(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000),
    "nothing-after-the-head": dribbling(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"{", every=PATIENCE),
    "nothing": lambda exchange: exchange.say_nothing(),
    "continue-for-ever": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "trailers-for-ever": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 1000),
}


@pytest.mark.usefixtures("short_of_patience")
@pytest.mark.parametrize("told", DRIBBLES.values(), ids=DRIBBLES.keys())
def test_a_portal_that_takes_for_ever_is_given_up_and_may_have_got_the_request(
    told: Answer, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)

    with pytest.raises(PortalUnreachable) as caught:
        gateway.submission(session, "key")

    assert caught.value.may_have_arrived
    shows_nothing(caught.value)


@pytest.mark.usefixtures("short_of_patience")
def test_a_small_answer_that_dribbles_is_given_up(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n"
    portal.will_answer(dribbling(head, bytes(999)))

    with pytest.raises((PortalUnreachable, PortalAnswerInvalid)) as caught:
        gateway.submission(session, "key")

    shows_nothing(caught.value)


BROKEN_OFF: dict[str, Answer] = {
    "before-the-answer": last_words(b""),
    "in-the-head": last_words(b"HTTP/1.1 200 OK\r\nContent-"),
    "in-the-body": last_words(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"),
    "in-a-chunk": last_words(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n99\r\n{"),
    "in-no-chunk": last_words(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n{"),
}


@pytest.mark.parametrize("told", BROKEN_OFF.values(), ids=BROKEN_OFF.keys())
def test_after_an_answer_that_breaks_off_nobody_knows_whether_it_arrived(
    told: Answer, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)

    with pytest.raises((PortalUnreachable, PortalAnswerInvalid)) as caught:
        gateway.submission(session, "key")

    assert getattr(caught.value, "may_have_arrived", True)
    shows_nothing(caught.value)


def test_a_server_that_fails_with_a_page_is_busy(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    for status in (500, 502, 503, 504, 999):
        portal.will_answer(answer(status, HTML, Content_Type="text/html"))
        with pytest.raises(PortalBusy) as caught:
            gateway.submission(session, "key")
        assert str(status) in str(caught.value)
        shows_nothing(caught.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_server_is_not_followed_and_the_token_stays_here(
    status: int, gateway: HttpsGateway, portal: HostilePortal, session: Session, elsewhere: HostilePortal
) -> None:
    portal.will_answer(answer(status, Location=elsewhere.url + "/v1/submissions/key"))

    not_the_portals(gateway, session)

    assert elsewhere.connections == 0
    assert len(portal.asked) == 1


@pytest.mark.parametrize(
    "location",
    ["{elsewhere}/v1/uploads/1", "//localhost:{port}/1", "http://localhost/1", "https://u@{here}/1", "https://[::1/1"],
)
def test_an_upload_that_is_to_go_to_another_server_goes_nowhere(
    location: str, gateway: HttpsGateway, portal: HostilePortal, session: Session, elsewhere: HostilePortal
) -> None:
    told = location.format(elsewhere=elsewhere.url, port=elsewhere.port, here=f"localhost:{portal.port}")
    portal.will_answer(json_answer(200, {"state": "uploading", "location": told, "offset": 0}))

    not_the_portals(gateway, session)

    assert elsewhere.connections == 0


def test_cookies_are_not_kept(gateway: HttpsGateway, portal: HostilePortal) -> None:
    cookies = "".join(f"Set-Cookie: c{n}=1; Domain=localhost; Path=/\r\n" for n in range(90))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{cookies}Content-Length: 2\r\n\r\n"
    portal.will_answer(head.encode() + b"{}", json_answer(200, {}))

    gateway.policy(None)
    gateway.policy(None)

    assert "cookie" not in portal.asked[1].headers


def test_one_connection_serves_many_questions(gateway: HttpsGateway, portal: HostilePortal) -> None:
    portal.will_answer(*[json_answer(200, {})] * 5)

    for _ in range(5):
        gateway.policy(None)

    assert portal.handshakes == 1


def test_a_kept_connection_that_the_portal_closed_is_made_anew(gateway: HttpsGateway, portal: HostilePortal) -> None:
    portal.will_answer(last_words(json_answer(200, {})), json_answer(200, {}))

    gateway.policy(None)
    portal.wait_for_its_own_goodbye()
    gateway.policy(None)

    assert portal.handshakes == 2


def test_whatever_was_answered_the_next_question_is_answered_rightly(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    for told in (*NOT_A_PORTALS.values(), *BROKEN_OFF.values()):
        portal.will_answer(told, json_answer(201, signed_in()))
        with pytest.raises(PortalError):
            gateway.submission(session, "key")
        assert isinstance(gateway.sign_in("tpmaster1", PASSWORD), SignedIn)
