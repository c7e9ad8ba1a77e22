from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pes_client.domain.findings import Severity
from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.rules import EmailForm
from pes_client.policy.security_profile import FIELD_LABELS, SecurityProfile, advise, check_security_profile

TABLE = tomllib.loads((Path(__file__).parents[2] / "data" / "site_security.toml").read_text(encoding="ascii"))
CASES: list[dict[str, Any]] = TABLE["case"]


def profile_of(**entries: str) -> SecurityProfile:
    return SecurityProfile(**{**TABLE["valid"], **entries})


def policy_with(email_form: str) -> PolicyDocument:
    policy = fallback_policy("cmap")
    rules = policy.security_profile.model_copy(update={"email_form": EmailForm(email_form)})
    return policy.model_copy(update={"security_profile": rules})


def test_every_rule_of_the_table_has_cases_that_pass_and_cases_that_fail() -> None:
    for requirement in ("SEC-3", "SEC-4", "SEC-5"):
        outcomes = {bool(case["broken"]) for case in CASES if case["requirement"] == requirement}
        assert outcomes == {True, False}


def test_sec_3_the_labels_are_the_portals_own_words_in_its_order() -> None:
    assert [str(label) for label in FIELD_LABELS.values()] == [
        "1st Secret Question",
        "1st Answer",
        "2nd Secret Question",
        "2nd Answer",
        "Email",
        "Confirm Email",
    ]


def test_sec_4_the_message_says_what_is_allowed_and_what_was_found() -> None:
    (found,) = check_security_profile(profile_of(question_1="What now!"), policy_with("strict"))

    assert str(found.description) == "“!” is not allowed here. Use only A-Z a-z 0-9 ? and blanks."


def test_sec_4_the_message_says_how_long_it_may_be() -> None:
    (found,) = check_security_profile(profile_of(answer_1="a" * 21), policy_with("strict"))

    assert str(found.description) == "At most 20 characters are allowed; this has 21."


def test_sec_4_limits_come_from_the_policy() -> None:
    policy = policy_with("strict")
    longer = policy.security_profile.model_copy(update={"answer_max": 30})

    assert not check_security_profile(
        profile_of(answer_1="a" * 30), policy.model_copy(update={"security_profile": longer})
    )


def test_a_paste_of_ten_million_characters_in_every_field_is_refused_field_by_field() -> None:
    paste = "a@" + "a." * 5_000_000

    found = check_security_profile(SecurityProfile(*[paste] * 6), policy_with("usual"))

    assert [each.field for each in found] == ["question_1", "answer_1", "question_2", "answer_2", "email"]


def test_answers_stay_out_of_the_repr() -> None:
    shown = repr(profile_of(answer_1="a green kite", answer_2="a white sombrero"))

    assert "kite" not in shown
    assert "sombrero" not in shown


ADVICE = {
    "a mother's maiden name": ({"question_1": "What is my mothers maiden name?"}, ["question_1"]),
    "a birthday": ({"question_2": "When is my birthday?"}, ["question_2"]),
    "a pet": ({"question_1": "What is the name of my first pet?"}, ["question_1"]),
    "a phone number": ({"question_1": "What was our phone number?"}, ["question_1"]),
    "an answer in its question": ({"question_1": "Is the boat blue?", "answer_1": "Blue"}, ["answer_1"]),
    "equal questions": ({"question_2": "what is on  the wall?"}, ["question_2"]),
    "equal answers": ({"answer_2": " A Blue  Boat "}, ["answer_2"]),
    "the e-mail address": ({"answer_1": "office"}, ["answer_1"]),
    "the user ID": ({"answer_2": "TPMaster1"}, ["answer_2"]),
    "a very short answer": ({"answer_1": "7"}, ["answer_1"]),
    "nothing entered": (dict.fromkeys(FIELD_LABELS, ""), []),
    "nothing to say": ({}, []),
    "part of a word": ({"question_1": "Which carpet stood in the category?"}, []),
}


@pytest.mark.parametrize("what", ADVICE)
def test_sec_8_what_others_can_guess_is_advised_against_and_not_refused(what: str) -> None:
    entries, fields = ADVICE[what]

    found = advise(profile_of(**entries), user_id="tpmaster1")

    assert [each.field for each in found] == fields
    assert all(each.severity is Severity.ADVICE for each in found)
