"""The gateway that speaks `/v1`: HTTPS and JSON, uploads as tus 1.0 (DESIGN §5)."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote, urlencode

from pes_client.domain.accounts import Standing
from pes_client.domain.portals import Portal
from pes_client.domain.submissions import Receipt
from pes_client.errors import FileError, NotOnPortal
from pes_client.portal.downloads import take_in
from pes_client.portal.gateway import (
    Content,
    ContentFacts,
    ContentSink,
    FetchedPolicy,
    Progress,
    Session,
    SignedIn,
    TradeFilePage,
    UploadOffer,
    UploadUnderWay,
)
from pes_client.portal.transport import Reply, Transport, json_body
from pes_client.portal.wire import (
    WireAccount,
    WireReceipt,
    WireSignIn,
    WireSubmission,
    WireTradeFilePage,
    not_the_portal,
    read,
)
from pes_client.wording import text

WHOLE_IN_ONE_REQUEST = 4 * 1024 * 1024
PART = 64 * 1024 * 1024

_TUS = {"Tus-Resumable": "1.0.0"}
_OFFSET_STREAM = {"Content-Type": "application/offset+octet-stream"}
_JSON = {"Content-Type": "application/json"}
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]{0,200}"')


class HttpsGateway:
    """One portal reached over HTTPS. Safe to use from one thread at a time."""

    def __init__(self, portal: Portal, now: Callable[[], datetime]) -> None:
        self._portal = portal
        self._now = now
        self._transport = Transport(portal.url, portal.ca_pem)

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def policy(self, etag: str | None) -> FetchedPolicy | None:
        """The portal's rules, or None if they are still those of `etag`."""
        reply = self._transport.ask(
            "GET",
            self._transport.url("/v1/policy"),
            headers={"If-None-Match": etag} if etag else {},
            accept=frozenset({200, 304} if etag else {200}),
        )
        if reply.status == 304:
            return None
        try:
            document = json_body(reply).decode()
        except UnicodeDecodeError as error:
            raise not_the_portal() from error
        told = reply.headers.get("ETag", "")
        return FetchedPolicy(told if _ETAG.fullmatch(told) else "", document)

    def sign_in(self, user_id: str, password: str) -> SignedIn:
        """Sign in with exactly one attempt."""
        body = json.dumps({"user_id": user_id, "password": password}).encode()
        reply = self._transport.ask("POST", self._transport.url("/v1/session"), headers=_JSON, body=body)
        told = read(WireSignIn, json_body(reply))
        if told.account.user_id.casefold() != user_id.casefold():
            raise not_the_portal()
        return SignedIn(Session(told.token, told.expires_at), self._standing(told.account))

    def sign_out(self, session: Session) -> None:
        """End the session on the portal."""
        self._transport.ask("DELETE", self._transport.url("/v1/session"), token=session.token)

    def submission(self, session: Session, key: str) -> Receipt | UploadUnderWay | None:
        """What the portal knows of a submission key: received, under way, or nothing."""
        url = self._transport.url("/v1/submissions/" + quote(key, safe=""))
        try:
            reply = self._transport.ask("GET", url, token=session.token)
        except NotOnPortal as error:
            if error.code == "submission.unknown":
                return None
            raise
        known = read(WireSubmission, json_body(reply))
        if known.state == "received" and known.receipt is not None:
            return known.receipt.proof()
        if known.state == "uploading" and known.location is not None and known.offset is not None:
            return UploadUnderWay(self._transport.same_origin(known.location, url), known.offset)
        raise not_the_portal()

    def offer(
        self, session: Session, offer: UploadOffer, content: Content, progress: Progress
    ) -> Receipt | UploadUnderWay:
        """Open the upload; a small file goes with the same request and is answered by its receipt."""
        url = self._transport.url("/v1/uploads")
        headers = {**_TUS, "Upload-Length": str(offer.size), "Upload-Metadata": _metadata(offer)}
        body: bytes | None = None
        if offer.size <= WHOLE_IN_ONE_REQUEST:
            headers |= _OFFSET_STREAM
            body = _read_all(content, offer.size)
        reply = self._transport.ask("POST", url, token=session.token, headers=headers, body=body)
        if reply.body:
            progress(offer.size)
            return read(WireReceipt, json_body(reply)).proof()
        location = reply.headers.get("Location")
        if not location:
            raise not_the_portal()
        return UploadUnderWay(self._transport.same_origin(location, url), _offset(reply, default=0))

    def send(self, session: Session, upload: UploadUnderWay, content: Content, progress: Progress) -> int:
        """Send the next part of `content` from `upload.offset`; the offset that the portal confirmed."""
        content.seek(upload.offset)
        part = _Part(content, upload.offset, PART, progress)
        reply = self._transport.ask(
            "PATCH",
            upload.url,
            token=session.token,
            headers={**_TUS, **_OFFSET_STREAM, "Upload-Offset": str(upload.offset)},
            body=part,
        )
        confirmed = _offset(reply, default=None)
        if confirmed > upload.offset + part.len:
            raise not_the_portal()
        return confirmed

    def trade_files(self, session: Session, avrs_id: str, after: str | None) -> TradeFilePage:
        """What changed in the organisation's trade files since the cursor `after`."""
        asked = {"avrs_id": avrs_id, "limit": "500"} | ({"after": after} if after else {})
        url = self._transport.url("/v1/trade-files?" + urlencode(asked))
        page = read(WireTradeFilePage, json_body(self._transport.ask("GET", url, token=session.token)))
        if any(each.avrs_id != avrs_id for each in page.items):
            raise not_the_portal()
        return TradeFilePage(tuple(each.listed() for each in page.items), page.next, page.more)

    def fetch(
        self,
        session: Session,
        remote_id: str,
        sink: ContentSink,
        *,
        start: int,
        if_sha256: str | None,
        progress: Progress,
    ) -> ContentFacts:
        """Stream a file's content into `sink`, from byte `start` if the portal still has the same content."""
        headers, accept = {}, {200}
        if start > 0 and if_sha256:
            headers, accept = {"Range": f"bytes={start}-", "If-Range": f'"{if_sha256}"'}, {200, 206, 416}
        url = self._transport.url(f"/v1/trade-files/{quote(remote_id, safe='')}/content")
        with self._transport.stream(
            "GET", url, token=session.token, headers=headers, accept=frozenset(accept)
        ) as answer:
            if answer.status_code != 416:
                return take_in(answer, start, sink, progress)
        # Nothing follows byte `start`: what is here already is the whole or wrong, and only the whole can tell.
        return self.fetch(session, remote_id, sink, start=0, if_sha256=None, progress=progress)

    def _standing(self, account: WireAccount) -> Standing:
        try:
            return account.standing(self._portal.name, self._now())
        except ValueError as error:
            raise not_the_portal() from error


class _Part:
    """A readable window of a file with a known length, so that requests sends it with Content-Length."""

    def __init__(self, content: Content, start: int, at_most: int, progress: Progress) -> None:
        end = content.seek(0, 2)
        content.seek(start)
        self._content = content
        self._position = start
        self._left = min(at_most, end - start)
        self._progress = progress
        self.len = self._left

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the window; empty at its end."""
        wanted = self._left if size < 0 else min(size, self._left)
        if not wanted:
            return b""
        block = self._content.read(wanted)
        if not block:
            raise _ended_early()
        self._left -= len(block)
        self._position += len(block)
        self._progress(self._position)
        return block


def _read_all(content: Content, size: int) -> bytes:
    content.seek(0)
    read_so_far = []
    while size > 0:
        block = content.read(size)
        if not block:
            raise _ended_early()
        read_so_far.append(block)
        size -= len(block)
    return b"".join(read_so_far)


def _ended_early() -> FileError:
    return FileError(
        text("The file ended before all of it was sent, so it was changed or damaged here."),
        text("Add the file to the outbox again."),
    )


def _metadata(offer: UploadOffer) -> str:
    pairs: Mapping[str, str] = {
        "filename": offer.file_name,
        "sha256": offer.sha256,
        "submission_key": offer.submission_key,
        "avrs_id": offer.avrs_id,
        **({"again": "true"} if offer.again else {}),
    }
    return ",".join(f"{name} {_base64(value)}" for name, value in pairs.items())


def _base64(value: str) -> str:
    # A file name of this machine need not be Unicode; what is not becomes a question mark for the portal.
    return base64.b64encode(value.encode(errors="replace")).decode()


def _offset(reply: Reply, *, default: int | None) -> int:
    told = reply.headers.get("Upload-Offset", "")
    if told.isascii() and told.isdigit() and len(told) < 16:
        return int(told)
    if default is None or told:
        raise not_the_portal()
    return default
