"""The sign-in desk: one argon2 for every attempt, the seventh wrong password in a row locks (ASM-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from pes_portal.accounts.book import AccountRecord, find_by_user_id
from pes_portal.accounts.passwords import count_wrong_password
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.sessions import NewToken, start_session
from pes_portal.accounts.steps import is_disabled
from pes_portal.audit import Deed, note
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts
from pes_portal.wire.audit import Event
from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Code, PortalProblem

PANEL = "Sign In"


@dataclass(frozen=True)
class SignInDesk:
    """Turns a user ID and a password into a session, or into one of three refusals."""

    database: Database
    hasher: SecretHasher
    clock: Clock
    policy: Policy

    def sign_in(self, user_id: str, password: str, source: str) -> NewToken:
        """Open a session.

        Raises `PortalProblem`: `sign_in.wrong` (also for unknown users), and after the right password
        `account.locked` (ACC-3) or `account.disabled` (ACC-4).
        """
        with self.database.reading() as connection:
            found = find_by_user_id(connection, user_id)
        account, kept_hash = found if found else (None, None)
        if not self.hasher.matches(kept_hash, password) or account is None:
            self._note_wrong_password(account, source)
            raise _wrong()
        now = self.clock.now()
        with self.database.writing() as connection:
            # Read again: another attempt may have locked the account while argon2 was at work.
            current = find_by_user_id(connection, user_id)
            refusal = self._refusal(current[0], now) if current else _wrong()
            if refusal is None:
                self._note_access(connection, account, now)
                note(connection, Deed(Event.SIGNED_IN, source, account.user_id), now)
                return start_session(connection, account.id, now)
            note(connection, Deed(Event.SIGN_IN_FAILED, source, account.user_id, detail=refusal.problem.code), now)
        raise refusal

    def _note_wrong_password(self, account: AccountRecord | None, source: str) -> None:
        now = self.clock.now()
        with self.database.writing() as connection:
            # What a stranger types as a user ID may be a password in the wrong field: it is not kept.
            who = account.user_id if account else None
            note(connection, Deed(Event.SIGN_IN_FAILED, source, who), now)
            if account and count_wrong_password(connection, account, self.policy.account.wrong_passwords, now):
                note(connection, Deed(Event.SIGN_IN_LOCKED, source, who), now)

    def _refusal(self, account: AccountRecord, now: datetime) -> PortalProblem | None:
        if account.locked_at is not None:
            return account_locked(self.policy, PANEL)
        if is_disabled(account, self.policy.account, now):
            return _account_disabled(self.policy)
        return None

    def _note_access(self, connection: Connection, account: AccountRecord, now: datetime) -> None:
        connection.execute(
            update(accounts)
            .where(accounts.c.id == account.id)
            .values(wrong_passwords=0, last_access_at=now, last_sign_in_at=accounts.c.signed_in_at, signed_in_at=now)
        )


def account_locked(policy: Policy, panel: str) -> PortalProblem:
    """The refusal of a locked account; it points to the self-service that fits (ACC-3, ACC-6)."""
    help_desk = policy.contacts.provider_assistance
    return PortalProblem(
        423,
        Code.ACCOUNT_LOCKED,
        "This account is locked after too many wrong passwords. Unlock it by answering your secret "
        f"questions, or call the {help_desk.label}, {help_desk.phone}.",
        panel=panel,
    )


def _account_disabled(policy: Policy) -> PortalProblem:
    help_desk = policy.contacts.provider_assistance
    return PortalProblem(
        403,
        Code.ACCOUNT_DISABLED,
        f"This account was not used for {policy.account.idle_days} days and is disabled. Reactivate it by "
        f"answering your secret questions, or call the {help_desk.label}, {help_desk.phone}.",
        panel=PANEL,
    )


def _wrong() -> PortalProblem:
    return PortalProblem(401, Code.SIGN_IN_WRONG, "The user ID or the password is not right.", panel=PANEL)
