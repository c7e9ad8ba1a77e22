"""What each command of `pes-portal` does, apart from reading its options.

Large libraries are imported inside: the guide checker's process begins with this module, and should begin fast.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pes_portal.folders import DataFolder

if TYPE_CHECKING:
    from pes_portal.database.engine import Database


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


def serve_portal(data: DataOptions, *, host: str, port: int, profile: str, practice: bool) -> None:
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
            portal = build_portal(folder, database, load_policy(profile, practice=practice))
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
    from pes_portal.database.upgrade import DatabaseMissing, DatabaseNewer, require_schema
    from pes_portal.ledger import whole_ledger

    if data.database_url is None and not data.folder.database.exists():
        raise CommandFailed(f"There is no portal in {data.folder.root}.")
    database = data.open()
    try:
        require_schema(database)
        with database.reading() as connection:
            ledger = whole_ledger(connection)
    except DatabaseMissing:
        raise CommandFailed("This portal was never started.") from None
    except DatabaseNewer:
        raise _written_by_newer() from None
    finally:
        database.close()
    if as_json:
        return ledger.model_dump_json(indent=2) + "\n"
    return "".join(
        f"{row.received_at:%Y-%m-%d %H:%M:%S}  {row.receipt}  {row.size:>12}  {row.avrs_id}  {row.file_name}\n"
        for row in ledger.rows
    )


def openapi_text() -> str:
    """The interface as an OpenAPI 3.1 document in JSON."""
    from pes_portal.app import build_app
    from pes_portal.openapi import text

    return text(build_app(None))


@contextmanager
def _only_server_of(lock: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout:
        raise CommandFailed(f"Another process serves {lock.parent} already.") from None


def _upgrade(database: Database) -> None:
    from pes_portal.database.upgrade import DatabaseNewer, upgrade

    try:
        upgrade(database)
    except DatabaseNewer:
        raise _written_by_newer() from None


def _written_by_newer() -> CommandFailed:
    return CommandFailed("This portal's data was written by a newer version of this program.")
