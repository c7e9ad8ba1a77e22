"""Serves a portal over TLS until it is told to stop; says so on standard output when it is really ready."""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from pes_portal.certificates import ServerCertificate

_log = logging.getLogger("pes_portal")
# Requests under way at the end get this long; an upload that is cut off resumes later.
_GRACE_SECONDS = 1
_KEEP_ALIVE_SECONDS = 75
# Ctrl-Break exists on Windows only.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))


@dataclass(frozen=True)
class Address:
    """Where to listen; port 0 is any free one."""

    host: str
    port: int


def serve(app: FastAPI, address: Address, certificate: ServerCertificate, accounts_file: str | None) -> None:
    """Serve until SIGTERM or Ctrl-C, then return; raises OSError when the address cannot be had."""
    listener = _listen(address)
    host = f"[{address.host}]" if ":" in address.host else address.host
    url = f"https://{host}:{listener.getsockname()[1]}"

    def announce() -> None:
        ready = {"url": url, "ca_file": str(certificate.ca_file), "accounts_file": accounts_file}
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        _log.info("serving at %s", url)

    config = uvicorn.Config(
        app,
        http=H11Protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=certificate.certificate,
        ssl_keyfile=certificate.key,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    with listener:
        _Server(config, announce).run(sockets=[listener])


class _Server(uvicorn.Server):
    """uvicorn that tells when it accepts connections, and for which a signal is a normal end."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept, then say so."""
        await super().startup(sockets)
        if self.started:
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cut idle connections, which would never answer a TLS goodbye, and let the others finish."""
        for connection in list(self.server_state.connections):
            if isinstance(connection, H11Protocol) and (connection.cycle is None or connection.cycle.response_complete):
                connection.transport.abort()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal without raising it again: the process ends with 0."""
        earlier = {number: signal.signal(number, self._on_signal) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in earlier.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit = True


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    # asyncio switches Nagle's delay off only for sockets that name TCP as their protocol.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
    except OSError:
        listener.close()
        raise
    return listener
