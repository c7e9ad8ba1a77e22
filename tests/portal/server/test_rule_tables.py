"""The shared tables of rules, every row against the running portal: it refuses what they refuse, and nothing else.

The client's policy is put to the same rows. No row is left out here: those under rules that the running portal does
not have (`RULES_OF_THEIR_OWN`) go to its desks in process, with such rules, on the running portal's database.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from pes_portal.accounts.account_setup import AccountSetupDesk
from pes_portal.accounts.book import find_account
from pes_portal.accounts.entries import rows_of
from pes_portal.accounts.password_desk import PasswordDesk
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.sessions import use_session
from pes_portal.accounts.site_security import PANEL, check_security_profile
from pes_portal.clock import PortalClock
from pes_portal.database.tables import accounts, organisations, password_history, pin_letters
from pes_portal.profiles import load_policy
from pes_portal.secret_key import SecretKey
from pes_portal.wire.account_setup import AccountSetupInput
from pes_portal.wire.passwords import PasswordChange
from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Message, PortalProblem
from pes_portal.wire.security_profile import SecurityProfileInput

DATA = Path(__file__).parents[2] / "data"
HERE = "192.0.2.1"
PLACE = {"avrs_id": "009900444", "name": "Sample Initial Clinic", "npi": "1000000012"}
LETTERS_PIN = "123456789"

# How many rows of a table ask for rules that differ from those of the running portal, and are asked in process.
RULES_OF_THEIR_OWN = {"password": 7, "user_id": 2, "clerk": 0, "account_setup": 0, "site_security": 33}


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("ascii"))


def cases(name: str, listed_as: str = "case") -> Any:
    listed = table(name)[listed_as]
    return pytest.mark.parametrize("case", listed, ids=[case["id"] for case in listed])


def entries(name: str, case: dict[str, Any], valid: str = "valid") -> dict[str, Any]:
    return {**table(name)[valid], **case.get("fields", {})}


def refused(answer: Any, panel: str) -> list[str]:
    """The fields that the message table names, once each."""
    if answer.status_code in {200, 201}:
        return []
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid"), answer.text
    return fields_of([Message(**message) for message in answer.json()["messages"]], panel)


def refused_in_process(act: Callable[[], object], panel: str) -> list[str]:
    """The fields that a desk refuses, once each."""
    try:
        act()
    except PortalProblem as refusal:
        problem = refusal.problem
    else:
        return []
    assert (problem.status, problem.code) == (422, "input.invalid")
    return fields_of(problem.messages, panel)


def fields_of(messages: list[Message], panel: str) -> list[str]:
    assert {message.panel for message in messages} == {panel}
    assert all(message.description for message in messages)
    return [message.field or "" for message in messages]


def policy_with(part: str, changes: dict[str, Any]) -> Policy:
    """The portal's policy, with other rules for one part of it."""
    policy = load_policy("cmap", practice=True)
    return policy.model_copy(update={part: getattr(policy, part).model_copy(update=changes)})


@cache
def hashed(secret: str) -> str:
    return SecretHasher().hash(secret)


class PinLetters:
    """PIN letters to one organisation, put where the running portal keeps its own."""

    def __init__(self, portal) -> None:
        self.portal = portal
        self.visitor = portal.visitor()
        self.tickets: dict[str, str] = {}
        with portal.database() as database, database.writing() as connection:
            connection.execute(insert(organisations).values(PLACE))

    def issue(self, identifier: str, pin: str) -> None:
        with self.portal.database() as database, database.writing() as connection:
            letter = {"identifier": identifier, "avrs_id": PLACE["avrs_id"], "pin_hash": hashed(pin)}
            connection.execute(insert(pin_letters).values(**letter, issued_at=datetime.now(UTC)))

    def verify(self, identifier: str, pin: str) -> Any:
        return self.visitor.post("/v1/account-setup/verify", json={"identifier": identifier, "pin": pin})

    def set_up(self, identifier: str, setup: dict[str, str]) -> Any:
        return self.visitor.post("/v1/account-setup", json={"ticket": self.ticket(identifier), **setup})

    def ticket(self, identifier: str) -> str:
        """What a letter to this identifier is worth; the same one again when asked again."""
        if identifier not in self.tickets:
            self.issue(identifier, LETTERS_PIN)
            self.tickets[identifier] = self.verify(identifier, LETTERS_PIN).json()["ticket"]
        return self.tickets[identifier]


class PasswordOwner:
    """The account of the password table: a real one, whose passwords each row may begin with."""

    def __init__(self, portal, letters: PinLetters) -> None:
        self.portal = portal
        self.user_id, self.password = table("password")["account"].values()
        passwords = {"new_password": self.password, "confirm_password": self.password}
        setup = {**table("account_setup")["valid"], "user_id": self.user_id, **passwords}
        made = letters.set_up("OWNERSLETTER1", setup)
        assert made.status_code == 201, made.text
        self.caller = portal.sign_in(self.user_id, self.password)

    def has_passwords(self, earlier: list[str]) -> None:
        """Give it its password and these before, oldest first, and nothing else to remember."""
        with self.portal.database() as database, database.writing() as connection:
            mine = accounts.c.user_id == self.user_id
            number = connection.execute(select(accounts.c.id).where(mine)).scalar_one()
            present = {"password_hash": hashed(self.password), "wrong_passwords": 0}
            connection.execute(update(accounts).where(mine).values(present))
            connection.execute(delete(password_history).where(password_history.c.account_id == number))
            for each in earlier:
                kept = {"account_id": number, "password_hash": hashed(each), "replaced_at": datetime.now(UTC)}
                connection.execute(insert(password_history).values(kept))

    def change(self, typed: dict[str, str]) -> list[str]:
        return refused(self.caller.put("/v1/account/password", json=typed), "Change Password")

    def change_under(self, policy: Policy, typed: dict[str, str]) -> list[str]:
        """The same change where the portal has other rules."""
        with self.portal.database() as database:
            clock = PortalClock(database)
            session = use_session(database, self.caller.authorization.removeprefix("Bearer "), clock.now())
            assert session is not None
            with database.reading() as connection:
                account = find_account(connection, session.account_id)
            desk = PasswordDesk(database, SecretHasher(), clock, policy)
            change = PasswordChange(**typed)
            return refused_in_process(lambda: desk.change(account, session, change, HERE), "Change Password")


@pytest.fixture(scope="module")
def master_user(module_portal) -> Any:
    """A master user whose profile and clerks the tables may change."""
    return module_portal.sign_in("provider1")


@pytest.fixture(scope="module")
def letters(module_portal) -> PinLetters:
    return PinLetters(module_portal)


@pytest.fixture(scope="module")
def password_owner(module_portal, letters) -> PasswordOwner:
    return PasswordOwner(module_portal, letters)


@pytest.fixture(scope="module")
def fresh_ids() -> Iterator[str]:
    return (f"tableclerk{number}" for number in count(100))


@cases("site_security")
def test_the_portal_and_the_table_agree_on_security_profiles(master_user, case):
    profile = entries("site_security", case)
    if "email_form" in case:
        rules = policy_with("security_profile", {"email_form": case["email_form"]}).security_profile
        broken = check_security_profile(SecurityProfileInput(**profile), rules)
        found = [message.field for message in rows_of(PANEL, broken)]
    else:
        found = refused(master_user.put("/v1/account/security-profile", json=profile), "Account Security")
    assert found == case["broken"]


@cases("password")
def test_the_portal_and_the_table_agree_on_new_passwords(password_owner, case):
    password_owner.has_passwords(case.get("history", []))
    typed = entries("password", case)
    if "policy" in case:
        found = password_owner.change_under(policy_with("password", case["policy"]), typed)
    else:
        found = password_owner.change(typed)
    assert found == case["broken"]


@cases("user_id")
def test_the_portal_and_the_table_agree_on_user_ids(module_portal, letters, case):
    # The telephone number is left out on purpose: the letter is not used up by rows that keep the rules.
    setup = {**table("account_setup")["valid"], **entries("user_id", case), "phone": ""}
    letter_id = case.get("letter_id", PLACE["npi"])
    if "policy" in case:
        with module_portal.database() as database:
            key, policy = SecretKey(b"a key of the tests"), policy_with("user_id", case["policy"])
            desk = AccountSetupDesk(database, SecretHasher(), PortalClock(database), policy, key)
            typed = AccountSetupInput(ticket=letters.ticket(letter_id), **setup)
            found = refused_in_process(lambda: desk.set_up(typed, HERE), "Account Setup")
    else:
        found = refused(letters.set_up(letter_id, setup), "Account Setup")
    assert found == [*case["broken"], "phone"]


@cases("account_setup")
def test_the_portal_and_the_table_agree_on_account_setups(letters, case):
    setup = entries("account_setup", case)
    if not case["broken"]:
        # One entry is left out on purpose: the letter is not used up.
        setup["confirm_email"] = ""
    answer = letters.set_up(case.get("letter_id", PLACE["npi"]), setup)
    assert refused(answer, "Account Setup") == (case["broken"] or ["confirm_email"])


@cases("account_setup", "pin_case")
def test_set_1_the_portal_and_the_table_agree_on_letters(letters, case):
    typed = entries("account_setup", case, "valid_pin")
    letter = table("account_setup")["valid_pin"] if case["broken"] else typed
    letters.issue(**letter)
    # The portal may say of a broken entry what it says of any letter that it does not know.
    assert letters.verify(**typed).status_code in ({401, 422} if case["broken"] else {200})
    assert letters.verify(**letter).status_code == 200


@cases("clerk")
def test_the_portal_and_the_table_agree_on_new_clerks(master_user, fresh_ids, case):
    clerk = entries("clerk", case)
    if not case["broken"] and "user_id" not in case.get("fields", {}):
        clerk["user_id"] = next(fresh_ids)
    answer = master_user.post("/v1/clerks", json={"avrs_id": "009900222", **clerk})
    assert refused(answer, "Clerk Maintenance") == case["broken"]


@pytest.mark.parametrize("name", RULES_OF_THEIR_OWN)
def test_every_table_has_rows_that_keep_and_rows_that_break_each_entry(name):
    content = table(name)
    assert {bool(case["broken"]) for case in content["case"]} == {True, False}
    for field in content["valid"]:
        assert any(case["broken"] == [field] for case in content["case"]), f"no row breaks {field} alone"


@pytest.mark.parametrize("name", RULES_OF_THEIR_OWN)
def test_every_other_row_is_put_to_the_running_portal(name):
    marks = Counter("policy" in case or "email_form" in case for case in table(name)["case"])
    assert marks[True] == RULES_OF_THEIR_OWN[name]
    assert marks[False] > marks[True]
