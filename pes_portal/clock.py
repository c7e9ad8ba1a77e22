"""The one source of time, so that 60 and 90 days can be lived through in practice and in tests."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from pes_portal.database.engine import Database
from pes_portal.database.settings import read_setting, write_setting

_OFFSET_SETTING = "clock_offset_seconds"
_OFFSET_AGE_SECONDS = 1.0


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """The present moment, in UTC, aware."""


class PortalClock:
    """The machine's time plus an offset kept in the database; one second old at most."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._offset = timedelta(0)
        self._read_at: float | None = None

    def now(self) -> datetime:
        """The portal's present moment, in UTC."""
        if self._read_at is None or time.monotonic() - self._read_at > _OFFSET_AGE_SECONDS:
            self._offset = read_clock_offset(self._database)
            self._read_at = time.monotonic()
        return datetime.now(UTC) + self._offset


def read_clock_offset(database: Database) -> timedelta:
    """How far this portal's clock is moved from the machine's."""
    with database.reading() as connection:
        seconds = read_setting(connection, _OFFSET_SETTING)
    return timedelta(seconds=float(seconds)) if seconds else timedelta(0)


def move_clock(database: Database, offset: timedelta) -> None:
    """Set the clock's distance from the machine's time; a running server follows within a second."""
    with database.writing() as connection:
        write_setting(connection, _OFFSET_SETTING, str(offset.total_seconds()))


def advance_clock(database: Database, amount: timedelta) -> timedelta:
    """Move the clock forward from where it is, and give its new distance; time never goes back."""
    if amount < timedelta(0):
        raise ValueError("a portal's clock is only moved forward")
    with database.writing() as connection:
        seconds = float(read_setting(connection, _OFFSET_SETTING) or 0) + amount.total_seconds()
        write_setting(connection, _OFFSET_SETTING, str(seconds))
    return timedelta(seconds=seconds)
