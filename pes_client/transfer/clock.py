"""Time as the engine sees it: a wall clock for people, a monotonic one for waiting (DESIGN §4.6)."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Both clocks, handed in so that a test can move them."""

    def now(self) -> datetime:
        """The wall clock, in UTC; for display and for the record only."""

    def monotonic(self) -> float:
        """Seconds that never run backward; for every wait."""


class SystemClock:
    """The computer's own clocks."""

    def now(self) -> datetime:
        """The wall clock, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backward."""
        return time.monotonic()
