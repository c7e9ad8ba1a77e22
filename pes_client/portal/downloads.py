"""A trade file's content on its way in: what its answer promises, and that no byte more or less arrives."""

from __future__ import annotations

import base64

import requests

from pes_client.portal.gateway import ContentFacts, ContentSink, Progress
from pes_client.portal.transport import blocks
from pes_client.portal.wire import not_the_portal


def take_in(answer: requests.Response, start: int, sink: ContentSink, progress: Progress) -> ContentFacts:
    """Stream an accepted answer into `sink`; `start` is the byte that was asked for, if the portal resumes.

    Raises PortalAnswerInvalid where the answer's headers contradict each other, the question or its bytes.
    """
    facts = _content_facts(answer, start)
    sink.begin(facts)
    done = facts.starts_at
    for block in blocks(answer):
        done += len(block)
        if done > facts.size:
            raise not_the_portal()
        sink.write(block)
        progress(done)
    if done != facts.size:
        raise not_the_portal()
    return facts


def _content_facts(answer: requests.Response, start: int) -> ContentFacts:
    length = answer.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16) or "Transfer-Encoding" in answer.headers:
        raise not_the_portal()
    starts_at = start if answer.status_code == 206 else 0
    size = starts_at + int(length)
    if answer.status_code == 206 and answer.headers.get("Content-Range") != f"bytes {start}-{size - 1}/{size}":
        raise not_the_portal()
    return ContentFacts(size, _repr_digest(answer), starts_at)


def _repr_digest(answer: requests.Response) -> str | None:
    """The SHA-256 of the whole file as RFC 9530 states it; None where the portal gives none."""
    for member in answer.headers.get("Repr-Digest", "").split(","):
        name, _, value = member.strip().partition("=")
        if name.lower() == "sha-256":
            return _digest(value.strip())
    return None


def _digest(value: str) -> str:
    try:
        digest = base64.b64decode(value.removeprefix(":").removesuffix(":"), validate=True)
    except ValueError as error:
        raise not_the_portal() from error
    if len(digest) != 32:
        raise not_the_portal()
    return digest.hex()
