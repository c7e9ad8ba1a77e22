"""Signing in and out, and the one-time security panel; what a person does with an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar
from uuid import uuid4

from pes_client.domain.accounts import AccountId, KnownAccount, Standing
from pes_client.domain.activity import Deed
from pes_client.domain.events import AccountChanged, ActivityAdded
from pes_client.domain.findings import Finding
from pes_client.domain.submissions import WaitsFor
from pes_client.errors import InputError, PasswordMissing, PortalError, SessionEnded, SignInError
from pes_client.policy.security_advice import advise
from pes_client.policy.security_profile import SecurityProfile, check_security_profile
from pes_client.portal.gateway import Gateway, Session, SignedIn
from pes_client.services.portals import GatewayTo, Portals
from pes_client.store.store import Store
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.wording import Text, text

Result = TypeVar("Result")


class Passwords(Protocol):
    """Wherever passwords are kept: the keyring, or the encrypted database where there is none."""

    def get(self, account: AccountId) -> str | None:
        """The kept password, or None."""

    def put(self, account: AccountId, password: str) -> None:
        """Keep the password, instead of an earlier one."""

    def forget(self, account: AccountId) -> None:
        """Drop the password, if one is kept."""


class Accounts:
    """The accounts of this data folder."""

    def __init__(
        self,
        *,
        store: Store,
        portals: Portals,
        passwords: Passwords,
        sessions: OpenSessions,
        gateway_to: GatewayTo,
        clock: Clock,
        announcements: Announcements,
    ) -> None:
        self._store = store
        self._portals = portals
        self._passwords = passwords
        self._sessions = sessions
        self._gateway_to = gateway_to
        self._clock = clock
        self._announcements = announcements

    def known(self) -> list[KnownAccount]:
        """Every account of this data folder."""
        with self._store.read() as records:
            return records.accounts.all()

    def get(self, account: AccountId) -> KnownAccount:
        """The account. Raises InputError if it is not known."""
        with self._store.read() as records:
            known = records.accounts.get(account)
        if known is None:
            raise InputError(
                text("The account {account} is not known here.", account=str(account)), text("Sign in with it first.")
            )
        return known

    def sign_in(self, portal: str, user_id: str, password: str) -> Standing:
        """Sign in with exactly one attempt, keep the password, and let files that waited for it go.

        Raises WrongPassword, AccountLocked, AccountDisabled, what the gateway raises, and CredentialError
        where the password was right but cannot be kept.
        """
        user_id = _plain_user_id(user_id)
        account = AccountId(user_id, portal)
        try:
            answer = self._with_gateway(account, lambda gateway: gateway.sign_in(user_id, password))
        except SignInError as error:
            self._refused(account, error)
            raise
        account = answer.standing.account
        self._passwords.put(account, password)
        self._remember_sign_in(answer)
        return answer.standing

    def sign_out(self, account: AccountId) -> None:
        """End the session and drop the kept password; files, letters and the outbox stay."""
        self.get(account)
        session = self._sessions.drop(account)
        if session is not None:
            self._end_on_portal(account, session)
        self._passwords.forget(account)
        with self._store.write() as records:
            records.accounts.set_signed_in(account, signed_in=False)
            self._note(records.activity.append, Deed.SIGNED_OUT, text("Signed out."), account)
        self._tell(account)

    def forget(self, account: AccountId) -> None:
        """Sign out and forget the account itself. Raises InputError while files of it still wait to be sent."""
        self.get(account)
        with self._store.read() as records:
            waiting = records.submissions.waiting(account)
        if waiting:
            raise InputError(
                text("{n} files of this account still wait to be sent, so it was not forgotten.", n=waiting),
                text("Send or withdraw them first."),
            )
        self.sign_out(account)
        with self._store.write() as records:
            records.accounts.forget(account)
            self._note(records.activity.append, Deed.ACCOUNT_FORGOTTEN, text("The account was forgotten."), account)
        self._tell(account)

    def check_security_profile(self, account: AccountId, profile: SecurityProfile) -> tuple[Finding, ...]:
        """What the portal would find wrong with the profile (SEC-3…5), without asking it."""
        return check_security_profile(profile, self._portals.policy(account.portal))

    def advise_security_profile(self, account: AccountId, profile: SecurityProfile) -> tuple[Finding, ...]:
        """Advice while typing (SEC-8); it never keeps anybody from going on."""
        return advise(profile, user_id=account.user_id)

    def save_security_profile(self, account: AccountId, profile: SecurityProfile) -> tuple[Finding, ...]:
        """Store questions, answers and e-mail on the portal (SEC-6, SEC-7); its message table.

        Nothing of it is kept here but the account's new standing. Raises PortalRefused with the portal's
        findings where it does not accept them, and what the gateway raises.
        """
        request_key = str(uuid4())
        saved = self._in_session(
            account,
            lambda gateway, session: gateway.save_security_profile(session, profile, request_key=request_key),
        )
        with self._store.write() as records:
            records.accounts.save_standing(saved.standing)
            records.submissions.release(account, WaitsFor.SIGN_IN)
            words = text("The security profile was saved.")
            self._note(records.activity.append, Deed.SECURITY_PROFILE_SAVED, words, account)
        self._tell(account)
        return saved.findings

    def _in_session(self, account: AccountId, action: Callable[[Gateway, Session], Result]) -> Result:
        """Do something with a session of the account, signing in with the kept password where needed."""

        def act(gateway: Gateway) -> Result:
            session = self._sessions.get(account)
            if session is not None:
                try:
                    return action(gateway, session)
                except SessionEnded:
                    self._sessions.drop(account)
            return action(gateway, self._open_session(account, gateway))

        return self._with_gateway(account, act)

    def _open_session(self, account: AccountId, gateway: Gateway) -> Session:
        known, password = self.get(account), self._passwords.get(account)
        if password is None or not known.signed_in or known.stopped_because.msgid:
            raise PasswordMissing(
                text("You are not signed in as {account}.", account=str(account)), text("Sign in and try again.")
            )
        try:
            answer = gateway.sign_in(account.user_id, password)
        except SignInError as error:
            self._refused(account, error)
            raise
        self._remember_sign_in(answer)
        return answer.session

    def _remember_sign_in(self, answer: SignedIn) -> None:
        account = answer.standing.account
        with self._store.write() as records:
            records.accounts.save_standing(answer.standing)
            records.accounts.set_signed_in(account, signed_in=True)
            records.submissions.release(account, WaitsFor.SIGN_IN)
            self._note(records.activity.append, Deed.SIGNED_IN, text("Signed in."), account)
        self._sessions.put(account, answer.session)
        self._tell(account)

    def _refused(self, account: AccountId, error: SignInError) -> None:
        """Write down that the portal did not take the password; a known account is stopped by it."""
        with self._store.write() as records:
            if records.accounts.get(account) is not None:
                records.accounts.set_signed_in(account, signed_in=True, stopped_because=error.message)
            self._note(records.activity.append, Deed.SIGN_IN_FAILED, error.message, account)
        self._tell(account)

    def _end_on_portal(self, account: AccountId, session: Session) -> None:
        try:
            self._with_gateway(account, lambda gateway: gateway.sign_out(session))
        except PortalError:
            # The token dies by itself within minutes; signing out here must work without the portal.
            return

    def _with_gateway(self, account: AccountId, action: Callable[[Gateway], Result]) -> Result:
        gateway = self._gateway_to(self._portals.get(account.portal))
        try:
            return action(gateway)
        finally:
            gateway.close()

    def _note(self, append: Callable[..., None], deed: Deed, words: Text, account: AccountId) -> None:
        append(self._clock.now(), deed, words, account=account, subject=account.user_id)

    def _tell(self, account: AccountId) -> None:
        self._announcements.announce(AccountChanged(account))
        self._announcements.announce(ActivityAdded())


def _plain_user_id(typed: str) -> str:
    """The user ID as typed, without outer blanks. Raises InputError for what cannot be one."""
    user_id = typed.strip()
    if not user_id or len(user_id) > 100 or not user_id.isprintable():
        raise InputError(text("Type the user ID that the portal gave you."))
    return user_id
