"""Signing in and who is signed in, as the wire says it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from pes_portal.wire.shapes import Input, Moment, Shape


class AccountKind(StrEnum):
    """Who an account belongs to."""

    MASTER = "master"
    CLERK = "clerk"
    TRADING_PARTNER = "trading_partner"


class Step(StrEnum):
    """What must be done before anything else (SEC-1, SEC-9, ASM-5)."""

    NONE = "none"
    SITE_SECURITY = "site_security"
    ACCOUNT_SETUP = "account_setup"
    CLERK_FIRST_SIGN_ON = "clerk_first_sign_on"
    PASSWORD_CHANGE = "password_change"  # noqa: S105  (a step's name)


class Role(StrEnum):
    """What an account may do for one organisation (CLK-1, CLK-2)."""

    CLAIM = "claim"
    ELIGIBILITY = "eligibility"
    PRIOR_AUTHORIZATION = "prior_authorization"
    TRADE_FILES = "trade_files_includes_e_delivery"
    LETTERS_ONLY = "trade_files_e_delivery_only"
    PROVIDER_PROFILE = "provider_profile"
    ADMINISTRATOR = "administrator"


class SignIn(Input):
    """`POST /v1/session`."""

    user_id: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000, repr=False)


class Organisation(Shape):
    """An organisation an account works for, and what it may do there (CLK-7)."""

    avrs_id: str
    name: str
    npi: str
    roles: list[Role]


class Account(Shape):
    """The signed-in account."""

    user_id: str
    kind: AccountKind
    name: str
    email: str | None
    next_step: Step
    steps_due: list[Step]
    password_set_at: Moment
    password_expires_at: Moment
    idle_disables_at: Moment
    last_sign_in_at: Moment | None
    organisations: list[Organisation]
    can_administer: bool


class Session(Shape):
    """`GET /v1/session`."""

    expires_at: Moment
    account: Account


class NewSession(Session):
    """The answer to a right sign-in; the token is shown this once."""

    token: str
