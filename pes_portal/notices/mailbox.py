"""The practice mailbox: a folder of `.eml` files that any mail program can read."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from pes_portal.wire.mailbox import Mail


def mail_file(folder: Path, mail_id: int) -> Path:
    """Where a mail lies; names sort by age."""
    return folder / f"{mail_id:08d}.eml"


def read_mailbox(folder: Path, address: str | None = None) -> list[Mail]:
    """Every mail, or those to one address in any case; newest first."""
    mails = [_read(file) for file in sorted(folder.glob("*.eml"), reverse=True)]
    return [mail for mail in mails if address is None or mail.to.casefold() == address.casefold()]


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)
    return Mail(
        id=file.stem,
        sent_at=parsedate_to_datetime(str(message["Date"])),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=str(message.get_content()),
    )
