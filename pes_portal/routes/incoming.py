"""Takes the body of an upload request from the network to disk, in flat memory, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from pes_portal.uploads.checksum import Checksum
from pes_portal.uploads.desk import UploadDesk
from pes_portal.uploads.receiving import Sender
from pes_portal.uploads.records import UploadRecord
from pes_portal.uploads.writer import UploadWriter
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.submissions import Receipt

_BLOCK_BYTES = 1024 * 1024
# A client that fell asleep must not hold its upload for ever: it will come back for the rest.
_SILENCE_SECONDS = 60


async def take_in(
    desk: UploadDesk,
    request: Request,
    sender: Sender,
    *,
    upload_id: str,
    offset: int,
    checksum: Checksum | None,
) -> tuple[UploadRecord, int, Receipt | None]:
    """Append the request's body; gives the upload, its new offset, and the receipt if that completed it.

    Raises `PortalProblem` as the upload desk does; a body that breaks off keeps what arrived.
    """
    upload, writer = await run_in_threadpool(desk.open_writer, upload_id, sender, offset, checksum)
    try:
        await _write_body(request, writer)
        receipt = None
        if writer.offset == upload.length:
            receipt = await run_in_threadpool(desk.complete, upload, writer.whole, sender)
        return upload, writer.offset, receipt
    finally:
        desk.release(upload_id, writer)


async def _write_body(request: Request, writer: UploadWriter) -> None:
    try:
        async for block in _blocks(request):
            await run_in_threadpool(writer.write, block)
    except (ClientDisconnect, TimeoutError):
        await run_in_threadpool(writer.break_off)
        raise PortalProblem(400, Code.REQUEST_INVALID, "The request broke off.") from None
    except BaseException:
        # Cancelled at shutdown, refused for its length, or a disk that takes no more.
        writer.break_off()
        raise
    await run_in_threadpool(writer.finish)


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    gathered = bytearray()
    stream = aiter(request.stream())
    while True:
        try:
            piece = await asyncio.wait_for(anext(stream), _SILENCE_SECONDS)
        except StopAsyncIteration:
            break
        except (ClientDisconnect, TimeoutError):
            if gathered:
                yield bytes(gathered)
            raise
        gathered += piece
        if len(gathered) >= _BLOCK_BYTES:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)
