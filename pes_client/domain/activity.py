"""The audit trail: what happened, when, for which account; written with the change it tells of, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pes_client.domain.accounts import AccountId
from pes_client.wording import Text


class Deed(StrEnum):
    """The kinds of things that are remembered."""

    PORTAL_ADDED = "portal_added"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    ACCOUNT_FORGOTTEN = "account_forgotten"
    SECURITY_PROFILE_SAVED = "security_profile_saved"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a deed
    SELF_SERVICE = "self_service"
    ACCOUNT_SET_UP = "account_set_up"
    CLERK_MAINTAINED = "clerk_maintained"
    QUEUED = "queued"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"
    REFUSED = "refused"
    ANSWERED = "answered"
    KEPT = "kept"
    OPENED = "opened"
    SAVED_AS = "saved_as"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of the trail. `subject` is a submission key, a trade file's local id or a user ID."""

    entry_id: int
    at: datetime
    deed: Deed
    account: AccountId | None
    avrs_id: str
    subject: str
    words: Text
