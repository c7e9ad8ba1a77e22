"""The site-security form as the server checks it, field by field."""

from __future__ import annotations

import uuid

import pytest

GOOD = {
    "question_1": "Which boat did you sail first?",
    "answer_1": "Dinghy seven",
    "question_2": "What was on the blue shelf?",
    "answer_2": "Marbles",
    "email": "provider1@sample.example",
    "confirm_email": "provider1@sample.example",
}
PROFILE = "/v1/account/security-profile"


def email(address: str) -> dict[str, str]:
    return {"email": address, "confirm_email": address}


@pytest.mark.parametrize(
    "changes",
    [
        {"question_1": "q" * 49},
        {"question_2": "q" * 50},
        {"answer_1": "a" * 19},
        {"answer_2": "a" * 20},
        {"question_1": "AZ az 09 ?"},
        {"answer_1": "AZ az 09"},
        email("a@b.c"),
        email("A1@B2.cD"),
        email("a" * 44 + "@" + "b" * 50 + ".exam"),
    ],
)
def test_sec_4_and_5_what_keeps_the_rules_is_saved(provider, changes):
    answer = provider.put(PROFILE, json={**GOOD, **changes})
    assert answer.status_code == 200, answer.text
    assert answer.json()["messages"] == [
        {"description": "Save was Successful", "panel": "Account Security", "field": None, "row": None}
    ]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"question_1": "q" * 51}, ["question_1"]),
        ({"question_2": "q" * 51}, ["question_2"]),
        ({"answer_1": "a" * 21}, ["answer_1"]),
        ({"answer_2": "a" * 21}, ["answer_2"]),
        ({"question_1": "First boat's name?"}, ["question_1"]),
        ({"question_1": "Erstes Boot, natürlich?"}, ["question_1"]),
        ({"question_1": "Tab\there"}, ["question_1"]),
        ({"answer_1": "Dinghy?"}, ["answer_1"]),
        ({"answer_2": "Größe"}, ["answer_2"]),
        ({"answer_2": "٣"}, ["answer_2"]),
        ({"question_1": ""}, ["question_1"]),
        ({"answer_2": "   "}, ["answer_2"]),
        (email("a.b@c.example"), ["email"]),
        (email("a@b-c.example"), ["email"]),
        (email("a@b"), ["email"]),
        (email("a@b.c1"), ["email"]),
        (email("a@b.c.d"), ["email"]),
        (email("a@b.c\n"), ["email"]),
        (email("a" * 45 + "@" + "b" * 50 + ".exam"), ["email"]),
        ({"email": "", "confirm_email": ""}, ["email", "confirm_email"]),
        ({"confirm_email": "other@sample.example"}, ["confirm_email"]),
        ({"confirm_email": "Provider1@sample.example"}, ["confirm_email"]),
        (dict.fromkeys(GOOD, ""), list(GOOD)),
    ],
)
def test_sec_4_and_5_each_broken_field_gets_one_message(provider, changes, fields):
    answer = provider.put(PROFILE, json={**GOOD, **changes})
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")
    messages = answer.json()["messages"]
    assert [message["field"] for message in messages] == fields
    assert {message["panel"] for message in messages} == {"Account Security"}


def test_sec_7_new_answers_replace_earlier_ones_and_earlier_ones_may_come_back(provider):
    for question in ("Something new?", GOOD["question_1"]):
        assert provider.put(PROFILE, json={**GOOD, "question_1": question}).status_code == 200
        assert provider.get(PROFILE).json()["question_1"] == question


def test_answers_are_never_shown(provider):
    shown = provider.get(PROFILE).json()
    assert set(shown) == {"question_1", "question_2", "email"}


def test_sec_1_saving_the_profile_opens_everything_else(start_portal, tmp_path):
    partner = start_portal(tmp_path).sign_in("tpmaster1")
    saved = partner.put(PROFILE, json=GOOD)
    assert saved.json()["account"]["next_step"] == "none"
    letters = partner.trade_files(transaction_type="EDELIVERY")["items"]
    assert len(letters) == 13
    assert [item["status"] for item in letters].count("posting") == 1
    assert {item["letter_kind"] for item in letters} == {"ORG_MEMBER", "EFT", "REENROLL", "PA", "TPL"}


def test_the_same_idempotency_key_is_answered_the_same_and_changes_nothing_more(provider):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = provider.put(PROFILE, json={**GOOD, "question_2": "Asked once?"}, headers=key)
    provider.put(PROFILE, json=GOOD)
    again = provider.put(PROFILE, json={**GOOD, "question_2": "Asked once?"}, headers=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert provider.get(PROFILE).json()["question_2"] == GOOD["question_2"]


def test_an_idempotency_key_is_good_for_one_request_only(provider):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    assert provider.put(PROFILE, json=GOOD, headers=key).status_code == 200
    other = provider.put(PROFILE, json={**GOOD, "question_2": "Another?"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.reused")
