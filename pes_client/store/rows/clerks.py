"""The clerks of organisations as their portals last told them, for reading offline."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from pes_client.domain.accounts import Role
from pes_client.domain.clerks import Clerk, ClerkBook
from pes_client.store import tables

_KNOWN = frozenset(role.value for role in Role)


class ClerkRows:
    """One book of clerks for each organisation; a new one takes the place of the old."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, book: ClerkBook) -> None:
        """Keep what the portal told instead of what it told before."""
        books = tables.clerk_book.c
        self._connection.execute(
            delete(tables.clerk_book).where(books.portal == book.portal, books.avrs_id == book.avrs_id)
        )
        self._connection.execute(
            insert(tables.clerk_book).values(
                portal=book.portal,
                avrs_id=book.avrs_id,
                reviewed_on=book.reviewed_on,
                reviewed_by=book.reviewed_by,
                told_at=book.told_at,
            )
        )
        if book.clerks:
            self._connection.execute(
                insert(tables.clerk), [_columns(book, position, each) for position, each in enumerate(book.clerks)]
            )

    def get(self, portal: str, avrs_id: str) -> ClerkBook | None:
        """The clerks as last told, if they ever were."""
        books, clerks = tables.clerk_book.c, tables.clerk.c
        found = self._connection.execute(
            select(tables.clerk_book).where(books.portal == portal, books.avrs_id == avrs_id)
        ).first()
        if found is None:
            return None
        rows = self._connection.execute(
            select(tables.clerk).where(clerks.portal == portal, clerks.avrs_id == avrs_id).order_by(clerks.position)
        )
        return ClerkBook(
            portal, avrs_id, tuple(_clerk(row) for row in rows), found.reviewed_on, found.reviewed_by, found.told_at
        )


def _columns(book: ClerkBook, position: int, clerk: Clerk) -> dict[str, object]:
    return {
        "portal": book.portal,
        "avrs_id": book.avrs_id,
        "user_id": clerk.user_id,
        "position": position,
        "first_name": clerk.first_name,
        "last_name": clerk.last_name,
        "email": clerk.email,
        "roles": " ".join(sorted({*clerk.roles, *clerk.other_roles})),
        "status": clerk.status,
        "last_sign_in_at": clerk.last_sign_in_at,
        "other_organisations": clerk.other_organisations,
        "etag": clerk.etag,
    }


def _clerk(row: Row[Any]) -> Clerk:
    codes = frozenset(row.roles.split())
    return Clerk(
        user_id=row.user_id,
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        roles=frozenset(Role(code) for code in codes & _KNOWN),
        status=row.status,
        last_sign_in_at=row.last_sign_in_at,
        other_organisations=row.other_organisations,
        etag=row.etag,
        other_roles=codes - _KNOWN,
    )
