"""One HTTPS connection that knows whether a request can have left, hears early answers and never waits for ever."""

from __future__ import annotations

import io
import socket
import ssl
import time
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util.wait import wait_for_read, wait_for_socket

from pes_client.portal import limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_NOT_NOW = (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError)


class NeverSentError(HTTPError):
    """No connection came about (its cause says why), so no byte of the request can have left."""

    def __init__(self, *, through_proxy: bool) -> None:
        super().__init__("the connection was not made")
        self.through_proxy = through_proxy


class PortalConnection(HTTPSConnection):
    """A connection that stops sending as soon as the portal has answered, and then reads that answer."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.response_class = self._answer  # type: ignore[assignment]  # http.client only calls it
        self._heard = b""
        self._cut_short = False

    def connect(self) -> None:
        """Connect and shake hands. Raises NeverSentError for whatever goes wrong on the way."""
        try:
            super().connect()
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            raise NeverSentError(through_proxy=self.proxy is not None) from error

    def request(self, *args: Any, **keywords: Any) -> None:
        """Send a request; while it is sent, the same silence is allowed as while its answer is read."""
        self._heard = b""
        self._cut_short = False
        self.timeout = limits.SILENCE_SECONDS
        super().request(*args, **keywords)

    def send(self, data: Any) -> None:
        """Send bytes. Raises BrokenPipeError, on which urllib3 goes on to read, once the portal wants no more."""
        if self.sock is None:
            self.connect()
        if not isinstance(self.sock, socket.socket):  # TLS within a proxy's TLS cannot be sent without waiting
            super().send(data)
            return
        self.sock.settimeout(0)
        try:
            with memoryview(data) as whole:
                self._send_unless_answered(whole)
        except OSError as error:
            self._cut_short = True
            raise BrokenPipeError from error
        finally:
            self.sock.settimeout(self.timeout)

    def _send_unless_answered(self, whole: memoryview) -> None:
        sent = 0
        while sent < len(whole):
            if self._is_answered():
                raise BrokenPipeError
            try:
                sent += self.sock.send(whole[sent:])
            except _NOT_NOW:
                if not wait_for_socket(self.sock, read=True, write=True, timeout=limits.SILENCE_SECONDS):
                    raise TimeoutError from None

    def _is_answered(self) -> bool:
        # A readable socket is not enough: the other side's TLS 1.3 tickets make it readable, too.
        if not wait_for_read(self.sock, timeout=0):
            return False
        try:
            self._heard = self.sock.recv(1)
        except _NOT_NOW:
            return False
        return True

    def _answer(self, sock: socket.socket, debuglevel: int = 0, method: str | None = None) -> HTTPResponse:
        heard, self._heard = self._heard, b""
        return _Answer(sock, debuglevel, method, heard=heard, cut_short=self._cut_short)


class PortalPool(HTTPSConnectionPool):
    """The kept connections to one host."""

    ConnectionCls = PortalConnection


class _Answer(HTTPResponse):
    """An answer with a deadline; after half a request its connection is of no further use."""

    def __init__(
        self, sock: socket.socket, debuglevel: int, method: str | None, *, heard: bytes, cut_short: bool
    ) -> None:
        super().__init__(sock, debuglevel, method)
        self._arriving = _Arriving(self.fp.detach(), heard)
        self.fp = io.BufferedReader(self._arriving)
        self._cut_short = cut_short

    def begin(self) -> None:
        """Read the head."""
        super().begin()
        if self._cut_short:
            self.will_close = True
        self._arriving.has_announced_length = not self.chunked and self.length is not None


class _Arriving(io.RawIOBase):
    """A socket's bytes until the deadline; a time-out of the socket alone bounds only the wait for the next byte.

    Bytes of an announced length earn time, so that a large file may take as long as its size deserves.
    """

    def __init__(self, raw: io.RawIOBase, heard: bytes) -> None:
        self._raw = raw
        self._heard = heard
        self._until = time.monotonic() + limits.ANSWER_SECONDS
        self.has_announced_length = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        if self._heard:
            memoryview(buffer)[:1], self._heard = self._heard, b""
            return 1
        if time.monotonic() > self._until:
            raise TimeoutError
        count: int | None = self._raw.readinto(buffer)
        if self.has_announced_length and count:
            self._until += count / limits.SLOWEST_BYTES_PER_SECOND
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()
