"""The account panels by `pes`, from stdin, against the portal: passwords, self-service, setup, clerks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.portal.cli.conftest import Answer, Office, Portal

NEW_PASSWORD = "Brand-New-99"


@pytest.fixture(scope="module")
def portal(open_portal):
    """A portal of this module's own: its accounts change here."""
    return open_portal()


@pytest.fixture(scope="module")
def office(new_office, portal):
    """An office where a master user is signed in who maintains the clerks."""
    opened = new_office(portal)
    assert opened.sign_in("provider1").code == 0
    return opened


def said(office: Office, *arguments: str, entries: dict[str, Any]) -> Answer:
    return office.pes(*arguments, "--answers-stdin", "--json", stdin=json.dumps(entries))


def fields(answer: Answer) -> list[str]:
    return [each["field"] for each in answer.document["messages"]]


def success(answer: Answer) -> bool:
    return answer.code == 0 and answer.document["messages"][0]["description"] == "Save was Successful"


@pytest.fixture(scope="module")
def expired(new_office, portal):
    """An office whose master user's password has ended."""
    opened = new_office(portal)
    answer = opened.sign_in("expired01")
    assert answer.document["next_step"] == "password_change"
    return opened


def test_acc_5_an_expired_password_is_changed_and_the_new_one_is_kept(expired: Office, portal: Portal) -> None:
    old = portal.account("expired01")["password"]
    typed = {"current_password": old, "new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    answer = said(expired, "account", "password", entries={**typed, "confirm_password": "other"})
    assert (answer.code, fields(answer)) == (2, ["confirm_password"])
    answer = said(expired, "account", "password", entries={**typed, "current_password": "not-it-77"})
    assert (answer.code, fields(answer)) == (6, ["current_password"])
    assert success(said(expired, "account", "password", entries=typed))
    shown = expired.pes("account", "show", "--json").document["accounts"][0]
    assert (shown["next_step"], shown["password_days_left"]) == ("none", 59)
    assert expired.pes("list", "--json").document["fresh"] is True
    assert expired.sign_in("expired01", old).code == 4
    assert expired.sign_in("expired01", NEW_PASSWORD).code == 0


def test_asm_1_the_portal_alone_knows_the_earlier_passwords(expired: Office, portal: Portal) -> None:
    old = portal.account("expired01")["password"]
    again = {"current_password": NEW_PASSWORD, "new_password": old, "confirm_password": old}
    answer = said(expired, "account", "password", entries=again)
    assert (answer.code, fields(answer)) == (6, ["new_password"])


def test_an_unattended_change_keeps_a_password_that_nobody_saw(office: Office, portal: Portal) -> None:
    answer = office.pes("account", "rotate", "--json")
    assert answer.code == 0
    assert answer.document["signed_in"] is True
    asked = portal.requests("POST /v1/session")
    assert office.pes("list", "--json").document["fresh"] is True
    assert portal.requests("POST /v1/session") == asked + 1
    assert portal.account("provider1")["password"].encode() not in office.bytes_on_disk()


def test_clk_3_a_clerks_first_sign_on_is_a_password_and_then_the_questions(new_office, portal: Portal) -> None:
    office = new_office(portal)
    assert office.sign_in("clerknew1").document["next_step"] == "clerk_first_sign_on"
    initial = portal.account("clerknew1")["password"]
    typed = {"current_password": initial, "new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    assert success(said(office, "account", "password", entries=typed))
    assert office.pes("account", "show", "--json").document["accounts"][0]["next_step"] == "site_security"
    profile = {
        "question_1": "Which bird sat on the old gate?",
        "answer_1": "A heron in June",
        "question_2": "What did we call the blue van?",
        "answer_2": "Grandmother",
        "email": "nora@example.org",
        "confirm_email": "nora@example.org",
    }
    assert success(said(office, "site-security", entries=profile))
    assert office.pes("account", "show", "--json").document["accounts"][0]["next_step"] == "none"


def answers_of(portal: Portal, user_id: str) -> dict[str, str]:
    account = portal.account(user_id)
    return {"answer_1": account["answer_1"], "answer_2": account["answer_2"]}


def test_acc_3_a_locked_account_is_unlocked_by_the_two_questions(new_office, portal: Portal) -> None:
    office = new_office(portal)
    assert office.sign_in("lockedusr").error["kind"] == "AccountLocked"
    who = ("--portal", portal.name, "--user", "lockedusr")
    wrong = said(office, "self-service", "unlock", *who, entries={"answer_1": "no", "answer_2": "neither"})
    assert wrong.code == 6
    answer = said(office, "self-service", "unlock", *who, entries=answers_of(portal, "lockedusr"))
    assert answer.document["unlocked"] is True
    assert office.sign_in("lockedusr").code == 0


def test_acc_4_a_disabled_account_works_again_and_asks_for_a_new_password(new_office, portal: Portal) -> None:
    office = new_office(portal)
    assert office.sign_in("disabled1").error["kind"] == "AccountDisabled"
    who = ("--portal", portal.name, "--user", "disabled1")
    answer = said(office, "self-service", "reactivate", *who, entries=answers_of(portal, "disabled1"))
    assert answer.document["reactivated"] is True
    assert office.sign_in("disabled1").document["next_step"] == "password_change"


def test_acc_2_a_forgotten_password_is_reset_by_the_two_questions(new_office, portal: Portal) -> None:
    office = new_office(portal)
    assert office.pes("sign-in", "--portal", portal.url, "--ca", portal.ca_file, "--user", "x").code != 0
    who = ("--portal", portal.name, "--user", "clerkedo1")
    entries = {**answers_of(portal, "clerkedo1"), "new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    assert success(said(office, "self-service", "reset", *who, entries=entries))
    assert office.sign_in("clerkedo1", NEW_PASSWORD).code == 0


def test_acc_6_after_five_wrong_answers_self_service_is_over_and_says_who_helps(new_office, portal: Portal) -> None:
    office = new_office(portal)
    office.sign_in("clerkold1", "not-its-password-1")
    who = ("--portal", portal.name, "--user", "clerkold1")
    for _try in range(5):
        said(office, "self-service", "unlock", *who, entries={"answer_1": "no", "answer_2": "neither"})
    answer = said(office, "self-service", "unlock", *who, entries=answers_of(portal, "clerkold1"))
    assert answer.code == 6
    assert answer.error["kind"] == "SelfServiceOver"
    assert "24 hours" in answer.document["messages"][0]["description"]
    assert "1-800-842-8440" in answer.error["hint"]
    assert "master user" in answer.error["hint"]


def test_unknown_users_learn_nothing(new_office, portal: Portal) -> None:
    office = new_office(portal)
    office.sign_in("provider1", "not-its-password-1")
    who = ("--portal", portal.name, "--user", "nobody99")
    entries = {"answer_1": "no", "answer_2": "neither"}
    first, second = (said(office, "self-service", "unlock", *who, entries=entries) for _try in range(2))
    assert first.code == second.code == 6
    assert first.err == second.err
    assert fields(first) == [""]


def setup_entries(portal: Portal) -> dict[str, str]:
    listed = json.loads((portal.data / "practice-accounts.json").read_text("utf-8"))["pin_letter"]
    return {
        "identifier": listed["npi"],
        "pin": listed["pin"],
        "user_id": "lighthouse",
        "new_password": NEW_PASSWORD,
        "confirm_password": NEW_PASSWORD,
        "first_name": "Lena",
        "last_name": "Lighthouse",
        "phone": "860-555-0142",
        "question_1": "Which bird sat on the old gate?",
        "answer_1": "A heron in June",
        "question_2": "What did we call the blue van?",
        "answer_2": "Grandmother",
        "email": "lena@example.org",
        "confirm_email": "lena@example.org",
    }


def test_set_1_to_4_a_pin_letter_becomes_a_local_administrator_once(new_office, portal: Portal) -> None:
    office = new_office(portal)
    office.sign_in("provider1", "not-its-password-1")
    entries = setup_entries(portal)
    bad = said(office, "setup", "--portal", portal.name, entries={**entries, "user_id": "1abc", "pin": "12"})
    assert (bad.code, fields(bad)) == (2, ["pin", "user_id"])
    wrong = said(office, "setup", "--portal", portal.name, entries={**entries, "pin": "000000000"})
    assert wrong.code == 6
    assert success(said(office, "setup", "--portal", portal.name, entries=entries))
    assert office.sign_in("lighthouse", NEW_PASSWORD).document["next_step"] == "none"
    again = said(office, "setup", "--portal", portal.name, entries={**entries, "user_id": "lighthous2"})
    assert again.code == 6


CLERK = {
    "user_id": "clerkcli1",
    "first_name": "Carl",
    "last_name": "Commandline",
    "email": "carl@example.org",
    "initial_password": "Begin-Here-12",
    "roles": ["claim", "trade_files_includes_e_delivery"],
}


def listed(office: Office) -> dict[str, dict[str, Any]]:
    told = office.pes("clerks", "list", "--json", *office.at("provider1")).document
    return {each["user_id"]: each for each in told["clerks"]}


def test_clk_1_to_5_the_life_of_a_clerk(office: Office, new_office, portal: Portal) -> None:
    at = office.at("provider1")
    assert success(said(office, "clerks", "add", *at, entries=CLERK))
    assert listed(office)["clerkcli1"]["status"] == "first_sign_on"
    assert success(office.pes("clerks", "roles", "clerkcli1", "eligibility", "--json", *at))
    assert listed(office)["clerkcli1"]["roles"] == ["eligibility"]
    fresh = {"initial_password": "Begin-Again-13"}
    assert success(said(office, "clerks", "reset", "clerkcli1", *at, entries=fresh))
    clerk = new_office(portal)
    assert clerk.sign_in("clerkcli1", "Begin-Here-12").code == 4
    assert clerk.sign_in("clerkcli1", "Begin-Again-13").code == 0
    assert office.pes("clerks", "delete", "clerkcli1", "--json", *at).code == 2
    deleted = office.pes("clerks", "delete", "clerkcli1", "--yes", "--json", *at)
    assert deleted.document["deleted"] is True
    assert clerk.sign_in("clerkcli1", "Begin-Again-13").code == 4
    revived = said(office, "clerks", "add", *at, entries=CLERK)
    assert (revived.code, fields(revived)) == (6, ["user_id"])


def test_clk_2_the_two_trade_files_roles_exclude_each_other(office: Office) -> None:
    both = ("trade_files_includes_e_delivery", "trade_files_e_delivery_only")
    answer = office.pes("clerks", "roles", "clerkold1", *both, "--json", *office.at("provider1"))
    assert (answer.code, fields(answer)) == (2, ["roles"])


def test_clk_4_without_administrator_rights_there_is_no_clerk_maintenance(new_office, portal: Portal) -> None:
    office = new_office(portal)
    office.sign_in("clerktf01")
    answer = office.pes("clerks", "list", "--json", *office.at("clerktf01"))
    assert answer.code == 6
    assert answer.error["kind"] == "RoleMissing"


def test_clk_5_the_review_names_the_idle_and_is_noted(office: Office) -> None:
    at = office.at("provider1")
    idle = office.pes("clerks", "review", "--days", "60", "--json", *at).document
    assert "clerkold1" in {each["user_id"] for each in idle["clerks"]}
    assert "clerktf01" not in {each["user_id"] for each in idle["clerks"]}
    done = office.pes("clerks", "review", "--done", "--json", *at).document
    assert done["reviewed_by"] == "provider1"


def test_the_clerks_can_be_read_when_the_portal_is_away(new_office, open_portal) -> None:
    portal = open_portal()
    office = new_office(portal)
    office.sign_in("provider1")
    at = office.at("provider1")
    online = office.pes("clerks", "list", "--json", *at).document
    portal.stop()
    answer = office.pes("clerks", "list", "--json", *at)
    assert answer.code == 0
    assert answer.document["fresh"] is False
    assert answer.document["clerks"] == online["clerks"]
    assert "The list may be old" in answer.err
    assert said(office, "clerks", "add", *at, entries=CLERK).code == 5


def test_what_was_done_stands_in_the_trail_without_a_secret(office: Office) -> None:
    everything = office.bytes_on_disk()
    for secret in (NEW_PASSWORD, "Begin-Here-12", "A heron in June"):
        assert secret.encode() not in everything
