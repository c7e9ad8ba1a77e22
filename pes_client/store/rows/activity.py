"""The audit trail; the database itself refuses to change or delete an entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Text, insert, select, type_coerce

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Activity, Deed
from pes_client.store import tables
from pes_client.store.rows.changes import every_word
from pes_client.wording import Text as Sentence

_ROW = tables.activity.c


class ActivityRows:
    """What happened, in the order in which it was written down."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        at: datetime,
        deed: Deed,
        words: Sentence,
        *,
        account: AccountId | None = None,
        avrs_id: str = "",
        subject: str = "",
    ) -> None:
        """Add an entry; belongs into the transaction of the change it tells of."""
        self._connection.execute(
            insert(tables.activity).values(
                at=at,
                deed=deed,
                words=words,
                portal=account.portal if account else None,
                user_id=account.user_id if account else None,
                avrs_id=avrs_id,
                subject=subject,
            )
        )

    def find(
        self,
        *,
        account: AccountId | None = None,
        limit: int | None = 200,
        before: int | None = None,
        words: str = "",
    ) -> list[Activity]:
        """Entries, newest first; `before` is the `entry_id` to go on below, `words` must all occur."""
        query = select(tables.activity).order_by(_ROW.entry_id.desc()).limit(limit)
        if account:
            query = query.where(_ROW.portal == account.portal, _ROW.user_id == account.user_id)
        if before is not None:
            query = query.where(_ROW.entry_id < before)
        searched = type_coerce(_ROW.words, Text) + " " + _ROW.avrs_id + " " + _ROW.subject
        query = query.where(*every_word(searched, words))
        return [_activity(row) for row in self._connection.execute(query)]


def _activity(row: Row[Any]) -> Activity:
    return Activity(
        entry_id=row.entry_id,
        at=row.at,
        deed=row.deed,
        account=AccountId(row.user_id, row.portal) if row.user_id is not None else None,
        avrs_id=row.avrs_id,
        subject=row.subject,
        words=row.words,
    )
