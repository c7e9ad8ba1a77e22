"""Who may be taken for the portal: certificates, TLS versions and an environment that wants to decide it."""

from __future__ import annotations

import datetime
import ssl
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from pes_client.errors import CertificateRejected, InputError, PortalUnreachable
from pes_client.portal import limits
from pes_client.portal.https_gateway import HttpsGateway
from pes_client.portal.tls import fingerprint, trusting
from tests.unit.portal.conftest import PASSWORD, GatewayTo, PortalWith, nothing_was_sent
from tests.unit.portal.hostile_portal import HostilePortal, PlainText, closing, json_answer
from tests.unit.portal.odd_certificates import DAY, odd_context

NOW = datetime.datetime.now(datetime.UTC)


def rejected(gateway: HttpsGateway, portal: HostilePortal) -> CertificateRejected:
    """How the portal is turned away: before it hears a single byte of a request."""
    with pytest.raises(CertificateRejected) as caught:
        gateway.sign_in("tpmaster1", PASSWORD)
    assert portal.asked == []
    assert caught.value.may_have_arrived is False
    assert caught.value.retryable
    return caught.value


def test_a_portal_of_the_operators_authority_is_spoken_to(gateway: HttpsGateway, portal: HostilePortal) -> None:
    portal.will_answer(json_answer(200, {"policy_version": "1"}))

    assert gateway.policy(None) is not None


def test_a_portal_of_an_authority_of_the_operating_system_is_spoken_to(
    portal_with: PortalWith, authority_of_the_system: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(authority_of_the_system.issue_cert("localhost"))
    portal.will_answer(json_answer(200, {}))

    assert gateway_to(portal.url).policy(None) is not None


def test_an_expired_certificate_is_rejected_and_the_computers_clock_is_named(
    portal_with: PortalWith, authority: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(authority.issue_cert("localhost", not_before=NOW - 9 * DAY, not_after=NOW - DAY))

    error = rejected(gateway_to(portal.url), portal)

    assert "date and time" in str(error.hint)


def test_a_certificate_of_the_future_is_rejected_and_the_computers_clock_is_named(
    portal_with: PortalWith, authority: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(authority.issue_cert("localhost", not_before=NOW + DAY, not_after=NOW + 9 * DAY))

    error = rejected(gateway_to(portal.url), portal)

    assert "date and time" in str(error.hint)


def test_a_certificate_for_another_host_is_rejected(
    portal_with: PortalWith, authority: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(authority.issue_cert("portal.example.com"))

    rejected(gateway_to(portal.url), portal)


def test_a_certificate_of_an_unknown_authority_is_rejected(
    portal_with: PortalWith, other_authority: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(other_authority.issue_cert("localhost"))

    rejected(gateway_to(portal.url), portal)


def test_a_certificate_that_only_vouches_for_itself_is_rejected(
    open_things: ExitStack, gateway_to: GatewayTo, tmp_path: Path
) -> None:
    portal = open_things.enter_context(closing(HostilePortal(odd_context(tmp_path, key_size=2048))))

    rejected(gateway_to(portal.url), portal)


def test_a_certificate_with_a_key_of_1024_bits_is_rejected_even_from_the_right_authority(
    open_things: ExitStack, authority: trustme.CA, gateway_to: GatewayTo, tmp_path: Path
) -> None:
    portal = open_things.enter_context(closing(HostilePortal(odd_context(tmp_path, key_size=1024, by=authority))))

    rejected(gateway_to(portal.url), portal)


def test_an_address_without_its_own_name_in_the_certificate_is_rejected(
    portal_with: PortalWith, authority: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(authority.issue_cert("localhost", common_name="127.0.0.1"))

    rejected(gateway_to(f"https://127.0.0.1:{portal.port}"), portal)


def test_an_address_that_the_certificate_names_is_accepted(
    portal_with: PortalWith, authority: trustme.CA, gateway_to: GatewayTo
) -> None:
    portal = portal_with(authority.issue_cert("127.0.0.1"))
    portal.will_answer(json_answer(200, {}))

    assert gateway_to(f"https://127.0.0.1:{portal.port}").policy(None) is not None


def test_a_host_that_stands_only_in_the_common_name_is_rejected(
    open_things: ExitStack, authority: trustme.CA, gateway_to: GatewayTo, tmp_path: Path
) -> None:
    context = odd_context(tmp_path, key_size=2048, by=authority, alternative_name=False)
    portal = open_things.enter_context(closing(HostilePortal(context)))

    rejected(gateway_to(portal.url), portal)


@pytest.mark.filterwarnings("ignore:.*TLSv1.*:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_a_portal_that_speaks_only_old_tls_hears_nothing(
    version: ssl.TLSVersion, authority: trustme.CA, gateway_to: GatewayTo, open_things: ExitStack
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    authority.issue_cert("localhost").configure_cert(context)
    portal = open_things.enter_context(closing(HostilePortal(context)))

    nothing_was_sent(gateway_to(portal.url), portal, "No secure connection")


def test_a_server_without_any_encryption_hears_nothing_that_it_could_read(
    open_things: ExitStack, gateway_to: GatewayTo
) -> None:
    plain = open_things.enter_context(closing(PlainText()))

    with pytest.raises(PortalUnreachable, match="No secure connection") as caught:
        gateway_to(f"https://localhost:{plain.port}").sign_in("tpmaster1", PASSWORD)

    assert caught.value.may_have_arrived is False
    assert PASSWORD.encode() not in plain.heard


def test_a_name_that_nobody_has_was_never_reached(gateway_to: GatewayTo) -> None:
    with pytest.raises(PortalUnreachable) as caught:
        gateway_to("https://portal.invalid").policy(None)

    assert caught.value.may_have_arrived is False
    assert "name could not be found" in str(caught.value)


def test_a_port_where_nobody_listens_was_never_reached(gateway_to: GatewayTo, portal: HostilePortal) -> None:
    portal.close()

    with pytest.raises(PortalUnreachable) as caught:
        gateway_to(portal.url).policy(None)

    assert caught.value.may_have_arrived is False
    assert "no connection" in str(caught.value)


def test_a_server_that_never_shakes_hands_was_never_reached(
    open_things: ExitStack, gateway_to: GatewayTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CONNECT_SECONDS", 0.3)
    silent = open_things.enter_context(closing(HostilePortal(None)))

    nothing_was_sent(gateway_to(silent.url), silent, "no connection")


def test_the_environment_cannot_name_another_authority(
    portal_with: PortalWith,
    other_authority: trustme.CA,
    gateway_to: GatewayTo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundle = tmp_path / "everybody.pem"
    bundle.write_bytes(other_authority.cert_pem.bytes())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(bundle))
    portal = portal_with(other_authority.issue_cert("localhost"))

    rejected(gateway_to(portal.url), portal)


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_bundle_of_the_environment_that_is_not_there_breaks_nothing(
    name: str, gateway: HttpsGateway, portal: HostilePortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "nowhere.pem"))
    portal.will_answer(json_answer(200, {}))

    assert gateway.policy(None) is not None


def test_session_keys_are_written_nowhere(
    gateway_to: GatewayTo, portal: HostilePortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    portal.will_answer(json_answer(200, {}))

    gateway_to(portal.url).policy(None)

    assert not keys.exists()


def test_a_password_in_netrc_is_not_offered_to_the_portal(
    gateway: HttpsGateway, portal: HostilePortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine localhost login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    portal.will_answer(json_answer(200, {}))

    gateway.policy(None)

    assert "authorization" not in portal.asked[0].headers


def test_what_is_no_certificate_is_no_authority() -> None:
    for pem in ("", "no certificate", "-----BEGIN CERTIFICATE-----\n////\n-----END CERTIFICATE-----\n", "Ж"):
        with pytest.raises(InputError):
            trusting(pem)


def test_a_fingerprint_is_written_as_people_compare_it(authority: trustme.CA) -> None:
    written = fingerprint(authority.cert_pem.bytes().decode())

    assert len(written.split(":")) == 32
    assert written == written.upper()
    for pem in ("", "no certificate", "-----BEGIN CERTIFICATE-----\nЖ\n-----END CERTIFICATE-----\n"):
        with pytest.raises(InputError):
            fingerprint(pem)
