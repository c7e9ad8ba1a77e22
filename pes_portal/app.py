"""Builds the web application: every route of `/v1` and the layers around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute

from pes_portal import openapi
from pes_portal.gate.middleware import AnswerHeaders, BodyLimit, CrashesBecomeProblems, RequestLog
from pes_portal.gate.refusals import answer_with_problems
from pes_portal.portal import Portal
from pes_portal.routes import (
    account_password,
    account_setup,
    clerks,
    policy,
    practice,
    security_profile,
    self_service,
    session,
    submissions,
    trade_files,
    uploads,
)

_ROUTES = (
    policy,
    session,
    security_profile,
    account_password,
    self_service,
    account_setup,
    clerks,
    uploads,
    submissions,
    trade_files,
    practice,
)

_BODY_LIMIT_BYTES = 64 * 1024


def build_app(portal: Portal | None) -> FastAPI:
    """The application of a portal; without one it can only describe itself."""
    app = FastAPI(
        title="PES portal",
        version="1.0.0",
        summary="Files and account chores of a Medicaid portal, for clients and scripts.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        lifespan=_lifespan(portal),
    )
    app.state.portal = portal
    for module in _ROUTES:
        app.include_router(module.router)
    answer_with_problems(app)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, limit_bytes=_BODY_LIMIT_BYTES, free_prefix="/v1/uploads")
    app.add_middleware(CrashesBecomeProblems)
    app.add_middleware(AnswerHeaders)
    app.add_middleware(RequestLog)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _lifespan(portal: Portal | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if portal is not None:
            portal.start()
        yield
        if portal is not None:
            portal.stop()

    return lifespan
