"""What tus 1.0.0 asks of every request and answer of `/v1/uploads`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Header

from pes_portal.uploads.records import UploadRecord
from pes_portal.wire.problems import Code, PortalProblem

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CONTENT_TYPE = "application/offset+octet-stream"
OWN_HEADERS = {"Tus-Resumable": VERSION}


def require_tus(tus_resumable: Annotated[str | None, Header(alias="Tus-Resumable")] = None) -> None:
    """Raises `PortalProblem` `tus.version` unless the client speaks our version of tus."""
    if tus_resumable != VERSION:
        raise PortalProblem(
            412,
            Code.TUS_VERSION,
            f"Uploads here speak tus {VERSION}: send the header Tus-Resumable.",
            headers={"Tus-Version": VERSION},
        )


NeedsTus = Depends(require_tus)


def location(upload: UploadRecord) -> str:
    """The address of an upload."""
    return f"/v1/uploads/{upload.id}"


def upload_headers(upload: UploadRecord, offset: int | None = None) -> Mapping[str, str]:
    """Where an upload stands and until when it waits (`Upload-Expires` is an HTTP date, as tus says)."""
    return {
        **OWN_HEADERS,
        "Upload-Offset": str(upload.offset if offset is None else offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": upload.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }
