"""The Clerk Maintenance desk: creates clerks, gives and takes roles, resets and removes (CLK-1, CLK-4, CLK-5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.exc import IntegrityError

from pes_portal.accounts.book import AccountRecord
from pes_portal.accounts.entries import refuse_broken
from pes_portal.accounts.passwords import set_password
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.sessions import end_sessions
from pes_portal.accounts.user_ids import check_not_taken
from pes_portal.audit import note
from pes_portal.clerks.office import Office
from pes_portal.clerks.roster import avrs_ids_of, clerk_records, find_clerk, show_clerk
from pes_portal.clerks.rules import PANEL, check_initial_password, check_new_clerk, check_roles, user_id_entry
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts, granted_roles, memberships, password_history
from pes_portal.etags import matches
from pes_portal.wire.audit import Event
from pes_portal.wire.clerks import Clerk, NewClerk
from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.session import AccountKind, Role

_NO_HASH = "deleted"


@dataclass(frozen=True)
class ClerkDesk:
    """Works for administrators only; whoever asks is looked at again in each transaction."""

    database: Database
    hasher: SecretHasher
    clock: Clock
    policy: Policy

    def list_clerks(self, office: Office) -> list[Clerk]:
        """Every clerk of the organisation."""
        with self.database.reading() as connection:
            office.require_administrator(connection)
            records = clerk_records(connection, office.avrs_id)
            return [self._show(connection, office, record) for record in records]

    def find(self, office: Office, user_id: str) -> Clerk:
        """One clerk; raises `PortalProblem` `clerk.unknown`."""
        with self.database.reading() as connection:
            office.require_administrator(connection)
            return self._show(connection, office, find_clerk(connection, office.avrs_id, user_id))

    def create(self, office: Office, new: NewClerk) -> Clerk:
        """Create a clerk whose first sign-on changes the password (CLK-1, CLK-3); raises `input.invalid`."""
        broken = check_new_clerk(new, self.policy)
        with self.database.reading() as connection:
            office.require_administrator(connection)
            broken[0] = broken[0] or check_not_taken(connection, user_id_entry(new))
        refuse_broken(PANEL, broken)
        password_hash = self.hasher.hash(new.initial_password)
        roles = frozenset(map(Role, new.roles))
        now = self.clock.now()
        try:
            with self.database.writing() as connection:
                office.require_administrator(connection)
                office.require_grant(roles)
                added = _add_clerk(connection, new, password_hash, now)
                connection.execute(insert(memberships).values(account_id=added, avrs_id=office.avrs_id))
                _grant(connection, added, office.avrs_id, roles)
                note(connection, office.deed(Event.CLERK_CREATED, new.user_id, _in_words(roles)), now)
                return self._show(connection, office, find_clerk(connection, office.avrs_id, new.user_id))
        except IntegrityError:
            # Somebody else took the user ID since it was looked for.
            with self.database.reading() as connection:
                refuse_broken(PANEL, [check_not_taken(connection, user_id_entry(new))])
            raise

    def set_roles(self, office: Office, user_id: str, codes: list[str], if_match: str) -> Clerk:
        """Give and take roles; they apply at once, also in open sessions (CLK-1, CLK-2).

        Raises `PortalProblem`: `clerk.unknown`, `clerk.changed` unless the clerk is still the one of `if_match`,
        `input.invalid`, `role.missing`, `clerk.own_account`.
        """
        refuse_broken(PANEL, [check_roles(codes, self.policy)])
        roles = frozenset(map(Role, codes))
        now = self.clock.now()
        with self.database.writing() as connection:
            record, shown = self._workable(connection, office, user_id)
            if not matches(if_match, shown.etag):
                raise _changed(shown)
            office.require_grant(roles ^ frozenset(shown.roles))
            connection.execute(
                delete(granted_roles).where(
                    granted_roles.c.account_id == record.id, granted_roles.c.avrs_id == office.avrs_id
                )
            )
            _grant(connection, record.id, office.avrs_id, roles)
            note(connection, office.deed(Event.CLERK_ROLES, record.user_id, _in_words(roles)), now)
            return self._show(connection, office, record)

    def reset_password(self, office: Office, user_id: str, initial_password: str) -> Clerk:
        """Give a new initial password: the clerk is unlocked, active, signed out, and at first sign-on again.

        Raises `PortalProblem`: `clerk.unknown`, `input.invalid`, `role.missing`, `clerk.own_account`.
        """
        with self.database.reading() as connection:
            record, _ = self._workable(connection, office, user_id)
        refuse_broken(PANEL, [check_initial_password(initial_password, record.user_id, self.policy)])
        new_hash = self.hasher.hash(initial_password)
        now = self.clock.now()
        with self.database.writing() as connection:
            record, shown = self._workable(connection, office, user_id)
            office.require_all_of(connection, avrs_ids_of(connection, record))
            office.require_grant(frozenset(shown.roles))
            set_password(connection, record.id, new_hash, self.policy.password, now, first_sign_on_due=True)
            connection.execute(
                update(accounts)
                .where(accounts.c.id == record.id)
                .values(locked_at=None, disabled_at=None, last_access_at=now)
            )
            end_sessions(connection, record.id)
            note(connection, office.deed(Event.CLERK_RESET, record.user_id), now)
            return self._show(connection, office, find_clerk(connection, office.avrs_id, user_id))

    def remove(self, office: Office, user_id: str) -> bool:
        """Take a clerk out of the organisation; True if that was the last one and the ID is gone for ever (CLK-5).

        Raises `PortalProblem`: `clerk.unknown`, `role.missing`, `clerk.own_account`.
        """
        now = self.clock.now()
        with self.database.writing() as connection:
            record, shown = self._workable(connection, office, user_id)
            office.require_grant(frozenset(shown.roles))
            for table in (granted_roles, memberships):
                connection.execute(
                    delete(table).where(table.c.account_id == record.id, table.c.avrs_id == office.avrs_id)
                )
            is_deleted = not avrs_ids_of(connection, record)
            if is_deleted:
                _delete_for_ever(connection, record, now)
            note(connection, office.deed(Event.CLERK_DELETED, record.user_id, _reach(is_deleted=is_deleted)), now)
        return is_deleted

    def _show(self, connection: Connection, office: Office, record: AccountRecord) -> Clerk:
        return show_clerk(connection, office.avrs_id, record, self.policy.account, self.clock.now())

    def _workable(self, connection: Connection, office: Office, user_id: str) -> tuple[AccountRecord, Clerk]:
        office.require_administrator(connection)
        record = find_clerk(connection, office.avrs_id, user_id)
        office.require_another(record)
        return record, self._show(connection, office, record)


def _add_clerk(connection: Connection, new: NewClerk, password_hash: str, now: datetime) -> int:
    first_name, last_name = new.first_name.strip(), new.last_name.strip()
    added = connection.execute(
        insert(accounts)
        .values(
            user_id=new.user_id,
            user_id_folded=new.user_id.casefold(),
            kind=AccountKind.CLERK,
            name=f"{first_name} {last_name}",
            first_name=first_name,
            last_name=last_name,
            email=new.email,
            password_hash=password_hash,
            password_set_at=now,
            password_must_change=False,
            wrong_passwords=0,
            last_access_at=now,
            clerk_first_sign_on_due=True,
            account_setup_due=False,
        )
        .returning(accounts.c.id)
    )
    return int(added.scalar_one())


def _grant(connection: Connection, account_id: int, avrs_id: str, roles: Collection[Role]) -> None:
    for role in roles:
        connection.execute(insert(granted_roles).values(account_id=account_id, avrs_id=avrs_id, role=role))


def _delete_for_ever(connection: Connection, record: AccountRecord, now: datetime) -> None:
    # The row keeps the user ID from being given again, and nothing else about the person.
    end_sessions(connection, record.id)
    connection.execute(delete(password_history).where(password_history.c.account_id == record.id))
    connection.execute(
        update(accounts)
        .where(accounts.c.id == record.id)
        .values(
            deleted_at=now,
            name="",
            first_name=None,
            last_name=None,
            email=None,
            phone=None,
            password_hash=_NO_HASH,
            question_1=None,
            answer_1_hash=None,
            question_2=None,
            answer_2_hash=None,
        )
    )


def _in_words(roles: Collection[Role]) -> str:
    return ", ".join(role for role in Role if role in roles) or "no roles"


def _reach(*, is_deleted: bool) -> str:
    return "deleted for ever" if is_deleted else "left this organization"


def _changed(shown: Clerk) -> PortalProblem:
    return PortalProblem(
        412,
        Code.CLERK_CHANGED,
        "Somebody else changed this clerk since you opened it. Look at it again.",
        panel=PANEL,
        clerk=shown.model_dump(mode="json"),
    )
