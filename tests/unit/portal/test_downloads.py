"""Trade files on their way in: whole, from where they stopped, and never more than was promised."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Callable

import pytest

from pes_client.errors import DiskFull, NotOnPortal, PortalAnswerInvalid, PortalError, PortalUnreachable
from pes_client.portal import limits
from pes_client.portal.gateway import ContentFacts, Session
from pes_client.portal.https_gateway import HttpsGateway
from pes_client.wording import text
from tests.unit.portal.conftest import Heard
from tests.unit.portal.hostile_portal import HostilePortal, answer, dribbling, endless, last_words, problem

LETTER = b"%PDF-1.7 an invented letter"
SHA256 = hashlib.sha256(LETTER).hexdigest()
REPR = f"sha-256=:{base64.b64encode(hashlib.sha256(LETTER).digest()).decode()}:"

Fetch = Callable[..., ContentFacts]


@pytest.fixture
def fetch(gateway: HttpsGateway, session: Session, heard: Heard) -> Fetch:
    """Fetches the letter into `heard`."""

    def run(start: int = 0, if_sha256: str | None = SHA256, progress: Callable[[int], None] = lambda _: None) -> object:
        return gateway.fetch(session, "f-1", heard, start=start, if_sha256=if_sha256, progress=progress)

    return run  # type: ignore[return-value]


def partly(body: bytes, content_range: str, **headers: str) -> bytes:
    return answer(206, body, Content_Range=content_range, **headers)


def test_a_letter_arrives_whole_with_its_proof(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(answer(200, LETTER, Repr_Digest=REPR))
    steps: list[int] = []

    facts = fetch(progress=steps.append)

    assert facts == heard.facts == ContentFacts(len(LETTER), SHA256, 0)
    assert heard.content == LETTER
    assert steps[-1] == len(LETTER)
    assert "range" not in portal.asked[0].headers
    assert portal.asked[0].headers["accept-encoding"] == "identity"


def test_an_empty_file_is_a_file(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(answer(200))

    assert fetch() == ContentFacts(0, None, 0)
    assert heard.facts is not None


def test_what_is_here_already_is_not_fetched_again(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(partly(LETTER[5:], f"bytes 5-{len(LETTER) - 1}/{len(LETTER)}", Repr_Digest=REPR))

    assert fetch(start=5) == ContentFacts(len(LETTER), SHA256, 5)
    assert heard.content == LETTER[5:]
    assert portal.asked[0].headers["range"] == "bytes=5-"
    assert portal.asked[0].headers["if-range"] == f'"{SHA256}"'


def test_a_portal_that_does_not_resume_starts_anew(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(answer(200, LETTER))

    assert fetch(start=5) == ContentFacts(len(LETTER), None, 0)
    assert heard.content == LETTER


def test_a_file_that_is_here_to_its_last_byte_is_fetched_anew(
    portal: HostilePortal, fetch: Fetch, heard: Heard
) -> None:
    portal.will_answer(answer(416, Content_Range=f"bytes */{len(LETTER)}"), answer(200, LETTER))

    assert fetch(start=len(LETTER)) == ContentFacts(len(LETTER), None, 0)
    assert heard.content == LETTER


@pytest.mark.parametrize(
    "content_range",
    [
        "",
        "bytes",
        f"bytes 0-{len(LETTER) - 1}/{len(LETTER)}",
        f"bytes 4-{len(LETTER) - 2}/{len(LETTER) - 1}",
        f"bytes 5-{len(LETTER) - 1}/*",
        f"bytes 5-{len(LETTER)}/{len(LETTER) + 1}",
        f"bytes 5-{len(LETTER) - 1}/{10**30}",
        f"bytes=5-{len(LETTER) - 1}/{len(LETTER)}",
        f"lines 5-{len(LETTER) - 1}/{len(LETTER)}",
        f"5-{len(LETTER) - 1}/{len(LETTER)}",
    ],
)
def test_a_range_that_was_not_asked_for_is_not_taken(
    content_range: str, portal: HostilePortal, fetch: Fetch, heard: Heard
) -> None:
    portal.will_answer(partly(LETTER[5:], content_range))

    with pytest.raises(PortalAnswerInvalid):
        fetch(start=5)

    assert heard.facts is None


@pytest.mark.parametrize("start", [0, 5])
def test_a_part_is_not_taken_where_the_whole_was_asked_for(start: int, portal: HostilePortal, fetch: Fetch) -> None:
    portal.will_answer(partly(LETTER[start:], f"bytes {start}-{len(LETTER) - 1}/{len(LETTER)}"))

    with pytest.raises(PortalAnswerInvalid):
        fetch(start=start, if_sha256=None)


@pytest.mark.parametrize("length", ["", "-1", "1e3", "0x10", "９", "2" * 30, "5, 5"])
def test_a_length_that_is_none_is_not_taken(length: str, portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: " + length.encode() + b"\r\n\r\n"
    portal.will_answer(last_words(head + LETTER))

    with pytest.raises(PortalAnswerInvalid):
        fetch()

    assert heard.facts is None


HEADS = {
    "no-length": b"HTTP/1.1 200 OK\r\n\r\n",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
    "chunks-and-a-length": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_file_without_a_plain_length_is_not_taken(
    head: bytes, portal: HostilePortal, fetch: Fetch, heard: Heard
) -> None:
    portal.will_answer(last_words(head + b"%PDF-\r\n0\r\n\r\n"))

    with pytest.raises(PortalAnswerInvalid):
        fetch()

    assert heard.facts is None


def test_a_file_that_breaks_off_leaves_what_came(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(last_words(answer(200, LETTER)[:-5]))

    with pytest.raises(PortalUnreachable):
        fetch()

    assert heard.content == LETTER[:-5]


def test_bytes_beyond_the_length_are_not_taken(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(last_words(answer(200, LETTER) + b"more"))

    fetch()

    assert heard.content == LETTER


def test_bytes_beyond_the_length_are_no_answer_to_the_next_question(
    portal: HostilePortal, fetch: Fetch, heard: Heard
) -> None:
    portal.will_answer(answer(200, LETTER) + answer(200, b"smuggled"), answer(200, b""))

    fetch()
    fetch()

    assert heard.content == LETTER


@pytest.mark.parametrize(
    "digest",
    ["sha-256=", "sha-256=::", "sha-256=:AAAA:", "sha-256=:###:", "sha-256=:\xe9:", "SHA-256=abc", "sha-256"],
)
def test_a_digest_that_proves_nothing_is_not_taken(digest: str, portal: HostilePortal, fetch: Fetch) -> None:
    portal.will_answer(answer(200, LETTER, Repr_Digest=digest))

    with pytest.raises(PortalAnswerInvalid):
        fetch()


@pytest.mark.parametrize("digest", ["", "md5=:AAAA:", "sha-512=:AAAA:, x"])
def test_a_digest_of_another_kind_counts_as_none(digest: str, portal: HostilePortal, fetch: Fetch) -> None:
    portal.will_answer(answer(200, LETTER, Repr_Digest=digest))

    assert fetch().sha256 is None


def test_the_right_one_of_several_digests_is_found(portal: HostilePortal, fetch: Fetch) -> None:
    portal.will_answer(answer(200, LETTER, Repr_Digest=f"sha-512=:AAAA:,  {REPR}"))

    assert fetch().sha256 == SHA256


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "gzip, gzip, gzip"])
def test_a_compressed_file_is_not_taken(coding: str, portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(answer(200, gzip.compress(LETTER), Content_Encoding=coding))

    with pytest.raises(PortalAnswerInvalid):
        fetch()

    assert heard.facts is None


@pytest.mark.usefixtures("short_of_patience")
def test_a_file_that_dribbles_is_given_up(portal: HostilePortal, fetch: Fetch) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"
    portal.will_answer(dribbling(head, bytes(999)))

    with pytest.raises(PortalUnreachable):
        fetch()


def test_a_slow_but_steady_file_may_take_longer_than_a_small_answer(
    portal: HostilePortal, fetch: Fetch, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(limits, "SLOWEST_BYTES_PER_SECOND", 1.0)
    portal.will_answer(dribbling(b"HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n", LETTER, every=0.02))

    fetch()

    assert heard.content == LETTER


def test_a_full_disk_is_not_taken_for_a_broken_connection(
    gateway: HttpsGateway, portal: HostilePortal, session: Session
) -> None:
    class Full(Heard):
        def write(self, block: bytes) -> None:
            raise DiskFull(text("The disk is full."))

    class Broken(Heard):
        def write(self, block: bytes) -> None:
            raise OSError(28, "No space left on device")

    for sink, kind in ((Full(), DiskFull), (Broken(), OSError)):
        portal.will_answer(answer(200, LETTER))
        with pytest.raises(kind):
            gateway.fetch(session, "f-1", sink, start=0, if_sha256=None, progress=lambda _: None)


def test_a_person_can_stop_a_long_download(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    class StoppedError(Exception):
        pass

    def stop(_done: int) -> None:
        raise StoppedError

    head = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"
    portal.will_answer(endless(head, bytes(65536)), answer(200))

    with pytest.raises(StoppedError):
        fetch(progress=stop)

    assert 0 < len(heard.content) < 10**6
    heard.content = b""
    fetch()
    assert heard.content == b""


def test_a_file_of_megabytes_arrives_unaltered(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    content = bytes(range(256)) * 20_000
    portal.will_answer(answer(200, content))

    fetch()

    assert heard.content == content


def test_a_file_that_is_gone_is_said_to_be_gone(portal: HostilePortal, fetch: Fetch, heard: Heard) -> None:
    portal.will_answer(problem(410, "trade_file.gone", detail="Kept for twelve months."))

    with pytest.raises(NotOnPortal, match=r"Kept for twelve months\."):
        fetch()

    assert heard.facts is None


@pytest.mark.parametrize("remote_id", ["../session", "a?b#c", "..", "a/b", "Ж"])
def test_an_id_cannot_lead_to_another_host_or_question(
    remote_id: str, gateway: HttpsGateway, portal: HostilePortal, session: Session, heard: Heard
) -> None:
    portal.will_answer(problem(404, "trade_file.unknown"))

    with pytest.raises(PortalError):
        gateway.fetch(session, remote_id, heard, start=0, if_sha256=None, progress=lambda _: None)

    assert portal.asked[0].target.startswith("/v1/")
    assert portal.asked[0].target.endswith("/content")
