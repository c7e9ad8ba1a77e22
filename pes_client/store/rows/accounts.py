"""The accounts that this machine knows, and what their portals last said about them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from pes_client.domain.accounts import AccountId, KnownAccount, Organisation, Role, Standing
from pes_client.store import tables
from pes_client.wording import NOTHING, Text


class AccountRows:
    """Accounts with their standing; the standing is what is shown and allowed offline."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save_standing(self, standing: Standing) -> None:
        """Keep what the portal said instead of what it said before."""
        told: dict[str, object] = {
            "kind": standing.kind,
            "name": standing.name,
            "email": standing.email,
            "next_step": standing.next_step,
            "password_expires_at": standing.password_expires_at,
            "last_sign_in_at": standing.last_sign_in_at,
            "idle_disables_at": standing.idle_disables_at,
            "told_at": standing.told_at,
        }
        self._upsert(standing.account, {"signed_in": False, "stopped_because": NOTHING}, told)
        self._connection.execute(delete(tables.organisation).where(*_of(tables.organisation, standing.account)))
        for position, organisation in enumerate(standing.organisations):
            self._connection.execute(
                insert(tables.organisation).values(
                    portal=standing.account.portal,
                    user_id=standing.account.user_id,
                    avrs_id=organisation.avrs_id,
                    position=position,
                    name=organisation.name,
                    npi=organisation.npi,
                    roles=" ".join(sorted(organisation.roles)),
                )
            )

    def set_signed_in(self, account: AccountId, signed_in: bool, stopped_because: Text = NOTHING) -> None:
        """Remember whether it is signed in here, and why the engine must not sign in by itself (DESIGN §4.5)."""
        self._upsert(account, {}, {"signed_in": signed_in, "stopped_because": stopped_because})

    def get(self, account: AccountId) -> KnownAccount | None:
        """What is known of one account."""
        query = select(tables.account).where(*_of(tables.account, account))
        row = self._connection.execute(query).first()
        return self._known(row) if row else None

    def all(self) -> list[KnownAccount]:
        """Every known account, by portal and user ID."""
        query = select(tables.account).order_by("portal", "user_id")
        return [self._known(row) for row in self._connection.execute(query).all()]

    def forget(self, account: AccountId) -> None:
        """Forget an account, its standing and its cursors; what it sent, received and did stays."""
        self._connection.execute(delete(tables.cursor).where(*_of(tables.cursor, account)))
        self._connection.execute(delete(tables.account).where(*_of(tables.account, account)))

    def _upsert(self, account: AccountId, at_first: dict[str, object], told: dict[str, object]) -> None:
        row = upsert(tables.account).values(portal=account.portal, user_id=account.user_id, **at_first, **told)
        self._connection.execute(row.on_conflict_do_update(index_elements=["portal", "user_id"], set_=told))

    def _known(self, row: Row[Any]) -> KnownAccount:
        account = AccountId(row.user_id, row.portal)
        standing = self._standing(account, row) if row.told_at else None
        return KnownAccount(account, row.signed_in, row.stopped_because, standing)

    def _standing(self, account: AccountId, row: Row[Any]) -> Standing:
        query = select(tables.organisation).where(*_of(tables.organisation, account)).order_by("position")
        return Standing(
            account=account,
            kind=row.kind,
            name=row.name,
            email=row.email,
            next_step=row.next_step,
            organisations=tuple(_organisation(each) for each in self._connection.execute(query)),
            password_expires_at=row.password_expires_at,
            last_sign_in_at=row.last_sign_in_at,
            told_at=row.told_at,
            idle_disables_at=row.idle_disables_at,
        )


def _of(table: Table, account: AccountId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.portal == account.portal, table.c.user_id == account.user_id


def _organisation(row: Row[Any]) -> Organisation:
    roles = frozenset(Role(role) for role in row.roles.split())
    return Organisation(row.avrs_id, row.name, row.npi, roles)
