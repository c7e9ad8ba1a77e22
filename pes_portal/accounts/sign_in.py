"""The sign-in desk: one argon2 for every attempt, the seventh wrong password in a row locks (ASM-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, update

from pes_portal.accounts.book import AccountRecord, find_by_user_id
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.sessions import NewToken, start_session
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts
from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Code, PortalProblem


@dataclass(frozen=True)
class SignInDesk:
    """Turns a user ID and a password into a session, or into one of three refusals."""

    database: Database
    hasher: SecretHasher
    clock: Clock
    policy: Policy

    def sign_in(self, user_id: str, password: str) -> NewToken:
        """Open a session.

        Raises `PortalProblem`: `sign_in.wrong` (also for unknown users), and after the right password
        `account.locked` (ACC-3) or `account.disabled` (ACC-4).
        """
        with self.database.reading() as connection:
            found = find_by_user_id(connection, user_id)
        account, kept_hash = found if found else (None, None)
        right = self.hasher.matches(kept_hash, password)
        if account is None:
            raise _wrong()
        if not right:
            self._count_wrong_password(account)
            raise _wrong()
        now = self.clock.now()
        with self.database.writing() as connection:
            # Read again: another attempt may have locked the account while argon2 was at work.
            current = find_by_user_id(connection, user_id)
            refusal = self._refusal(current[0], now) if current else _wrong()
            if refusal is None:
                self._note_access(connection, account, now)
                return start_session(connection, account.id, now)
        raise refusal

    def _count_wrong_password(self, account: AccountRecord) -> None:
        allowed = self.policy.account.wrong_passwords
        with self.database.writing() as connection:
            wrong = connection.execute(
                update(accounts)
                .where(accounts.c.id == account.id)
                .values(wrong_passwords=accounts.c.wrong_passwords + 1)
                .returning(accounts.c.wrong_passwords)
            ).scalar_one()
            if wrong > allowed:
                connection.execute(
                    update(accounts)
                    .where(accounts.c.id == account.id, accounts.c.locked_at.is_(None))
                    .values(locked_at=self.clock.now())
                )

    def _refusal(self, account: AccountRecord, now: datetime) -> PortalProblem | None:
        help_desk = self.policy.contacts.provider_assistance
        if account.locked_at is not None:
            return PortalProblem(
                423,
                Code.ACCOUNT_LOCKED,
                "This account is locked after too many wrong passwords. Unlock it by answering your secret "
                f"questions, or call the {help_desk.label}, {help_desk.phone}.",
            )
        idle = timedelta(days=self.policy.account.idle_days)
        if account.disabled_at is not None or now - account.last_access_at >= idle:
            return PortalProblem(
                403,
                Code.ACCOUNT_DISABLED,
                f"This account was not used for {self.policy.account.idle_days} days and is disabled. "
                f"Reactivate it by answering your secret questions, or call the {help_desk.label}, "
                f"{help_desk.phone}.",
            )
        return None

    def _note_access(self, connection: Connection, account: AccountRecord, now: datetime) -> None:
        connection.execute(
            update(accounts)
            .where(accounts.c.id == account.id)
            .values(wrong_passwords=0, last_access_at=now, last_sign_in_at=accounts.c.signed_in_at, signed_in_at=now)
        )


def _wrong() -> PortalProblem:
    return PortalProblem(401, Code.SIGN_IN_WRONG, "The user ID or the password is not right.")
