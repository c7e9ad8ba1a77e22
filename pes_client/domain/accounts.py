"""Who may do what where: accounts, organisations, roles and the steps that are due before anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pes_client.wording import Text


@dataclass(frozen=True, slots=True, order=True)
class AccountId:
    """One user ID on one portal, written `USER@PORTAL`."""

    user_id: str
    portal: str

    def __str__(self) -> str:
        return f"{self.user_id}@{self.portal}"

    @classmethod
    def parse(cls, written: str) -> AccountId:
        """The account that `USER@PORTAL` names; user IDs may hold an `@` themselves.

        Raises ValueError where either part is missing.
        """
        user_id, at, portal = written.rpartition("@")
        if not (at and user_id and portal):
            raise ValueError(written)
        return cls(user_id, portal)


class AccountKind(StrEnum):
    """What sort of account it is; master users are shown everything of their organisation."""

    MASTER = "master"
    CLERK = "clerk"
    TRADING_PARTNER = "trading_partner"


class Role(StrEnum):
    """What an account may do for an organisation (CLK-1, CLK-2)."""

    CLAIM = "claim"
    ELIGIBILITY = "eligibility"
    PRIOR_AUTHORIZATION = "prior_authorization"
    TRADE_FILES = "trade_files_includes_e_delivery"
    TRADE_FILES_E_DELIVERY_ONLY = "trade_files_e_delivery_only"
    PROVIDER_PROFILE = "provider_profile"
    ADMINISTRATOR = "administrator"


class NextStep(StrEnum):
    """What the portal wants done before anything else (SEC-1, ASM-5)."""

    NONE = "none"
    PASSWORD_CHANGE = "password_change"  # noqa: S105 - the name of a step
    CLERK_FIRST_SIGN_ON = "clerk_first_sign_on"
    SITE_SECURITY = "site_security"
    ACCOUNT_SETUP = "account_setup"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as one account sees it, known by its AVRS ID."""

    avrs_id: str
    name: str
    npi: str
    roles: frozenset[Role]

    @property
    def may_transfer(self) -> bool:
        """Whether files may be sent and every trade file read."""
        return Role.TRADE_FILES in self.roles

    @property
    def may_read_letters(self) -> bool:
        """Whether eDelivery letters may be read (TRF-3)."""
        return self.may_transfer or Role.TRADE_FILES_E_DELIVERY_ONLY in self.roles

    @property
    def may_administer(self) -> bool:
        """Whether clerks may be maintained (CLK-4)."""
        return Role.ADMINISTRATOR in self.roles


@dataclass(frozen=True, slots=True)
class Standing:
    """What the portal last said about an account; kept for working offline.

    `idle_disables_at` is when the account is disabled if nobody signs in before (ACC-4).
    """

    account: AccountId
    kind: AccountKind
    name: str
    email: str
    next_step: NextStep
    organisations: tuple[Organisation, ...]
    password_expires_at: datetime | None
    last_sign_in_at: datetime | None
    told_at: datetime
    idle_disables_at: datetime | None = None

    def organisation(self, avrs_id: str) -> Organisation | None:
        """The organisation with this AVRS ID, if the account has it."""
        return next((each for each in self.organisations if each.avrs_id == avrs_id), None)


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account that this machine knows: whether it is signed in here, and what stops it, in words."""

    account: AccountId
    signed_in: bool
    stopped_because: Text
    standing: Standing | None
