"""What the account panels may ask of a portal, whatever speaks to it underneath."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pes_client.domain.accounts import Standing
from pes_client.domain.clerks import Clerk, ClerkBook
from pes_client.domain.findings import Finding
from pes_client.policy.account_setup import AccountSetup, PinEntries
from pes_client.policy.clerks import ClerkEntries
from pes_client.policy.passwords import PasswordEntries
from pes_client.policy.security_profile import SecurityProfile
from pes_client.portal.gateway import Session


@dataclass(frozen=True, slots=True)
class SavedPanel:
    """A panel was stored: the portal's message table, and the account afterwards where there is one."""

    findings: tuple[Finding, ...]
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class SecretQuestions:
    """The questions that self-service asks, and the ticket that answering needs."""

    ticket: str = field(repr=False)
    question_1: str
    question_2: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """What right answers brought about (ACC-2…4); `ticket` allows one reset of the password."""

    ticket: str = field(repr=False)
    unlocked: bool
    reactivated: bool
    password_change_due: bool


@dataclass(frozen=True, slots=True)
class SetupTicket:
    """A PIN letter that was accepted: for which organisation an administrator may be set up (SET-1)."""

    ticket: str = field(repr=False)
    avrs_id: str
    name: str
    npi: str


@dataclass(frozen=True, slots=True)
class ClerkSaved:
    """A clerk was stored: the message table and the clerk as it now is."""

    findings: tuple[Finding, ...]
    clerk: Clerk


@dataclass(frozen=True, slots=True)
class ClerkDeleted:
    """A clerk left the organisation; `for_ever` if the account is gone with it (CLK-5)."""

    findings: tuple[Finding, ...]
    for_ever: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail that the practice portal would have sent (TRF-5)."""

    sent_at: datetime
    subject: str
    text: str


class AccountGateway(Protocol):
    """The account side of one portal. Raises only errors of the family in `pes_client.errors`.

    A panel that the portal does not accept is PortalRefused with its findings. `request_key` makes a request
    that may have arrived safe to be sent again: it is carried out once.
    """

    def standing(self, session: Session) -> Standing:
        """The account as the portal sees it now."""

    def save_security_profile(self, session: Session, profile: SecurityProfile, *, request_key: str) -> SavedPanel:
        """Store questions, answers and e-mail (SEC-3)."""

    def questions(self, session: Session) -> tuple[str, str]:
        """The account's present secret questions; never the answers."""

    def change_password(self, session: Session, entries: PasswordEntries, *, request_key: str) -> SavedPanel:
        """Change the password; every other session of the account ends."""

    def begin_self_service(self, user_id: str) -> SecretQuestions:
        """The questions of an account, or invented ones for a user that does not exist."""

    def answer(self, ticket: str, answer_1: str, answer_2: str) -> Recovered:
        """Answer both questions. Raises SelfServiceOver when it is over (ASM-3)."""

    def reset_password(self, ticket: str, entries: PasswordEntries) -> SavedPanel:
        """Set a new password with the ticket of right answers."""

    def verify_pin(self, entries: PinEntries) -> SetupTicket:
        """Try a PIN letter (SET-1)."""

    def set_up_account(self, ticket: str, setup: AccountSetup, *, request_key: str) -> SavedPanel:
        """Make the local administrator (SET-2)."""

    def clerks(self, session: Session, avrs_id: str) -> ClerkBook:
        """The clerks of an organisation."""

    def add_clerk(self, session: Session, avrs_id: str, entries: ClerkEntries, *, request_key: str) -> ClerkSaved:
        """Make a clerk (CLK-1)."""

    def change_roles(
        self, session: Session, avrs_id: str, user_id: str, roles: Collection[str], *, etag: str
    ) -> ClerkSaved:
        """Give a clerk exactly these roles. Raises ChangedMeanwhile where another changed it first."""

    def reset_clerk(
        self, session: Session, avrs_id: str, user_id: str, initial_password: str, *, request_key: str
    ) -> ClerkSaved:
        """Give a clerk a new initial password; the first sign-on is due again."""

    def delete_clerk(self, session: Session, avrs_id: str, user_id: str) -> ClerkDeleted:
        """Take a clerk out of the organisation (CLK-5)."""

    def note_review(self, session: Session, avrs_id: str) -> None:
        """Note that the clerks were reviewed today."""

    def notices(self, session: Session) -> tuple[Notice, ...]:
        """The practice mailbox of the account."""

    def close(self) -> None:
        """Let go of the connections."""
