"""How domain values lie in columns: instants, foreign text, sentences, enum members."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import BigInteger, Dialect, TypeDecorator
from sqlalchemy import Text as LongText

from pes_client.wording import NOTHING, Text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Member = TypeVar("Member", bound=StrEnum)


class Instant(TypeDecorator[datetime]):
    """An aware datetime as whole microseconds since 1970 UTC; ValueError for one without a zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Into the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """Out of the database, in UTC."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class Told(TypeDecorator[str]):
    """Text from outside. Half characters (lone surrogates), which no file can hold, become question marks."""

    impl = LongText
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Into the database."""
        return None if value is None else _whole(value)


class Words(TypeDecorator[Text]):
    """A sentence with its parameters, as JSON; empty for nothing."""

    impl = LongText
    cache_ok = True

    def process_bind_param(self, value: Text | None, _dialect: Dialect) -> str:
        """Into the database."""
        return _whole(value.to_json()) if value else ""

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Text:
        """Out of the database."""
        return Text.from_json(value) if value else NOTHING


class Spelled(TypeDecorator[Member]):
    """An enum member by its value."""

    impl = LongText
    cache_ok = True

    def __init__(self, enum: type[Member]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Member | None, _dialect: Dialect) -> str | None:
        """Into the database."""
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Member | None:
        """Out of the database."""
        return None if value is None else self.enum(value)


def _whole(value: str) -> str:
    return value.encode("utf-8", "replace").decode()
