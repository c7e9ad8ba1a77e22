"""`/v1/practice`: what only a practice portal has."""

from __future__ import annotations

from fastapi import APIRouter

from pes_portal.gate.identity import AnyAccount, ThePortal
from pes_portal.notices.mailbox import read_mailbox
from pes_portal.routes.documented import refusals
from pes_portal.wire.mailbox import Mailbox
from pes_portal.wire.problems import Code, PortalProblem

router = APIRouter(prefix="/v1/practice", tags=["practice"])


@router.get("/mailbox", responses=refusals(401, 404))
def read_own_mail(portal: ThePortal, who: AnyAccount) -> Mailbox:
    """The mail to the account's own address, newest first (TRF-5)."""
    if not portal.policy.practice:
        raise PortalProblem(404, Code.REQUEST_NOT_FOUND, "There is nothing at this address.")
    if who.record.email is None:
        return Mailbox(items=[])
    return Mailbox(items=read_mailbox(portal.mailbox, who.record.email))
