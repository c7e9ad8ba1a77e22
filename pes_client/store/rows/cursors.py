"""How far each account has read a portal's lists."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from pes_client.domain.accounts import AccountId
from pes_client.store import tables


class CursorRows:
    """The portal's cursors. `scope` tells what the roles showed: after a change of roles it is read anew."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, account: AccountId, avrs_id: str, scope: str) -> str | None:
        """The cursor to go on from, or None to begin at the beginning."""
        columns = tables.cursor.c
        query = select(columns.cursor).where(
            columns.portal == account.portal,
            columns.user_id == account.user_id,
            columns.avrs_id == avrs_id,
            columns.scope == scope,
        )
        return self._connection.execute(query).scalar()

    def put(self, account: AccountId, avrs_id: str, scope: str, cursor: str) -> None:
        """Remember how far was read; belongs into the transaction that records what was read."""
        row = insert(tables.cursor).values(
            portal=account.portal, user_id=account.user_id, avrs_id=avrs_id, scope=scope, cursor=cursor
        )
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["portal", "user_id", "avrs_id", "scope"], set_={"cursor": cursor})
        )
