from __future__ import annotations

import pytest

from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.passwords import (
    CHANGE_PASSWORD,
    FIELD_LABELS,
    RESET_PASSWORD,
    PasswordEntries,
    check_new_password,
    history_note,
    password_checklist,
    password_words,
)
from tests.unit.policy.rule_tables import PASSWORD_OWNER, TABLES, Case


@pytest.fixture
def policy() -> PolicyDocument:
    return fallback_policy("cmap")


def policy_asking(**rules: object) -> PolicyDocument:
    policy = fallback_policy("cmap")
    return policy.model_copy(update={"password": policy.password.model_copy(update=rules)})


def met(password: str, policy: PolicyDocument, user_id: str = "harbor07") -> dict[str, bool]:
    return {str(line.words): line.met for line in password_checklist(password, user_id, policy)}


def test_the_labels_stand_in_the_panels_order() -> None:
    assert [str(label) for label in FIELD_LABELS.values()] == [
        "Current Password",
        "New Password",
        "Confirm New Password",
    ]


def test_acc_2_a_reset_does_not_ask_for_the_password_that_was_forgotten(policy: PolicyDocument) -> None:
    entries = PasswordEntries("", "Green-Kite-52", "Green-Kite-52")

    assert check_new_password(entries, "harbor07", policy, panel=RESET_PASSWORD) == ()
    assert [each.field for each in check_new_password(entries, "harbor07", policy, panel=CHANGE_PASSWORD)] == [
        "current_password"
    ]


def test_acc_2_a_reset_holds_the_rules_of_a_change(policy: PolicyDocument) -> None:
    found = check_new_password(PasswordEntries("", "harbor07", "Harbor07"), "harbor07", policy, panel=RESET_PASSWORD)

    assert [(str(each.panel), each.field) for each in found] == [
        ("Reset Password", "new_password"),
        ("Reset Password", "confirm_password"),
    ]


def test_nothing_typed_is_in_the_repr() -> None:
    assert repr(PasswordEntries("Calm-River-31", "Green-Kite-52", "Green-Kite-53")) == "PasswordEntries()"


@pytest.mark.parametrize("case", TABLES["password"].cases, ids=lambda case: case.id)
def test_no_message_quotes_a_password(case: Case, policy: PolicyDocument) -> None:
    typed = [each for each in case.entries.values() if len(each) > 1]

    for finding in TABLES["password"].judge(case, policy):
        assert not [each for each in typed if each.strip(" ") and each in str(finding.description)]


def test_a_character_that_is_not_allowed_is_told_by_its_place(policy: PolicyDocument) -> None:
    words = password_words("Maple 4711", "harbor07", policy.password)

    assert str(words).startswith("Character 6 is not allowed in a password. Use only A-Z a-z 0-9 _ ! # $")


def test_asm_1_the_checklist_names_every_rule(policy: PolicyDocument) -> None:
    assert list(met("", policy)) == [
        "8 to 32 characters",
        "At least one letter",
        "At least one digit",
        r"Only A-Z a-z 0-9 _ ! # $ % ^ * ( ) - + = [ ] { } \ / , . ?",
        "Not the user ID",
    ]


@pytest.mark.parametrize(
    ("password", "unmet"),
    [
        ("Maple-7", ["8 to 32 characters"]),
        ("MapleStreet", ["At least one digit"]),
        ("4711081500", ["At least one letter"]),
        ("HARBOR07", ["Not the user ID"]),
        ("Maple-77", []),
    ],
)
def test_asm_1_the_checklist_ticks_what_is_met(password: str, unmet: list[str], policy: PolicyDocument) -> None:
    assert [words for words, is_met in met(password, policy).items() if not is_met] == unmet


@pytest.mark.parametrize("password", ["", "        "])
def test_nothing_entered_meets_no_line(password: str, policy: PolicyDocument) -> None:
    assert not any(met(password, policy).values())


@pytest.mark.parametrize("case", TABLES["password"].cases, ids=lambda case: case.id)
def test_the_checklist_is_complete_exactly_where_no_rule_is_broken(case: Case) -> None:
    policy = policy_asking(**case.details.get("policy", {}))
    password, user_id = case.entries["new_password"], PASSWORD_OWNER["user_id"]

    assert all(met(password, policy).values()) == (password_words(password, user_id, policy.password) is None)


def test_the_checklist_follows_the_policy() -> None:
    policy = policy_asking(min=12, needs=("special", "rune"), not_user_id=False)

    assert list(met("", policy))[:2] == ["12 to 32 characters", "At least one special character"]
    assert len(met("", policy)) == 3


def test_a_need_that_this_program_does_not_know_is_left_to_the_portal() -> None:
    assert password_words("Green-Kite-52", "harbor07", policy_asking(needs=("rune",)).password) is None


def test_asm_1_what_only_the_portal_can_check_is_said(policy: PolicyDocument) -> None:
    assert "last 6 passwords" in str(history_note(policy))
    assert history_note(policy_asking(history=0)) is None


def test_a_paste_of_ten_million_characters_is_answered(policy: PolicyDocument) -> None:
    paste = "\u00e9" * 10_000_000

    found = check_new_password(PasswordEntries(paste, paste, paste), "harbor07", policy, panel=CHANGE_PASSWORD)

    assert [each.field for each in found] == ["new_password"]
    assert not all(met(paste, policy).values())
