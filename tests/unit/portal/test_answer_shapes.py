"""What the portal says in JSON: the right shapes become our own objects, every other is refused."""

from __future__ import annotations

import json
import traceback

import pytest

from pes_client.errors import PortalAnswerInvalid
from pes_client.policy.security_profile import SecurityProfile
from pes_client.portal.gateway import Session, UploadUnderWay
from pes_client.portal.https_accounts import HttpsAccountGateway
from pes_client.portal.https_gateway import HttpsGateway
from tests.unit.portal.conftest import PASSWORD, TOKEN, account, offer_of, receipt, signed_in, trade_file
from tests.unit.portal.hostile_portal import HostilePortal, answer, json_answer


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
    account_gateway: HttpsAccountGateway, portal: HostilePortal, session: Session
) -> None:
    message = {"description": "Save was Successful", "panel": "Account Security", "field": None, "row": None}
    portal.will_answer(json_answer(200, {"messages": [message], "account": account()}))

    saved = account_gateway.save_security_profile(session, profile(), request_key="key-1")

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

        with pytest.raises(PortalAnswerInvalid):
            gateway.submission(session, "key")

    @pytest.mark.parametrize("offset", [-1, "3", 3.5, True, 10**30])
    def test_an_offset_that_is_no_count_is_none(
        self, offset: object, gateway: HttpsGateway, portal: HostilePortal, session: Session
    ) -> None:
        portal.will_answer(json_answer(200, {"state": "uploading", "location": "/v1/uploads/1", "offset": offset}))

        with pytest.raises(PortalAnswerInvalid):
            gateway.submission(session, "key")

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


def profile() -> SecurityProfile:
    return SecurityProfile("Favorite color", "Blue", "First street", "Elm", "a@example.com", "a@example.com")
