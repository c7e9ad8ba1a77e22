"""Answers that no portal would give: each ends soon, in one of our own errors, and shows nothing of what was said."""

from __future__ import annotations

import gzip
import json
import traceback
import zlib

import pytest

from pes_client.errors import PesError, PortalAnswerInvalid, PortalBusy, PortalError, PortalUnreachable
from pes_client.policy.security_profile import SecurityProfile
from pes_client.portal.gateway import Session, SignedIn, UploadUnderWay
from pes_client.portal.https_gateway import HttpsGateway
from tests.unit.portal.conftest import PASSWORD, TOKEN, account, offer_of, receipt, trade_file
from tests.unit.portal.hostile_portal import Exchange, HostilePortal, answer, json_answer

SAID = "words-of-a-stranger"
HTML = f"<html><body>{SAID}: please sign in to the hotel</body></html>".encode()
DEEP = b'{"state": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"


def closes(told: bytes) -> object:
    """An answer after which the connection ends."""
    return lambda exchange: exchange.send(told)


def endless(head: bytes, block: bytes) -> object:
    """An answer that does not end by itself."""

    def go_on(exchange: Exchange) -> None:
        exchange.send(head)
        exchange.send_for_ever(block)

    return go_on


def not_the_portals(gateway: HttpsGateway, session: Session) -> None:
    with pytest.raises(PortalAnswerInvalid) as caught:
        gateway.submission(session, "key")
    shows_nothing(caught.value)


def shows_nothing(error: PesError) -> None:
    assert SAID not in str(error) + repr(error)
    assert TOKEN not in "".join(traceback.format_exception(error))


NOT_A_PORTALS = {
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
    "no-http-at-all": closes(f"SSH-2.0-{SAID}\r\n\r\n".encode()),
    "http-0.9": closes(HTML),
    "http-2": closes(b"HTTP/2.0 200 OK\r\n\r\n"),
    "a-status-that-is-no-number": closes(b"HTTP/1.1 OK OK\r\n\r\n"),
    "a-status-of-99": closes(b"HTTP/1.1 99 No\r\n\r\n"),
    "another-protocol": closes(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n"),
    "a-head-line-of-70-kb": closes(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
    "ten-thousand-head-lines": closes(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 10_000 + b"\r\n"),
    "two-lengths": closes(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
    "a-redirect": answer(302, Location="/v1/policy"),
    "a-redirect-to-a-file": answer(302, Location="file:///etc/passwd"),
    "a-redirect-to-data": answer(302, Location="data:text/html,hello"),
    "a-redirect-to-a-share": answer(302, Location="smb://127.0.0.1/share"),
    "a-redirect-to-plain-http": answer(308, Location="http://localhost/v1/policy"),
    "a-redirect-into-the-cloud": answer(307, Location="http://169.254.169.254/latest"),
    "a-redirect-to-no-address": answer(302, Location="https://[::1"),
    "a-redirect-in-no-charset": closes(
        b"HTTP/1.1 302 Go\r\nLocation: https://localhost/\xff\xfe\r\nContent-Length: 0\r\n\r\n"
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
    told: object, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)  # type: ignore[arg-type]

    not_the_portals(gateway, session)


ENDLESS = {
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


@pytest.mark.usefixtures("short_of_patience")
@pytest.mark.parametrize("told", ENDLESS.values(), ids=ENDLESS.keys())
def test_an_answer_without_end_is_left(
    told: object, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)  # type: ignore[arg-type]

    not_the_portals(gateway, session)


@pytest.mark.usefixtures("short_of_patience")
def test_the_body_of_a_redirect_is_not_even_read(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(endless(b"HTTP/1.1 302 Go\r\nLocation: /v1/policy\r\n\r\n", b" " * 65536))  # type: ignore[arg-type]

    not_the_portals(gateway, session)


DRIBBLES = {
    "head": lambda exchange: exchange.dribble(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000, every=0.05),
    "body": lambda exchange: exchange.dribble(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" + bytes(99), every=0.05),
    "nothing": lambda exchange: exchange.say_nothing(),
    "nothing-after-the-head": lambda exchange: (
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
        exchange.say_nothing(),
    ),
    "continue-for-ever": lambda exchange: exchange.send_for_ever(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "trailers-for-ever": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 1000),
}


@pytest.mark.usefixtures("short_of_patience")
@pytest.mark.parametrize("told", DRIBBLES.values(), ids=DRIBBLES.keys())
def test_a_portal_that_takes_for_ever_is_given_up_and_may_have_got_the_request(
    told: object, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)  # type: ignore[arg-type]

    with pytest.raises(PortalUnreachable) as caught:
        gateway.submission(session, "key")

    assert caught.value.may_have_arrived
    shows_nothing(caught.value)


@pytest.mark.usefixtures("short_of_patience")
def test_a_small_answer_that_dribbles_is_no_portals(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n"
    portal.will_answer(lambda exchange: (exchange.send(head), exchange.dribble(bytes(999), every=0.05))[0])

    not_the_portals(gateway, session)


BROKEN_OFF = {
    "before-the-answer": closes(b""),
    "in-the-head": closes(b"HTTP/1.1 200 OK\r\nContent-"),
    "in-the-body": closes(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"),
    "in-a-chunk": closes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n99\r\n{"),
    "in-no-chunk": closes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n{"),
}


@pytest.mark.parametrize("told", BROKEN_OFF.values(), ids=BROKEN_OFF.keys())
def test_after_an_answer_that_breaks_off_nobody_knows_whether_it_arrived(
    told: object, gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    portal.will_answer(told)  # type: ignore[arg-type]

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
    portal.will_answer(closes(json_answer(200, {})), json_answer(200, {}))  # type: ignore[arg-type]

    gateway.policy(None)
    gateway.policy(None)

    assert portal.handshakes == 2


class TestPolicy:
    """GET /v1/policy."""

    def test_the_rules_come_with_the_tag_that_asks_for_their_change(
        self, gateway: HttpsGateway, portal: HostilePortal
    ) -> None:
        portal.will_answer(json_answer(200, {"a": 1}, ETag='"v1"'), answer(304, ETag='"v1"'))

        fetched = gateway.policy(None)

        assert fetched is not None
        assert json.loads(fetched.document_json) == {"a": 1}
        assert gateway.policy(fetched.etag) is None
        assert "if-none-match" not in portal.asked[0].headers
        assert portal.asked[1].headers["if-none-match"] == '"v1"'

    def test_rules_that_are_unchanged_though_nobody_has_them_are_no_answer(
        self, gateway: HttpsGateway, portal: HostilePortal
    ) -> None:
        portal.will_answer(answer(304))

        with pytest.raises(PortalAnswerInvalid):
            gateway.policy(None)

    @pytest.mark.parametrize("told", [answer(204), answer(200, b"\xff{}", Content_Type="application/json")])
    def test_what_is_no_text_is_no_policy(self, told: bytes, gateway: HttpsGateway, portal: HostilePortal) -> None:
        portal.will_answer(told)

        with pytest.raises(PortalAnswerInvalid):
            gateway.policy(None)

    @pytest.mark.parametrize("etag", ["v1", '"a"b"', '"\xe9"', '"a"\r\n b', '"' + "x" * 300 + '"'])
    def test_a_tag_that_could_not_be_sent_back_is_forgotten(
        self, etag: str, gateway: HttpsGateway, portal: HostilePortal
    ) -> None:
        portal.will_answer(json_answer(200, {}, ETag=etag))

        fetched = gateway.policy(None)

        assert fetched is not None
        assert fetched.etag == ""


class TestSignIn:
    """POST /v1/session."""

    def test_the_answer_is_a_session_that_does_not_show_its_token(
        self, gateway: HttpsGateway, portal: HostilePortal
    ) -> None:
        portal.will_answer(json_answer(201, signed_in()))

        answered = gateway.sign_in("TPmaster1", PASSWORD)

        assert answered.session.token == TOKEN
        assert TOKEN not in repr(answered)
        assert portal.asked[0].json() == {"user_id": "TPmaster1", "password": PASSWORD}
        assert "authorization" not in portal.asked[0].headers

    @pytest.mark.parametrize(
        "changes",
        [
            {"token": None},
            {"token": ""},
            {"token": TOKEN + "\r\nX: y"},
            {"token": 12345678901234567},
            {"expires_at": "soon"},
            {"expires_at": "2026-11-20T12:00:00"},
            {"expires_at": "0001-01-01T00:00:00+14:00"},
            {"expires_at": "9999-12-31T23:59:59-14:00"},
            {"account": None},
            {"account": [account()]},
            {"account": account(user_id="somebody")},
            {"account": account(user_id=None)},
            {"account": account(kind="emperor")},
            {"account": account(next_step="dance")},
            {"account": account(organisations={})},
            {"account": account(organisations=[None])},
        ],
        ids=str,
    )
    def test_an_answer_of_other_shape_signs_nobody_in_and_shows_no_secret(
        self, changes: dict[str, object], gateway: HttpsGateway, portal: HostilePortal
    ) -> None:
        portal.will_answer(json_answer(201, signed_in() | changes))

        with pytest.raises(PortalAnswerInvalid) as caught:
            gateway.sign_in("tpmaster1", PASSWORD)

        trace = "".join(traceback.format_exception(caught.value))
        assert TOKEN not in trace
        assert PASSWORD not in trace

    def test_what_a_newer_portal_says_besides_is_ignored(self, gateway: HttpsGateway, portal: HostilePortal) -> None:
        organisation = {"avrs_id": "1", "name": "A", "npi": "", "roles": ["claim", "rocketry"], "moons": 2}
        portal.will_answer(
            json_answer(201, signed_in() | {"weather": "fine", "account": account(organisations=[organisation])})
        )

        (organisation_told,) = gateway.sign_in("tpmaster1", PASSWORD).standing.organisations

        assert organisation_told.roles == {"claim"}

    def test_names_cannot_steer_a_terminal(self, gateway: HttpsGateway, portal: HostilePortal) -> None:
        portal.will_answer(json_answer(201, signed_in() | {"account": account(name="A\x1b[2J\u202eB\nC")}))

        standing = gateway.sign_in("tpmaster1", PASSWORD).standing

        assert standing.name == "A\ufffd[2J\ufffdB\ufffdC"

    def test_secrets_show_in_no_representation(self, session: Session, gateway: HttpsGateway) -> None:
        shown = [session, gateway, offer_of(b""), UploadUnderWay("https://localhost/1", 0)]

        assert TOKEN not in repr(shown)
        assert "Blue" not in repr(profile())


def test_sec_3_the_profile_goes_out_whole_and_once_by_its_key(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    message = {"description": "Save was Successful", "panel": "Account Security", "field": None, "row": None}
    portal.will_answer(json_answer(200, {"messages": [message], "account": account()}))

    saved = gateway.save_security_profile(session, profile(), request_key="key-1")

    assert str(saved.findings[0].description) == "Save was Successful"
    assert portal.asked[0].headers["idempotency-key"] == "key-1"
    assert portal.asked[0].json()["answer_1"] == "Blue"


def test_signing_out_tells_the_portal(gateway: HttpsGateway, portal: HostilePortal, session: Session) -> None:
    portal.will_answer(answer(204))

    gateway.sign_out(session)

    assert portal.asked[0].method == "DELETE"
    assert portal.asked[0].headers["authorization"] == f"Bearer {TOKEN}"


class TestReceipts:
    """GET /v1/submissions/<key>."""

    def test_a_receipt_for_another_key_is_handed_on_as_it_is(
        self, gateway: HttpsGateway, portal: HostilePortal, session: Session
    ) -> None:
        portal.will_answer(json_answer(200, {"state": "received", "receipt": receipt(submission_key="other")}))

        told = gateway.submission(session, "key")

        assert getattr(told, "submission_key", None) == "other"

    @pytest.mark.parametrize(
        "changes",
        [
            {"receipt": None},
            {"receipt": ""},
            {"receipt": "R\x1b[2J"},
            {"sha256": "AB" * 32},
            {"sha256": "ab" * 31},
            {"sha256": "ab" * 32 + "\n"},
            {"size": "5"},
            {"size": True},
            {"size": -1},
            {"size": 10**30},
            {"size": 5.5},
            {"received_at": 1763640000},
            {"user_id": 7},
        ],
        ids=str,
    )
    def test_a_receipt_of_wrong_types_is_none(
        self, changes: dict[str, object], gateway: HttpsGateway, portal: HostilePortal, session: Session
    ) -> None:
        portal.will_answer(json_answer(200, {"state": "received", "receipt": receipt(**changes)}))

        not_the_portals(gateway, session)

    @pytest.mark.parametrize("offset", [-1, "3", 3.5, True, 10**30])
    def test_an_offset_that_is_no_count_is_none(
        self, offset: object, gateway: HttpsGateway, portal: HostilePortal, session: Session
    ) -> None:
        portal.will_answer(json_answer(200, {"state": "uploading", "location": "/v1/uploads/1", "offset": offset}))

        not_the_portals(gateway, session)

    def test_a_key_cannot_lead_to_another_address(
        self, gateway: HttpsGateway, portal: HostilePortal, session: Session
    ) -> None:
        portal.will_answer(json_answer(200, {"state": "received", "receipt": receipt()}))

        gateway.submission(session, "../session?a=b#c")

        assert portal.asked[0].target == "/v1/submissions/..%2Fsession%3Fa%3Db%23c"


class TestTradeFileList:
    """GET /v1/trade-files."""

    def test_a_page_is_told_with_its_cursor(
        self, gateway: HttpsGateway, portal: HostilePortal, session: Session
    ) -> None:
        portal.will_answer(json_answer(200, {"items": [trade_file()], "next": "c&1", "more": False}))

        page = gateway.trade_files(session, "700123456", "c&0")

        assert [each.name for each in page.files] == ["notice.pdf"]
        assert page.cursor == "c&1"
        assert portal.asked[0].target == "/v1/trade-files?avrs_id=700123456&limit=500&after=c%260"

    @pytest.mark.parametrize(
        "page",
        [
            {"items": [trade_file(avrs_id="700999999")], "next": "c", "more": False},
            {"items": {}, "next": "c", "more": False},
            {"items": [], "next": None, "more": False},
            {"items": [], "next": 3, "more": False},
            {"items": [], "next": "c" * 501, "more": False},
            {"items": [], "next": "c", "more": 1},
            {"items": [], "next": "c", "more": "false"},
            {"items": [trade_file(id=None)], "next": "c", "more": False},
            {"items": [trade_file(id=7)], "next": "c", "more": False},
            {"items": [trade_file(id="a\nb")], "next": "c", "more": False},
            {"items": [trade_file(size=-1)], "next": "c", "more": False},
            {"items": [trade_file(size=2**63)], "next": "c", "more": False},
            {"items": [trade_file(sha256="none")], "next": "c", "more": False},
            {"items": [trade_file(name="n" * 4001)], "next": "c", "more": False},
            {"items": [trade_file(posted_at="yesterday")], "next": "c", "more": False},
            {"items": [trade_file(available_until="10000-01-01T00:00:00Z")], "next": "c", "more": False},
        ],
        ids=lambda page: str(page)[:60],
    )
    def test_a_page_of_wrong_types_or_of_others_is_none(
        self, page: dict[str, object], gateway: HttpsGateway, portal: HostilePortal, session: Session
    ) -> None:
        portal.will_answer(json_answer(200, page))

        with pytest.raises(PortalAnswerInvalid):
            gateway.trade_files(session, "700123456", None)


def test_whatever_was_answered_the_next_question_is_answered_rightly(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    for told in (*NOT_A_PORTALS.values(), *BROKEN_OFF.values()):
        portal.will_answer(told, json_answer(201, signed_in()))  # type: ignore[arg-type]
        with pytest.raises(PortalError):
            gateway.submission(session, "key")
        assert isinstance(gateway.sign_in("tpmaster1", PASSWORD), SignedIn)


def signed_in() -> dict[str, object]:
    return {"token": TOKEN, "expires_at": "2026-11-20T12:15:00Z", "account": account()}


def profile() -> SecurityProfile:
    return SecurityProfile("Favorite color", "Blue", "First street", "Elm", "a@example.com", "a@example.com")
