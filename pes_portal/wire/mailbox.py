"""The practice mailbox, as the wire says it (TRF-5)."""

from __future__ import annotations

from pes_portal.wire.shapes import Moment, Shape


class Mail(Shape):
    """One message that a real portal would have sent by SMTP."""

    id: str
    sent_at: Moment
    to: str
    subject: str
    text: str


class Mailbox(Shape):
    """Messages, newest first."""

    items: list[Mail]
