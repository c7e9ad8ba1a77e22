"""Which portals this machine knows, and their rules: connecting to a new one, reading the policy offline."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.errors import InputError, PortalAnswerInvalid
from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.profile_files import profile_names
from pes_client.portal.gateway import FetchedPolicy, Gateway
from pes_client.portal.tls import fingerprint
from pes_client.store.store import Store
from pes_client.transfer.clock import Clock
from pes_client.wording import text

DEFAULT_PROFILE = "cmap"

GatewayTo = Callable[[Portal], Gateway]


class Portals:
    """The portals of this data folder."""

    def __init__(self, store: Store, clock: Clock, gateway_to: GatewayTo) -> None:
        self._store = store
        self._clock = clock
        self._gateway_to = gateway_to

    def known(self) -> list[Portal]:
        """Every portal that was connected to, by name."""
        with self._store.read() as records:
            return records.portals.all()

    def get(self, name: str) -> Portal:
        """The portal of that name. Raises InputError if it is not known."""
        with self._store.read() as records:
            portal = records.portals.get(name)
        if portal is None:
            raise InputError(
                text("No portal is known as “{name}”.", name=name),
                text("Connect to it first; its name is the host in its address."),
            )
        return portal

    def connect(self, url: str, ca_pem: str | None = None) -> Portal:
        """Ask the portal at `url` for its rules and remember both; connecting again renews them.

        `ca_pem` is trusted for this portal only; without it an authority given earlier stays. Raises
        InputError for an address that cannot be a portal's, and what the gateway raises.
        """
        address = portal_address(url)
        name = urlsplit(address).netloc
        with self._store.read() as records:
            earlier = records.portals.get(name)
        trusted = ca_pem if ca_pem is not None else (earlier.ca_pem if earlier else None)
        now = self._clock.now()
        portal = Portal(
            name=name,
            url=address,
            profile="",
            title=name,
            practice=False,
            ca_pem=trusted,
            known_since=earlier.known_since if earlier else now,
        )
        fetched = self._fetch(portal)
        policy = PolicyDocument.from_json(fetched.document_json)
        portal = replace(portal, profile=policy.profile, title=policy.portal_name, practice=policy.practice)
        self._remember(portal, fetched, now, is_new=earlier is None)
        return portal

    def refresh_policy(self, name: str) -> PolicyDocument:
        """Ask whether the portal's rules changed, and give the present ones."""
        portal = self.get(name)
        with self._store.read() as records:
            stored = records.policies.get(name)
        gateway = self._gateway_to(portal)
        try:
            fetched = gateway.policy(stored.etag if stored else None)
        finally:
            gateway.close()
        if fetched is not None:
            PolicyDocument.from_json(fetched.document_json)
            with self._store.write() as records:
                records.policies.put(name, fetched.etag, fetched.document_json, self._clock.now())
        return self.policy(name)

    def policy(self, name: str) -> PolicyDocument:
        """The portal's rules as last known, else those of its profile; never asks the network."""
        with self._store.read() as records:
            stored = records.policies.get(name)
            portal = records.portals.get(name)
        if stored is not None:
            return PolicyDocument.from_json(stored.document_json)
        return fallback_policy(portal.profile if portal and portal.profile in profile_names() else DEFAULT_PROFILE)

    def fingerprint(self, ca_pem: str) -> str:
        """The SHA-256 of an authority, to compare before trusting it."""
        return fingerprint(ca_pem)

    def _fetch(self, portal: Portal) -> FetchedPolicy:
        gateway = self._gateway_to(portal)
        try:
            fetched = gateway.policy(None)
        finally:
            gateway.close()
        if fetched is None:
            raise PortalAnswerInvalid(text("The portal did not show its rules, so it was not connected."))
        return fetched

    def _remember(self, portal: Portal, fetched: FetchedPolicy, now: datetime, *, is_new: bool) -> None:
        with self._store.write() as records:
            records.portals.add(portal)
            records.policies.put(portal.name, fetched.etag, fetched.document_json, now)
            if is_new:
                words = text("Connected to {portal}.", portal=portal.name)
                records.activity.append(now, Deed.PORTAL_ADDED, words, subject=portal.name)


def portal_address(typed: str) -> str:
    """The address of a portal, tidied. Raises InputError for anything but a plain https address."""
    typed = typed.strip()
    if "://" not in typed:
        typed = "https://" + typed
    try:
        parts = urlsplit(typed)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii") if not _is_ip(parts.hostname) else parts.hostname
    except (ValueError, UnicodeError) as error:
        raise _no_address() from error
    if parts.scheme != "https":
        raise InputError(
            text("A portal's address begins with https:// — anything else would send passwords in the clear.")
        )
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if not host or not plain or port == 0 or any(each.isspace() or not each.isprintable() for each in typed):
        raise _no_address()
    shown = f"[{host}]" if ":" in host else host
    at_port = f":{port}" if port and port != 443 else ""
    return f"https://{shown.lower()}{at_port}{parts.path.rstrip('/')}"


def _is_ip(host: str | None) -> bool:
    try:
        ipaddress.ip_address(host or "")
    except ValueError:
        return False
    return True


def _no_address() -> InputError:
    return InputError(
        text("This is no address of a portal."),
        text("Type it as the portal's operator gave it, for example https://portal.example.org"),
    )
