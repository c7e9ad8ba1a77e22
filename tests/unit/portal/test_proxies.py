"""A proxy on the way: it lets through or it does not, but it never becomes the portal."""

from __future__ import annotations

import io
import ssl
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from pes_client.errors import CertificateRejected, PortalUnreachable
from pes_client.portal.gateway import Session, UploadUnderWay
from pes_client.portal.https_gateway import HttpsGateway
from tests.unit.portal.conftest import LARGE, GatewayTo, PortalWith, nothing_was_sent
from tests.unit.portal.hostile_portal import HostilePortal, TunnelProxy, answer, closing, json_answer


def test_the_portal_is_reached_and_must_still_prove_itself(
    gateway: HttpsGateway, portal: HostilePortal, proxy: TunnelProxy
) -> None:
    portal.will_answer(json_answer(200, {}))

    assert gateway.policy(None) is not None
    assert proxy.connections == 1


def test_a_proxy_that_speaks_tls_itself_lets_a_file_through_unaltered(
    gateway: HttpsGateway,
    portal: HostilePortal,
    session: Session,
    authority_of_the_system: trustme.CA,
    open_things: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority_of_the_system.issue_cert("localhost").configure_cert(context)
    proxy = open_things.enter_context(closing(TunnelProxy(context=context)))
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    portal.will_answer(answer(204, Upload_Offset=str(len(LARGE))))

    gateway.send(session, UploadUnderWay(f"{portal.url}/v1/uploads/1", 0), io.BytesIO(LARGE), lambda _: None)

    assert proxy.connections == 1
    assert portal.asked[0].body == LARGE


@pytest.mark.usefixtures("proxy")
def test_a_portal_of_an_unknown_authority_is_rejected(
    portal_with: PortalWith, other_authority: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(other_authority.issue_cert("localhost"))

    with pytest.raises(CertificateRejected) as caught:
        gateway_to(portal.url).policy(None)

    assert caught.value.may_have_arrived is False
    assert portal.asked == []


def test_a_dead_proxy_means_that_nothing_was_sent(
    gateway: HttpsGateway, portal: HostilePortal, proxy: TunnelProxy
) -> None:
    proxy.close()

    nothing_was_sent(gateway, portal, "proxy")


@pytest.mark.parametrize(
    "refusal",
    [
        b"HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad\r\n\r\n<html>",
        b"SSH-2.0-proxy\r\n",
        b"HTTP/1.1 200 Joined\r\n\r\nnot TLS at all",
        b"",
    ],
    ids=["asks-for-a-password", "bad-gateway", "no-http", "joins-nobody", "hangs-up"],
)
def test_a_proxy_that_refuses_means_that_nothing_was_sent(
    refusal: bytes,
    gateway: HttpsGateway,
    portal: HostilePortal,
    open_things: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proxy = open_things.enter_context(closing(TunnelProxy(refusal)))
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)

    nothing_was_sent(gateway, portal, "proxy")


@pytest.mark.parametrize("setting", ["http://", "nonsense://127.0.0.1:1", "http://[", "socks5://127.0.0.1:1"])
def test_a_setting_that_names_no_proxy_means_that_nothing_was_sent(
    setting: str, gateway: HttpsGateway, portal: HostilePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", setting)

    nothing_was_sent(gateway, portal, "proxy")


@pytest.mark.usefixtures("proxy")
def test_a_portal_that_hangs_up_after_the_request_may_have_got_it(gateway: HttpsGateway, portal: HostilePortal) -> None:
    portal.will_answer(lambda exchange: None)

    with pytest.raises(PortalUnreachable) as caught:
        gateway.policy(None)

    assert caught.value.may_have_arrived


def test_session_keys_are_written_nowhere_behind_a_proxy_either(
    gateway_to: GatewayTo, portal: HostilePortal, proxy: TunnelProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    portal.will_answer(json_answer(200, {}))

    gateway_to(portal.url).policy(None)

    assert proxy.connections == 1
    assert not keys.exists()
