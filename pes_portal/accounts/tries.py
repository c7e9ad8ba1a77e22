"""Counting tries at secrets that a stranger may guess, for each source apart and for all together.

A try is counted before it is looked at: tries at the same moment cannot slip through. One source that is out of
tries keeps nobody else away, so that a stranger cannot shut an owner out (ASM-3).
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from pes_portal.database.tables import tries

# One office has a whole IPv6 network of this size to itself.
_IPV6_NETWORK_BITS = 64
_FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class TryLimits:
    """How many tries there are, and how long the pause is when they are used up."""

    from_one_source: int
    pause: timedelta
    from_all_sources: int | None = None


@dataclass(frozen=True)
class TryCounter:
    """The tries of one source at one subject; a subject is a digest, never what somebody typed."""

    subject: str
    source: str
    limits: TryLimits

    def take(self, connection: Connection, now: datetime) -> bool:
        """Take one try; False, and nothing counted, when none is left."""
        connection.execute(delete(tries).where(tries.c.tried_at <= now - _FORGOTTEN_AFTER))
        if self.is_over(connection, now):
            return False
        connection.execute(insert(tries).values(subject=self.subject, source=_network(self.source), tried_at=now))
        return True

    def is_over(self, connection: Connection, now: datetime) -> bool:
        """Whether no try is left."""
        return any(self._used_up(connection, now))

    def failed(self, connection: Connection, now: datetime) -> bool:
        """The try was wrong; True if it was the last one, from which on the whole pause is counted."""
        here, everywhere = self._used_up(connection, now)
        if here or everywhere:
            which = self._all() if everywhere else self._own()
            connection.execute(update(tries).where(which).values(tried_at=now))
        return here or everywhere

    def succeeded(self, connection: Connection) -> None:
        """The try was right: this source starts again."""
        connection.execute(delete(tries).where(self._own()))

    def _used_up(self, connection: Connection, now: datetime) -> tuple[bool, bool]:
        recent = tries.c.tried_at > now - self.limits.pause
        here = _count(connection, self._own() & recent) >= self.limits.from_one_source
        most = self.limits.from_all_sources
        return here, most is not None and _count(connection, self._all() & recent) >= most

    def _own(self) -> ColumnElement[bool]:
        return self._all() & (tries.c.source == _network(self.source))

    def _all(self) -> ColumnElement[bool]:
        return tries.c.subject == self.subject


def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(tries).where(which)).scalar_one()


def _network(source: str) -> str:
    try:
        address = ipaddress.ip_address(source)
    except ValueError:
        return source[:60]
    if address.version == 4:
        return source
    return str(ipaddress.ip_network((int(address), _IPV6_NETWORK_BITS), strict=False))
