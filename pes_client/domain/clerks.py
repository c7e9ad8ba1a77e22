"""Clerks: the people who work for an organisation, as its master user maintains them (CLK)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pes_client.domain.accounts import Role


class ClerkStatus(StrEnum):
    """What a clerk would meet when signing in now."""

    ACTIVE = "active"
    FIRST_SIGN_ON = "first_sign_on"
    SITE_SECURITY = "site_security"
    LOCKED = "locked"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Clerk:
    """One clerk in one organisation. `etag` says which state of it was seen; a change names it.

    `other_roles` are codes that only a newer client knows: nobody can change them here, and nobody loses them.
    """

    user_id: str
    first_name: str
    last_name: str
    email: str
    roles: frozenset[Role]
    status: ClerkStatus
    last_sign_in_at: datetime | None
    other_organisations: int
    etag: str
    other_roles: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """First and last name as people say them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_administrator(self) -> bool:
        """Whether the clerk may maintain clerks (CLK-4)."""
        return Role.ADMINISTRATOR in self.roles

    def idle_days(self, now: datetime) -> int | None:
        """Whole days since the last sign-in; None for a clerk that never signed in."""
        return None if self.last_sign_in_at is None else max((now - self.last_sign_in_at).days, 0)


@dataclass(frozen=True, slots=True)
class ClerkBook:
    """The clerks of an organisation as the portal told them at `told_at`, and when they were last reviewed (CLK-5)."""

    portal: str
    avrs_id: str
    clerks: tuple[Clerk, ...]
    reviewed_on: datetime | None
    reviewed_by: str
    told_at: datetime

    def clerk(self, user_id: str) -> Clerk | None:
        """The clerk with this user ID, in any case of letters."""
        return next((each for each in self.clerks if each.user_id.casefold() == user_id.casefold()), None)
