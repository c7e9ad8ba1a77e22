"""`/v1/account/security-profile`: the *Account Security* panel (SEC, ACC-1)."""

from __future__ import annotations

from fastapi import APIRouter

from pes_portal.accounts.site_security import PANEL
from pes_portal.gate.idempotency import IdempotencyKey, RememberedRoute
from pes_portal.gate.identity import AccountAtSiteSecurity, ThePortal, load_signed_in
from pes_portal.routes.documented import refusals
from pes_portal.wire.problems import Message
from pes_portal.wire.security_profile import SecurityProfile, SecurityProfileInput, SecurityProfileSaved

router = APIRouter(prefix="/v1/account/security-profile", tags=["security profile"], route_class=RememberedRoute)


@router.get("", responses=refusals(401, 403))
def read_security_profile(who: AccountAtSiteSecurity) -> SecurityProfile:
    """The questions and the e-mail address; answers are never shown."""
    return SecurityProfile(question_1=who.record.question_1, question_2=who.record.question_2, email=who.record.email)


@router.put("", responses=refusals(401, 403, 413))
def save_security_profile(
    portal: ThePortal,
    who: AccountAtSiteSecurity,
    profile: SecurityProfileInput,
    idempotency_key: IdempotencyKey = None,
) -> SecurityProfileSaved:
    """Replace questions, answers and e-mail address (SEC-4 to SEC-7)."""
    del idempotency_key
    portal.security_profiles.save(who.record, profile)
    return SecurityProfileSaved(
        messages=[Message(description="Save was Successful", panel=PANEL)],
        account=load_signed_in(portal, who.session).account,
    )
