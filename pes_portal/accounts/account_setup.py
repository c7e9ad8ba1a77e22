"""Account setup with the PIN letter: the local administrator of an organisation, made once (SET-1 to SET-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from pes_portal.accounts.entries import (
    Broken,
    Entry,
    check_confirmation,
    check_person_name,
    check_phone,
    refuse_broken,
)
from pes_portal.accounts.password_rules import check_password
from pes_portal.accounts.pin_letters import find_letter, newest_letter, use_letter
from pes_portal.accounts.secrets import SecretHasher, normalised_answer
from pes_portal.accounts.site_security import check_security_profile
from pes_portal.accounts.tickets import Purpose, Ticket, find_ticket, issue_ticket, ticket_ended, use_ticket
from pes_portal.accounts.tries import TryCounter, TryLimits
from pes_portal.accounts.user_ids import check_not_taken, check_user_id
from pes_portal.audit import Deed, note
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts, memberships
from pes_portal.secret_key import SecretKey
from pes_portal.wire.account_setup import AccountSetupInput, LetterOrganisation, PinLetterAccepted, PinLetterInput
from pes_portal.wire.audit import Event
from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.session import AccountKind

PANEL = "Account Setup"
_LIMITS = TryLimits(from_one_source=10, pause=timedelta(days=1))


@dataclass(frozen=True)
class _Hashes:
    password: str
    answer_1: str
    answer_2: str


@dataclass(frozen=True)
class AccountSetupDesk:
    """Takes the letter's identifier and PIN, then everything else at once: a setup is whole or not at all."""

    database: Database
    hasher: SecretHasher
    clock: Clock
    policy: Policy
    key: SecretKey

    def verify(self, letter: PinLetterInput, source: str) -> PinLetterAccepted:
        """Give a ticket for a right PIN, as typed, that is neither used nor too old (ASM-2).

        Raises `PortalProblem`: `setup.wrong`, `rate.limited` after ten wrong ones of a source in a day.
        """
        now = self.clock.now()
        tries = TryCounter(self.key.digest("account setup", letter.identifier), source, _LIMITS)
        with self.database.writing() as connection:
            if not tries.take(connection, now):
                raise _too_many()
            kept = newest_letter(connection, letter.identifier)
        pin_hash = kept.pin_hash if kept and kept.is_good(now, timedelta(days=self.policy.pin.days)) else None
        if not self.hasher.matches(pin_hash, letter.pin) or kept is None:
            with self.database.writing() as connection:
                tries.failed(connection, now)
                note(connection, Deed(Event.SETUP_WRONG, source, avrs_id=kept.avrs_id if kept else None), now)
            raise _wrong()
        with self.database.writing() as connection:
            tries.succeeded(connection)
            ticket = issue_ticket(connection, Purpose.ACCOUNT_SETUP, tries.subject, now, pin_letter_id=kept.id)
        return PinLetterAccepted(
            ticket=ticket.text,
            organisation=LetterOrganisation(avrs_id=kept.avrs_id, name=kept.organisation, npi=kept.npi),
        )

    def set_up(self, setup: AccountSetupInput, source: str) -> str:
        """Make the master user and use the PIN up, in one transaction; gives the user ID (SET-2 to SET-4).

        Asked again after the answer got lost, the same setup is answered the same.
        Raises `PortalProblem`: `input.invalid`, `ticket.ended`.
        """
        with self.database.reading() as connection:
            ticket = find_ticket(connection, Purpose.ACCOUNT_SETUP, setup.ticket, self.clock.now())
            if ticket.is_used:
                return self._done_before(connection, ticket, setup)
            letter = find_letter(connection, ticket.pin_letter_id)
            user_id = Entry("user_id", "User ID", setup.user_id)
            taken = check_user_id(user_id, self.policy.user_id, letter.identifier)
            taken = taken or check_not_taken(connection, user_id)
        refuse_broken(PANEL, [taken, *self._check_rest(setup)])
        hashes = _Hashes(
            self.hasher.hash(setup.new_password),
            self.hasher.hash(normalised_answer(setup.answer_1)),
            self.hasher.hash(normalised_answer(setup.answer_2)),
        )
        try:
            with self.database.writing() as connection:
                now = self.clock.now()
                if not use_letter(connection, letter, now):
                    raise ticket_ended(Purpose.ACCOUNT_SETUP)
                made = _add_master_user(connection, letter.avrs_id, setup, hashes, now)
                use_ticket(connection, ticket, made, now)
                note(connection, Deed(Event.SETUP_DONE, source, setup.user_id, avrs_id=letter.avrs_id), now)
        except IntegrityError:
            # Somebody else took the user ID since it was looked for.
            with self.database.reading() as connection:
                refuse_broken(PANEL, [check_not_taken(connection, user_id)])
            raise
        return setup.user_id

    def _done_before(self, connection: Connection, ticket: Ticket, setup: AccountSetupInput) -> str:
        made = connection.execute(select(accounts).where(accounts.c.id == ticket.account_id)).one()
        if made.user_id == setup.user_id and self.hasher.matches(made.password_hash, setup.new_password):
            return setup.user_id
        raise ticket_ended(Purpose.ACCOUNT_SETUP)

    def _check_rest(self, setup: AccountSetupInput) -> list[Broken | None]:
        longest = self.policy.clerk_names.max
        password = Entry("new_password", "New Password", setup.new_password)
        return [
            check_password(password, setup.user_id, self.policy.password),
            check_confirmation(Entry("confirm_password", "Confirm New Password", setup.confirm_password), password),
            check_person_name(Entry("first_name", "First Name", setup.first_name), longest),
            check_person_name(Entry("last_name", "Last Name", setup.last_name), longest),
            check_phone(Entry("phone", "Phone", setup.phone), self.policy.phone.form),
            *check_security_profile(setup, self.policy.security_profile),
        ]


def _add_master_user(
    connection: Connection, avrs_id: str, setup: AccountSetupInput, hashes: _Hashes, now: datetime
) -> int:
    first_name, last_name = setup.first_name.strip(), setup.last_name.strip()
    made = connection.execute(
        insert(accounts)
        .values(
            user_id=setup.user_id,
            user_id_folded=setup.user_id.casefold(),
            kind=AccountKind.MASTER,
            name=f"{first_name} {last_name}",
            first_name=first_name,
            last_name=last_name,
            phone=setup.phone,
            email=setup.email,
            password_hash=hashes.password,
            password_set_at=now,
            password_must_change=False,
            wrong_passwords=0,
            last_access_at=now,
            clerk_first_sign_on_due=False,
            account_setup_due=False,
            site_security_done_at=now,
            question_1=setup.question_1,
            answer_1_hash=hashes.answer_1,
            question_2=setup.question_2,
            answer_2_hash=hashes.answer_2,
        )
        .returning(accounts.c.id)
    ).scalar_one()
    connection.execute(insert(memberships).values(account_id=made, avrs_id=avrs_id))
    return int(made)


def _wrong() -> PortalProblem:
    return PortalProblem(
        401,
        Code.SETUP_WRONG,
        "The identifier or the PIN is not right, or the PIN was used before or is too old.",
        panel=PANEL,
    )


def _too_many() -> PortalProblem:
    return PortalProblem(
        429,
        Code.RATE_LIMITED,
        "Too many wrong PINs today. Try again tomorrow.",
        panel=PANEL,
        headers={"Retry-After": str(int(_LIMITS.pause.total_seconds()))},
    )
