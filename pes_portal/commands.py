"""What each command of `pes-portal` does, apart from reading its options.

Large libraries are imported inside: the guide checker's process begins with this module, and should begin fast.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pes_portal.folders import DataFolder

if TYPE_CHECKING:
    from pes_portal.database.engine import Database
    from pes_portal.notices.post import Post


class CommandFailed(Exception):
    """A command cannot do what it was asked for; its text is for the person who asked."""


@dataclass(frozen=True)
class DataOptions:
    """Where a portal's data is."""

    folder: DataFolder
    database_url: str | None = None

    def open(self) -> Database:
        """The portal's database, whatever its state."""
        from pes_portal.database.engine import Database, sqlite_url

        return Database(self.database_url or sqlite_url(self.folder.database))


@dataclass(frozen=True)
class MailOptions:
    """How notices leave; without a server a practice portal keeps them in its mailbox (TRF-5)."""

    mail_from: str
    smtp: tuple[str, int] | None = None
    starttls: bool = False
    credentials_file: Path | None = None


def serve_portal(data: DataOptions, *, host: str, port: int, profile: str, practice: bool, mail: MailOptions) -> None:
    """Serve until SIGTERM or Ctrl-C; raises `CommandFailed`."""
    from pes_portal.app import build_app
    from pes_portal.certificates import server_certificate
    from pes_portal.clock import PortalClock
    from pes_portal.portal import build_portal
    from pes_portal.practice.seed import seed_if_empty
    from pes_portal.profiles import load_policy
    from pes_portal.serving import Address, serve

    folder = data.folder
    folder.create()
    with _only_server_of(folder.lock):
        database = data.open()
        try:
            _upgrade(database)
            if practice:
                seed_if_empty(folder, database, PortalClock(database))
            post = _post(folder, mail, practice=practice)
            portal = build_portal(folder, database, load_policy(profile, practice=practice), post)
            accounts_file = str(folder.accounts_file) if folder.accounts_file.exists() else None
            certificate = server_certificate(folder.certificates)
            serve(build_app(portal), Address(host, port), certificate, accounts_file)
        except OSError as failure:
            raise CommandFailed(f"Cannot serve at {host}, port {port}: {failure.strerror}.") from failure
        finally:
            database.close()


def accounts_text(data: DataOptions, *, as_json: bool) -> str:
    """The sample accounts of a practice portal; raises `CommandFailed`."""
    path = data.folder.accounts_file
    if not path.exists():
        raise CommandFailed(f"There are no sample accounts in {data.folder.root}. Serve it with --practice first.")
    kept = path.read_text("utf-8")
    if as_json:
        return kept
    lines = [
        f"{account['user_id']:<11} {account['password']:<18} {account['role']:<40} {account['shows']}\n"
        for account in json.loads(kept)["accounts"]
    ]
    return "".join(lines)


def ledger_text(data: DataOptions, *, as_json: bool) -> str:
    """What the portal accepted, oldest first, also while it serves; raises `CommandFailed`."""
    from pes_portal.ledger import whole_ledger

    with _existing(data) as database, database.reading() as connection:
        ledger = whole_ledger(connection)
    if as_json:
        return ledger.model_dump_json(indent=2) + "\n"
    return "".join(
        f"{row.received_at:%Y-%m-%d %H:%M:%S}  {row.receipt}  {row.size:>12}  {row.avrs_id}  {row.file_name}\n"
        for row in ledger.rows
    )


def audit_text(data: DataOptions, *, as_json: bool) -> str:
    """Who did what to whom, oldest first, also while it serves; raises `CommandFailed`."""
    from pes_portal.audit import whole_audit

    with _existing(data) as database, database.reading() as connection:
        audit = whole_audit(connection)
    if as_json:
        return audit.model_dump_json(indent=2) + "\n"
    return "".join(
        f"{row.at:%Y-%m-%d %H:%M:%S}  {row.source:<15}  {row.event:<22}  {row.who or '-':<11} {row.whom or '-':<11} "
        f"{row.avrs_id or '-':<9}  {row.detail or ''}".rstrip()
        + "\n"
        for row in audit.rows
    )


def mailbox_text(data: DataOptions, *, as_json: bool) -> str:
    """The mail that a practice portal would have sent, newest first."""
    from pes_portal.notices.mailbox import read_mailbox
    from pes_portal.wire.mailbox import Mailbox

    mailbox = Mailbox(items=read_mailbox(data.folder.mailbox))
    if as_json:
        return mailbox.model_dump_json(indent=2) + "\n"
    return "\n".join(
        f"{mail.sent_at:%Y-%m-%d %H:%M:%S}  {mail.to}\n{mail.subject}\n\n{mail.text}" for mail in mailbox.items
    )


def clock_text(data: DataOptions, advance: timedelta, *, as_json: bool) -> str:
    """Move a practice portal's clock forward and tell its time; raises `CommandFailed`.

    A running server notices within a second.
    """
    from pes_portal.clock import advance_clock
    from pes_portal.wire.shapes import rfc3339

    if not data.folder.accounts_file.exists():
        raise CommandFailed("Only the clock of a practice portal can be moved.")
    with _existing(data) as database:
        offset = advance_clock(database, advance)
    now = rfc3339(datetime.now(UTC) + offset)
    if as_json:
        return json.dumps({"now": now, "offset_seconds": int(offset.total_seconds())}) + "\n"
    return f"{now}, {offset} ahead of this machine\n"


def openapi_text() -> str:
    """The interface as an OpenAPI 3.1 document in JSON."""
    from pes_portal.app import build_app
    from pes_portal.openapi import text

    return text(build_app(None))


@contextmanager
def _existing(data: DataOptions) -> Iterator[Database]:
    from pes_portal.database.upgrade import DatabaseMissing, DatabaseNewer, DatabaseOlder, require_schema

    if data.database_url is None and not data.folder.database.exists():
        raise CommandFailed(f"There is no portal in {data.folder.root}.")
    database = data.open()
    try:
        require_schema(database)
        yield database
    except DatabaseMissing:
        raise CommandFailed("This portal was never started.") from None
    except DatabaseOlder:
        raise CommandFailed("This portal was last served by an older version. Serve it once with this one.") from None
    except DatabaseNewer:
        raise _written_by_newer() from None
    finally:
        database.close()


@contextmanager
def _only_server_of(lock: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout:
        raise CommandFailed(f"Another process serves {lock.parent} already.") from None


def _post(folder: DataFolder, mail: MailOptions, *, practice: bool) -> Post | None:
    from pes_portal.notices.post import MailboxPost, SmtpPost, read_credentials

    if mail.smtp is not None:
        host, port = mail.smtp
        credentials = read_credentials(mail.credentials_file) if mail.credentials_file else None
        return SmtpPost(host, port, mail.mail_from, mail.starttls, credentials)
    return MailboxPost(folder.mailbox, mail.mail_from) if practice else None


def _upgrade(database: Database) -> None:
    from pes_portal.database.upgrade import DatabaseNewer, upgrade

    try:
        upgrade(database)
    except DatabaseNewer:
        raise _written_by_newer() from None


def _written_by_newer() -> CommandFailed:
    return CommandFailed("This portal's data was written by a newer version of this program.")
