"""The accounts of this data folder: signing in and out, and the security profile that is due once."""

from __future__ import annotations

from uuid import uuid4

from pes_client.domain.accounts import AccountId, KnownAccount, Standing
from pes_client.domain.activity import Deed
from pes_client.domain.findings import Finding
from pes_client.errors import InputError, PortalError
from pes_client.policy.security_profile import SecurityProfile, advise, check_security_profile
from pes_client.portal.gateway import Session
from pes_client.services.portals import Portals
from pes_client.services.signing_in import SigningIn
from pes_client.store.store import Store
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.transfer.passwords import KeptPasswords, drop
from pes_client.wording import text


class Accounts:
    """What a person does with an account as a whole."""

    def __init__(
        self,
        *,
        store: Store,
        portals: Portals,
        passwords: KeptPasswords,
        sessions: OpenSessions,
        signing_in: SigningIn,
    ) -> None:
        self._store = store
        self._portals = portals
        self._passwords = passwords
        self._sessions = sessions
        self._signing_in = signing_in

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
        return self._signing_in.attempt(AccountId(_plain_user_id(user_id), portal), password)

    def sign_out(self, account: AccountId) -> None:
        """End the session and drop the kept password; files, letters and the outbox stay."""
        self.get(account)
        session = self._sessions.drop(account)
        if session is not None:
            self._end_on_portal(account, session)
        drop(self._passwords, account)
        with self._store.write() as records:
            records.accounts.set_signed_in(account, signed_in=False)
        self._signing_in.note(account, Deed.SIGNED_OUT, text("Signed out."))

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
        self._signing_in.note(account, Deed.ACCOUNT_FORGOTTEN, text("The account was forgotten."))

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
        saved = self._signing_in.in_session(
            account,
            lambda panels, session: panels.save_security_profile(session, profile, request_key=request_key),
        )
        words = text("The security profile was saved.")
        self._signing_in.saved(account, saved.standing, Deed.SECURITY_PROFILE_SAVED, words)
        return saved.findings

    def questions(self, account: AccountId) -> tuple[str, str]:
        """The account's present secret questions (ACC-1), asked of the portal and not kept."""
        return self._signing_in.in_session(account, lambda panels, session: panels.questions(session))

    def _end_on_portal(self, account: AccountId, session: Session) -> None:
        try:
            self._signing_in.with_gateway(account, lambda gateway: gateway.sign_out(session))
        except PortalError:
            # The token dies by itself within minutes; signing out here must work without the portal.
            return


def _plain_user_id(typed: str) -> str:
    """The user ID as typed, without outer blanks. Raises InputError for what cannot be one."""
    user_id = typed.strip()
    if not user_id or len(user_id) > 100 or not user_id.isprintable():
        raise InputError(text("Type the user ID that the portal gave you."))
    return user_id
