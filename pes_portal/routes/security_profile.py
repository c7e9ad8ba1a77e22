"""`/v1/account/security-profile`: the *Account Security* panel (SEC, ACC-1)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from pes_portal.accounts.site_security import PANEL
from pes_portal.etags import quoted
from pes_portal.gate.idempotency import IdempotencyKey, RememberedRoute
from pes_portal.gate.identity import AccountAtSiteSecurity, ThePortal, load_signed_in
from pes_portal.gate.source import Source
from pes_portal.routes.documented import header, refusals
from pes_portal.wire.problems import saved
from pes_portal.wire.security_profile import SecurityProfile, SecurityProfileInput, SecurityProfileSaved

router = APIRouter(prefix="/v1/account/security-profile", tags=["security profile"], route_class=RememberedRoute)


@router.get("", responses={200: {"headers": {"ETag": header("Changes with every save.")}}, **refusals(401, 403)})
def read_security_profile(portal: ThePortal, who: AccountAtSiteSecurity, response: Response) -> SecurityProfile:
    """The questions and the e-mail address; answers are never shown."""
    response.headers["ETag"] = quoted(portal.security_profiles.etag(who.record))
    return SecurityProfile(question_1=who.record.question_1, question_2=who.record.question_2, email=who.record.email)


@router.put("", responses=refusals(401, 403, 412, 413))
def save_security_profile(
    portal: ThePortal,
    who: AccountAtSiteSecurity,
    source: Source,
    profile: SecurityProfileInput,
    *,
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=200)] = None,
    idempotency_key: IdempotencyKey = None,
) -> SecurityProfileSaved:
    """Replace questions, answers and e-mail address (SEC-4 to SEC-7)."""
    del idempotency_key
    portal.security_profiles.save(who.record, profile, source, if_match)
    return SecurityProfileSaved(messages=[saved(PANEL)], account=load_signed_in(portal, who.session).account)
