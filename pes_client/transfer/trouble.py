"""Tells trouble with one file from trouble that the next file of the account would meet too."""

from __future__ import annotations

from pes_client.domain.submissions import WaitsFor
from pes_client.errors import (
    CredentialError,
    PesError,
    PortalBusy,
    PortalUnreachable,
    SessionEnded,
    SignInError,
    StillPosting,
)


def never_left(error: PesError) -> bool:
    """Whether surely no byte of the request reached the portal."""
    return isinstance(error, PortalUnreachable) and not error.may_have_arrived


def needs_sign_in(error: PesError) -> bool:
    """Whether a person has to sign in before the account can go on."""
    return isinstance(error, SignInError | CredentialError) and not isinstance(error, SessionEnded)


def names_its_time(error: PesError) -> bool:
    """Whether the portal itself said when to come back."""
    return isinstance(error, PortalBusy | StillPosting) and error.retry_after is not None


def whom_to_await(error: PesError) -> WaitsFor:
    """What a row waits for after a failure that time alone may heal."""
    return WaitsFor.APPOINTMENT if names_its_time(error) else WaitsFor.PORTAL


def concerns_account(error: PesError) -> bool:
    """Whether the failure of one file would be the failure of every file of the account."""
    return needs_sign_in(error) or never_left(error)
