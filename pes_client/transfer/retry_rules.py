"""When to try again: full jitter, the portal's own wishes, never longer than ten minutes by ourselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from pes_client.errors import PesError, PortalBusy, PortalUnreachable, StillPosting
from pes_client.transfer.clock import Clock

FIRST_WAIT = 2.0
LONGEST_WAIT = 600.0
LONGEST_WAIT_UNREACHABLE = 30.0
LONGEST_ASKED_WAIT = 3600.0
STILL_POSTING_WAIT = 3 * 3600.0


class RetryRules:
    """Chooses the wait after a failure. `random` is handed in so that a simulation can repeat itself."""

    def __init__(self, clock: Clock, random: Random) -> None:
        self._clock = clock
        self._random = random

    def next_try(self, attempts: int, error: PesError | None = None) -> datetime:
        """The time of the next try after `attempts` failed ones, by the wall clock."""
        return self._clock.now() + timedelta(seconds=self.wait(attempts, error))

    def wait(self, attempts: int, error: PesError | None = None) -> float:
        """Seconds to wait after `attempts` failed tries.

        A portal that cannot even be connected to is asked often (it costs nothing and offices want their files
        to go the moment it is back); one that answers "busy" is left alone for as long as it asks.
        """
        if isinstance(error, StillPosting):
            return min(error.retry_after or STILL_POSTING_WAIT, STILL_POSTING_WAIT)
        asked = error.retry_after if isinstance(error, PortalBusy) else None
        unsent = isinstance(error, PortalUnreachable) and not error.may_have_arrived
        longest = LONGEST_WAIT_UNREACHABLE if unsent else LONGEST_WAIT
        ceiling = min(longest, FIRST_WAIT * 2 ** min(attempts, 20))
        own = self._random.uniform(0.5, ceiling)
        return own if asked is None else min(asked + self._random.uniform(0, 1), LONGEST_ASKED_WAIT)


class Schedule:
    """Which waits are over, by the monotonic clock.

    The next try stands in the database as a wall-clock time, for people and for a restart. Clocks are set
    wrong and right again, so a wait that this process knows is measured monotonically, and one that it finds
    in the database is never longer than the longest wait there is.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._over_at: dict[tuple[str, datetime], float] = {}

    def seconds_left(self, subject: str, next_try_at: datetime | None) -> float:
        """Seconds until `subject` may be tried; 0 if now."""
        if next_try_at is None:
            return 0.0
        known = (subject, next_try_at)
        if known not in self._over_at:
            left = (next_try_at - self._clock.now()).total_seconds()
            self._over_at[known] = self._clock.monotonic() + min(max(left, 0.0), STILL_POSTING_WAIT)
        return max(self._over_at[known] - self._clock.monotonic(), 0.0)

    def is_due(self, subject: str, next_try_at: datetime | None) -> bool:
        """Whether the wait of `subject` is over."""
        return self.seconds_left(subject, next_try_at) <= 0
