"""Trade files and their delta list, as the wire says them."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from pes_portal.wire.shapes import SHA256_PATTERN, Moment, Shape


class Status(StrEnum):
    """Whether a trade file can be fetched yet (TRF-6)."""

    POSTED = "posted"
    POSTING = "posting"


class TradeFile(Shape):
    """One file that waits for its organisation."""

    id: str
    avrs_id: str
    transaction_type: str
    letter_kind: str | None
    name: str
    status: Status
    size: int | None
    sha256: str | None = Field(pattern=SHA256_PATTERN)
    posted_at: Moment
    available_until: Moment | None
    in_reply_to: UUID | None


class TradeFilePage(Shape):
    """What changed since a cursor, in the order of change; `next` is the cursor to ask with later."""

    items: list[TradeFile]
    next: str
    more: bool
