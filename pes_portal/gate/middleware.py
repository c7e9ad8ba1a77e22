"""Pure ASGI layers around the whole portal: body limit, answer headers, request log, no tracebacks."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pes_portal.crashes import log_crash
from pes_portal.wire.problems import Code, PortalProblem, problem_answer

_log = logging.getLogger("pes_portal.requests")


class AnswerHeaders:
    """Answers are never cached nor sniffed unless an endpoint says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event of ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class CrashesBecomeProblems:
    """An exception nobody expected is logged without its values and answered with a plain 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event of ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_and_see(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_and_see)
        except Exception as crash:  # noqa: BLE001  (the last net; nothing may pass it)
            log_crash(crash)
            if not started:
                await problem_answer(_problem_for(crash).problem)(scope, receive, send)


class BodyLimit:
    """Bodies of JSON endpoints have a limit; the upload endpoints count their bytes themselves."""

    def __init__(self, app: ASGIApp, *, limit_bytes: int, free_prefix: str) -> None:
        self._app = app
        self._limit = limit_bytes
        self._free_prefix = free_prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event of ASGI."""
        if scope["type"] != "http" or scope["path"].startswith(self._free_prefix):
            await self._app(scope, receive, send)
            return
        taken = 0

        async def receive_within_limit() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise PortalProblem(413, Code.REQUEST_TOO_LARGE, f"A request may have at most {self._limit} bytes.")
            return message

        await self._app(scope, receive_within_limit, send)


class RequestLog:
    """One line for each request: its route, never its path, its body or who asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event of ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        begun = time.monotonic()

        async def send_and_see(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, send_and_see)
        finally:
            milliseconds = round((time.monotonic() - begun) * 1000)
            route = getattr(scope.get("route"), "path", "(no route)")
            _log.info("%s %s %d %d ms", scope["method"], route, status, milliseconds)


def _problem_for(crash: Exception) -> PortalProblem:
    if isinstance(crash, OSError):
        return PortalProblem(503, Code.SERVER_BUSY, "The portal cannot keep data at the moment. Try again later.")
    return PortalProblem(500, Code.SERVER_ERROR, "The portal made a mistake. Nothing was changed by it.")
