"""Tickets: what somebody without a session shows to go on with the next step of a chore, for 15 minutes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from pes_portal.database.tables import tickets
from pes_portal.wire.problems import Code, PortalProblem

_LIFE = timedelta(minutes=15)


class Purpose(StrEnum):
    """The chore that a ticket belongs to."""

    SELF_SERVICE = "self_service"
    ACCOUNT_SETUP = "account_setup"


_PANELS = {Purpose.SELF_SERVICE: "Self-Service", Purpose.ACCOUNT_SETUP: "Account Setup"}


@dataclass(frozen=True)
class Ticket:
    """A ticket that has not run out; for an unknown user it has no account, and never will."""

    ticket_hash: str = field(repr=False)
    purpose: Purpose
    subject: str
    account_id: int | None
    pin_letter_id: int | None
    is_open: bool
    is_used: bool


@dataclass(frozen=True)
class NewTicket:
    """A fresh ticket; its text is known to its holder alone."""

    text: str = field(repr=False)
    expires_at: datetime


def issue_ticket(
    connection: Connection,
    purpose: Purpose,
    subject: str,
    now: datetime,
    *,
    account_id: int | None = None,
    pin_letter_id: int | None = None,
) -> NewTicket:
    """Make a ticket; those that ran out are swept away meanwhile."""
    connection.execute(delete(tickets).where(tickets.c.expires_at <= now))
    new = NewTicket(secrets.token_urlsafe(32), now + _LIFE)
    connection.execute(
        insert(tickets).values(
            ticket_hash=_hash(new.text),
            purpose=purpose,
            subject=subject,
            account_id=account_id,
            pin_letter_id=pin_letter_id,
            expires_at=new.expires_at,
        )
    )
    return new


def find_ticket(connection: Connection, purpose: Purpose, text: str, now: datetime) -> Ticket:
    """The ticket of this text, used or not; raises `PortalProblem` `ticket.ended` when it ran out."""
    row = connection.execute(
        select(tickets).where(
            tickets.c.ticket_hash == _hash(text), tickets.c.purpose == purpose, tickets.c.expires_at > now
        )
    ).one_or_none()
    if row is None:
        raise ticket_ended(purpose)
    return Ticket(
        ticket_hash=row.ticket_hash,
        purpose=purpose,
        subject=row.subject,
        account_id=row.account_id,
        pin_letter_id=row.pin_letter_id,
        is_open=row.opened_at is not None,
        is_used=row.used_at is not None,
    )


def open_ticket(connection: Connection, ticket: Ticket, now: datetime) -> None:
    """Right answers: the ticket is good for the last step, and its 15 minutes start again.

    Raises `PortalProblem` `ticket.ended` if it was opened already.
    """
    opened = connection.execute(
        update(tickets)
        .where(tickets.c.ticket_hash == ticket.ticket_hash, tickets.c.opened_at.is_(None))
        .values(opened_at=now, expires_at=now + _LIFE)
    )
    if not opened.rowcount:
        raise ticket_ended(ticket.purpose)


def use_ticket(connection: Connection, ticket: Ticket, account_id: int, now: datetime) -> None:
    """The last step is done, once; raises `PortalProblem` `ticket.ended` if it was done already."""
    used = connection.execute(
        update(tickets)
        .where(tickets.c.ticket_hash == ticket.ticket_hash, tickets.c.used_at.is_(None))
        .values(used_at=now, account_id=account_id)
    )
    if not used.rowcount:
        raise ticket_ended(ticket.purpose)


def ticket_ended(purpose: Purpose) -> PortalProblem:
    """The refusal of a ticket that is unknown, used, or ran out."""
    words = "This took too long, or it was done already. Start again."
    return PortalProblem(410, Code.TICKET_ENDED, words, panel=_PANELS[purpose])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
