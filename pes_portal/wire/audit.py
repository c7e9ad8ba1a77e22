"""The audit trail, as `pes-portal audit` prints it."""

from __future__ import annotations

from enum import StrEnum

from pes_portal.wire.shapes import Moment, Shape


class Event(StrEnum):
    """What the portal keeps a line of."""

    SIGNED_IN = "sign_in.ok"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_IN_LOCKED = "sign_in.locked"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105  (an event's name)
    PASSWORD_WRONG = "password.wrong"  # noqa: S105
    PASSWORD_RESET = "password.reset"  # noqa: S105
    PROFILE_SAVED = "profile.saved"
    SELF_SERVICE_ANSWERED = "self_service.answered"
    SELF_SERVICE_WRONG = "self_service.wrong"
    SELF_SERVICE_OVER = "self_service.over"
    SETUP_WRONG = "setup.wrong"
    SETUP_DONE = "setup.done"
    CLERK_CREATED = "clerk.created"
    CLERK_ROLES = "clerk.roles"
    CLERK_RESET = "clerk.reset"
    CLERK_DELETED = "clerk.deleted"
    CLERKS_REVIEWED = "clerk.review"


class AuditLine(Shape):
    """Who did what to whom, for which organisation, when and from where; never a secret."""

    number: int
    at: Moment
    source: str
    event: Event
    who: str | None
    whom: str | None
    avrs_id: str | None
    detail: str | None


class Audit(Shape):
    """Every line, oldest first."""

    rows: list[AuditLine]
