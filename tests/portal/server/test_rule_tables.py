"""The shared tables of rules, every row against the running portal: it refuses what they refuse, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from pes_portal.accounts.entries import rows_of
from pes_portal.accounts.secrets import SecretHasher
from pes_portal.accounts.site_security import PANEL, check_security_profile
from pes_portal.database.tables import organisations, pin_letters
from pes_portal.profiles import load_policy
from pes_portal.wire.security_profile import SecurityProfileInput

DATA = Path(__file__).parents[2] / "data"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text("ascii"))


def cases(name: str) -> Any:
    listed = table(name)["case"]
    return pytest.mark.parametrize("case", listed, ids=[case["id"] for case in listed])


def entries(name: str, case: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {**table(name)["valid"], **others, **case.get("fields", {})}


def refused(answer: Any, panel: str) -> list[str]:
    """The fields that the message table names, once each."""
    if answer.status_code in {200, 201}:
        return []
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid"), answer.text
    messages = answer.json()["messages"]
    assert {message["panel"] for message in messages} == {panel}
    assert all(message["description"] for message in messages)
    return [message["field"] for message in messages]


@pytest.fixture(scope="module")
def owner(module_portal) -> Any:
    """A master user whose profile and password the tables may change."""
    return module_portal.sign_in("provider1")


@pytest.fixture(scope="module")
def present_password(module_portal) -> list[str]:
    return [module_portal.accounts()["provider1"]["password"]]


@pytest.fixture(scope="module")
def letters_ticket(module_portal) -> str:
    """A ticket for a PIN letter whose initial ID is the one of the tables."""
    initial_id = table("user_id.toml")["initial_id"]
    with module_portal.database() as database, database.writing() as connection:
        place = {"avrs_id": "009900444", "name": "Sample Initial Clinic", "npi": "1000000012"}
        connection.execute(insert(organisations).values(place))
        connection.execute(
            insert(pin_letters).values(
                identifier=initial_id,
                avrs_id=place["avrs_id"],
                pin_hash=SecretHasher().hash("123456789"),
                issued_at=datetime.now(UTC),
            )
        )
    verified = module_portal.visitor().post(
        "/v1/account-setup/verify", json={"identifier": initial_id, "pin": "123456789"}
    )
    ticket: str = verified.json()["ticket"]
    return ticket


@pytest.fixture(scope="module")
def visitor_of_module(module_portal) -> Any:
    return module_portal.visitor()


@pytest.fixture(scope="module")
def fresh_ids() -> Iterator[str]:
    return (f"tableclerk{number}" for number in count(100))


@cases("site_security.toml")
def test_the_portal_and_the_table_agree_on_security_profiles(owner, case):
    profile = entries("site_security.toml", case)
    if "email_form" not in case:
        found = refused(owner.put("/v1/account/security-profile", json=profile), "Account Security")
    else:
        # The running portal has one form of e-mail addresses; the other one is asked of the rules themselves.
        rules = load_policy("cmap", practice=True).security_profile.model_copy(update={"email_form": "usual"})
        broken = check_security_profile(SecurityProfileInput(**profile), rules)
        found = [message.field for message in rows_of(PANEL, broken)]
    assert found == case["broken"]


@cases("password.toml")
def test_the_portal_and_the_table_agree_on_new_passwords(owner, present_password, case):
    change = entries("password.toml", case)
    answer = owner.put("/v1/account/password", json={"current_password": present_password[0], **change})
    assert refused(answer, "Change Password") == case["broken"]
    if not case["broken"]:
        present_password[0] = change["new_password"]


@cases("user_id.toml")
def test_the_portal_and_the_table_agree_on_user_ids(visitor_of_module, letters_ticket, case):
    # The telephone number is left out on purpose: the letter is not used up by rows that keep the rules.
    setup = {**table("account_setup.toml")["valid"], **entries("user_id.toml", case), "phone": ""}
    answer = visitor_of_module.post("/v1/account-setup", json={"ticket": letters_ticket, **setup})
    assert refused(answer, "Account Setup") == [*case["broken"], "phone"]


@cases("account_setup.toml")
def test_the_portal_and_the_table_agree_on_account_setups(visitor_of_module, letters_ticket, case):
    setup = entries("account_setup.toml", case)
    if not case["broken"]:
        setup["confirm_email"] = ""
    answer = visitor_of_module.post("/v1/account-setup", json={"ticket": letters_ticket, **setup})
    assert refused(answer, "Account Setup") == (case["broken"] or ["confirm_email"])


@cases("clerk.toml")
def test_the_portal_and_the_table_agree_on_new_clerks(owner, fresh_ids, case):
    clerk = entries("clerk.toml", case, user_id=next(fresh_ids))
    answer = owner.post("/v1/clerks", json={"avrs_id": "009900222", **clerk})
    assert refused(answer, "Clerk Maintenance") == case["broken"]


@pytest.mark.parametrize("name", ["password.toml", "user_id.toml", "clerk.toml", "account_setup.toml"])
def test_every_table_has_rows_that_keep_and_rows_that_break_each_entry(name):
    content = table(name)
    assert {bool(case["broken"]) for case in content["case"]} == {True, False}
    for field in content["valid"]:
        assert any(case["broken"] == [field] for case in content["case"]), f"no row breaks {field} alone"


def test_no_accepted_password_of_the_table_could_fall_into_the_history():
    accepted = [entries("password.toml", case)["new_password"] for case in table("password.toml")["case"]]
    kept = [p for p, case in zip(accepted, table("password.toml")["case"], strict=True) if not case["broken"]]
    assert len(kept) == len(set(kept))
