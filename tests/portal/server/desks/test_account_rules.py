"""Locks, ages and sessions, with time in the test's own hand."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from pes_portal.accounts.book import find_by_user_id
from pes_portal.accounts.secrets import normalised_answer
from pes_portal.accounts.sessions import use_session
from pes_portal.accounts.sign_in import SignInDesk
from pes_portal.accounts.steps import steps_due
from pes_portal.database.tables import accounts
from pes_portal.practice.people import ACCOUNTS
from pes_portal.wire.problems import PortalProblem
from pes_portal.wire.session import Step

PASSWORDS = {account.user_id: account.password for account in ACCOUNTS}
HERE = "192.0.2.1"


@pytest.fixture
def desk(database, clock, hasher, policy) -> SignInDesk:
    return SignInDesk(database, hasher, clock, policy)


def attempt(desk: SignInDesk, user_id: str, password: str) -> str:
    try:
        desk.sign_in(user_id, password, HERE)
    except PortalProblem as refusal:
        return refusal.problem.code
    return "signed in"


def test_asm_4_six_wrong_passwords_do_not_lock_and_a_right_one_starts_the_count_again(desk):
    for _ in range(2):
        assert [attempt(desk, "provider1", "wrong-1") for _ in range(6)] == ["sign_in.wrong"] * 6
        assert attempt(desk, "provider1", PASSWORDS["provider1"]) == "signed in"


def test_asm_4_the_seventh_wrong_password_in_a_row_locks(desk):
    assert [attempt(desk, "provider1", "wrong-1") for _ in range(7)] == ["sign_in.wrong"] * 7
    assert attempt(desk, "provider1", PASSWORDS["provider1"]) == "account.locked"
    assert attempt(desk, "provider1", "wrong-1") == "sign_in.wrong"


def test_acc_4_an_account_that_was_not_used_for_90_days_is_disabled(desk, clock):
    assert attempt(desk, "provider1", PASSWORDS["provider1"]) == "signed in"
    clock.pass_time(days=89, hours=23)
    assert attempt(desk, "provider1", PASSWORDS["provider1"]) == "signed in"
    clock.pass_time(days=90)
    assert attempt(desk, "provider1", PASSWORDS["provider1"]) == "account.disabled"


def test_acc_5_a_password_is_due_for_change_after_60_days(desk, clock, database):
    with database.reading() as connection:
        found = find_by_user_id(connection, "provider1")
    assert found is not None
    account, _password_hash = found
    rules = desk.policy.password
    just_before = account.password_set_at + timedelta(days=60, seconds=-1)
    assert steps_due(account, rules, just_before) == []
    assert steps_due(account, rules, account.password_set_at + timedelta(days=60)) == [Step.PASSWORD_CHANGE]


def test_a_session_ends_after_15_minutes_without_use_and_after_8_hours_in_any_case(desk, clock, database):
    token = desk.sign_in("provider1", PASSWORDS["provider1"], HERE).token
    for _ in range(34):
        clock.pass_time(minutes=14)
        assert use_session(database, token, clock.now()) is not None
    clock.pass_time(minutes=4)
    assert use_session(database, token, clock.now()) is None
    token = desk.sign_in("provider1", PASSWORDS["provider1"], HERE).token
    clock.pass_time(minutes=15)
    assert use_session(database, token, clock.now()) is None


def test_no_password_answer_or_token_is_kept_in_the_clear(desk, database, folder):
    token = desk.sign_in("provider1", PASSWORDS["provider1"], HERE).token
    with database.reading() as connection:
        rows = connection.execute(select(accounts)).all()
    database.close()
    kept = b"".join(path.read_bytes() for path in folder.root.glob("portal.sqlite3*"))
    assert len(rows) == len(ACCOUNTS)
    for secret in (token, "Dinghy seven", normalised_answer("Dinghy seven"), *PASSWORDS.values()):
        assert secret.encode() not in kept


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps files private through the profile folder")
def test_the_sample_passwords_can_be_read_by_their_owner_only(folder):
    assert folder.accounts_file.stat().st_mode & 0o077 == 0


def test_asm_1_every_sample_password_keeps_the_portals_own_rules(policy):
    rules = policy.password
    for account in ACCOUNTS:
        password = account.password
        assert rules.min <= len(password) <= rules.max
        assert any(mark.isalpha() for mark in password)
        assert any(mark.isdigit() for mark in password)
        assert all(mark.isalnum() or mark in rules.specials for mark in password)
        assert password != account.user_id


def test_asm_3_answers_are_compared_without_case_outer_and_repeated_blanks():
    assert normalised_answer("  Dinghy   SEVEN ") == normalised_answer("dinghy seven")
