"""Keeping a security profile: questions and e-mail readable, answers only as hashes (SEC-7)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from pes_portal.accounts.book import AccountRecord
from pes_portal.accounts.entries import refuse_broken
from pes_portal.accounts.secrets import SecretHasher, normalised_answer
from pes_portal.accounts.site_security import PANEL, check_security_profile
from pes_portal.audit import Deed, note
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts
from pes_portal.etags import matches
from pes_portal.wire.audit import Event
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

    def etag(self, account: AccountRecord) -> str:
        """What names the profile as it is kept now, answers included."""
        with self.database.reading() as connection:
            return _etag(connection, account)

    def save(self, account: AccountRecord, profile: SecurityProfileInput, source: str, if_match: str | None) -> None:
        """Replace the account's profile; site security is done with it (SEC-1).

        Raises `PortalProblem`: `input.invalid` with one message for each broken field (SEC-4, SEC-5),
        `profile.changed` unless the profile is still the one of `if_match`.
        """
        refuse_broken(PANEL, check_security_profile(profile, self.rules))
        answer_1 = self.hasher.hash(normalised_answer(profile.answer_1))
        answer_2 = self.hasher.hash(normalised_answer(profile.answer_2))
        now = self.clock.now()
        with self.database.writing() as connection:
            if if_match is not None and not matches(if_match, _etag(connection, account)):
                raise PortalProblem(
                    412,
                    Code.PROFILE_CHANGED,
                    "The security profile was changed since you opened it. Look at it again.",
                    panel=PANEL,
                )
            connection.execute(
                update(accounts)
                .where(accounts.c.id == account.id)
                .values(
                    question_1=profile.question_1,
                    answer_1_hash=answer_1,
                    question_2=profile.question_2,
                    answer_2_hash=answer_2,
                    email=profile.email,
                    site_security_done_at=account.site_security_done_at or now,
                )
            )
            note(connection, Deed(Event.PROFILE_SAVED, source, account.user_id), now)


def _etag(connection: Connection, account: AccountRecord) -> str:
    kept = connection.execute(
        select(
            accounts.c.question_1,
            accounts.c.answer_1_hash,
            accounts.c.question_2,
            accounts.c.answer_2_hash,
            accounts.c.email,
        ).where(accounts.c.id == account.id)
    ).one()
    return hashlib.sha256("\0".join(part or "" for part in kept).encode()).hexdigest()[:32]
