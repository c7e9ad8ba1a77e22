"""How a mail leaves: over SMTP, or into a folder where one practises."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pes_portal.folders import write_private
from pes_portal.notices.mailbox import mail_file
from pes_portal.notices.outgoing import OutgoingMail

_TIMEOUT_SECONDS = 30


class Post(Protocol):
    """Anything that takes mail."""

    def deliver(self, mail: OutgoingMail, now: datetime) -> None:
        """Take one mail; raises OSError when it cannot be taken now."""


@dataclass(frozen=True)
class MailboxPost:
    """Practice: every mail becomes a file; delivered twice it is the same file."""

    folder: Path
    mail_from: str

    def deliver(self, mail: OutgoingMail, now: datetime) -> None:
        """Write the mail into the folder, whole or not at all."""
        write_private(mail_file(self.folder, mail.id), mail.message(self.mail_from, now).as_bytes())


@dataclass(frozen=True)
class SmtpCredentials:
    """Who the portal is to its mail server."""

    user: str
    password: str = field(repr=False)


def read_credentials(file: Path) -> SmtpCredentials:
    """User and password, the two lines of a file; never an argument, which other processes could read."""
    user, _, password = file.read_text("utf-8").rstrip("\r\n").partition("\n")
    return SmtpCredentials(user.strip(), password.strip())


@dataclass(frozen=True)
class SmtpPost:
    """A real mail server; with STARTTLS its certificate is checked against the system's trust."""

    host: str
    port: int
    mail_from: str
    starttls: bool
    credentials: SmtpCredentials | None = None

    def deliver(self, mail: OutgoingMail, now: datetime) -> None:
        """Hand the mail over; `smtplib`'s errors are OSErrors."""
        with smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_SECONDS) as server:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.credentials is not None:
                server.login(self.credentials.user, self.credentials.password)
            server.send_message(mail.message(self.mail_from, now))
