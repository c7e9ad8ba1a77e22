"""A TLS server on this machine that answers whatever bytes a test wants: raw sockets, no HTTP library."""

from __future__ import annotations

import json
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

PATIENCE = 10.0


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


class Exchange:
    """One request whose answer a test writes by hand; its body is read only if the test does so."""

    def __init__(self, sock: socket.socket, asked: Asked, buffered: bytes, given_up: threading.Event) -> None:
        self.asked = asked
        self._given_up = given_up
        self._sock = sock
        self._buffered = buffered

    def read_body(self, size: int | None = None) -> bytes:
        """That much of the body, all that was announced by default."""
        wanted = int(self.asked.headers.get("content-length", "0")) if size is None else size
        while len(self._buffered) < wanted and (block := self._sock.recv(65536)):
            self._buffered += block
        body, self._buffered = self._buffered[:wanted], self._buffered[wanted:]
        return body

    def send(self, answer: bytes) -> None:
        """Send bytes."""
        self._sock.sendall(answer)

    def send_for_ever(self, block: bytes) -> None:
        """Send the same bytes until the client has had enough."""
        while True:
            self._sock.sendall(block)

    def dribble(self, answer: bytes, *, every: float) -> None:
        """Send single bytes, that many seconds apart, until the client has had enough."""
        for each in answer:
            self._sock.sendall(bytes([each]))
            if self._hung_up(within=every):
                return

    def say_nothing(self) -> None:
        """Read and say nothing until the client hangs up."""
        while not self._hung_up(within=PATIENCE):
            pass

    def stop_reading(self) -> None:
        """Neither read nor answer until the client has given up; say `client_gave_up` then."""
        self._given_up.wait(PATIENCE)

    def _hung_up(self, *, within: float) -> bool:
        self._sock.settimeout(within)
        try:
            return not self._sock.recv(65536)
        except TimeoutError:
            return False
        finally:
            self._sock.settimeout(PATIENCE)


Answer = bytes | Callable[[Exchange], None]
"""Bytes keep the connection open after them; a function answers by itself and the connection ends with it."""


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A well-formed answer with a Content-Length; `Retry_After=…` becomes the header `Retry-After`."""
    lines = [f"HTTP/1.1 {status} Told", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def json_answer(status: int, shape: object, **headers: str) -> bytes:
    """An answer in JSON."""
    return answer(status, json.dumps(shape).encode(), Content_Type="application/json", **headers)


def problem(status: int, code: str, **more: object) -> bytes:
    """A refusal in the portal's own form, with further members or, in capitals, headers."""
    headers = {name: str(value) for name, value in more.items() if name[0].isupper()}
    members = {name: value for name, value in more.items() if not name[0].isupper()}
    shape = {"type": "about:blank", "title": "No", "status": status, "code": code, "messages": []} | members
    return answer(status, json.dumps(shape).encode(), Content_Type="application/problem+json", **headers)


def last_words(told: bytes) -> Answer:
    """These bytes, and the end of the connection."""
    return lambda exchange: exchange.send(told)


def endless(head: bytes, block: bytes) -> Answer:
    """An answer that does not end by itself."""

    def go_on(exchange: Exchange) -> None:
        exchange.send(head)
        exchange.send_for_ever(block)

    return go_on


def dribbling(head: bytes, rest: bytes, *, every: float = 0.05) -> Answer:
    """A head at once, and the rest byte by byte."""

    def dribble(exchange: Exchange) -> None:
        exchange.send(head)
        exchange.dribble(rest, every=every)

    return dribble


class Listener:
    """Something that listens on this machine and serves each connection in its own thread."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.connections = 0
        self._live: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def serve(self, sock: socket.socket) -> None:
        """Talk to one client."""

    def close(self) -> None:
        """Stop listening, hang up everywhere and wait until every conversation has ended."""
        for sock in (self._listening, *self._live):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(PATIENCE)

    def wait_for_its_own_goodbye(self) -> None:
        """Wait until the listener itself has ended every conversation so far."""
        for thread in self._threads[1:]:
            thread.join(PATIENCE)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listening.accept()
                sock.settimeout(PATIENCE)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a close may overtake an answer
                self.connections += 1
                thread = threading.Thread(target=self._converse, args=(sock,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _converse(self, sock: socket.socket) -> None:
        self._live.append(sock)
        with sock, suppress(OSError):
            self.serve(sock)


class HostilePortal(Listener):
    """Answers request after request from a script; what it was asked stays in `asked`."""

    def __init__(self, context: ssl.SSLContext | None, host: str = "localhost") -> None:
        self._context = context
        self._script: list[Answer] = []
        self.asked: list[Asked] = []
        self.handshakes = 0
        self._given_up = threading.Event()
        super().__init__()
        self.url = f"https://{host}:{self.port}"

    def will_answer(self, *script: Answer) -> None:
        """Answer the next requests so, in this order."""
        self._script += script

    def close(self) -> None:
        """Hang up everywhere."""
        self._given_up.set()
        super().close()

    def client_gave_up(self) -> None:
        """Let answers that wait for it in `stop_reading` end."""
        self._given_up.set()

    def serve(self, sock: socket.socket) -> None:
        """Shake hands and answer requests until the client goes or the script says so."""
        if self._context is None:
            self._answer_all(sock)
            return
        with self._context.wrap_socket(sock, server_side=True) as secured:
            self.handshakes += 1
            self._live.append(secured)
            self._answer_all(secured)

    def _answer_all(self, sock: socket.socket) -> None:
        buffered = b""
        while head_and_rest := _head(sock, buffered):
            head, buffered = head_and_rest
            exchange = Exchange(sock, _asked(head), buffered, self._given_up)
            next_answer = self._script.pop(0) if self._script else answer(500)
            if callable(next_answer):
                self.asked.append(exchange.asked)
                next_answer(exchange)
                return
            body = exchange.read_body()
            buffered = b""
            self.asked.append(Asked(exchange.asked.method, exchange.asked.target, exchange.asked.headers, body))
            exchange.send(next_answer)


class PlainText(Listener):
    """A server without TLS; it keeps the first bytes that it hears and answers in plain HTTP."""

    heard = b""

    def serve(self, sock: socket.socket) -> None:
        """Answer the first bytes, whatever they are."""
        self.heard = sock.recv(65536)
        sock.sendall(b"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n")


class TunnelProxy(Listener):
    """An HTTP proxy, over TLS if it has a context; it lets CONNECT through, or answers it with `refusal`."""

    def __init__(self, refusal: bytes | None = None, context: ssl.SSLContext | None = None) -> None:
        self._refusal = refusal
        self._context = context
        super().__init__()
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that a client has to wait
        self.url = f"http://127.0.0.1:{self.port}" if context is None else f"https://localhost:{self.port}"

    def serve(self, sock: socket.socket) -> None:
        """Join the client with the host that it asks for."""
        if self._context is None:
            self._join(sock)
            return
        with self._context.wrap_socket(sock, server_side=True) as secured:
            self._live.append(secured)
            self._join(secured)

    def _join(self, sock: socket.socket) -> None:
        head_and_rest = _head(sock, b"")
        if head_and_rest is None or self._refusal is not None:
            sock.sendall(self._refusal or b"")
            return
        host, _, port = _asked(head_and_rest[0]).target.rpartition(":")
        with socket.create_connection((host, int(port)), PATIENCE) as onward:
            sock.sendall(b"HTTP/1.1 200 Joined\r\n\r\n")
            _pass_on(sock, onward)


@contextmanager
def closing(listener: Listener) -> Iterator[Any]:
    """Close the listener at the end."""
    try:
        yield listener
    finally:
        listener.close()


def _pass_on(client: socket.socket, onward: socket.socket) -> None:
    """Carry bytes both ways, in one thread, until either side ends."""
    while True:
        for source in select.select([client, onward], [], [], PATIENCE)[0]:
            block = source.recv(65536)
            if not block:
                return
            (onward if source is client else client).sendall(block)


def _head(sock: socket.socket, buffered: bytes) -> tuple[bytes, bytes] | None:
    while b"\r\n\r\n" not in buffered:
        block = sock.recv(65536)
        if not block:
            return None
        buffered += block
    head, _, rest = buffered.partition(b"\r\n\r\n")
    return head, rest


def _asked(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Asked(method, target, headers)
