"""A person's own dealings with a portal: signing in with one attempt, and doing something in a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pes_client.domain.accounts import AccountId, Standing
from pes_client.domain.activity import Deed
from pes_client.domain.events import AccountChanged, ActivityAdded
from pes_client.domain.portals import Portal
from pes_client.domain.submissions import WaitsFor
from pes_client.errors import SignInError
from pes_client.portal.account_gateway import AccountGateway
from pes_client.portal.gateway import Gateway, Session, SignedIn
from pes_client.services.portals import GatewayTo, Portals
from pes_client.store.store import Store
from pes_client.transfer.account_session import AccountSession
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.transfer.passwords import KeptPasswords, settle
from pes_client.wording import Text, text

Result = TypeVar("Result")
AccountGatewayTo = Callable[[Portal], AccountGateway]


class SigningIn:
    """Opens sessions for people, and writes down how it went."""

    def __init__(
        self,
        *,
        store: Store,
        portals: Portals,
        passwords: KeptPasswords,
        sessions: OpenSessions,
        gateway_to: GatewayTo,
        account_gateway_to: AccountGatewayTo,
        clock: Clock,
        announcements: Announcements,
    ) -> None:
        self._store = store
        self._portals = portals
        self._passwords = passwords
        self._sessions = sessions
        self._gateway_to = gateway_to
        self._account_gateway_to = account_gateway_to
        self._clock = clock
        self._announcements = announcements

    def attempt(self, account: AccountId, password: str) -> Standing:
        """Sign in with exactly one attempt and keep the password; what waited for it may go.

        A refusal stops a known account, so that the engine does not try again by itself.
        """
        try:
            answer = self.with_gateway(account, lambda gateway: gateway.sign_in(account.user_id, password))
        except SignInError as error:
            self._refused(account, error)
            raise
        settle(self._passwords, answer.standing.account, password)
        self._remember(answer)
        return answer.standing

    def in_session(self, account: AccountId, action: Callable[[AccountGateway, Session], Result]) -> Result:
        """Do something on the account side of the portal, in the open session or a new one."""
        portal = self._portals.get(account.portal)
        panels = self._account_gateway_to(portal)
        try:
            return self.with_gateway(
                account,
                lambda gateway: self.session(account, gateway).call(lambda session: action(panels, session)),
            )
        finally:
            panels.close()

    def without_session(self, portal: str, action: Callable[[AccountGateway], Result]) -> Result:
        """Do something on the account side of a portal for which nobody signs in."""
        panels = self._account_gateway_to(self._portals.get(portal))
        try:
            return action(panels)
        finally:
            panels.close()

    def with_gateway(self, account: AccountId, action: Callable[[Gateway], Result]) -> Result:
        """Do something with a connection of its own."""
        gateway = self._gateway_to(self._portals.get(account.portal))
        try:
            return action(gateway)
        finally:
            gateway.close()

    def session(self, account: AccountId, gateway: Gateway) -> AccountSession:
        """The account's session over this connection."""
        return AccountSession(
            account,
            gateway,
            sessions=self._sessions,
            store=self._store,
            passwords=self._passwords,
            clock=self._clock,
            announcements=self._announcements,
        )

    def note(self, account: AccountId, deed: Deed, words: Text, *, avrs_id: str = "", subject: str = "") -> None:
        """Write into the audit trail what a person did, and announce it."""
        with self._store.write() as records:
            records.activity.append(
                self._clock.now(), deed, words, account=account, avrs_id=avrs_id, subject=subject or account.user_id
            )
        self._announcements.announce(AccountChanged(account))
        self._announcements.announce(ActivityAdded())

    def saved(self, account: AccountId, standing: Standing | None, deed: Deed, words: Text) -> None:
        """Keep what the portal said of the account after a panel; what waited for the panel may go."""
        with self._store.write() as records:
            if standing is not None:
                records.accounts.save_standing(standing)
            records.submissions.release(account, WaitsFor.SIGN_IN)
        self.note(account, deed, words)

    def _remember(self, answer: SignedIn) -> None:
        account = answer.standing.account
        self._sessions.put(account, answer.session)
        with self._store.write() as records:
            records.accounts.set_signed_in(account, signed_in=True)
        self.saved(account, answer.standing, Deed.SIGNED_IN, text("Signed in."))

    def _refused(self, account: AccountId, error: SignInError) -> None:
        with self._store.write() as records:
            if records.accounts.get(account) is not None:
                records.accounts.set_signed_in(account, signed_in=True, stopped_because=error.message)
        self.note(account, Deed.SIGN_IN_FAILED, error.message)
