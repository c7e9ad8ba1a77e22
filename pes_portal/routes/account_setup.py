"""`/v1/account-setup`: the first sign-on with the PIN letter, without an account (SET)."""

from __future__ import annotations

from fastapi import APIRouter

from pes_portal.accounts.account_setup import PANEL
from pes_portal.gate.identity import ThePortal
from pes_portal.gate.source import Source
from pes_portal.routes.documented import refusals
from pes_portal.wire.account_setup import AccountSetUp, AccountSetupInput, PinLetterAccepted, PinLetterInput
from pes_portal.wire.problems import saved

router = APIRouter(prefix="/v1/account-setup", tags=["account setup"])


@router.post("/verify", responses=refusals(401, 413, 429))
def verify_letter(portal: ThePortal, source: Source, letter: PinLetterInput) -> PinLetterAccepted:
    """Give a ticket for the letter's identifier and PIN (SET-1)."""
    return portal.account_setup.verify(letter, source)


@router.post("", status_code=201, responses=refusals(410, 413))
def set_account_up(portal: ThePortal, source: Source, setup: AccountSetupInput) -> AccountSetUp:
    """Make the local administrator and use the PIN up, all of it or nothing (SET-2 to SET-4)."""
    user_id = portal.account_setup.set_up(setup, source)
    return AccountSetUp(messages=[saved(PANEL)], user_id=user_id)
