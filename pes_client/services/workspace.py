"""The composition root: one data folder, everything built once and handed to whoever uses it."""

from __future__ import annotations

from pathlib import Path
from random import SystemRandom
from types import TracebackType
from typing import Self

from pes_client.credentials.passwords import KeyringPasswords
from pes_client.domain.portals import Portal
from pes_client.portal.gateway import Gateway
from pes_client.portal.https_accounts import HttpsAccountGateway
from pes_client.portal.https_gateway import HttpsGateway
from pes_client.services.account_setups import AccountSetups
from pes_client.services.accounts import Accounts
from pes_client.services.clerks import Clerks
from pes_client.services.data_folder import AskPassphrase, data_folder, key_source
from pes_client.services.deadlines import DeadlineCalendar
from pes_client.services.logbook import Logbook
from pes_client.services.notices import Notices
from pes_client.services.overview import Overview
from pes_client.services.password_changes import PasswordChanges
from pes_client.services.portals import Portals
from pes_client.services.practice import PracticePortal
from pes_client.services.self_service import SelfService
from pes_client.services.signing_in import SigningIn
from pes_client.services.stored_passwords import StoredPasswords
from pes_client.services.submissions import Submissions
from pes_client.services.trade_files import TradeFiles
from pes_client.services.trail import Trail
from pes_client.services.transfers import Transfers
from pes_client.store.store import Store
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock, SystemClock
from pes_client.transfer.engine import Engine
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.transfer.passwords import KeptPasswords
from pes_client.transfer.sender_lock import SenderLock
from pes_client.wording import Text, text


def open_workspace(home: Path | None = None, *, ask_passphrase: AskPassphrase | None = None) -> Workspace:
    """Open the data folder (see `data_folder`) and build everything over it.

    Raises NoKeyring, CredentialError, StoreNewer, StoreLocked, DiskFull, StoreError.
    """
    folder = data_folder(home)
    source = key_source(folder, ask_passphrase)
    store = Store.open(folder, source.key())
    passwords: KeptPasswords = KeyringPasswords() if source.kind == "keyring" else StoredPasswords(store)
    return Workspace(folder, store, passwords, SystemClock(), key_kind=source.kind)


class Workspace:
    """Everything the window and the command line may use. A context manager; `close` lets go of everything."""

    def __init__(self, home: Path, store: Store, passwords: KeptPasswords, clock: Clock, *, key_kind: str) -> None:
        self.home = home
        self._logbook = Logbook(home / "logs")
        self.key_kind = key_kind
        self._store = store
        self.announcements = Announcements()
        lock, sessions = SenderLock(home), OpenSessions()

        def gateway_to(portal: Portal) -> Gateway:
            return HttpsGateway(portal, clock.now)

        self.portals = Portals(store, clock, gateway_to)
        signing_in = SigningIn(
            store=store,
            portals=self.portals,
            passwords=passwords,
            sessions=sessions,
            gateway_to=gateway_to,
            account_gateway_to=lambda portal: HttpsAccountGateway(portal, clock.now),
            clock=clock,
            announcements=self.announcements,
        )
        self.accounts = Accounts(
            store=store, portals=self.portals, passwords=passwords, sessions=sessions, signing_in=signing_in
        )
        self.password_changes = PasswordChanges(portals=self.portals, passwords=passwords, signing_in=signing_in)
        self.self_service = SelfService(portals=self.portals, signing_in=signing_in)
        self.account_setups = AccountSetups(portals=self.portals, signing_in=signing_in)
        self.clerks = Clerks(store=store, portals=self.portals, signing_in=signing_in, clock=clock)
        self.deadlines = DeadlineCalendar(accounts=self.accounts, portals=self.portals, clock=clock)
        self.notice_box = Notices(signing_in)
        self._engine = Engine(
            store=store,
            passwords=passwords,
            sessions=sessions,
            open_gateway=lambda name: gateway_to(self.portals.get(name)),
            clock=clock,
            random=SystemRandom(),
            announcements=self.announcements,
            lock=lock,
        )
        self.transfers = Transfers(self._engine, store=store, clock=clock, lock=lock)
        self.submissions = Submissions(
            store=store,
            accounts=self.accounts,
            portals=self.portals,
            clock=clock,
            announcements=self.announcements,
        )
        self.trade_files = TradeFiles(
            store=store,
            accounts=self.accounts,
            portals=self.portals,
            clock=clock,
            announcements=self.announcements,
            ask_portal=self._engine.list_changes,
            wake=self.transfers.wake,
        )
        self.trail = Trail(store)
        self.overview = Overview(store=store, accounts=self.accounts, clock=clock)
        self.practice = PracticePortal(home / "practice", self.portals)
        self.notices = _notices(store)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the background work, every connection and the practice portal, then the store and the log."""
        self.transfers.stop()
        self._engine.close()
        self.practice.stop()
        self._store.close()
        self._logbook.close()


def _notices(store: Store) -> tuple[Text, ...]:
    """What a person should know about how the data were opened."""
    opened = store.opened_with
    notices = []
    if opened.damaged_kept_as:
        notices.append(text("The database was damaged. It is kept as {file}.", file=opened.damaged_kept_as.name))
    if opened.documents_kept_as:
        notices.append(
            text(
                "Some letters were damaged. What could be read was saved; {file} holds the rest.",
                file=opened.documents_kept_as.name,
            )
        )
    if opened.restored_from:
        notices.append(text("Your data were restored from the backup {file}.", file=opened.restored_from.name))
    if opened.migrated_from:
        notices.append(text("Your data were brought to this version's form; a backup was made first."))
    return tuple(notices)
