"""Keeping a security profile: questions and e-mail readable, answers only as hashes (SEC-7)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from pes_portal.accounts.book import AccountRecord
from pes_portal.accounts.secrets import SecretHasher, normalised_answer
from pes_portal.accounts.site_security import site_security_messages
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts
from pes_portal.wire.policy import SecurityProfileRules
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.security_profile import SecurityProfileInput


@dataclass(frozen=True)
class SecurityProfileDesk:
    """Checks and keeps what the *Account Security* panel sends."""

    database: Database
    hasher: SecretHasher
    clock: Clock
    rules: SecurityProfileRules

    def save(self, account: AccountRecord, profile: SecurityProfileInput) -> None:
        """Replace the account's profile; site security is done with it (SEC-1).

        Raises `PortalProblem` `input.invalid` with one message for each broken field (SEC-4, SEC-5).
        """
        messages = site_security_messages(profile, self.rules)
        if messages:
            raise PortalProblem(422, Code.INPUT_INVALID, "Some fields cannot be saved as they are.", messages=messages)
        answer_1 = self.hasher.hash(normalised_answer(profile.answer_1))
        answer_2 = self.hasher.hash(normalised_answer(profile.answer_2))
        with self.database.writing() as connection:
            connection.execute(
                update(accounts)
                .where(accounts.c.id == account.id)
                .values(
                    question_1=profile.question_1,
                    answer_1_hash=answer_1,
                    question_2=profile.question_2,
                    answer_2_hash=answer_2,
                    email=profile.email,
                    site_security_done_at=account.site_security_done_at or self.clock.now(),
                )
            )
