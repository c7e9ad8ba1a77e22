"""Fills an empty database with the practice data, in one transaction: all of it or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from pes_portal.accounts.secrets import SecretHasher, normalised_answer
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import accounts, granted_roles, memberships, organisations, pin_letters
from pes_portal.folders import DataFolder
from pes_portal.practice.accounts_file import write_accounts_file
from pes_portal.practice.people import (
    ACCOUNTS,
    ORGANISATIONS,
    PIN_LETTER_PIN,
    PIN_LETTER_TO,
    SAMPLE_PROFILE,
    SampleAccount,
)
from pes_portal.trade_files.contents import ContentStore
from pes_portal.trade_files.shelf import NewTradeFile, put_on_shelf


@dataclass(frozen=True)
class _SharedHashes:
    """Sample answers and the PIN, hashed once: a first start should not take seconds."""

    answer_1: str
    answer_2: str
    pin: str


def seed_if_empty(folder: DataFolder, database: Database, clock: Clock) -> None:
    """Make the sample organisations, accounts and files unless the portal has accounts already."""
    with database.reading() as connection:
        is_seeded = connection.execute(select(accounts.c.id).limit(1)).one_or_none() is not None
    if not is_seeded:
        _seed(folder, database, clock.now().replace(microsecond=0))
    if not folder.accounts_file.exists():
        write_accounts_file(folder)


def _seed(folder: DataFolder, database: Database, now: datetime) -> None:
    hasher = SecretHasher()
    with ThreadPoolExecutor() as pool:
        # argon2 works beside the interpreter: meanwhile the letters are drawn.
        secrets = (
            normalised_answer(SAMPLE_PROFILE.answer_1),
            normalised_answer(SAMPLE_PROFILE.answer_2),
            PIN_LETTER_PIN,
        )
        shared_hashes = pool.map(hasher.hash, secrets)
        password_hashes = pool.map(hasher.hash, [account.password for account in ACCOUNTS])
        files = _draw_files(folder, now)
    shared = _SharedHashes(*shared_hashes)
    with database.writing() as connection:
        for place in ORGANISATIONS:
            connection.execute(insert(organisations).values(avrs_id=place.avrs_id, name=place.name, npi=place.npi))
        for account, password_hash in zip(ACCOUNTS, password_hashes, strict=True):
            _add_account(connection, account, password_hash, shared, now)
        connection.execute(
            insert(pin_letters).values(
                identifier=PIN_LETTER_TO.npi, avrs_id=PIN_LETTER_TO.avrs_id, pin_hash=shared.pin, issued_at=now
            )
        )
        for file in files:
            put_on_shelf(connection, file)


def _draw_files(folder: DataFolder, now: datetime) -> list[NewTradeFile]:
    # Drawing takes a large library, and only the very first start needs it.
    from pes_portal.practice.waiting_files import waiting_files

    return waiting_files(ContentStore(folder.contents), now)


def _add_account(
    connection: Connection,
    account: SampleAccount,
    password_hash: str,
    shared: _SharedHashes,
    now: datetime,
) -> None:
    last_access = now - timedelta(days=account.last_access_days_ago)
    first_name, _, last_name = account.name.partition(" ")
    added = connection.execute(
        insert(accounts)
        .values(
            user_id=account.user_id,
            user_id_folded=account.user_id.casefold(),
            kind=account.kind,
            name=account.name,
            first_name=first_name,
            last_name=last_name,
            email=account.email,
            password_hash=password_hash,
            password_set_at=now - timedelta(days=account.password_age_days),
            password_must_change=False,
            wrong_passwords=7 if account.is_locked else 0,
            locked_at=last_access if account.is_locked else None,
            last_access_at=last_access,
            signed_in_at=None if account.first_sign_on_due else last_access,
            clerk_first_sign_on_due=account.first_sign_on_due,
            account_setup_due=False,
            **_security_profile(account, shared, last_access),
        )
        .returning(accounts.c.id)
    ).scalar_one()
    for place in account.organisations:
        connection.execute(insert(memberships).values(account_id=added, avrs_id=place.avrs_id))
        for role in account.clerk_roles:
            connection.execute(insert(granted_roles).values(account_id=added, avrs_id=place.avrs_id, role=role))


def _security_profile(account: SampleAccount, shared: _SharedHashes, done_at: datetime) -> dict[str, str | datetime]:
    profile = account.security_profile
    if profile is None:
        return {}
    return {
        "question_1": profile.question_1,
        "answer_1_hash": shared.answer_1,
        "question_2": profile.question_2,
        "answer_2_hash": shared.answer_2,
        "site_security_done_at": done_at,
    }
