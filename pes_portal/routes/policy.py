"""`/v1/policy`: the portal's rules as data, for everybody."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Response

from pes_portal.etags import matches, quoted
from pes_portal.gate.identity import ThePortal
from pes_portal.routes.documented import header, refusals
from pes_portal.wire.policy import Policy

router = APIRouter(prefix="/v1/policy", tags=["policy"])


@router.get(
    "",
    response_model=Policy,
    responses={
        200: {"headers": {"ETag": header("Changes when a rule changes.")}},
        304: {"description": "The rules are still those of `If-None-Match`."},
        **refusals(),
    },
)
def read_policy(
    portal: ThePortal, if_none_match: Annotated[str | None, Header(alias="If-None-Match")] = None
) -> Response:
    """The rules: lengths, alphabets, ages, roles, transaction types, limits, contacts."""
    document = portal.policy.model_dump_json().encode()
    etag = hashlib.sha256(document).hexdigest()
    headers = {"ETag": quoted(etag), "Cache-Control": "no-cache"}
    if if_none_match is not None and matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(document, media_type="application/json", headers=headers)
