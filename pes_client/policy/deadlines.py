"""The clock of an account: days until its password ends and until it falls asleep (ACC-4, ACC-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pes_client.domain.accounts import Standing
from pes_client.policy.document import PolicyDocument

# A portal that lets accounts rest longer than this has no idle limit to speak of, and dates end before 2**53 days do.
_LONGEST_IDLE_DAYS = 36_500


class Urgency(StrEnum):
    """How pressing a deadline is, for the eye: a reminder is due, one of the last two is, or it has passed."""

    UNKNOWN = "unknown"
    CALM = "calm"
    SOON = "soon"
    URGENT = "urgent"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Both ends of an account as seen at one moment; days are whole days left, 0 on the last day and after it.

    What the portal never told is None.
    """

    password_ends_at: datetime | None
    password_days_left: int | None
    password_urgency: Urgency
    idle_ends_at: datetime | None
    idle_days_left: int | None
    idle_urgency: Urgency

    @property
    def days_left(self) -> int | None:
        """Days until the nearer of the two ends."""
        return min((days for days in (self.password_days_left, self.idle_days_left) if days is not None), default=None)


def deadlines(
    standing: Standing, policy: PolicyDocument, now: datetime, *, idle_ends_at: datetime | None = None
) -> Deadlines:
    """The account's deadlines at `now` (UTC).

    `idle_ends_at` is the portal's own word; without it the idle days are counted from when the portal last
    told of the account, which is never later than the last access.
    """
    idle_days = min(policy.account.idle_days, _LONGEST_IDLE_DAYS)
    idle_ends_at = idle_ends_at or standing.told_at + timedelta(days=idle_days)
    password_ends_at = standing.password_expires_at
    return Deadlines(
        password_ends_at=password_ends_at,
        password_days_left=days_left(password_ends_at, now),
        password_urgency=urgency(password_ends_at, policy, now),
        idle_ends_at=idle_ends_at,
        idle_days_left=days_left(idle_ends_at, now),
        idle_urgency=urgency(idle_ends_at, policy, now),
    )


def days_left(moment: datetime | None, now: datetime) -> int | None:
    """Whole days until a moment: 0 within the last 24 hours and afterwards, None where there is no moment."""
    return None if moment is None else max((moment - now).days, 0)


def due_reminder(days: int | None, policy: PolicyDocument) -> int | None:
    """The latest reminder whose day has come: with reminders at 14, 7, 3 and 1 days, 14 for 10 days left.

    None while it is too early for any. A person is reminded once for each value.
    """
    if days is None:
        return None
    return min((each for each in policy.reminder_days if days <= each), default=None)


def urgency(moment: datetime | None, policy: PolicyDocument, now: datetime) -> Urgency:
    """How pressing the moment is now."""
    days = days_left(moment, now)
    if moment is None or days is None:
        return Urgency.UNKNOWN
    if moment <= now:
        return Urgency.OVER
    reminder = due_reminder(days, policy)
    if reminder is None:
        return Urgency.CALM
    return Urgency.URGENT if reminder in sorted(policy.reminder_days)[:2] else Urgency.SOON
