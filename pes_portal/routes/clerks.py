"""`/v1/clerks`: Clerk Maintenance and the clerk review, for administrators (CLK)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Response

from pes_portal.clerks.office import Office
from pes_portal.clerks.rules import PANEL
from pes_portal.etags import quoted
from pes_portal.gate.idempotency import IdempotencyKey, RememberedRoute
from pes_portal.gate.identity import FreeAccount, ThePortal
from pes_portal.gate.source import Source
from pes_portal.routes.documented import header, refusals
from pes_portal.wire.clerks import (
    Clerk,
    ClerkList,
    ClerkRemoved,
    ClerkRoles,
    ClerkSaved,
    InitialPassword,
    NewClerk,
    Review,
    ReviewInput,
)
from pes_portal.wire.problems import Code, PortalProblem, saved

router = APIRouter(prefix="/v1/clerks", tags=["clerks"], route_class=RememberedRoute)

UserId = Annotated[str, Path(max_length=60)]
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=200)]


def office_for(who: FreeAccount, source: Source, avrs_id: Annotated[str, Query(max_length=20)]) -> Office:
    """Who asks, for the organisation that the address names."""
    return Office(who.record, avrs_id, source)


TheOffice = Annotated[Office, Depends(office_for)]


@router.get("", responses=refusals(401, 403, 404))
def list_clerks(portal: ThePortal, office: TheOffice) -> ClerkList:
    """Every clerk of an organisation, and when they were last reviewed (CLK-5, CLK-6)."""
    review = portal.reviews.last(office)
    return ClerkList(
        items=portal.clerks.list_clerks(office),
        reviewed_on=review.reviewed_on if review else None,
        reviewed_by=review.reviewed_by if review else None,
    )


@router.post("", status_code=201, responses=refusals(401, 403, 404, 413))
def create_clerk(
    portal: ThePortal, who: FreeAccount, source: Source, clerk: NewClerk, idempotency_key: IdempotencyKey = None
) -> ClerkSaved:
    """Create a clerk ID with an initial password and roles (CLK-1, SET-7)."""
    del idempotency_key
    created = portal.clerks.create(Office(who.record, clerk.avrs_id, source), clerk)
    return ClerkSaved(messages=[saved(PANEL)], clerk=created)


@router.put("/review", responses=refusals(401, 403, 404, 413))
def note_review(
    portal: ThePortal, office: TheOffice, review: ReviewInput, idempotency_key: IdempotencyKey = None
) -> Review:
    """Note that the clerks were reviewed (CLK-5)."""
    del review, idempotency_key
    return portal.reviews.note_review(office)


@router.get(
    "/{user_id}",
    responses={
        200: {"headers": {"ETag": header("Changes when what a master user edits changes.")}},
        **refusals(401, 403, 404),
    },
)
def read_clerk(portal: ThePortal, office: TheOffice, user_id: UserId, response: Response) -> Clerk:
    """One clerk."""
    clerk = portal.clerks.find(office, user_id)
    response.headers["ETag"] = quoted(clerk.etag)
    return clerk


@router.put("/{user_id}/roles", responses=refusals(401, 403, 404, 412, 413, 428))
def set_roles(
    portal: ThePortal,
    office: TheOffice,
    user_id: UserId,
    change: ClerkRoles,
    *,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> ClerkSaved:
    """Give and take roles; they apply at once (CLK-1, CLK-2)."""
    del idempotency_key
    if if_match is None:
        raise PortalProblem(
            428, Code.PRECONDITION_REQUIRED, "Say with If-Match which version of the clerk you have seen.", panel=PANEL
        )
    clerk = portal.clerks.set_roles(office, user_id, change.roles, if_match)
    return ClerkSaved(messages=[saved(PANEL)], clerk=clerk)


@router.post("/{user_id}/password", responses=refusals(401, 403, 404, 413))
def reset_clerk(
    portal: ThePortal,
    who: FreeAccount,
    source: Source,
    user_id: UserId,
    reset: InitialPassword,
    *,
    idempotency_key: IdempotencyKey = None,
) -> ClerkSaved:
    """Give a new initial password; the clerk is unlocked and at first sign-on again (CLK-3)."""
    del idempotency_key
    office = Office(who.record, reset.avrs_id, source)
    clerk = portal.clerks.reset_password(office, user_id, reset.initial_password)
    return ClerkSaved(messages=[saved(PANEL)], clerk=clerk)


@router.delete("/{user_id}", responses=refusals(401, 403, 404))
def remove_clerk(
    portal: ThePortal, office: TheOffice, user_id: UserId, idempotency_key: IdempotencyKey = None
) -> ClerkRemoved:
    """Take a clerk out of an organisation; without another one the ID is gone for ever (CLK-5)."""
    del idempotency_key
    is_deleted = portal.clerks.remove(office, user_id)
    return ClerkRemoved(messages=[saved(PANEL)], deleted=is_deleted)
