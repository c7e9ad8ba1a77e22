"""One HTTPS connection pool to one portal: bounded answers, no redirects, no cookies, failures in our words."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol, cast
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError

from pes_client.errors import CertificateRejected, PortalError, PortalUnreachable
from pes_client.portal import limits
from pes_client.portal.connection import NeverSentError
from pes_client.portal.problems import refusal
from pes_client.portal.tls import TrustAdapter, trusting
from pes_client.portal.wire import not_the_portal
from pes_client.version import VERSION
from pes_client.wording import text

_BLOCK = 64 * 1024
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
        self._requests = _WithoutRedirects()
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
                timeout=(limits.CONNECT_SECONDS, limits.SILENCE_SECONDS),
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


def blocks(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives, neither decoded nor bounded; failures of the connection in our words."""
    while True:
        with _translated():
            block = response.raw.read(_BLOCK, decode_content=False)
        if not block:
            return
        yield block


class _WithoutRedirects(requests.Session):
    """A session that sees no redirect: requests would read a redirect's whole body even when told not to follow."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """No answer leads elsewhere."""


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
    deadline = time.monotonic() + limits.ANSWER_SECONDS
    body = bytearray()
    while True:
        with _translated():
            block = response.raw.read1(_BLOCK, decode_content=False)
        if not block:
            return bytes(body)
        body += block
        if len(body) > limits.ANSWER_BYTES or time.monotonic() > deadline:
            raise not_the_portal()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn every failure below HTTP into our own error, saying whether bytes may have arrived."""
    try:
        yield
    except NeverSentError as error:
        raise _never_sent(error) from error
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
        raise _stopped_by_proxy() from error  # our own address was checked when the portal was connected
    except (requests.RequestException, HTTPError, OSError) as error:
        raise _below_http(error) from error


def _never_sent(error: NeverSentError) -> PortalUnreachable:
    causes = tuple(_causes(error))
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return CertificateRejected(
            text("The portal's certificate could not be verified, so nothing was sent."),
            text("Check this computer's date and time, and that the portal's address and authority are right."),
        )
    if error.through_proxy:
        return _stopped_by_proxy()
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return _unreachable_before_sending(
            "No secure connection to the portal could be made. Nothing was sent, and nothing is lost."
        )
    if any(isinstance(each, socket.gaierror) for each in causes):
        return _unreachable_before_sending(
            "The portal's name could not be found. Nothing was sent, and nothing is lost."
        )
    return _unreachable_before_sending("There is no connection to the portal. Nothing was sent, and nothing is lost.")


def _stopped_by_proxy() -> PortalUnreachable:
    return _unreachable_before_sending(
        "The proxy did not let the request through. Nothing was sent, and nothing is lost."
    )


def _below_http(error: Exception) -> PortalError:
    if any(_is_no_http(each) for each in _causes(error)):
        return not_the_portal()
    return PortalUnreachable(
        text("The connection to the portal broke off. The program asks the portal how far it came."),
    )


def _is_no_http(error: BaseException) -> bool:
    """Whether something was answered, but not what HTTP allows; half an answer is a broken connection instead."""
    broken_off = isinstance(error, (RemoteDisconnected, IncompleteRead))
    return isinstance(error, (HTTPException, InvalidHeader)) and not broken_off


def _unreachable_before_sending(msgid: str) -> PortalUnreachable:
    return PortalUnreachable(
        text(msgid), text("Files that wait go by themselves as soon as it answers."), may_have_arrived=False
    )


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
