"""The shelf of trade files: posting, the delta list, and letters that are still being posted (TRF-6)."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Row, Select, insert, or_, select, update

from pes_portal.database.settings import Counter, next_number
from pes_portal.database.tables import trade_files
from pes_portal.trade_files.contents import Content
from pes_portal.wire.trade_files import Status, TradeFile

X12_MEDIA_TYPE = "application/edi-x12"
PDF_MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True)
class NewTradeFile:
    """A file to put on the shelf; with `ready_at` it is announced now and can be fetched then."""

    avrs_id: str
    transaction_type: str
    name: str
    content: Content
    media_type: str
    posted_at: datetime
    available_until: datetime
    letter_kind: str | None = None
    in_reply_to: UUID | None = None
    ready_at: datetime | None = None


@dataclass(frozen=True)
class ShelvedFile:
    """A trade file with what only the portal needs to know about it."""

    shown: TradeFile
    change: int
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class Query:
    """What a delta list is asked for; dates are whole days of UTC, both ends included."""

    avrs_id: str
    transaction_types: Collection[str]
    after: int
    first_day: date | None
    last_day: date | None
    limit: int


def put_on_shelf(connection: Connection, new: NewTradeFile) -> None:
    """Post a trade file; it becomes the newest change of its organisation's list."""
    connection.execute(
        insert(trade_files).values(
            id=secrets.token_hex(12),
            change=next_number(connection, Counter.TRADE_FILE_CHANGE),
            avrs_id=new.avrs_id,
            transaction_type=new.transaction_type,
            letter_kind=new.letter_kind,
            name=new.name,
            status=Status.POSTED if new.ready_at is None else Status.POSTING,
            ready_at=new.ready_at,
            size=new.content.size,
            sha256=new.content.sha256,
            media_type=new.media_type,
            posted_at=new.posted_at,
            available_until=new.available_until,
            in_reply_to=None if new.in_reply_to is None else str(new.in_reply_to),
        )
    )


def anything_ready(connection: Connection, now: datetime) -> bool:
    """Whether a letter that was still being posted has become ready."""
    return connection.execute(_ready(now).limit(1)).one_or_none() is not None


def post_what_is_ready(connection: Connection, now: datetime) -> list[str]:
    """Turn ready letters into posted ones, each a new change of its list; gives the AVRS ID of each."""
    ready = connection.execute(_ready(now)).all()
    for row in ready:
        connection.execute(
            update(trade_files)
            .where(trade_files.c.id == row.id)
            .values(
                status=Status.POSTED,
                posted_at=row.ready_at,
                change=next_number(connection, Counter.TRADE_FILE_CHANGE),
            )
        )
    return [row.avrs_id for row in ready]


def list_changes(connection: Connection, query: Query, now: datetime) -> list[ShelvedFile]:
    """What changed after a cursor, oldest change first; files past their last day are absent (TRF-7)."""
    chosen = (
        select(trade_files)
        .where(
            trade_files.c.avrs_id == query.avrs_id,
            trade_files.c.change > query.after,
            trade_files.c.transaction_type.in_(query.transaction_types),
            or_(trade_files.c.available_until.is_(None), trade_files.c.available_until > now),
        )
        .order_by(trade_files.c.change)
        .limit(query.limit)
    )
    if query.first_day is not None:
        chosen = chosen.where(trade_files.c.posted_at >= _start_of(query.first_day, now))
    if query.last_day is not None and query.last_day < date.max:
        chosen = chosen.where(trade_files.c.posted_at < _start_of(query.last_day + timedelta(days=1), now))
    return [_shelved(row) for row in connection.execute(chosen)]


def find_on_shelf(connection: Connection, trade_file_id: str) -> ShelvedFile | None:
    """The trade file with this id, of whatever organisation."""
    row = connection.execute(select(trade_files).where(trade_files.c.id == trade_file_id)).one_or_none()
    return None if row is None else _shelved(row)


def _ready(now: datetime) -> Select[tuple[str, str, datetime]]:
    return (
        select(trade_files.c.id, trade_files.c.avrs_id, trade_files.c.ready_at)
        .where(trade_files.c.status == Status.POSTING, trade_files.c.ready_at <= now)
        .order_by(trade_files.c.ready_at)
    )


def _start_of(day: date, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)


def _shelved(row: Row[tuple[object, ...]]) -> ShelvedFile:
    is_posted = row.status == Status.POSTED
    shown = TradeFile(
        id=row.id,
        avrs_id=row.avrs_id,
        transaction_type=row.transaction_type,
        letter_kind=row.letter_kind,
        name=row.name,
        status=row.status,
        size=row.size if is_posted else None,
        sha256=row.sha256 if is_posted else None,
        posted_at=row.posted_at,
        available_until=row.available_until,
        in_reply_to=None if row.in_reply_to is None else UUID(row.in_reply_to),
    )
    return ShelvedFile(shown, row.change, row.sha256, row.size, row.media_type)
