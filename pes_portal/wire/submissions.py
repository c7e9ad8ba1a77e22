"""Receipts and what became of a submission, as the wire says them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from pes_portal.wire.shapes import SHA256_PATTERN, Moment, Shape


class Receipt(Shape):
    """Proof that the portal has a file, whole and durable; the same bytes for ever for one key."""

    receipt: str
    submission_key: UUID
    sha256: str = Field(pattern=SHA256_PATTERN)
    size: int
    received_at: Moment
    user_id: str
    avrs_id: str
    file_name: str


class Received(Shape):
    """The submission is here."""

    state: Literal["received"] = "received"
    receipt: Receipt


class Uploading(Shape):
    """The submission is on its way."""

    state: Literal["uploading"] = "uploading"
    location: str
    offset: int
    length: int


class Ledger(Shape):
    """`pes-portal ledger`: every receipt ever given, oldest first."""

    rows: list[Receipt]
