"""Does everything that can be done now, for every account, as the only sender of its data folder (DESIGN §4)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from random import Random

from pes_client.domain.accounts import AccountId
from pes_client.errors import PesError
from pes_client.portal.gateway import Gateway
from pes_client.store.store import Store
from pes_client.transfer.account_run import AccountReport, AccountRun
from pes_client.transfer.account_session import AccountSession
from pes_client.transfer.acknowledgements import Acknowledgements
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock
from pes_client.transfer.inbox import Inbox
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.transfer.outbox import BROKEN_OFF, Outbox
from pes_client.transfer.passwords import KeptPasswords
from pes_client.transfer.retry_rules import RetryRules, Schedule
from pes_client.transfer.sender_lock import SenderLock
from pes_client.transfer.stopping import Interrupted, StopRequest

_log = logging.getLogger(__name__)

GatewayMaker = Callable[[str], Gateway]
"""Opens a gateway to the portal of that name."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did. `next_try_in` is in seconds; None if nothing waits for time alone."""

    reports: tuple[AccountReport, ...] = ()
    interrupted: bool = False
    next_try_in: float | None = None

    @property
    def received(self) -> int:
        """Submissions that the portal received."""
        return sum(each.received for each in self.reports)

    @property
    def kept(self) -> int:
        """Files that were brought here."""
        return sum(each.kept for each in self.reports)

    @property
    def trouble(self) -> PesError | None:
        """The first thing that ended an account's round early."""
        return next((each.trouble for each in self.reports if each.trouble), None)


class Engine:
    """The sender. Built once per process; `run` may be called again and again, from one thread at a time."""

    def __init__(
        self,
        *,
        store: Store,
        passwords: KeptPasswords,
        sessions: OpenSessions,
        open_gateway: GatewayMaker,
        clock: Clock,
        random: Random,
        announcements: Announcements,
        lock: SenderLock,
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._sessions = sessions
        self._open_gateway = open_gateway
        self._clock = clock
        self._retry = RetryRules(clock, random)
        self._schedule = Schedule(clock)
        self._announcements = announcements
        self._lock = lock
        self._stop = StopRequest()
        self._acknowledgements = Acknowledgements(store.documents, clock)
        self._runs: dict[AccountId, AccountRun] = {}

    def run(self, accounts: Collection[AccountId] | None = None, *, eager: bool = False) -> RunSummary:
        """Do everything that can be done now for these accounts, or for all that are known.

        `eager` is for a run that a person asked for: our own pauses are not waited out.
        Raises SenderBusy where another process is the sender, and a StoreError or DiskFull where nothing can
        be written down any more.
        """
        with self._lock.held():
            self._claim_orphans()
            reports: list[AccountReport] = []
            try:
                for account in self._known(accounts):
                    reports.append(self._for(account).work(eager=eager))  # noqa: PERF401 - kept when interrupted
            except Interrupted:
                return RunSummary(tuple(reports), interrupted=True)
            return RunSummary(tuple(reports), next_try_in=self._next_try_in(accounts))

    def ask_to_stop(self) -> None:
        """Let the running transfer end at its next block; it goes on from there in the next run."""
        self._stop.ask()

    def allow(self) -> None:
        """Take `ask_to_stop` back."""
        self._stop.withdraw()

    def close(self) -> None:
        """End the sessions that can be ended at once, and let go of every connection."""
        for account, run in self._runs.items():
            session = self._sessions.drop(account)
            if session is not None and run.reached_portal:
                run.end(session)
            run.gateway.close()
        self._runs.clear()

    def _claim_orphans(self) -> None:
        """Take over what a process that died while sending left behind; we hold the lock, so it is dead."""
        with self._store.write() as records:
            records.submissions.claim_orphans(BROKEN_OFF)
            records.trade_files.claim_orphans()

    def _known(self, accounts: Collection[AccountId] | None) -> list[AccountId]:
        with self._store.read() as records:
            known = [each.account for each in records.accounts.all()]
        return [each for each in known if accounts is None or each in accounts]

    def _next_try_in(self, accounts: Collection[AccountId] | None) -> float | None:
        waits = (self._for(account).seconds_to_next_try() for account in self._known(accounts))
        return min((each for each in waits if each is not None), default=None)

    def _for(self, account: AccountId) -> AccountRun:
        if account not in self._runs:
            self._runs[account] = self._make(account)
        return self._runs[account]

    def list_changes(self, account: AccountId, avrs_id: str) -> int:
        """Read what changed on the portal for one organisation now, beside whatever `run` is doing.

        Uses a connection of its own, so it never waits for a long transfer. Raises what the gateway raises.
        """
        with self._store.read() as records:
            known = records.accounts.get(account)
        organisation = known.standing.organisation(avrs_id) if known and known.standing else None
        if organisation is None:
            return 0
        gateway = self._open_gateway(account.portal)
        try:
            return self._inbox(account, gateway, self._session(account, gateway)).refresh(organisation)
        finally:
            gateway.close()

    def _make(self, account: AccountId) -> AccountRun:
        gateway = self._open_gateway(account.portal)
        session = self._session(account, gateway)
        return AccountRun(
            account,
            gateway,
            session,
            self._outbox(gateway, session),
            self._inbox(account, gateway, session),
            store=self._store,
            clock=self._clock,
            retry=self._retry,
            schedule=self._schedule,
            announcements=self._announcements,
            stop=self._stop,
        )

    def _session(self, account: AccountId, gateway: Gateway) -> AccountSession:
        return AccountSession(
            account,
            gateway,
            sessions=self._sessions,
            store=self._store,
            passwords=self._passwords,
            clock=self._clock,
            announcements=self._announcements,
        )

    def _outbox(self, gateway: Gateway, session: AccountSession) -> Outbox:
        return Outbox(
            gateway,
            session,
            store=self._store,
            acknowledgements=self._acknowledgements,
            clock=self._clock,
            retry=self._retry,
            announcements=self._announcements,
            stop=self._stop,
        )

    def _inbox(self, account: AccountId, gateway: Gateway, session: AccountSession) -> Inbox:
        return Inbox(
            account,
            gateway,
            session,
            store=self._store,
            acknowledgements=self._acknowledgements,
            clock=self._clock,
            retry=self._retry,
            announcements=self._announcements,
            stop=self._stop,
        )
