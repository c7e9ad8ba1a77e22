"""`/v1/trade-files`: the delta list (TRF-1) and downloads with ranges and digests."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query
from starlette.responses import Response

from pes_portal.gate.identity import FreeAccount, SignedIn, ThePortal
from pes_portal.portal import Portal
from pes_portal.routes.content import content_answer
from pes_portal.routes.documented import header, refusals
from pes_portal.trade_files import shelf
from pes_portal.trade_files.cursor import change_of, cursor_after, scope_of
from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Code, Message, PortalProblem
from pes_portal.wire.session import Role
from pes_portal.wire.trade_files import Status, TradeFilePage

router = APIRouter(prefix="/v1/trade-files", tags=["trade files"])

_PAGE = 100
_SEVERAL_HOURS = "7200"
_CONTENT_HEADERS = {
    "ETag": header("The content's SHA-256."),
    "Repr-Digest": header("The whole content's SHA-256 (RFC 9530)."),
    "Accept-Ranges": header("Always `bytes`."),
    "Content-Disposition": header("The file's name."),
}
_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@router.get("", responses=refusals(401, 403, 404))
def list_trade_files(
    portal: ThePortal,
    who: FreeAccount,
    *,
    avrs_id: Annotated[str, Query(max_length=20)],
    after: Annotated[str | None, Query(max_length=100)] = None,
    transaction_type: Annotated[str | None, Query(max_length=20)] = None,
    first_day: Annotated[date | None, Query(alias="from")] = None,
    last_day: Annotated[date | None, Query(alias="to")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = _PAGE,
) -> TradeFilePage:
    """What changed since a cursor; a letter that turns from posting to posted comes again."""
    scope = scope_of(avrs_id, _visible_types(portal.policy, who, avrs_id, None))
    query = shelf.Query(
        avrs_id=avrs_id,
        transaction_types=_visible_types(portal.policy, who, avrs_id, transaction_type),
        after=change_of(after, scope),
        first_day=first_day,
        last_day=last_day,
        limit=limit + 1,
    )
    with portal.database.reading() as connection:
        found = shelf.list_changes(connection, query, portal.clock.now())
    page, more = found[:limit], len(found) > limit
    return TradeFilePage(
        items=[file.shown for file in page],
        next=cursor_after(page[-1].change if page else query.after, scope),
        more=more,
    )


@router.get(
    "/{trade_file_id}/content",
    response_class=Response,
    responses={
        200: {"description": "The whole content.", "content": _BINARY, "headers": _CONTENT_HEADERS},
        206: {"description": "The range asked for.", "content": _BINARY, "headers": _CONTENT_HEADERS},
        **refusals(401, 403, 404, 409, 410, 416),
    },
)
def read_content(
    portal: ThePortal,
    who: FreeAccount,
    trade_file_id: Annotated[str, Path(max_length=64)],
    byte_range: Annotated[str | None, Header(alias="Range", max_length=200)] = None,
    if_range: Annotated[str | None, Header(alias="If-Range", max_length=200)] = None,
) -> Response:
    """A trade file's bytes, whole or from an offset on; never compressed."""
    file = _fetchable(portal, who, trade_file_id)
    return content_answer(portal.contents.path(file.sha256), file, byte_range, if_range)


def _visible_types(policy: Policy, who: SignedIn, avrs_id: str, asked: str | None) -> set[str]:
    who.require_role(avrs_id, Role.TRADE_FILES, Role.LETTERS_ONLY)
    if asked is None:
        sees_all = Role.TRADE_FILES in who.roles_at(avrs_id)
        return {kind.code for kind in policy.transaction_types if sees_all or kind.letters}
    known = {kind.code: kind for kind in policy.transaction_types}.get(asked)
    if known is None:
        message = Message(
            description="The portal knows no such transaction type.",
            panel="Trade Files",
            field="transaction_type",
        )
        raise PortalProblem(422, Code.REQUEST_INVALID, "The list cannot be made like that.", messages=[message])
    if not known.letters:
        who.require_role(avrs_id, Role.TRADE_FILES)
    return {asked}


def _fetchable(portal: Portal, who: SignedIn, trade_file_id: str) -> shelf.ShelvedFile:
    with portal.database.reading() as connection:
        file = shelf.find_on_shelf(connection, trade_file_id)
    own = {organisation.avrs_id for organisation in who.organisations}
    if file is None or file.shown.avrs_id not in own:
        raise PortalProblem(404, Code.TRADE_FILE_UNKNOWN, "There is no such trade file.")
    _visible_types(portal.policy, who, file.shown.avrs_id, file.shown.transaction_type)
    until = file.shown.available_until
    if until is not None and until <= portal.clock.now():
        raise PortalProblem(410, Code.TRADE_FILE_GONE, "The portal no longer keeps this file.")
    if file.shown.status is Status.POSTING:
        hours = portal.policy.letters.posting_hint_hours
        raise PortalProblem(
            409,
            Code.TRADE_FILE_POSTING,
            f"This letter is still being posted. Check back in about {hours} hours.",
            headers={"Retry-After": _SEVERAL_HOURS},
        )
    return file
