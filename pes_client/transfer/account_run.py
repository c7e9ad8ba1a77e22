"""One round of work for one account: send what is due, read the portal's list, fetch what is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from pes_client.domain.accounts import AccountId, KnownAccount, NextStep, Organisation
from pes_client.domain.events import ConnectionChanged, SubmissionChanged
from pes_client.domain.submissions import OUTBOX_STATES, Submission, SubmissionState, WaitsFor
from pes_client.errors import (
    PasswordMissing,
    PesError,
    PortalAnswerInvalid,
    PortalBusy,
    PortalError,
    PortalUnreachable,
    WrongPassword,
)
from pes_client.portal.gateway import Gateway, Session
from pes_client.store.store import Store
from pes_client.transfer.account_session import AccountSession, step_due
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock
from pes_client.transfer.inbox import Inbox
from pes_client.transfer.outbox import Outbox
from pes_client.transfer.retry_rules import RetryRules, Schedule
from pes_client.transfer.stopping import StopRequest
from pes_client.transfer.trouble import needs_sign_in, whom_to_await
from pes_client.wording import NOTHING, text


@dataclass(frozen=True, slots=True)
class AccountReport:
    """What one round did. `trouble` is what ended it early, if anything did."""

    account: AccountId
    received: int = 0
    refused: int = 0
    listed: int = 0
    kept: int = 0
    trouble: PesError | None = None


class AccountRun:
    """Works for one account as far as it goes; trouble with one file never holds the others."""

    def __init__(
        self,
        account: AccountId,
        gateway: Gateway,
        session: AccountSession,
        outbox: Outbox,
        inbox: Inbox,
        *,
        store: Store,
        clock: Clock,
        retry: RetryRules,
        schedule: Schedule,
        announcements: Announcements,
        stop: StopRequest,
    ) -> None:
        self.gateway = gateway
        self._account = account
        self._session = session
        self._outbox = outbox
        self._inbox = inbox
        self._store = store
        self._clock = clock
        self._retry = retry
        self._schedule = schedule
        self._announcements = announcements
        self._stop = stop
        self._failures = 0
        self._received = self._refused = self._listed = self._kept = 0

    def work(self, *, eager: bool) -> AccountReport:
        """Do everything that can be done for the account now. Raises Interrupted when asked to stop.

        `eager` does not wait out our own pauses (a person asked for it now), only those the portal asked for.
        """
        self._received = self._refused = self._listed = self._kept = 0
        trouble: PesError | None = None
        try:
            self._require_readiness()
            if eager:
                self._release(WaitsFor.PORTAL)
            self._session.open()
            self._require_readiness()
            self._send()
            self._receive()
        except PesError as error:
            trouble = error
            self._hold(error)
        self._failures = self._failures + 1 if trouble else 0
        self._tell_connection(trouble)
        return AccountReport(self._account, self._received, self._refused, self._listed, self._kept, trouble)

    @property
    def reached_portal(self) -> bool:
        """Whether the last round ended without trouble."""
        return self._failures == 0

    def end(self, session: Session) -> None:
        """Tell the portal that the session is over; where it cannot be told, the session ends by itself soon."""
        try:
            self.gateway.sign_out(session)
        except PortalError:
            return

    def seconds_to_next_try(self) -> float | None:
        """Seconds until the first waiting row is due again; None if no row waits for time."""
        with self._store.read() as records:
            known = records.accounts.get(self._account)
            if known is None or not _is_ready(known):
                return None
            times = [
                records.submissions.next_due_at(self._account),
                records.trade_files.next_due_at(self._account.portal, _readable(known)),
            ]
        left = [self._schedule.seconds_left(f"{self._account} {at}", at) for at in times if at is not None]
        return min(left, default=None)

    def _require_readiness(self) -> None:
        """Raise what keeps the engine from working for the account without a person."""
        with self._store.read() as records:
            known = records.accounts.get(self._account)
        if known is None or not known.signed_in:
            raise PasswordMissing(text("You are signed out."), text("Sign in; files that wait go out then."))
        if known.stopped_because != NOTHING:
            raise WrongPassword(known.stopped_because, text("Sign in again; files that wait go out then."))
        if known.standing is not None and known.standing.next_step is not NextStep.NONE:
            raise step_due(known.standing.next_step)
        self._release(WaitsFor.SIGN_IN)

    def _release(self, waits_for: WaitsFor) -> None:
        with self._store.write() as records:
            known = records.accounts.get(self._account)
            records.submissions.release(self._account, waits_for)
            records.trade_files.release(self._account.portal, _readable(known) if known else [], waits_for)

    def _send(self) -> None:
        for submission in self._due_submissions():
            self._stop.check()
            state = self._outbox.deliver(submission)
            self._received += state is SubmissionState.RECEIVED
            self._refused += state is SubmissionState.REFUSED

    def _due_submissions(self) -> list[Submission]:
        with self._store.read() as records:
            rows = records.submissions.find(account=self._account, states=OUTBOX_STATES, newest_first=False)
        return [
            row
            for row in rows
            if row.waits_for is not WaitsFor.PERSON and self._schedule.is_due(row.key, row.next_try_at)
        ]

    def _receive(self) -> None:
        for organisation in self._organisations():
            if organisation.may_read_letters:
                self._stop.check()
                self._listed += self._inbox.refresh(organisation)
        with self._store.read() as records:
            known = records.accounts.get(self._account)
            readable = _readable(known) if known else []
            wanted = records.trade_files.wanted(self._account.portal, readable)
        for row in wanted:
            if self._schedule.is_due(f"file {row.local_id}", row.next_try_at):
                self._stop.check()
                self._kept += self._inbox.fetch(row).is_here

    def _organisations(self) -> tuple[Organisation, ...]:
        with self._store.read() as records:
            known = records.accounts.get(self._account)
        return known.standing.organisations if known and known.standing else ()

    def _hold(self, error: PesError) -> None:
        """Give every row that was due the reason that ended the round."""
        next_try = None
        waits_for = WaitsFor.SIGN_IN
        if not needs_sign_in(error):
            waits_for = whom_to_await(error)
            next_try = self._retry.next_try(self._failures, error)
        now = self._clock.now()
        with self._store.write() as records:
            known = records.accounts.get(self._account)
            held = records.submissions.hold(
                self._account, waits_for=waits_for, reason=error.message, next_try_at=next_try, now=now
            )
            records.trade_files.hold(
                self._account.portal,
                _readable(known) if known else [],
                waits_for=waits_for,
                reason=error.message,
                next_try_at=next_try,
                now=now,
            )
        for key in held:
            self._announcements.announce(SubmissionChanged(key))

    def _tell_connection(self, trouble: PesError | None) -> None:
        away = isinstance(trouble, PortalUnreachable | PortalBusy | PortalAnswerInvalid)
        words = trouble.message if trouble is not None and away else text("Online")
        self._announcements.announce(ConnectionChanged(self._account.portal, online=not away, words=words))


def _is_ready(known: KnownAccount) -> bool:
    step = known.standing.next_step if known.standing else NextStep.NONE
    return known.signed_in and known.stopped_because == NOTHING and step is NextStep.NONE


def _readable(known: KnownAccount) -> list[str]:
    organisations = known.standing.organisations if known.standing else ()
    return [each.avrs_id for each in organisations if each.may_read_letters]
