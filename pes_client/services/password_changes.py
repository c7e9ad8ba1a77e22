"""Changing a password without a moment in which none is kept that works, by a person or unattended."""

from __future__ import annotations

import secrets
from uuid import uuid4

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Deed
from pes_client.domain.findings import Finding
from pes_client.errors import PasswordMissing, PesError, PortalRefused, SignInError
from pes_client.policy.passwords import (
    CHANGE_PASSWORD,
    ChecklistLine,
    PasswordEntries,
    Strength,
    check_new_password,
    make_password,
    password_checklist,
    password_strength,
)
from pes_client.portal.account_gateway import AccountGateway, SavedPanel
from pes_client.portal.gateway import Session
from pes_client.services.portals import Portals
from pes_client.services.signing_in import SigningIn
from pes_client.transfer.passwords import KeptPasswords, abandon, candidates, expect, settle
from pes_client.transfer.trouble import never_left
from pes_client.wording import text


class PasswordChanges:
    """The *Change Password* panel, and the change that scripts' accounts go through by themselves.

    The order survives a kill at every step: the coming password is kept beside the present one, then the portal
    changes it, then signing in proves it, then the old one is dropped. Whoever signs in next after a kill tries
    the coming one and, only if the portal refuses it, the old one: two attempts, far from the lock.
    """

    def __init__(self, *, portals: Portals, passwords: KeptPasswords, signing_in: SigningIn) -> None:
        self._portals = portals
        self._passwords = passwords
        self._signing_in = signing_in

    def check(self, account: AccountId, entries: PasswordEntries) -> tuple[Finding, ...]:
        """What the portal would find wrong (ASM-1), without asking it; it alone knows the earlier passwords."""
        policy = self._portals.policy(account.portal)
        return check_new_password(entries, account.user_id, policy, panel=CHANGE_PASSWORD)

    def checklist(self, account: AccountId, new_password: str) -> tuple[ChecklistLine, ...]:
        """The rules, and which of them the new password meets so far."""
        return password_checklist(new_password, account.user_id, self._portals.policy(account.portal))

    def strength(self, account: AccountId, new_password: str) -> Strength:
        """How hard it would be to guess; advice only."""
        return password_strength(new_password, account.user_id)

    def change(self, account: AccountId, entries: PasswordEntries) -> tuple[Finding, ...]:
        """Change the password on the portal and keep the new one; the portal's message table.

        Raises PortalRefused with the portal's findings, AccountLocked after too many wrong current passwords.
        """
        saved = self._change_on_portal(account, entries)
        settle(self._passwords, account, entries.new_password)
        self._signing_in.saved(account, saved.standing, Deed.PASSWORD_CHANGED, text("The password was changed."))
        return saved.findings

    def rotate(self, account: AccountId) -> None:
        """Make a strong password, change it on the portal, prove it by signing in, and only then drop the old one.

        Nobody needs to know it. Raises PasswordMissing where no present password is kept.
        """
        present = self._present(account)
        policy = self._portals.policy(account.portal)
        coming = make_password(policy, account.user_id, secrets.SystemRandom())
        saved = self._change_on_portal(account, PasswordEntries(present, coming, coming))
        self._prove(account)
        words = text("The password was changed unattended and proven by signing in.")
        self._signing_in.saved(account, saved.standing, Deed.PASSWORD_CHANGED, words)

    def _change_on_portal(self, account: AccountId, entries: PasswordEntries) -> SavedPanel:
        """Change it on the portal with both passwords kept; the coming one is dropped if it surely was not.

        The session is opened first: the coming password must not be tried before the portal has heard of it.
        """
        request_key = str(uuid4())

        def change(panels: AccountGateway, session: Session) -> SavedPanel:
            expect(self._passwords, account, entries.new_password)
            try:
                return panels.change_password(session, entries, request_key=request_key)
            except PesError as error:
                if isinstance(error, PortalRefused | SignInError) or never_left(error):
                    abandon(self._passwords, account)
                raise

        return self._signing_in.in_session(account, change)

    def _present(self, account: AccountId) -> str:
        """The present password; where an earlier change was interrupted, signing in finds out which it is."""
        if len(candidates(self._passwords, account)) > 1:
            self._prove(account)
        kept = candidates(self._passwords, account)
        if not kept:
            raise PasswordMissing(
                text("No password is kept for {account}, so it cannot be changed unattended.", account=str(account)),
                text("Sign in once, then try again."),
            )
        return kept[0]

    def _prove(self, account: AccountId) -> None:
        self._signing_in.with_gateway(account, lambda gateway: self._signing_in.session(account, gateway).prove())
