"""Clerk Maintenance and the clerk review, as the wire says them (CLK)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from pes_portal.wire.problems import Message
from pes_portal.wire.session import AccountKind, Role
from pes_portal.wire.shapes import PASTE_MAX, Input, Moment, Shape

_ROLES_MAX = 50


class ClerkStatus(StrEnum):
    """What a master user should know at a glance; the first that applies."""

    DISABLED = "disabled"
    LOCKED = "locked"
    FIRST_SIGN_ON = "first_sign_on"
    SITE_SECURITY = "site_security"
    ACTIVE = "active"


class Clerk(Shape):
    """A clerk of one organisation; `etag` names what a master user can edit."""

    user_id: str
    first_name: str
    last_name: str
    email: str | None
    roles: list[Role]
    kind: AccountKind
    last_sign_in_at: Moment | None
    status: ClerkStatus
    other_organisations: int
    etag: str


class ClerkList(Shape):
    """Every clerk of an organisation, by user ID, and when somebody last reviewed them (CLK-5)."""

    items: list[Clerk]
    reviewed_on: Moment | None
    reviewed_by: str | None


class NewClerk(Input):
    """`POST /v1/clerks` (CLK-1)."""

    avrs_id: str = Field(max_length=20)
    user_id: str = Field(max_length=PASTE_MAX)
    first_name: str = Field(max_length=PASTE_MAX)
    last_name: str = Field(max_length=PASTE_MAX)
    email: str = Field(max_length=PASTE_MAX)
    initial_password: str = Field(max_length=PASTE_MAX, repr=False)
    roles: list[str] = Field(max_length=_ROLES_MAX)


class ClerkRoles(Input):
    """`PUT /v1/clerks/{user_id}/roles` (CLK-2)."""

    roles: list[str] = Field(max_length=_ROLES_MAX)


class InitialPassword(Input):
    """`POST /v1/clerks/{user_id}/password`."""

    avrs_id: str = Field(max_length=20)
    initial_password: str = Field(max_length=PASTE_MAX, repr=False)


class ClerkSaved(Shape):
    """The success row of SEC-6 and the clerk as it is now."""

    messages: list[Message]
    clerk: Clerk


class ClerkRemoved(Shape):
    """Whether the ID is gone for ever, or only left this organisation."""

    messages: list[Message]
    deleted: bool


class ReviewInput(Input):
    """`PUT /v1/clerks/review`: there is nothing to say."""


class Review(Shape):
    """When the clerks of an organisation were last reviewed, and by whom (CLK-5)."""

    reviewed_on: Moment
    reviewed_by: str
