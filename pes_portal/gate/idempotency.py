"""`Idempotency-Key`: a change asked for twice is made once, and answered the same both times."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import delete, insert, select
from starlette.concurrency import run_in_threadpool

from pes_portal.accounts.sessions import use_session
from pes_portal.database.tables import answered_requests
from pes_portal.gate.identity import the_portal
from pes_portal.portal import Portal
from pes_portal.wire.problems import Code, PortalProblem

_REMEMBERED = timedelta(hours=24)

IdempotencyKey = Annotated[
    UUID | None,
    Header(alias="Idempotency-Key", description="The same key with the same request gives the same answer."),
]


@dataclass(frozen=True)
class _Asked:
    account_id: int
    key: str
    request_hash: str


class RememberedRoute(APIRoute):
    """A route whose first answer to an `Idempotency-Key` is replayed for 24 hours."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint, with the memory around it."""
        handle = super().get_route_handler()
        under_way = _UnderWay()

        async def handle_once(request: Request) -> Response:
            asked = await _asked(request)
            if asked is None:
                return await handle(request)
            portal = the_portal(request)
            with under_way.holding(asked):
                kept = await run_in_threadpool(_kept_answer, portal, asked)
                if kept is not None:
                    return kept
                answer = await handle(request)
                await run_in_threadpool(_keep, portal, asked, answer)
                return answer

        return handle_once


class _UnderWay:
    """The keyed requests being answered at this moment."""

    def __init__(self) -> None:
        self._keys: set[tuple[int, str]] = set()
        self._lock = threading.Lock()

    def holding(self, asked: _Asked) -> _Held:
        key = (asked.account_id, asked.key)
        with self._lock:
            if key in self._keys:
                raise PortalProblem(
                    503,
                    Code.SERVER_BUSY,
                    "The same request is being answered already.",
                    headers={"Retry-After": "1"},
                )
            self._keys.add(key)
        return _Held(lambda: self._keys.discard(key))


class _Held:
    def __init__(self, release: Callable[[], None]) -> None:
        self._release = release

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_exception: object) -> None:
        self._release()


async def _asked(request: Request) -> _Asked | None:
    key = _uuid(request.headers.get("Idempotency-Key"))
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if key is None or scheme.lower() != "bearer":
        return None
    portal = the_portal(request)
    session = await run_in_threadpool(use_session, portal.database, token, portal.clock.now())
    if session is None:
        return None
    body = await request.body()
    said = b"\0".join((request.method.encode(), request.url.path.encode(), body))
    # The body may hold a password: only the portal's own key can tell whether a digest is of this one.
    return _Asked(session.account_id, key, portal.key.digest("idempotency", said))


def _kept_answer(portal: Portal, asked: _Asked) -> Response | None:
    oldest = portal.clock.now() - _REMEMBERED
    with portal.database.reading() as connection:
        row = connection.execute(
            select(answered_requests).where(
                answered_requests.c.account_id == asked.account_id,
                answered_requests.c.idempotency_key == asked.key,
                answered_requests.c.answered_at > oldest,
            )
        ).one_or_none()
    if row is None:
        return None
    if row.request_hash != asked.request_hash:
        raise PortalProblem(
            422, Code.IDEMPOTENCY_REUSED, "This Idempotency-Key belongs to another request of this account."
        )
    return Response(row.body, status_code=row.status, media_type=row.media_type)


def _keep(portal: Portal, asked: _Asked, answer: Response) -> None:
    now = portal.clock.now()
    with portal.database.writing() as connection:
        connection.execute(delete(answered_requests).where(answered_requests.c.answered_at <= now - _REMEMBERED))
        connection.execute(
            insert(answered_requests).values(
                account_id=asked.account_id,
                idempotency_key=asked.key,
                request_hash=asked.request_hash,
                status=answer.status_code,
                media_type=answer.media_type or answer.headers.get("content-type"),
                body=bytes(answer.body),
                answered_at=now,
            )
        )


def _uuid(text: str | None) -> str | None:
    try:
        return None if text is None else str(UUID(text))
    except ValueError:
        return None
