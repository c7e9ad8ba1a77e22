"""`/v1/submissions/{key}`: what became of a submission, for whoever may transfer for its organisation."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from pes_portal.gate.identity import FreeAccount, ThePortal
from pes_portal.routes import tus
from pes_portal.routes.documented import refusals
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.session import Role
from pes_portal.wire.submissions import Receipt, Received, Uploading

router = APIRouter(prefix="/v1/submissions", tags=["submissions"])


@router.get("/{submission_key}", responses=refusals(401, 403, 404))
def read_submission(portal: ThePortal, who: FreeAccount, submission_key: UUID) -> Received | Uploading:
    """The answer to "did it arrive?", asked before anything is sent again."""
    found = portal.uploads.find_of_key(submission_key)
    may_see = {organisation.avrs_id for organisation in who.organisations if Role.TRADE_FILES in organisation.roles}
    if found is None or found.avrs_id not in may_see:
        raise PortalProblem(404, Code.SUBMISSION_UNKNOWN, "The portal knows no submission of this key.")
    if isinstance(found, Receipt):
        return Received(receipt=found)
    return Uploading(location=tus.location(found), offset=found.offset, length=found.length)
