"""Answers with a file's bytes: whole or one range of them, with the digest of the whole."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from pes_portal.trade_files.shelf import ShelvedFile
from pes_portal.wire.problems import Code, PortalProblem

_BLOCK_BYTES = 256 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{1,18})?|bytes=-(\d{1,18})")


def content_answer(path: Path, file: ShelvedFile, byte_range: str | None, if_range: str | None) -> Response:
    """The content as 200 or 206; raises `PortalProblem` `range.not_satisfiable`.

    A `Range` that is not one plain range, or whose `If-Range` names other bytes, is ignored (RFC 9110).
    """
    etag = f'"{file.sha256}"'
    asked = _ONE_RANGE.fullmatch(byte_range) if byte_range and if_range in {None, etag} else None
    first, last = _bounds(asked, file.size) if asked else (0, file.size - 1)
    headers = {
        "ETag": etag,
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:",
        "Accept-Ranges": "bytes",
        "Content-Length": str(last - first + 1),
        "Content-Disposition": _disposition(file.shown.name),
    }
    if asked:
        headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return StreamingResponse(
        _read(path, first, last - first + 1),
        status_code=206 if asked else 200,
        media_type=file.media_type,
        headers=headers,
    )


def _bounds(asked: re.Match[str], size: int) -> tuple[int, int]:
    start, end, suffix = asked.groups()
    if suffix is not None:
        first, last = max(size - int(suffix), 0), size - 1
    else:
        first, last = int(start), min(int(end), size - 1) if end else size - 1
    if first >= size or first > last or suffix == "0":
        raise PortalProblem(
            416,
            Code.RANGE_NOT_SATISFIABLE,
            f"The file has {size} bytes; the range lies outside.",
            headers={"Content-Range": f"bytes */{size}"},
        )
    return first, last


def _read(path: Path, first: int, count: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = count
        while left and (block := file.read(min(left, _BLOCK_BYTES))):
            left -= len(block)
            yield block


def _disposition(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\\x00-\x1f\x7f]', "_", plain) or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
