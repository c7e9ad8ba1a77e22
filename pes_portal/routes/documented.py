"""How endpoints tell the OpenAPI document which refusals they know."""

from __future__ import annotations

from typing import Any

from pes_portal.wire.problems import Problem

Responses = dict[int | str, dict[str, Any]]

_ALWAYS = (400, 422, 500, 503)
_WORDS = {
    400: "The request cannot be read.",
    401: "Not signed in, or signed in wrongly.",
    403: "A step is due, a role is missing, or the account is disabled.",
    404: "There is no such thing for this account.",
    409: "The request contradicts what the portal has.",
    410: "It was here, and is over.",
    412: "It was changed since it was read, or another version of tus is needed.",
    413: "Too large.",
    415: "Another content type is needed.",
    416: "The range lies outside the file.",
    422: "What was sent breaks a rule; `messages` says which.",
    423: "Locked, or busy with another request.",
    428: "`If-Match` is needed, so that nobody's change is overwritten unseen.",
    429: "Too many tries; `Retry-After` says when again.",
    460: "The bytes changed on their way.",
    500: "The portal made a mistake.",
    503: "The portal is busy; try again later.",
}


def refusals(*statuses: int) -> Responses:
    """The problems an endpoint can answer with, beside those that every endpoint can."""
    return {status: {"model": Problem, "description": _WORDS[status]} for status in sorted({*statuses, *_ALWAYS})}


def header(description: str, kind: str = "string") -> dict[str, Any]:
    """The documentation of one answer header."""
    return {"description": description, "schema": {"type": kind}}
