"""The last policy document of each portal, for checking and naming things offline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from pes_client.store import tables


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """A policy document as it was fetched, with the ETag that asks for news."""

    etag: str
    document_json: str
    fetched_at: datetime


class PolicyRows:
    """Policy documents by their portal's name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, portal: str, etag: str, document_json: str, at: datetime) -> None:
        """Keep this document instead of the earlier one."""
        told = {"etag": etag, "document_json": document_json, "fetched_at": at}
        row = insert(tables.policy).values(portal=portal, **told)
        self._connection.execute(row.on_conflict_do_update(index_elements=["portal"], set_=told))

    def get(self, portal: str) -> StoredPolicy | None:
        """The document fetched last."""
        query = select(tables.policy).where(tables.policy.c.portal == portal)
        row = self._connection.execute(query).first()
        return StoredPolicy(row.etag, row.document_json, row.fetched_at) if row else None
