"""The portals that this machine knows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from pes_client.domain.portals import Portal
from pes_client.store import tables


class PortalRows:
    """Portals by their name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, portal: Portal) -> None:
        """Remember a portal; one of the same name gets the new address, certificate and title."""
        told = {
            "url": portal.url,
            "profile": portal.profile,
            "title": portal.title,
            "practice": portal.practice,
            "ca_pem": portal.ca_pem,
        }
        row = insert(tables.portal).values(name=portal.name, known_since=portal.known_since, **told)
        self._connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=told))

    def get(self, name: str) -> Portal | None:
        """The portal of this name."""
        row = self._connection.execute(select(tables.portal).where(tables.portal.c.name == name)).first()
        return _portal(row) if row else None

    def by_url(self, url: str) -> Portal | None:
        """The portal at this address; the one known longest, if several share it."""
        query = select(tables.portal).where(tables.portal.c.url == url).order_by(tables.portal.c.known_since)
        row = self._connection.execute(query).first()
        return _portal(row) if row else None

    def all(self) -> list[Portal]:
        """Every portal, by name."""
        return [_portal(row) for row in self._connection.execute(select(tables.portal).order_by("name"))]

    def remove(self, name: str) -> None:
        """Forget a portal and its policy; what was sent and received stays."""
        self._connection.execute(delete(tables.policy).where(tables.policy.c.portal == name))
        self._connection.execute(delete(tables.portal).where(tables.portal.c.name == name))


def _portal(row: Row[Any]) -> Portal:
    return Portal(
        name=row.name,
        url=row.url,
        profile=row.profile,
        title=row.title,
        practice=row.practice,
        ca_pem=row.ca_pem,
        known_since=row.known_since,
    )
