"""Self-service: two right answers unlock and reactivate, and allow one new password (ACC-2 to ACC-4).

Whoever asks for a user ID that does not exist gets the same answers for the same work: the account is looked for,
two questions are shown, both answers cost one argon2 each, and none is ever right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection, select, update

from pes_portal.accounts.assistance import self_service_over
from pes_portal.accounts.book import AccountRecord, find_account, find_by_user_id
from pes_portal.accounts.entries import Entry, check_confirmation, refuse_broken
from pes_portal.accounts.invented_questions import invented_questions
from pes_portal.accounts.password_rules import check_password
from pes_portal.accounts.passwords import check_not_used_before, recent_hashes, set_password
from pes_portal.accounts.secrets import SecretHasher, normalised_answer
from pes_portal.accounts.sessions import end_sessions
from pes_portal.accounts.steps import is_disabled, password_end
from pes_portal.accounts.tickets import (
    Purpose,
    Ticket,
    find_ticket,
    issue_ticket,
    open_ticket,
    ticket_ended,
    use_ticket,
)
from pes_portal.accounts.tries import TryCounter, TryLimits
from pes_portal.audit import Deed, note
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts
from pes_portal.secret_key import SecretKey
from pes_portal.wire.audit import Event
from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Code, Message, PortalProblem
from pes_portal.wire.self_service import (
    PasswordReset,
    SelfServiceAnswers,
    SelfServiceDone,
    SelfServiceQuestions,
)

PANEL = "Self-Service"
RESET_PANEL = "Reset Password"
# As many sources may fail as one may answer wrongly; beyond that somebody guesses from everywhere.
_SOURCES = 5


@dataclass(frozen=True)
class _KeptAnswers:
    user_id: str
    answer_1_hash: str | None = field(repr=False)
    answer_2_hash: str | None = field(repr=False)


@dataclass(frozen=True)
class SelfServiceDesk:
    """Helps whoever knows the answers, and tells everybody else nothing."""

    database: Database
    hasher: SecretHasher
    clock: Clock
    policy: Policy
    key: SecretKey

    def start(self, user_id: str, source: str) -> SelfServiceQuestions:
        """Show an account's questions, or invented ones; raises `PortalProblem` `self_service.over`."""
        subject = self.key.digest("self-service", user_id.casefold())
        now = self.clock.now()
        invented = invented_questions(self.key, subject)
        with self.database.writing() as connection:
            if self._tries(subject, source).is_over(connection, now):
                raise self_service_over(self.policy)
            found = find_by_user_id(connection, user_id)
            account = found[0] if found and found[0].question_1 and found[0].question_2 else None
            ticket = issue_ticket(
                connection, Purpose.SELF_SERVICE, subject, now, account_id=account.id if account else None
            )
        own = (account.question_1, account.question_2) if account else (None, None)
        return SelfServiceQuestions(
            ticket=ticket.text,
            question_1=own[0] or invented[0],
            question_2=own[1] or invented[1],
            expires_at=ticket.expires_at,
        )

    def answer(self, answers: SelfServiceAnswers, source: str) -> SelfServiceDone:
        """Unlock and re-enable the account at once (ACC-3, ACC-4).

        Raises `PortalProblem`: `self_service.wrong`, `self_service.over` (ASM-3), `ticket.ended`.
        """
        now = self.clock.now()
        with self.database.writing() as connection:
            ticket = find_ticket(connection, Purpose.SELF_SERVICE, answers.ticket, now)
            if ticket.is_open:
                raise ticket_ended(Purpose.SELF_SERVICE)
            tries = self._tries(ticket.subject, source)
            if not tries.take(connection, now):
                raise self_service_over(self.policy)
            kept = _kept_answers(connection, ticket)
        right = [
            self.hasher.matches(kept.answer_1_hash if kept else None, normalised_answer(answers.answer_1)),
            self.hasher.matches(kept.answer_2_hash if kept else None, normalised_answer(answers.answer_2)),
        ]
        user_id = kept.user_id if kept else None
        if ticket.account_id is None or not all(right):
            raise self._wrong(tries, user_id, source)
        with self.database.writing() as connection:
            tries.succeeded(connection)
            open_ticket(connection, ticket, now)
            done = self._revive(connection, find_account(connection, ticket.account_id), answers.ticket)
            note(connection, Deed(Event.SELF_SERVICE_ANSWERED, source, whom=user_id), now)
        return done

    def reset_password(self, reset: PasswordReset, source: str) -> None:
        """Set a new password with a ticket that right answers opened; every session of the account ends (ACC-2).

        Raises `PortalProblem`: `input.invalid`, `ticket.ended`.
        """
        rules = self.policy.password
        with self.database.reading() as connection:
            ticket = find_ticket(connection, Purpose.SELF_SERVICE, reset.ticket, self.clock.now())
            if ticket.account_id is None or not ticket.is_open or ticket.is_used:
                raise ticket_ended(Purpose.SELF_SERVICE)
            account = find_account(connection, ticket.account_id)
            hashes = recent_hashes(connection, account.id, rules)
        new = Entry("new_password", "New Password", reset.new_password)
        broken = check_password(new, account.user_id, rules)
        broken = broken or check_not_used_before(self.hasher, hashes, new, rules)
        confirm = Entry("confirm_password", "Confirm New Password", reset.confirm_password)
        refuse_broken(RESET_PANEL, [broken, check_confirmation(confirm, new)])
        new_hash = self.hasher.hash(reset.new_password)
        with self.database.writing() as connection:
            now = self.clock.now()
            use_ticket(connection, ticket, account.id, now)
            if find_account(connection, account.id).deleted_at is not None:
                raise ticket_ended(Purpose.SELF_SERVICE)
            set_password(connection, account.id, new_hash, rules, now)
            end_sessions(connection, account.id)
            note(connection, Deed(Event.PASSWORD_RESET, source, whom=account.user_id), now)

    def _tries(self, subject: str, source: str) -> TryCounter:
        rules = self.policy.account
        limits = TryLimits(
            rules.wrong_answers, timedelta(hours=rules.self_service_pause_hours), rules.wrong_answers * _SOURCES
        )
        return TryCounter(subject, source, limits)

    def _wrong(self, tries: TryCounter, user_id: str | None, source: str) -> PortalProblem:
        now = self.clock.now()
        with self.database.writing() as connection:
            is_over = tries.failed(connection, now)
            event = Event.SELF_SERVICE_OVER if is_over else Event.SELF_SERVICE_WRONG
            note(connection, Deed(event, source, whom=user_id), now)
        if is_over:
            return self_service_over(self.policy)
        return PortalProblem(422, Code.SELF_SERVICE_WRONG, "The answers are not both right.", panel=PANEL)

    def _revive(self, connection: Connection, account: AccountRecord, ticket: str) -> SelfServiceDone:
        now = self.clock.now()
        if account.deleted_at is not None:
            raise ticket_ended(Purpose.SELF_SERVICE)
        reactivates = is_disabled(account, self.policy.account, now)
        changes: dict[str, object] = {"locked_at": None, "wrong_passwords": 0}
        if reactivates:
            changes |= {"disabled_at": None, "last_access_at": now, "password_must_change": True}
        connection.execute(update(accounts).where(accounts.c.id == account.id).values(**changes))
        is_due = reactivates or account.password_must_change or now >= password_end(account, self.policy.password)
        return SelfServiceDone(
            ticket=ticket,
            unlocked=account.locked_at is not None,
            reactivated=reactivates,
            password_change_due=is_due,
            messages=_what_happened(account, reactivates=reactivates, is_due=is_due),
        )


def _kept_answers(connection: Connection, ticket: Ticket) -> _KeptAnswers | None:
    # Asked for an unknown user as well, so that both ways cost the same.
    row = connection.execute(
        select(accounts.c.user_id, accounts.c.answer_1_hash, accounts.c.answer_2_hash).where(
            accounts.c.id == ticket.account_id, accounts.c.deleted_at.is_(None)
        )
    ).one_or_none()
    return None if row is None else _KeptAnswers(row.user_id, row.answer_1_hash, row.answer_2_hash)


def _what_happened(account: AccountRecord, *, reactivates: bool, is_due: bool) -> list[Message]:
    said = ["The answers are right."]
    said += ["The account is unlocked."] if account.locked_at is not None else []
    said += ["The account is active again."] if reactivates else []
    said += ["A new password is due."] if is_due else []
    return [Message(description=words, panel=PANEL) for words in said]
