"""What the portals hold for the organisations, and how far each file has come to this machine."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from pes_client.domain.submissions import WaitsFor
from pes_client.domain.tradefiles import E_DELIVERY, KEPT_STATES, ListedFile, TradeFile, TradeFileState
from pes_client.store import tables
from pes_client.store.rows.changes import UNCHANGED, Unchanged, every_word, given, in_lots
from pes_client.store.rows.listing_rules import first_state, moved, told, wish_after
from pes_client.wording import NOTHING, Text

_ROW = tables.trade_file.c
_OPENABLE = (TradeFileState.LISTED, TradeFileState.WANTED, TradeFileState.FETCHING, *KEPT_STATES)


class TradeFileRows:
    """Trade files by `local_id`; a portal's own id is only unique within an organisation."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, portal: str, listed: ListedFile, seen_at: datetime) -> TradeFile:
        """Take over one row of a portal's list and say where the file now stands here.

        A file that was still being posted becomes LISTED, or WANTED if it was wanted, once it is posted; one
        that was GONE likewise. Size and digest of a file that is kept here stay those of what was kept.
        """
        columns = told(listed)
        row = self._connection.execute(_remote(portal, listed.avrs_id, listed.remote_id)).first()
        if row is None:
            values = {**columns, **first_state(posting=listed.posting)}
            self._connection.execute(
                insert(tables.trade_file).values(
                    portal=portal, first_seen_at=seen_at, seen_at=seen_at, wanted=False, attempts=0, **values
                )
            )
        else:
            if row.state in KEPT_STATES:
                columns = {name: value for name, value in columns.items() if name not in {"size", "sha256"}}
            values = {**columns, **moved(row.state, posting=listed.posting, wanted=row.wanted)}
            change = update(tables.trade_file).where(_ROW.local_id == row.local_id)
            self._connection.execute(change.values(seen_at=seen_at, **values))
        return _trade_file(self._connection.execute(_remote(portal, listed.avrs_id, listed.remote_id)).one())

    def get(self, local_id: int) -> TradeFile | None:
        """The trade file with this id."""
        row = self._connection.execute(select(tables.trade_file).where(_ROW.local_id == local_id)).first()
        return _trade_file(row) if row else None

    def by_remote(self, portal: str, avrs_id: str, remote_id: str) -> TradeFile | None:
        """The trade file that the portal knows by this id."""
        row = self._connection.execute(_remote(portal, avrs_id, remote_id)).first()
        return _trade_file(row) if row else None

    def find(
        self,
        *,
        portal: str,
        avrs_id: str,
        transaction_type: str | None = None,
        states: Collection[TradeFileState] | None = None,
        posted_from: date | None = None,
        posted_to: date | None = None,
        words: str = "",
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = True,
    ) -> list[TradeFile]:
        """Trade files that fit everything given, by the time of posting.

        Days are days of this machine's clock, the last one included. Every one of `words` occurs in the
        name, the kind, the type or the id.
        """
        conditions = _fitting(
            portal=portal,
            avrs_id=avrs_id,
            transaction_type=transaction_type,
            states=states,
            posted_from=posted_from,
            posted_to=posted_to,
            words=words,
        )
        order = (_ROW.posted_at, _ROW.local_id)
        query = select(tables.trade_file).where(*conditions).limit(limit).offset(offset)
        query = query.order_by(*(column.desc() for column in order) if newest_first else order)
        return [_trade_file(row) for row in self._connection.execute(query)]

    def count(
        self,
        *,
        portal: str,
        avrs_id: str,
        transaction_type: str | None = None,
        states: Collection[TradeFileState] | None = None,
        posted_from: date | None = None,
        posted_to: date | None = None,
        words: str = "",
    ) -> int:
        """How many trade files fit; the same filters as `find`."""
        conditions = _fitting(
            portal=portal,
            avrs_id=avrs_id,
            transaction_type=transaction_type,
            states=states,
            posted_from=posted_from,
            posted_to=posted_to,
            words=words,
        )
        return self._connection.execute(
            select(func.count()).select_from(tables.trade_file).where(*conditions)
        ).scalar_one()

    def want(self, local_ids: Collection[int]) -> int:
        """Ask for files to be fetched; how many were not yet asked for, here or gone."""
        return sum(self._want(lot) for lot in in_lots(local_ids))

    def _want(self, local_ids: Collection[int]) -> int:
        new = update(tables.trade_file).where(_ROW.local_id.in_(local_ids), _ROW.wanted.is_(False))
        listed = new.where(_ROW.state == TradeFileState.LISTED).values(
            wanted=True, state=TradeFileState.WANTED, waits_for=WaitsFor.TURN, reason=NOTHING, next_try_at=None
        )
        posting = new.where(_ROW.state == TradeFileState.POSTING).values(wanted=True)
        return self._connection.execute(listed).rowcount + self._connection.execute(posting).rowcount

    def hold(
        self,
        portal: str,
        avrs_ids: Collection[str],
        *,
        waits_for: WaitsFor,
        reason: Text,
        next_try_at: datetime | None,
        now: datetime,
    ) -> int:
        """Give every wanted file that was due, and waits for no person, this reason and time; how many."""
        is_due = or_(_ROW.next_try_at.is_(None), _ROW.next_try_at <= now)
        held = update(tables.trade_file).where(*_under_way(portal, avrs_ids), is_due)
        values = {"waits_for": waits_for, "reason": reason, "next_try_at": next_try_at}
        return self._connection.execute(held.values(values)).rowcount

    def release(self, portal: str, avrs_ids: Collection[str], waits_for: WaitsFor) -> int:
        """Let the wanted files that waited for this take their turn now; how many there were."""
        released = update(tables.trade_file).where(*_under_way(portal, avrs_ids), _ROW.waits_for == waits_for)
        values = {"waits_for": WaitsFor.TURN, "reason": NOTHING, "next_try_at": None}
        return self._connection.execute(released.values(values)).rowcount

    def wanted_due(self, portal: str, avrs_ids: Collection[str], now: datetime) -> list[TradeFile]:
        """What the engine may fetch now, oldest posting first; rows that wait for a person are not among it."""
        return [each for each in self.wanted(portal, avrs_ids) if each.next_try_at is None or each.next_try_at <= now]

    def wanted(self, portal: str, avrs_ids: Collection[str]) -> list[TradeFile]:
        """What is still to be fetched, due or not, oldest posting first; nothing that waits for a person."""
        query = select(tables.trade_file).where(*_fetchable(portal, avrs_ids))
        rows = self._connection.execute(query.order_by(_ROW.posted_at, _ROW.local_id))
        return [_trade_file(row) for row in rows]

    def next_due_at(self, portal: str, avrs_ids: Collection[str]) -> datetime | None:
        """The earliest time set for a later try; rows without a time are due already and do not count."""
        query = select(func.min(_ROW.next_try_at)).where(*_fetchable(portal, avrs_ids))
        return self._connection.execute(query).scalar()

    def update(
        self,
        local_id: int,
        *,
        state: TradeFileState | Unchanged = UNCHANGED,
        waits_for: WaitsFor | Unchanged = UNCHANGED,
        reason: Text | Unchanged = UNCHANGED,
        next_try_at: datetime | Unchanged | None = UNCHANGED,
        attempts: int | Unchanged = UNCHANGED,
        document_id: str | Unchanged | None = UNCHANGED,
        kept_at: datetime | Unchanged | None = UNCHANGED,
        opened_at: datetime | Unchanged | None = UNCHANGED,
    ) -> None:
        """Change what is given and nothing else; KeyError for an unknown id."""
        columns = given(
            state=state,
            waits_for=waits_for,
            reason=reason,
            next_try_at=next_try_at,
            attempts=attempts,
            document_id=document_id,
            kept_at=kept_at,
            opened_at=opened_at,
            wanted=wish_after(state),
        )
        change = update(tables.trade_file).where(_ROW.local_id == local_id)
        if self._connection.execute(change.values({"local_id": local_id, **columns})).rowcount == 0:
            raise KeyError(local_id)

    def claim_orphans(self, reason: Text = NOTHING) -> int:
        """At start-up: what a dead process was fetching is wanted again."""
        change = (
            update(tables.trade_file)
            .where(_ROW.state == TradeFileState.FETCHING)
            .values(state=TradeFileState.WANTED, waits_for=WaitsFor.TURN, reason=reason, next_try_at=None)
        )
        return self._connection.execute(change).rowcount

    def unread_letters(self, portal: str, avrs_id: str) -> int:
        """How many letters are ready on the portal or kept here and were never opened (TRF-3)."""
        query = select(func.count()).where(
            _ROW.portal == portal,
            _ROW.avrs_id == avrs_id,
            _ROW.transaction_type == E_DELIVERY,
            _ROW.state.in_(_OPENABLE),
            _ROW.opened_at.is_(None),
        )
        return self._connection.execute(query).scalar_one()


def _remote(portal: str, avrs_id: str, remote_id: str) -> Select[Any]:
    return select(tables.trade_file).where(_ROW.portal == portal, _ROW.avrs_id == avrs_id, _ROW.remote_id == remote_id)


def _under_way(portal: str, avrs_ids: Collection[str]) -> list[ColumnElement[bool]]:
    return [
        _ROW.portal == portal,
        _ROW.avrs_id.in_(avrs_ids),
        _ROW.state == TradeFileState.WANTED,
        _ROW.waits_for != WaitsFor.PERSON,
    ]


def _fetchable(portal: str, avrs_ids: Collection[str]) -> list[ColumnElement[bool]]:
    under_way = _ROW.state.in_((TradeFileState.WANTED, TradeFileState.FETCHING))
    awaited = (_ROW.state == TradeFileState.POSTING) & _ROW.wanted
    return [
        _ROW.portal == portal,
        _ROW.avrs_id.in_(avrs_ids),
        or_(under_way, awaited),
        _ROW.waits_for != WaitsFor.PERSON,
    ]


def _fitting(
    *,
    portal: str,
    avrs_id: str,
    transaction_type: str | None,
    states: Collection[TradeFileState] | None,
    posted_from: date | None,
    posted_to: date | None,
    words: str,
) -> list[ColumnElement[bool]]:
    searched = _ROW.name + " " + _ROW.letter_kind + " " + _ROW.transaction_type + " " + _ROW.remote_id
    conditions = [_ROW.portal == portal, _ROW.avrs_id == avrs_id, *every_word(searched, words)]
    if transaction_type is not None:
        conditions.append(_ROW.transaction_type == transaction_type)
    if states is not None:
        conditions.append(_ROW.state.in_(states))
    if posted_from is not None:
        conditions.append(_ROW.posted_at >= _midnight(posted_from))
    if posted_to is not None and posted_to < date.max:
        conditions.append(_ROW.posted_at < _midnight(posted_to + timedelta(days=1)))
    return conditions


def _midnight(day: date) -> datetime:
    try:
        return datetime.combine(day, time.min).astimezone()
    except (OverflowError, ValueError, OSError):  # the first and last years of the calendar have no local time
        return datetime.combine(day, time.min, tzinfo=UTC)


def _trade_file(row: Row[Any]) -> TradeFile:
    return TradeFile(
        local_id=row.local_id,
        portal=row.portal,
        listed=ListedFile(
            remote_id=row.remote_id,
            avrs_id=row.avrs_id,
            transaction_type=row.transaction_type,
            letter_kind=row.letter_kind,
            name=row.name,
            posting=row.posting,
            size=row.size,
            sha256=row.sha256,
            posted_at=row.posted_at,
            available_until=row.available_until,
            in_reply_to=row.in_reply_to,
        ),
        state=row.state,
        waits_for=row.waits_for,
        reason=row.reason,
        next_try_at=row.next_try_at,
        attempts=row.attempts,
        document_id=row.document_id,
        kept_at=row.kept_at,
        opened_at=row.opened_at,
    )
