"""Claim files on their way out: every byte once, and nothing counts as success but the portal's own word."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pytest

from pes_client.domain.submissions import Receipt
from pes_client.errors import (
    FileError,
    OffsetMismatch,
    PortalAnswerInvalid,
    PortalUnreachable,
)
from pes_client.portal import https_gateway
from pes_client.portal.gateway import Content, Session, UploadOffer, UploadUnderWay
from pes_client.portal.https_gateway import WHOLE_IN_ONE_REQUEST, HttpsGateway
from tests.unit.portal.conftest import LARGE, TOKEN, offer_of, receipt
from tests.unit.portal.hostile_portal import Exchange, HostilePortal, answer, json_answer, problem

CONTENT = b"ISA*00*invented~"

Offer = Callable[..., Receipt | UploadUnderWay]
Send = Callable[..., int]


class Reluctant(io.BytesIO):
    """Content that gives at most a thousand bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(1000 if size is None or size < 0 else min(size, 1000))


@pytest.fixture
def offer(gateway: HttpsGateway, session: Session) -> Offer:
    """Offers some content."""

    def run(content: bytes, what: UploadOffer | None = None, file: Content | None = None) -> object:
        return gateway.offer(session, what or offer_of(content), file or io.BytesIO(content), lambda _: None)

    return run  # type: ignore[return-value]


@pytest.fixture
def send(gateway: HttpsGateway, session: Session, portal: HostilePortal) -> Send:
    """Sends the rest of some content."""

    def run(content: bytes, at: int = 0, file: Content | None = None, progress: object = lambda _: None) -> int:
        upload = UploadUnderWay(f"{portal.url}/v1/uploads/1", at)
        return gateway.send(session, upload, file or io.BytesIO(content), progress)  # type: ignore[arg-type]

    return run


def metadata(portal: HostilePortal) -> dict[str, str]:
    """What the portal was told about the file."""
    pairs = (pair.split(" ") for pair in portal.asked[-1].headers["upload-metadata"].split(","))
    return {name: base64.b64decode(value, validate=True).decode() for name, value in pairs}


class TestOffer:
    """POST /v1/uploads."""

    def test_a_small_file_goes_with_its_offer_and_its_receipt_comes_back(
        self, portal: HostilePortal, offer: Offer
    ) -> None:
        portal.will_answer(json_answer(201, receipt(), Location="/v1/uploads/1", Upload_Offset="16"))

        told = offer(CONTENT)

        assert isinstance(told, Receipt)
        assert portal.asked[0].body == CONTENT
        assert portal.asked[0].headers["upload-length"] == str(len(CONTENT))
        assert portal.asked[0].headers["content-type"] == "application/offset+octet-stream"
        assert portal.asked[0].headers["tus-resumable"] == "1.0.0"
        assert portal.asked[0].headers["authorization"] == f"Bearer {TOKEN}"

    @pytest.mark.parametrize("size", [0, 1, WHOLE_IN_ONE_REQUEST - 1, WHOLE_IN_ONE_REQUEST])
    def test_up_to_four_mib_go_in_one_request(self, size: int, portal: HostilePortal, offer: Offer) -> None:
        portal.will_answer(json_answer(201, receipt(size=size)))

        offer(bytes(size))

        assert len(portal.asked[0].body) == size
        assert portal.asked[0].headers["content-length"] == str(size)

    def test_one_byte_more_is_only_offered(self, portal: HostilePortal, offer: Offer) -> None:
        portal.will_answer(answer(201, Location="/v1/uploads/1", Upload_Offset="0"))

        told = offer(bytes(WHOLE_IN_ONE_REQUEST + 1))

        assert told == UploadUnderWay(f"{portal.url}/v1/uploads/1", 0)
        assert portal.asked[0].body == b""
        assert portal.asked[0].headers["upload-length"] == str(WHOLE_IN_ONE_REQUEST + 1)

    def test_content_that_comes_in_small_reads_goes_out_whole(self, portal: HostilePortal, offer: Offer) -> None:
        content = bytes(range(256)) * 100
        portal.will_answer(json_answer(201, receipt()))

        offer(content, file=Reluctant(content))

        assert portal.asked[0].body == content

    def test_a_portal_that_took_only_a_part_says_how_much(self, portal: HostilePortal, offer: Offer) -> None:
        portal.will_answer(answer(201, Location=f"{portal.url}/v1/uploads/1", Upload_Offset="7"))

        assert offer(CONTENT) == UploadUnderWay(f"{portal.url}/v1/uploads/1", 7)

    @pytest.mark.parametrize("name", ["claims.837", "März Ж 李 😀.837", "a,b c=d\r\nX: y.837", "", "x" * 255])
    def test_a_name_of_any_script_arrives(self, name: str, portal: HostilePortal, offer: Offer) -> None:
        portal.will_answer(json_answer(201, receipt()))

        offer(CONTENT, offer_of(CONTENT, file_name=name))

        assert metadata(portal) == {
            "filename": name,
            "sha256": "ab" * 32,
            "submission_key": "11111111-2222-4333-8444-555555555555",
            "avrs_id": "700123456",
        }

    def test_a_name_that_is_no_text_arrives_in_part(self, portal: HostilePortal, offer: Offer) -> None:
        portal.will_answer(json_answer(201, receipt()))

        offer(CONTENT, offer_of(CONTENT, file_name="a\udcff.837"))

        assert metadata(portal)["filename"] == "a?.837"

    def test_sending_again_on_purpose_is_said(self, portal: HostilePortal, offer: Offer) -> None:
        portal.will_answer(json_answer(201, receipt()))

        offer(CONTENT, offer_of(CONTENT, again=True))

        assert metadata(portal)["again"] == "true"

    @pytest.mark.parametrize(
        "told",
        [
            answer(201),
            answer(204),
            answer(201, Location="https://portal.example.com/v1/uploads/1"),
            answer(201, Location="http://localhost/v1/uploads/1"),
            answer(201, Location="/v1/uploads/1", Upload_Offset="-1"),
            answer(201, Location="/v1/uploads/1", Upload_Offset="1.5"),
            answer(201, Location="/v1/uploads/1", Upload_Offset="²"),
            answer(201, Location="/v1/uploads/1", Upload_Offset="9" * 30),
            answer(201, b"<html>", Content_Type="text/html", Location="/v1/uploads/1"),
            answer(200, b"accepted", Content_Type="text/plain"),
            json_answer(201, {"accepted": True}),
            json_answer(201, receipt(size="16")),
        ],
        ids=lambda told: repr(told[9:90]),
    )
    def test_an_answer_that_proves_nothing_is_no_success(
        self, told: bytes, portal: HostilePortal, offer: Offer
    ) -> None:
        portal.will_answer(told)

        with pytest.raises(PortalAnswerInvalid):
            offer(CONTENT)

    def test_a_file_that_shrank_is_not_offered(self, portal: HostilePortal, offer: Offer) -> None:
        with pytest.raises(FileError):
            offer(CONTENT, file=io.BytesIO(CONTENT[:-1]))

        assert portal.asked == []


class TestSend:
    """PATCH /v1/uploads/<id>."""

    def test_the_rest_goes_out_from_the_portals_offset(self, portal: HostilePortal, send: Send) -> None:
        portal.will_answer(answer(204, Upload_Offset=str(len(CONTENT))))
        steps: list[int] = []

        assert send(CONTENT, at=4, progress=steps.append) == len(CONTENT)

        assert portal.asked[0].method == "PATCH"
        assert portal.asked[0].body == CONTENT[4:]
        assert portal.asked[0].headers["content-length"] == str(len(CONTENT) - 4)
        assert portal.asked[0].headers["upload-offset"] == "4"
        assert steps == [len(CONTENT)]

    def test_content_that_comes_in_small_reads_goes_out_whole(self, portal: HostilePortal, send: Send) -> None:
        content = bytes(range(256)) * 100
        portal.will_answer(answer(204, Upload_Offset=str(len(content))))

        send(content, at=3, file=Reluctant(content))

        assert portal.asked[0].body == content[3:]

    def test_a_large_file_goes_in_parts(
        self, portal: HostilePortal, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(https_gateway, "PART", 10)
        portal.will_answer(answer(204, Upload_Offset="10"), answer(204, Upload_Offset="16"))

        assert send(CONTENT) == 10
        assert send(CONTENT, at=10) == 16

        assert [each.body for each in portal.asked] == [CONTENT[:10], CONTENT[10:]]

    def test_megabytes_arrive_unaltered(self, portal: HostilePortal, send: Send) -> None:
        portal.will_answer(answer(204, Upload_Offset=str(len(LARGE))))

        send(LARGE)

        assert portal.asked[0].body == LARGE

    @pytest.mark.parametrize("offset", [None, "", "x", "-1", "+5", "1e1", "２", "9" * 30, str(len(CONTENT) + 1)])
    def test_an_offset_that_cannot_be_is_not_believed(
        self, offset: str | None, portal: HostilePortal, send: Send
    ) -> None:
        headers = {} if offset is None else {"Upload_Offset": offset.encode().decode("latin-1")}
        portal.will_answer(answer(204, b"", **headers))

        with pytest.raises(PortalAnswerInvalid):
            send(CONTENT)

    def test_a_portal_that_holds_another_number_of_bytes_is_understood(self, portal: HostilePortal, send: Send) -> None:
        portal.will_answer(problem(409, "upload.offset", Upload_Offset="3"))

        with pytest.raises(OffsetMismatch):
            send(CONTENT)

    def test_a_file_that_shrinks_while_it_is_sent_is_the_files_fault(self, portal: HostilePortal, send: Send) -> None:
        class Shrinking(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                return b"" if self.tell() >= 5 else super().read(5)

        portal.will_answer(lambda exchange: exchange.say_nothing())

        with pytest.raises(FileError):
            send(CONTENT, file=Shrinking(CONTENT))

    def test_a_person_can_stop_a_long_upload_and_the_next_question_is_answered_rightly(
        self, portal: HostilePortal, send: Send, gateway: HttpsGateway
    ) -> None:
        class StoppedError(Exception):
            pass

        def stop(_done: int) -> None:
            raise StoppedError

        portal.will_answer(lambda exchange: exchange.say_nothing(), json_answer(200, {}))

        with pytest.raises(StoppedError):
            send(LARGE, progress=stop)

        assert gateway.policy(None) is not None
        assert portal.handshakes == 2

    @pytest.mark.usefixtures("short_of_patience")
    def test_a_portal_that_stops_reading_is_given_up_and_may_have_got_it(
        self, portal: HostilePortal, send: Send
    ) -> None:
        portal.will_answer(lambda exchange: exchange.stop_reading())

        with pytest.raises(PortalUnreachable) as caught:
            send(LARGE)

        assert caught.value.may_have_arrived

    def test_a_portal_that_hangs_up_in_the_middle_may_have_got_it(self, portal: HostilePortal, send: Send) -> None:
        portal.will_answer(read_and_hang_up)

        with pytest.raises(PortalUnreachable) as caught:
            send(LARGE)

        assert caught.value.may_have_arrived


def read_and_hang_up(exchange: Exchange) -> None:
    """Take a part of the body and go."""
    exchange.read_body(100_000)
