"""Keeping passwords: setting one, remembering earlier ones, and counting wrong ones (ASM-1, ASM-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, delete, insert, select, update

from pes_portal.accounts.book import AccountRecord
from pes_portal.accounts.entries import Broken, Entry
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.database.tables import accounts, password_history
from pes_portal.wire.policy import PasswordRules


def present_hash(connection: Connection, account_id: int) -> str:
    """The hash of an account's password."""
    kept = connection.execute(select(accounts.c.password_hash).where(accounts.c.id == account_id))
    return str(kept.scalar_one())


def recent_hashes(connection: Connection, account_id: int, rules: PasswordRules) -> list[str]:
    """The hashes that a new password may not match: the present one first, then earlier ones."""
    earlier = connection.execute(_earlier(account_id).limit(max(rules.history - 1, 0))).all()
    return [present_hash(connection, account_id), *(row.password_hash for row in earlier)][: rules.history]


def check_not_used_before(
    hasher: SecretHasher, hashes: Sequence[str], entry: Entry, rules: PasswordRules
) -> Broken | None:
    """Whether a new password is among the last ones; costs one argon2 for each."""
    if any(hasher.matches(kept, entry.value) for kept in hashes):
        return Broken(entry.name, f"{entry.label} cannot be one of the last {rules.history} passwords.")
    return None


def set_password(
    connection: Connection,
    account_id: int,
    new_hash: str,
    rules: PasswordRules,
    now: datetime,
    *,
    first_sign_on_due: bool = False,
) -> None:
    """Give an account a password; the one before becomes history, and wrong ones are forgotten."""
    present = present_hash(connection, account_id)
    connection.execute(insert(password_history).values(account_id=account_id, password_hash=present, replaced_at=now))
    beyond = [row.id for row in connection.execute(_earlier(account_id)).all()[rules.history :]]
    connection.execute(delete(password_history).where(password_history.c.id.in_(beyond)))
    connection.execute(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(
            password_hash=new_hash,
            password_set_at=now,
            password_must_change=False,
            clerk_first_sign_on_due=first_sign_on_due,
            wrong_passwords=0,
        )
    )


def count_wrong_password(connection: Connection, account: AccountRecord, allowed: int, now: datetime) -> bool:
    """One more wrong password in a row; True if it is the one that locks (ACC-3, ASM-4)."""
    wrong = connection.execute(
        update(accounts)
        .where(accounts.c.id == account.id)
        .values(wrong_passwords=accounts.c.wrong_passwords + 1)
        .returning(accounts.c.wrong_passwords)
    ).scalar_one()
    if wrong <= allowed:
        return False
    locked = connection.execute(
        update(accounts).where(accounts.c.id == account.id, accounts.c.locked_at.is_(None)).values(locked_at=now)
    )
    return locked.rowcount == 1


def _earlier(account_id: int) -> Select[tuple[int, str]]:
    return (
        select(password_history.c.id, password_history.c.password_hash)
        .where(password_history.c.account_id == account_id)
        .order_by(password_history.c.id.desc())
    )
