"""One HTTPS connection pool to one portal: bounded answers, no redirects, no cookies, failures in our words."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol, cast
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
)

from pes_client.errors import CertificateRejected, PortalUnreachable
from pes_client.portal.problems import refusal
from pes_client.portal.tls import TrustAdapter, trusting
from pes_client.portal.wire import not_the_portal
from pes_client.version import VERSION
from pes_client.wording import text

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 60.0
ANSWER_SECONDS = 120.0
ANSWER_BYTES = 16 * 1024 * 1024
_JSON = ("application/json", "application/problem+json")


class Readable(Protocol):
    """A request body that is read while it is sent; `len` is its length in bytes."""

    len: int

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end."""


Body = bytes | Readable | None


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole, small answer: status, headers, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Requests to one portal, and only to it: the token never leaves its origin."""

    def __init__(self, base_url: str, ca_pem: str | None) -> None:
        self._base = base_url.rstrip("/")
        self._origin = urlsplit(self._base)[:2]
        self._requests = requests.Session()
        self._requests.mount("https://", TrustAdapter(trusting(ca_pem)))
        self._requests.adapters.pop("http://")
        self._requests.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._requests.headers.update({"User-Agent": f"pes-client/{VERSION}", "Accept-Encoding": "identity"})

    def url(self, path: str) -> str:
        """The address of a path below the portal's own address."""
        return self._base + path

    def same_origin(self, location: str, asked: str) -> str:
        """The address that a `Location` names. Raises PortalAnswerInvalid if it leads to another host."""
        try:
            found = urljoin(asked, location)
            if urlsplit(found)[:2] != self._origin:
                raise not_the_portal()
        except ValueError as error:
            raise not_the_portal() from error
        return found

    def ask(
        self,
        method: str,
        url: str,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: Body = None,
        accept: frozenset[int] = frozenset({200, 201, 204}),
    ) -> Reply:
        """Send one request and read the whole (small) answer.

        Raises what `refusal` makes of a status that is not in `accept`, and PortalUnreachable,
        CertificateRejected or PortalAnswerInvalid for everything below HTTP.
        """
        with self.stream(method, url, token=token, headers=headers, body=body, accept=accept) as response:
            return Reply(response.status_code, response.headers, _whole_body(response))

    @contextmanager
    def stream(
        self,
        method: str,
        url: str,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: Body = None,
        accept: frozenset[int] = frozenset({200}),
    ) -> Iterator[requests.Response]:
        """Send one request and hand out the accepted answer while it arrives."""
        with _translated():
            response = self._requests.request(
                method,
                url,
                headers=dict(headers or {}),
                data=cast("Any", body),
                auth=_Bearer(token),
                stream=True,
                allow_redirects=False,
                timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
            )
            with response:
                if response.headers.get("Content-Encoding", "identity") != "identity":
                    raise not_the_portal()
                if response.status_code not in accept:
                    if 300 <= response.status_code < 400:
                        raise not_the_portal()
                    raise refusal(response.status_code, response.headers, _whole_body(response))
                yield response

    def close(self) -> None:
        """Close the kept connections."""
        self._requests.close()


def json_body(reply: Reply) -> bytes:
    """The body of an answer that must be JSON. Raises PortalAnswerInvalid for anything else."""
    if reply.headers.get("Content-Type", "").partition(";")[0].strip().lower() not in _JSON:
        raise not_the_portal()
    return reply.body


class _Bearer(AuthBase):
    """Our token or none at all: without an own authenticator requests would look into ~/.netrc."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _whole_body(response: requests.Response) -> bytes:
    """The body, if it comes within bounds of size and time; a portal that dribbles is no portal."""
    deadline = time.monotonic() + ANSWER_SECONDS
    blocks: list[bytes] = []
    left = ANSWER_BYTES
    while block := response.raw.read1(64 * 1024, decode_content=False):
        blocks.append(block)
        left -= len(block)
        if left < 0 or time.monotonic() > deadline:
            raise not_the_portal()
    return b"".join(blocks)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn every failure below HTTP into our own error, saying whether bytes may have arrived."""
    try:
        yield
    except (requests.RequestException, HTTPError, OSError) as error:
        raise _below_http(error) from error


def _below_http(error: Exception) -> PortalUnreachable:
    causes = tuple(_causes(error))
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return CertificateRejected(
            text("The portal's certificate could not be verified, so nothing was sent."),
            text("Check this computer's date and time, and that the portal's address and authority are right."),
        )
    if any(isinstance(each, (NameResolutionError, socket.gaierror)) for each in causes):
        return _unreachable_before_sending(
            "The portal's name could not be found. Nothing was sent; your files stay in the outbox."
        )
    if any(isinstance(each, ProxyError) for each in causes):
        return _unreachable_before_sending(
            "The proxy did not let the request through. Nothing was sent; your files stay in the outbox."
        )
    if any(isinstance(each, (NewConnectionError, ConnectTimeoutError)) for each in causes):
        return _unreachable_before_sending(
            "There is no connection to the portal. Nothing was sent; your files stay in the outbox."
        )
    return PortalUnreachable(
        text("The connection to the portal broke off. The program asks the portal how far it came."),
    )


def _unreachable_before_sending(msgid: str) -> PortalUnreachable:
    return PortalUnreachable(text(msgid), text("The program tries again by itself."), may_have_arrived=False)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything that led to it, through urllib3's and requests' own wrappers."""
    seen: list[Any] = [error]
    while seen:
        each = seen.pop()
        if not isinstance(each, BaseException):
            continue
        yield each
        seen += [each.__cause__, each.__context__ if each.__cause__ is None else None]
        seen += [each.reason] if isinstance(each, MaxRetryError) else []
        seen += [arg for arg in each.args if isinstance(arg, BaseException)]
