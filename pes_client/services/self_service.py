"""Self-service by the two secret questions: reset a password, unlock, reactivate (ACC-2…4)."""

from __future__ import annotations

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Deed
from pes_client.domain.findings import Finding
from pes_client.policy.passwords import RESET_PASSWORD, PasswordEntries, check_new_password
from pes_client.portal.account_gateway import Recovered, SecretQuestions
from pes_client.services.portals import Portals
from pes_client.services.signing_in import SigningIn
from pes_client.wording import text


class SelfService:
    """What a person can do for an account that does not let them in. Nothing of the answers is kept."""

    def __init__(self, *, portals: Portals, signing_in: SigningIn) -> None:
        self._portals = portals
        self._signing_in = signing_in

    def begin(self, account: AccountId) -> SecretQuestions:
        """The account's two questions; for a user that does not exist the portal invents some."""
        return self._signing_in.without_session(
            account.portal, lambda panels: panels.begin_self_service(account.user_id)
        )

    def answer(self, account: AccountId, questions: SecretQuestions, answer_1: str, answer_2: str) -> Recovered:
        """Answer both. Raises PortalRefused where they are wrong, SelfServiceOver when it is over (ACC-6)."""
        recovered = self._signing_in.without_session(
            account.portal, lambda panels: panels.answer(questions.ticket, answer_1, answer_2)
        )
        words = text("The secret questions were answered.")
        self._signing_in.note(account, Deed.SELF_SERVICE, words)
        return recovered

    def check(self, account: AccountId, entries: PasswordEntries) -> tuple[Finding, ...]:
        """What the portal would find wrong with the new password, without asking it."""
        policy = self._portals.policy(account.portal)
        return check_new_password(entries, account.user_id, policy, panel=RESET_PASSWORD)

    def reset(self, account: AccountId, recovered: Recovered, entries: PasswordEntries) -> tuple[Finding, ...]:
        """Set the new password with the right that the answers gave; the portal's message table.

        Sign in with it afterwards: that keeps it and lets waiting files go.
        """
        saved = self._signing_in.without_session(
            account.portal, lambda panels: panels.reset_password(recovered.ticket, entries)
        )
        self._signing_in.note(account, Deed.SELF_SERVICE, text("The password was reset."))
        return saved.findings
