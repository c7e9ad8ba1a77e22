"""Mail that waits in the database, written in the transaction of its reason, until it has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import Connection, insert, select, update

from pes_portal.database.tables import outgoing_mail


@dataclass(frozen=True)
class OutgoingMail:
    """One mail to one address."""

    id: int
    to_address: str
    subject: str
    text: str

    def message(self, mail_from: str, now: datetime) -> EmailMessage:
        """The mail as it leaves; its Message-ID is the same at every try."""
        message = EmailMessage()
        message["From"] = mail_from
        message["To"] = self.to_address
        message["Subject"] = self.subject
        message["Date"] = now
        message["Message-ID"] = f"<notice-{self.id}@{mail_from.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        return message


def write_mail(connection: Connection, to_address: str, subject: str, text: str, now: datetime) -> None:
    """Put a mail into the queue."""
    connection.execute(insert(outgoing_mail).values(to_address=to_address, subject=subject, text=text, written_at=now))


def waiting_mail(connection: Connection) -> list[OutgoingMail]:
    """What has not left yet, oldest first."""
    rows = connection.execute(
        select(outgoing_mail).where(outgoing_mail.c.sent_at.is_(None)).order_by(outgoing_mail.c.id)
    )
    return [OutgoingMail(row.id, row.to_address, row.subject, row.text) for row in rows]


def note_sent(connection: Connection, mail: OutgoingMail, now: datetime) -> None:
    """This mail has left; it never leaves again."""
    connection.execute(update(outgoing_mail).where(outgoing_mail.c.id == mail.id).values(sent_at=now))
