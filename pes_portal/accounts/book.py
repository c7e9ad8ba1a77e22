"""Reading accounts and what they may do from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, select

from pes_portal.database.tables import accounts, granted_roles, memberships, organisations
from pes_portal.wire.session import AccountKind, Role

_ALL_ROLES = tuple(role for role in Role if role is not Role.LETTERS_ONLY)


@dataclass(frozen=True)
class AccountRecord:
    """An account as it is kept; hashes stay out of its text form."""

    id: int
    user_id: str
    kind: AccountKind
    name: str
    first_name: str
    last_name: str
    email: str | None
    password_set_at: datetime
    password_must_change: bool
    locked_at: datetime | None
    disabled_at: datetime | None
    last_access_at: datetime
    signed_in_at: datetime | None
    last_sign_in_at: datetime | None
    clerk_first_sign_on_due: bool
    account_setup_due: bool
    site_security_done_at: datetime | None
    question_1: str | None
    question_2: str | None
    deleted_at: datetime | None


@dataclass(frozen=True)
class OrganisationRecord:
    """An organisation and what one account may do there (CLK-2, CLK-7)."""

    avrs_id: str
    name: str
    npi: str
    roles: frozenset[Role]


def find_account(connection: Connection, account_id: int) -> AccountRecord:
    """The account with this row number."""
    return account_record(connection.execute(select(accounts).where(accounts.c.id == account_id)).one())


def find_by_user_id(connection: Connection, user_id: str) -> tuple[AccountRecord, str] | None:
    """The account with this user ID in any case, and its password's hash; a deleted one is not there (CLK-5)."""
    row = connection.execute(
        select(accounts).where(accounts.c.user_id_folded == user_id.casefold(), accounts.c.deleted_at.is_(None))
    ).one_or_none()
    return None if row is None else (account_record(row), row.password_hash)


def organisations_of(connection: Connection, account: AccountRecord) -> list[OrganisationRecord]:
    """Every organisation an account works for; masters and trading partners have every role there."""
    rows = connection.execute(
        select(organisations)
        .join(memberships, memberships.c.avrs_id == organisations.c.avrs_id)
        .where(memberships.c.account_id == account.id)
        .order_by(organisations.c.avrs_id)
    ).all()
    granted = _granted(connection, account) if account.kind is AccountKind.CLERK else None
    return [
        OrganisationRecord(
            avrs_id=row.avrs_id,
            name=row.name,
            npi=row.npi,
            roles=frozenset(_ALL_ROLES if granted is None else granted.get(row.avrs_id, ())),
        )
        for row in rows
    ]


def account_record(row: Row[tuple[object, ...]]) -> AccountRecord:
    """The account in a whole row of the table."""
    return AccountRecord(
        id=row.id,
        user_id=row.user_id,
        kind=AccountKind(row.kind),
        name=row.name,
        first_name=row.first_name or "",
        last_name=row.last_name or "",
        email=row.email,
        password_set_at=row.password_set_at,
        password_must_change=row.password_must_change,
        locked_at=row.locked_at,
        disabled_at=row.disabled_at,
        last_access_at=row.last_access_at,
        signed_in_at=row.signed_in_at,
        last_sign_in_at=row.last_sign_in_at,
        clerk_first_sign_on_due=row.clerk_first_sign_on_due,
        account_setup_due=row.account_setup_due,
        site_security_done_at=row.site_security_done_at,
        question_1=row.question_1,
        question_2=row.question_2,
        deleted_at=row.deleted_at,
    )


def _granted(connection: Connection, account: AccountRecord) -> dict[str, set[Role]]:
    roles: dict[str, set[Role]] = {}
    for row in connection.execute(select(granted_roles).where(granted_roles.c.account_id == account.id)):
        roles.setdefault(row.avrs_id, set()).add(Role(row.role))
    return roles
