"""The opaque text that stands for a place in an organisation's list of changes."""

from __future__ import annotations

import base64
import binascii
import re

from pes_portal.wire.problems import Code, PortalProblem

_FORM = re.compile(rb"change:(\d{1,18})")


def cursor_after(change: int) -> str:
    """The cursor that continues after a change; 0 is the beginning."""
    return base64.urlsafe_b64encode(b"change:%d" % change).decode().rstrip("=")


def change_of(cursor: str | None) -> int:
    """The change a cursor continues after; raises `PortalProblem` `request.invalid`."""
    if cursor is None:
        return 0
    try:
        inside = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        inside = b""
    known = _FORM.fullmatch(inside)
    if known is None:
        raise PortalProblem(422, Code.REQUEST_INVALID, "“after” is no cursor of this portal.")
    return int(known.group(1))
