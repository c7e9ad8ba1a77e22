"""The *Change Password* panel: whoever is signed in proves the present password and gives a new one (ACC-5)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from pes_portal.accounts.book import AccountRecord, find_account
from pes_portal.accounts.entries import Broken, Entry, check_confirmation, refuse_broken
from pes_portal.accounts.password_rules import check_password
from pes_portal.accounts.passwords import (
    check_not_used_before,
    count_wrong_password,
    present_hash,
    recent_hashes,
    set_password,
)
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.sessions import OpenSession, end_sessions
from pes_portal.accounts.sign_in import account_locked
from pes_portal.audit import Deed, note
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.wire.audit import Event
from pes_portal.wire.passwords import PasswordChange
from pes_portal.wire.policy import Policy

PANEL = "Change Password"


@dataclass(frozen=True)
class PasswordDesk:
    """Changes the password of a signed-in account."""

    database: Database
    hasher: SecretHasher
    clock: Clock
    policy: Policy

    def change(self, account: AccountRecord, session: OpenSession, change: PasswordChange, source: str) -> None:
        """Replace the password and end the account's other sessions.

        Raises `PortalProblem`: `input.invalid` (a wrong present password counts as one at sign-in),
        `account.locked`.
        """
        rules = self.policy.password
        with self.database.reading() as connection:
            hashes = recent_hashes(connection, account.id, rules)
            present = present_hash(connection, account.id)
        is_proven = self.hasher.matches(present, change.current_password)
        if not is_proven:
            self._count_wrong(account, change, source)
        with self.database.reading() as connection:
            # A locked account learns nothing more, not even whether this password would have been right.
            self._require_unlocked(connection, account)
        new = Entry("new_password", "New Password", change.new_password)
        broken = check_password(new, account.user_id, rules)
        if broken is None and is_proven:
            broken = check_not_used_before(self.hasher, hashes, new, rules)
        confirm = Entry("confirm_password", "Confirm New Password", change.confirm_password)
        wrong = None if is_proven else _wrong_present(change)
        refuse_broken(PANEL, [wrong, broken, check_confirmation(confirm, new)])
        new_hash = self.hasher.hash(change.new_password)
        with self.database.writing() as connection:
            self._require_unlocked(connection, account)
            if present_hash(connection, account.id) != present:
                refuse_broken(PANEL, [_wrong_present(change)])
            now = self.clock.now()
            set_password(connection, account.id, new_hash, rules, now)
            end_sessions(connection, account.id, but=session)
            note(connection, Deed(Event.PASSWORD_CHANGED, source, account.user_id), now)

    def _count_wrong(self, account: AccountRecord, change: PasswordChange, source: str) -> None:
        if not change.current_password.strip():
            return
        now = self.clock.now()
        with self.database.writing() as connection:
            locks = count_wrong_password(connection, account, self.policy.account.wrong_passwords, now)
            event = Event.SIGN_IN_LOCKED if locks else Event.PASSWORD_WRONG
            note(connection, Deed(event, source, account.user_id), now)

    def _require_unlocked(self, connection: Connection, account: AccountRecord) -> None:
        if find_account(connection, account.id).locked_at is not None:
            raise account_locked(self.policy, PANEL)


def _wrong_present(change: PasswordChange) -> Broken:
    if not change.current_password.strip():
        return Broken("current_password", "Current Password is required.")
    return Broken("current_password", "Current Password is not right. It counts as a wrong password at sign-in.")
