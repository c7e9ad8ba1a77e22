"""Small facts about the portal as a whole, and the counters that number what it issues."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from pes_portal.database.tables import counters, settings


class Counter(StrEnum):
    """What the portal numbers, each from 1 on without repeats."""

    RECEIPT = "receipt"
    TRADE_FILE_CHANGE = "trade_file_change"
    INTERCHANGE = "interchange"


def read_setting(connection: Connection, name: str) -> str | None:
    """The kept value of a setting, or None."""
    return connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()


def write_setting(connection: Connection, name: str, value: str) -> None:
    """Keep a setting, in place of an earlier value."""
    connection.execute(delete(settings).where(settings.c.name == name))
    connection.execute(insert(settings).values(name=name, value=value))


def next_number(connection: Connection, counter: Counter) -> int:
    """The next number of a counter.

    The row stays locked until the transaction ends, so numbers become visible in the order they were given.
    """
    taken = connection.execute(
        update(counters)
        .where(counters.c.name == counter)
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    )
    return int(taken.scalar_one())
