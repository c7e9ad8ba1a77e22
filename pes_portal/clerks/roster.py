"""Reading the clerks of an organisation (CLK-6)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, func, select

from pes_portal.accounts.book import AccountRecord, account_record, find_by_user_id, organisations_of
from pes_portal.accounts.steps import is_disabled
from pes_portal.database.tables import accounts, memberships
from pes_portal.wire.clerks import Clerk, ClerkStatus
from pes_portal.wire.policy import AccountRules
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.session import AccountKind, Role


def clerk_records(connection: Connection, avrs_id: str) -> list[AccountRecord]:
    """Every clerk of an organisation, by user ID."""
    rows = connection.execute(
        select(accounts)
        .join(memberships, memberships.c.account_id == accounts.c.id)
        .where(
            memberships.c.avrs_id == avrs_id,
            accounts.c.kind == AccountKind.CLERK,
            accounts.c.deleted_at.is_(None),
        )
        .order_by(accounts.c.user_id_folded)
    )
    return [account_record(row) for row in rows.all()]


def find_clerk(connection: Connection, avrs_id: str, user_id: str) -> AccountRecord:
    """A clerk of an organisation; raises `PortalProblem` `clerk.unknown`."""
    found = find_by_user_id(connection, user_id)
    if found and found[0].kind is AccountKind.CLERK and avrs_id in avrs_ids_of(connection, found[0]):
        return found[0]
    raise PortalProblem(
        404, Code.CLERK_UNKNOWN, "This organization has no clerk of that user ID.", panel="Clerk Maintenance"
    )


def avrs_ids_of(connection: Connection, account: AccountRecord) -> set[str]:
    """The organisations an account works for."""
    rows = connection.execute(select(memberships.c.avrs_id).where(memberships.c.account_id == account.id))
    return {row.avrs_id for row in rows}


def show_clerk(
    connection: Connection, avrs_id: str, record: AccountRecord, rules: AccountRules, now: datetime
) -> Clerk:
    """A clerk as Clerk Maintenance shows it."""
    granted = next(place.roles for place in organisations_of(connection, record) if place.avrs_id == avrs_id)
    roles = [role for role in Role if role in granted]
    others = select(func.count()).where(memberships.c.account_id == record.id, memberships.c.avrs_id != avrs_id)
    return Clerk(
        user_id=record.user_id,
        first_name=record.first_name,
        last_name=record.last_name,
        email=record.email,
        roles=roles,
        kind=record.kind,
        last_sign_in_at=record.signed_in_at,
        status=_status(record, rules, now),
        other_organisations=connection.execute(others).scalar_one(),
        etag=_etag(avrs_id, record, roles),
    )


def _status(record: AccountRecord, rules: AccountRules, now: datetime) -> ClerkStatus:
    if is_disabled(record, rules, now):
        return ClerkStatus.DISABLED
    if record.locked_at is not None:
        return ClerkStatus.LOCKED
    if record.clerk_first_sign_on_due:
        return ClerkStatus.FIRST_SIGN_ON
    if record.site_security_done_at is None:
        return ClerkStatus.SITE_SECURITY
    return ClerkStatus.ACTIVE


def _etag(avrs_id: str, record: AccountRecord, roles: list[Role]) -> str:
    # A sign-in in between is no change that anybody could overwrite.
    edited = (avrs_id, record.user_id, record.first_name, record.last_name, record.email or "", *roles)
    return hashlib.sha256("\0".join(edited).encode()).hexdigest()[:32]
