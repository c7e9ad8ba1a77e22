"""The opaque text that stands for a place in a list of changes, and for whose eyes that list was."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable

from pes_portal.wire.problems import Code, PortalProblem

_FORM = re.compile(rb"change:(\d{1,18})(?::([0-9a-f]{12}))?")


def scope_of(avrs_id: str, visible_types: Iterable[str]) -> str:
    """What an account can see of an organisation's files, in short: whoever sees more or less has another one."""
    seen = "\0".join((avrs_id, *sorted(visible_types)))
    return hashlib.sha256(seen.encode()).hexdigest()[:12]


def cursor_after(change: int, scope: str) -> str:
    """The cursor that continues after a change; 0 is the beginning."""
    return base64.urlsafe_b64encode(f"change:{change}:{scope}".encode()).decode().rstrip("=")


def change_of(cursor: str | None, scope: str) -> int:
    """The change a cursor continues after; the beginning, if it was given for another scope.

    Raises `PortalProblem` `request.invalid`.
    """
    if cursor is None:
        return 0
    try:
        inside = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        inside = b""
    known = _FORM.fullmatch(inside)
    if known is None:
        raise PortalProblem(422, Code.REQUEST_INVALID, "“after” is no cursor of this portal.")
    return int(known.group(1)) if known.group(2) == scope.encode() else 0
