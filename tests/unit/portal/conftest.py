"""The states of the world that the tests of the portal's gateway start from."""

from __future__ import annotations

import ssl
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from pes_client.domain.portals import Portal
from pes_client.errors import PortalUnreachable
from pes_client.portal import limits
from pes_client.portal.gateway import ContentFacts, Session, UploadOffer
from pes_client.portal.https_accounts import HttpsAccountGateway
from pes_client.portal.https_gateway import HttpsGateway
from tests.unit.portal.hostile_portal import HostilePortal, TunnelProxy, closing

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOKEN = "a-token-that-nobody-else-may-ever-see"  # invented
LARGE = bytes(range(256)) * 4 * 1024 * 8  # 8 MiB: more than any buffer on the way takes
PASSWORD = "Invented#Pass7"

PortalWith = Callable[[trustme.LeafCert], HostilePortal]
GatewayTo = Callable[..., HttpsGateway]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The authority that the portal's operator handed out."""
    return trustme.CA()


@pytest.fixture(scope="session")
def other_authority() -> trustme.CA:
    """An authority that nobody here trusts."""
    return trustme.CA()


@pytest.fixture(scope="session")
def authority_of_the_system() -> trustme.CA:
    """The one authority in the operating system's store."""
    return trustme.CA()


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority_of_the_system: trustme.CA) -> None:
    """Neither this machine's proxy nor its ~/.netrc nor its store of authorities reach a test."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    store = tmp_path / "system-store.pem"
    authority_of_the_system.cert_pem.write_to_path(store)
    monkeypatch.setenv("SSL_CERT_FILE", str(store))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "no-such-folder"))


@pytest.fixture
def short_of_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is waited for a moment only."""
    monkeypatch.setattr(limits, "SILENCE_SECONDS", 0.3)
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.3)


@pytest.fixture
def short_of_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer may fill a quarter of a mebibyte only."""
    monkeypatch.setattr(limits, "ANSWER_BYTES", 256 * 1024)


@pytest.fixture
def open_things() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def portal_with(open_things: ExitStack) -> PortalWith:
    """Starts a portal that shows a certificate of the test's choice."""

    def start(certificate: trustme.LeafCert) -> HostilePortal:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        certificate.configure_cert(context)
        started: HostilePortal = open_things.enter_context(closing(HostilePortal(context)))
        return started

    return start


@pytest.fixture
def portal(portal_with: PortalWith, authority: trustme.CA) -> HostilePortal:
    """The portal itself, with a good certificate."""
    return portal_with(authority.issue_cert("localhost"))


@pytest.fixture
def elsewhere(portal_with: PortalWith, authority: trustme.CA) -> HostilePortal:
    """Another server on the portal's host, which even has a good certificate."""
    return portal_with(authority.issue_cert("localhost"))


@pytest.fixture
def gateway_to(authority: trustme.CA, open_things: ExitStack) -> GatewayTo:
    """Opens a gateway to an address, trusting the operator's authority there."""

    def open_gateway(url: str) -> HttpsGateway:
        pem = authority.cert_pem.bytes().decode()
        gateway = HttpsGateway(Portal("here", url, "cmap", "Practice", True, pem, NOON), lambda: NOON)
        open_things.callback(gateway.close)
        return gateway

    return open_gateway


@pytest.fixture
def account_gateway(authority: trustme.CA, portal: HostilePortal, open_things: ExitStack) -> HttpsAccountGateway:
    """The account side of the same portal."""
    pem = authority.cert_pem.bytes().decode("ascii")
    gateway = HttpsAccountGateway(Portal("here", portal.url, "cmap", "Practice", True, pem, NOON), lambda: NOON)
    open_things.callback(gateway.close)
    return gateway


@pytest.fixture
def gateway(gateway_to: GatewayTo, portal: HostilePortal) -> HttpsGateway:
    return gateway_to(portal.url)


@pytest.fixture
def session() -> Session:
    return Session(TOKEN, NOON)


@pytest.fixture
def proxy(open_things: ExitStack, monkeypatch: pytest.MonkeyPatch) -> TunnelProxy:
    """A proxy that lets everything through, and an environment that names it."""
    started: TunnelProxy = open_things.enter_context(closing(TunnelProxy()))
    monkeypatch.setenv("HTTPS_PROXY", started.url)
    return started


class Heard:
    """A sink that keeps what arrives."""

    def __init__(self) -> None:
        self.facts: ContentFacts | None = None
        self.content = b""

    def begin(self, facts: ContentFacts) -> None:
        self.facts = facts

    def write(self, block: bytes) -> None:
        self.content += block


@pytest.fixture
def heard() -> Heard:
    return Heard()


def offer_of(content: bytes, *, file_name: str = "claims.837", again: bool = False) -> UploadOffer:
    """The offer of a file with that content."""
    return UploadOffer("11111111-2222-4333-8444-555555555555", file_name, len(content), "ab" * 32, "700123456", again)


def account(**changes: object) -> dict[str, object]:
    """An account as the portal writes it."""
    return {
        "user_id": "tpmaster1",
        "kind": "trading_partner",
        "name": "Example Billing",
        "email": "office@example.com",
        "next_step": "none",
        "steps_due": [],
        "password_expires_at": "2027-01-01T00:00:00Z",
        "last_sign_in_at": None,
        "organisations": [
            {"avrs_id": "700123456", "name": "Example Clinic", "npi": "1999999984", "roles": ["claim"]},
        ],
    } | changes


def receipt(**changes: object) -> dict[str, object]:
    """A receipt as the portal writes it."""
    return {
        "receipt": "R-2026-000001",
        "submission_key": "11111111-2222-4333-8444-555555555555",
        "sha256": "ab" * 32,
        "size": 5,
        "received_at": "2026-11-20T12:00:00Z",
        "user_id": "tpmaster1",
        "avrs_id": "700123456",
        "file_name": "claims.837",
    } | changes


def trade_file(**changes: object) -> dict[str, object]:
    """A row of the trade-file list as the portal writes it."""
    return {
        "id": "f-1",
        "avrs_id": "700123456",
        "transaction_type": "EDELIVERY",
        "letter_kind": "PA",
        "name": "notice.pdf",
        "status": "posted",
        "size": 5,
        "sha256": "ab" * 32,
        "posted_at": "2026-11-20T12:00:00Z",
        "available_until": None,
        "in_reply_to": None,
    } | changes


def signed_in() -> dict[str, object]:
    """The answer to a sign-in as the portal writes it."""
    return {"token": TOKEN, "expires_at": "2026-11-20T12:15:00Z", "account": account()}


def nothing_was_sent(gateway: HttpsGateway, portal: HostilePortal, words: str) -> None:
    """Signing in fails with these words, and neither the portal nor the error ever saw the password."""
    with pytest.raises(PortalUnreachable) as caught:
        gateway.sign_in("tpmaster1", PASSWORD)
    assert caught.value.may_have_arrived is False
    assert "Nothing was sent" in str(caught.value)
    assert words in str(caught.value)
    assert portal.asked == []
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
