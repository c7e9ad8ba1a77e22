"""One account's session with its portal: signed in when needed, once, and never against a refusal (DESIGN §4.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pes_client.domain.accounts import AccountId, NextStep
from pes_client.domain.activity import Deed
from pes_client.domain.events import AccountChanged
from pes_client.errors import PasswordMissing, SessionEnded, SignInError, StepDue, WrongPassword
from pes_client.portal.gateway import Gateway, Session, SignedIn
from pes_client.store.store import Store
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.transfer.passwords import KeptPasswords, candidates, settle
from pes_client.wording import NOTHING, Text, text

Result = TypeVar("Result")

STEP_IS_DUE = text("The portal asks for one step before anything else. Files that wait stay in the outbox.")


def step_due(step: NextStep) -> StepDue:
    """The error for an account that has to complete a panel first (SEC-1, SEC-9)."""
    return StepDue(STEP_IS_DUE, text("Sign in and complete the panel that is shown."), step=step)


class AccountSession:
    """Gives whoever works for an account a session, signing in with the kept password where it has to.

    Whether a session is still good only the portal knows (this computer's clock may be wrong), so a session
    is used until the portal ends it.
    """

    def __init__(
        self,
        account: AccountId,
        gateway: Gateway,
        *,
        sessions: OpenSessions,
        store: Store,
        passwords: KeptPasswords,
        clock: Clock,
        announcements: Announcements,
    ) -> None:
        self._account = account
        self._gateway = gateway
        self._sessions = sessions
        self._store = store
        self._passwords = passwords
        self._clock = clock
        self._announcements = announcements

    def call(self, action: Callable[[Session], Result]) -> Result:
        """Do `action` with a session; where the portal has ended it, sign in once more and do it again.

        Raises a SignInError where a person is needed, and whatever `action` raises.
        """
        try:
            return action(self.open())
        except SessionEnded:
            self._sessions.drop(self._account)
            return action(self.open())

    def open(self) -> Session:
        """The open session, or a new one; after a new one the account's standing is the portal's latest word."""
        with self._sessions.one_sign_in(self._account):
            return self._sessions.get(self._account) or self._sign_in()

    def prove(self) -> Session:
        """Sign in anew with what is kept, whatever session is open."""
        with self._sessions.one_sign_in(self._account):
            self._sessions.drop(self._account)
            return self._sign_in()

    def _sign_in(self) -> Session:
        """Sign in with the kept password, or with each of two after an interrupted change; never more often."""
        self._require_permission()
        refused: WrongPassword | None = None
        for password in candidates(self._passwords, self._account):
            try:
                answer = self._gateway.sign_in(self._account.user_id, password)
            except WrongPassword as error:
                refused = error
            except SignInError as error:
                self._stop(error.message)
                raise
            else:
                settle(self._passwords, self._account, password)
                return self._remember(answer)
        if refused is None:
            raise PasswordMissing(
                text("No password is kept for {account}.", account=str(self._account)),
                text("Sign in once; files that wait go out then."),
            )
        self._stop(refused.message)
        raise refused

    def _require_permission(self) -> None:
        """Raise what keeps the program from signing in by itself: signed out, or stopped by a refusal."""
        with self._store.read() as records:
            known = records.accounts.get(self._account)
        if known is None or not known.signed_in:
            raise PasswordMissing(text("You are signed out."), text("Sign in; files that wait go out then."))
        if known.stopped_because != NOTHING:
            raise WrongPassword(known.stopped_because, text("Sign in again; files that wait go out then."))

    def _remember(self, answer: SignedIn) -> Session:
        with self._store.write() as records:
            records.accounts.save_standing(answer.standing)
        self._sessions.put(self._account, answer.session)
        self._announcements.announce(AccountChanged(self._account))
        return answer.session

    def _stop(self, because: Text) -> None:
        """Keep the program from trying this password again until a person has signed in."""
        with self._store.write() as records:
            records.accounts.set_signed_in(self._account, signed_in=True, stopped_because=because)
            records.activity.append(
                self._clock.now(),
                Deed.SIGN_IN_FAILED,
                because,
                account=self._account,
                subject=self._account.user_id,
            )
        self._announcements.announce(AccountChanged(self._account))
