"""`/v1/account/password`: the *Change Password* panel (ACC-5, CLK-3)."""

from __future__ import annotations

from fastapi import APIRouter

from pes_portal.accounts.password_desk import PANEL
from pes_portal.gate.idempotency import IdempotencyKey, RememberedRoute
from pes_portal.gate.identity import AnyAccount, ThePortal, load_signed_in
from pes_portal.gate.source import Source
from pes_portal.routes.documented import refusals
from pes_portal.wire.passwords import PasswordChange, PasswordChanged
from pes_portal.wire.problems import saved

router = APIRouter(prefix="/v1/account/password", tags=["password"], route_class=RememberedRoute)


@router.put("", responses=refusals(401, 413, 423))
def change_password(
    portal: ThePortal,
    who: AnyAccount,
    source: Source,
    change: PasswordChange,
    idempotency_key: IdempotencyKey = None,
) -> PasswordChanged:
    """Replace the password; open in every step, and ends the account's other sessions (ASM-1)."""
    del idempotency_key
    portal.passwords.change(who.record, who.session, change, source)
    return PasswordChanged(messages=[saved(PANEL)], account=load_signed_in(portal, who.session).account)
