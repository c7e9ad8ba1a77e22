"""Changing a password at the running portal: proven, unlike the last six, and at once everywhere."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from pes_portal.database.tables import answered_requests, password_history

PASSWORD = "/v1/account/password"
PROFILE = {
    "question_1": "What is on the wall?",
    "answer_1": "a blue boat",
    "question_2": "Which number did I draw?",
    "answer_2": "Seven 7",
    "email": "office@example.org",
    "confirm_email": "office@example.org",
}


def change(current: str, new: str, confirm: str | None = None) -> dict[str, str]:
    return {"current_password": current, "new_password": new, "confirm_password": confirm or new}


def fields(answer) -> list[str]:
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid"), answer.text
    assert {message["panel"] for message in answer.json()["messages"]} == {"Change Password"}
    return [message["field"] for message in answer.json()["messages"]]


@pytest.fixture(scope="module")
def sample(module_portal) -> dict[str, str]:
    return {user_id: account["password"] for user_id, account in module_portal.accounts().items()}


def test_acc_5_an_expired_password_is_changed_and_everything_is_open_again(module_portal, sample):
    caller = module_portal.sign_in("expired01")
    assert caller.get("/v1/trade-files?avrs_id=009900111").json()["next_step"] == "password_change"
    answer = caller.put(PASSWORD, json=change(sample["expired01"], "Amber-Ferry-29"))
    assert answer.status_code == 200, answer.text
    assert answer.json()["messages"] == [
        {"description": "Save was Successful", "panel": "Change Password", "field": None, "row": None}
    ]
    assert answer.json()["account"]["next_step"] == "none"
    assert caller.get("/v1/trade-files?avrs_id=009900111").status_code == 200
    assert module_portal.try_sign_in("expired01", sample["expired01"]).json()["code"] == "sign_in.wrong"
    assert module_portal.try_sign_in("expired01", "Amber-Ferry-29").status_code == 201


def test_clk_3_a_clerks_first_sign_on_is_a_new_password_then_site_security(module_portal, sample):
    clerk = module_portal.sign_in("clerknew1")
    assert fields(clerk.put(PASSWORD, json=change(sample["clerknew1"], sample["clerknew1"]))) == ["new_password"]
    changed = clerk.put(PASSWORD, json=change(sample["clerknew1"], "Second-Morning-86")).json()["account"]
    assert changed["steps_due"] == ["site_security"]
    done = clerk.put("/v1/account/security-profile", json=PROFILE).json()["account"]
    assert done["next_step"] == "none"


def test_asm_1_a_password_is_none_of_the_last_six(module_portal, sample):
    caller, current = module_portal.sign_in("clerkedo1"), sample["clerkedo1"]
    used = [current]
    for number in range(1, 6):
        new = f"Willow-Gate-{number}"
        assert caller.put(PASSWORD, json=change(current, new)).status_code == 200
        used, current = [*used, new], new
    for earlier in used:
        assert fields(caller.put(PASSWORD, json=change(current, earlier))) == ["new_password"]
    assert caller.put(PASSWORD, json=change(current, "Willow-Gate-6")).status_code == 200
    assert caller.put(PASSWORD, json=change("Willow-Gate-6", used[0])).status_code == 200, "the seventh before is free"
    with module_portal.database() as database, database.reading() as connection:
        assert len(connection.execute(select(password_history)).all()) <= 6 * 4


def test_a_new_password_ends_the_accounts_other_sessions_and_not_this_one(module_portal, sample):
    here, there = module_portal.sign_in("clerktf01"), module_portal.sign_in("clerktf01")
    assert here.put(PASSWORD, json=change(sample["clerktf01"], "Copper-Kettle-64")).status_code == 200
    assert here.get("/v1/session").status_code == 200
    assert there.get("/v1/session").json()["code"] == "session.ended"


def test_every_broken_field_is_told_at_once_and_the_history_only_to_who_proves_the_password(module_portal, sample):
    caller = module_portal.sign_in("clerkadm1")
    assert fields(caller.put(PASSWORD, json=change("not-the-one-1", "short", "other"))) == [
        "current_password",
        "new_password",
        "confirm_password",
    ]
    assert fields(caller.put(PASSWORD, json=change("not-the-one-1", sample["clerkadm1"]))) == ["current_password"]
    assert fields(caller.put(PASSWORD, json=change("", "Maple-Desk-41"))) == ["current_password"]


def test_asm_4_the_seventh_wrong_password_locks_wherever_it_is_given(module_portal, sample):
    caller = module_portal.sign_in("clerkold1")
    for _ in range(3):
        assert module_portal.try_sign_in("clerkold1", "wrong-one-1").json()["code"] == "sign_in.wrong"
    for _ in range(3):
        assert fields(caller.put(PASSWORD, json=change("wrong-one-1", "Dusty-Ledger-40"))) == ["current_password"]
    seventh = caller.put(PASSWORD, json=change("wrong-one-1", "Dusty-Ledger-40"))
    assert (seventh.status_code, seventh.json()["code"]) == (423, "account.locked")
    assert caller.put(PASSWORD, json=change(sample["clerkold1"], "Dusty-Ledger-40")).status_code == 423
    broken = caller.put(PASSWORD, json=change(sample["clerkold1"], "short"))
    assert (broken.status_code, broken.json()["code"]) == (423, "account.locked"), "no guess is confirmed any more"
    assert broken.json()["messages"][0]["panel"] == "Change Password"
    assert module_portal.try_sign_in("clerkold1", sample["clerkold1"]).json()["code"] == "account.locked"


def test_a_change_whose_answer_got_lost_is_answered_again_and_leaves_no_trace_of_the_password(module_portal, sample):
    caller, key = module_portal.sign_in("provider1"), {"Idempotency-Key": str(uuid.uuid4())}
    asked = change(sample["provider1"], "Lantern-Road-53")
    first = caller.put(PASSWORD, json=asked, headers=key)
    again = caller.put(PASSWORD, json=asked, headers=key)
    assert (first.status_code, again.content) == (200, first.content)
    with module_portal.database() as database, database.reading() as connection:
        kept = str(connection.execute(select(answered_requests)).all())
    assert "Lantern" not in kept
    for name in module_portal.data.glob("portal.sqlite3*"):
        assert b"Lantern-Road-53" not in name.read_bytes()
