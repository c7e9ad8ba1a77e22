"""`/v1/uploads`: tus 1.0.0 with creation, creation-with-upload, checksum, expiration and termination."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from pes_portal.gate.identity import FreeAccount, SignedIn, ThePortal
from pes_portal.portal import Portal
from pes_portal.routes import tus
from pes_portal.routes.documented import header, refusals
from pes_portal.routes.incoming import take_in
from pes_portal.uploads.checksum import ALGORITHMS, read_checksum
from pes_portal.uploads.desk import Opened
from pes_portal.uploads.metadata import Announced, read_metadata
from pes_portal.wire.problems import Code, Message, PortalProblem
from pes_portal.wire.session import Role
from pes_portal.wire.submissions import Receipt

router = APIRouter(prefix="/v1/uploads", tags=["uploads"])

_UploadId = Annotated[str, Path(max_length=64)]
_Length = Annotated[int, Header(alias="Upload-Length", ge=0)]
_Offset = Annotated[int, Header(alias="Upload-Offset", ge=0)]
_Metadata = Annotated[
    str,
    Header(
        alias="Upload-Metadata",
        max_length=4096,
        description="filename, sha256, submission_key, avrs_id and perhaps again, each in Base64.",
    ),
]
_ChecksumHeader = Annotated[str | None, Header(alias="Upload-Checksum", max_length=200)]
_ContentType = Annotated[str | None, Header(alias="Content-Type", include_in_schema=False)]
_ContentLength = Annotated[int | None, Header(alias="Content-Length", include_in_schema=False)]

_STATE_HEADERS = {
    "Tus-Resumable": header("The version of tus."),
    "Upload-Offset": header("How many bytes the portal has, durable.", "integer"),
    "Upload-Expires": header("Until when the upload waits for its rest."),
}
_CREATED_HEADERS = {**_STATE_HEADERS, "Location": header("The upload's address.")}
_BODY: dict[str, Any] = {
    "requestBody": {"content": {tus.CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.options("", status_code=204, responses=refusals())
def describe_uploads(portal: ThePortal) -> Response:
    """What this server's tus can do; open to everybody."""
    return Response(
        status_code=204,
        headers={
            **tus.OWN_HEADERS,
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Max-Size": str(portal.policy.limits.upload_max_bytes),
            "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        },
    )


@router.post(
    "",
    status_code=201,
    dependencies=[tus.NeedsTus],
    openapi_extra=_BODY,
    responses={
        200: {
            "model": Receipt,
            "description": "The key is known: its receipt, or without a body the upload under way.",
            "headers": _CREATED_HEADERS,
        },
        201: {
            "model": Receipt,
            "description": "Created; with the receipt as its body if the request completed the file.",
            "headers": _CREATED_HEADERS,
        },
        **refusals(401, 403, 404, 409, 410, 412, 413, 415, 423, 460),
    },
)
async def create_upload(
    portal: ThePortal,
    who: FreeAccount,
    request: Request,
    *,
    length: _Length,
    metadata: _Metadata,
    checksum: _ChecksumHeader = None,
    content_type: _ContentType = None,
    content_length: _ContentLength = None,
) -> Response:
    """Announce a file, perhaps with its first bytes or all of them."""
    announced = _announced(portal, who, length, metadata)
    brings_bytes = content_type is not None and bool(content_length is None or content_length)
    if brings_bytes:
        _require_offset_stream(content_type)
        _require_room(content_length, portal.policy.limits.creation_with_upload_max_bytes)
    expected = read_checksum(checksum)
    opened = await run_in_threadpool(portal.uploads.announce, announced, who.sender)
    if opened.receipt is not None or opened.upload is None or not opened.is_new:
        return _known(opened)
    if not brings_bytes:
        return Response(status_code=201, headers=_created(opened))
    upload, offset, receipt = await take_in(
        portal.uploads, request, who.sender, upload_id=opened.upload.id, offset=0, checksum=expected
    )
    headers = {**tus.upload_headers(upload, offset), "Location": tus.location(upload)}
    if receipt is None:
        return Response(status_code=201, headers=headers)
    return JSONResponse(receipt.model_dump(mode="json"), status_code=201, headers=headers)


@router.head(
    "/{upload_id}",
    dependencies=[tus.NeedsTus],
    responses={200: {"headers": _STATE_HEADERS}, **refusals(401, 403, 404, 410, 412)},
)
def read_offset(portal: ThePortal, who: FreeAccount, upload_id: _UploadId) -> Response:
    """How many bytes of an upload survive whatever happens now."""
    return Response(headers=dict(tus.upload_headers(portal.uploads.find(upload_id, who.sender))))


@router.patch(
    "/{upload_id}",
    status_code=204,
    dependencies=[tus.NeedsTus],
    openapi_extra=_BODY,
    responses={
        204: {"headers": _STATE_HEADERS},
        **refusals(401, 403, 404, 409, 410, 412, 413, 415, 423, 460),
    },
)
async def append_to_upload(
    portal: ThePortal,
    who: FreeAccount,
    request: Request,
    *,
    upload_id: _UploadId,
    offset: _Offset,
    checksum: _ChecksumHeader = None,
    content_type: _ContentType = None,
) -> Response:
    """Send the next bytes; the request that brings the last one finishes the submission."""
    _require_offset_stream(content_type)
    upload, reached, _receipt = await take_in(
        portal.uploads,
        request,
        who.sender,
        upload_id=upload_id,
        offset=offset,
        checksum=read_checksum(checksum),
    )
    return Response(status_code=204, headers=dict(tus.upload_headers(upload, reached)))


@router.delete(
    "/{upload_id}",
    status_code=204,
    dependencies=[tus.NeedsTus],
    responses=refusals(401, 403, 404, 410, 412, 423),
)
def give_up_upload(portal: ThePortal, who: FreeAccount, upload_id: _UploadId) -> Response:
    """Give up an upload that is not received yet."""
    portal.uploads.give_up(upload_id, who.sender)
    return Response(status_code=204, headers=tus.OWN_HEADERS)


def _announced(portal: Portal, who: SignedIn, length: int, metadata: str) -> Announced:
    announced = read_metadata(metadata, length)
    who.require_role(announced.avrs_id, Role.TRADE_FILES)
    limit = portal.policy.limits.upload_max_bytes
    if length > limit:
        raise PortalProblem(413, Code.UPLOAD_TOO_LARGE, f"A file may have at most {limit} bytes.")
    if length == 0:
        message = Message(description="The file is empty.", panel="Upload", field="Upload-Length")
        raise PortalProblem(422, Code.INPUT_INVALID, "An empty file cannot be sent.", messages=[message])
    return announced


def _require_offset_stream(content_type: str | None) -> None:
    if content_type != tus.CONTENT_TYPE:
        raise PortalProblem(415, Code.REQUEST_INVALID, f"The Content-Type must be {tus.CONTENT_TYPE}.")


def _require_room(content_length: int | None, limit: int) -> None:
    if content_length is None or content_length > limit:
        raise PortalProblem(
            413, Code.UPLOAD_TOO_LARGE, f"A creation may bring at most {limit} bytes; send the rest later."
        )


def _known(opened: Opened) -> Response:
    if opened.receipt is not None:
        return JSONResponse(opened.receipt.model_dump(mode="json"), headers=tus.OWN_HEADERS)
    return Response(status_code=200, headers=_created(opened))


def _created(opened: Opened) -> dict[str, str]:
    if opened.upload is None:
        return dict(tus.OWN_HEADERS)
    return {**tus.upload_headers(opened.upload), "Location": tus.location(opened.upload)}
