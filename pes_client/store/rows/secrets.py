"""Secrets as rows of the encrypted database: used only where there is no keyring (DESIGN §6)."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from pes_client.store.tables import secret


class SecretRows:
    """Secrets by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, name: str, value: str) -> None:
        """Keep a value instead of the earlier one."""
        row = insert(secret).values(name=name, value=value)
        self._connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def get(self, name: str) -> str | None:
        """The value, or None."""
        return self._connection.execute(select(secret.c.value).where(secret.c.name == name)).scalar()

    def delete(self, name: str) -> None:
        """Forget a value; nothing happens if there is none."""
        self._connection.execute(delete(secret).where(secret.c.name == name))
