from __future__ import annotations

import json
from typing import Any

import pytest

from pes_client.domain.accounts import Role
from pes_client.errors import InputError, PortalAnswerInvalid
from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.profile import portal_profile
from pes_client.policy.profile_files import profile_names
from pes_client.policy.rules import Direction


@pytest.fixture
def policy() -> PolicyDocument:
    return fallback_policy("cmap")


@pytest.fixture
def published(policy: PolicyDocument) -> dict[str, Any]:
    """The document as a portal would publish it."""
    document: dict[str, Any] = json.loads(policy.to_json())
    return document


def test_a_policy_survives_being_kept_for_offline_work(policy: PolicyDocument) -> None:
    assert PolicyDocument.from_json(policy.to_json()) == policy


def test_what_a_newer_portal_adds_does_not_disturb(policy: PolicyDocument, published: dict[str, Any]) -> None:
    published["something_new"] = {"a": 1}
    published["password"]["something_new"] = True

    assert PolicyDocument.from_json(json.dumps(published).encode()) == policy


def test_an_older_portal_that_does_not_tell_the_younger_rules_gets_the_documents_numbers(
    policy: PolicyDocument, published: dict[str, Any]
) -> None:
    for younger in ("clerk_names", "phone", "pin", "reminder_days", "review_days"):
        del published[younger]
    del published["contacts"]["master_user_hint"]

    older = PolicyDocument.from_json(json.dumps(published))

    assert (older.clerk_names.max, older.phone.form) == (35, "###-###-####")
    assert (older.pin.digits, older.pin.days) == (9, 60)  # ASM-2
    assert older.reminder_days == (14, 7, 3, 1)
    assert older.review_days == (30, 60, 90)
    assert older.contacts.master_user_hint == ""
    assert older.model_copy(update={"contacts": policy.contacts}) == policy


@pytest.mark.parametrize(
    "answer",
    ["", "<html>Sign in to the guest network</html>", "null", "[]", "{}", '{"policy_version": "1"}', "[" * 10_000],
)
def test_an_answer_that_is_no_policy_is_refused_with_words(answer: str) -> None:
    with pytest.raises(PortalAnswerInvalid) as refused:
        PolicyDocument.from_json(answer)

    assert str(refused.value.message)
    assert str(refused.value.hint)


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("security_profile", "question_max", "50"),
        ("security_profile", "question_max", 0),
        ("security_profile", "answer_max", -1),
        ("security_profile", "answer_max", True),
        ("security_profile", "answer_max", 1e30),
        ("security_profile", "email_form", "anything"),
        ("security_profile", "question_characters", []),
        ("password", "needs", "letter"),
        ("user_id", "starts_with_digit", 0),
        ("account", "idle_days", None),
        ("limits", "upload_max_bytes", "big"),
        ("contacts", "provider_assistance", "call us"),
        ("contacts", "master_user_hint", 7),
        ("clerk_names", "max", 0),
        ("phone", "form", "#" * 201),
        ("pin", "digits", "9"),
    ],
)
def test_a_rule_of_the_wrong_type_or_size_is_refused(
    published: dict[str, Any], part: str, name: str, value: object
) -> None:
    published[part][name] = value

    with pytest.raises(PortalAnswerInvalid):
        PolicyDocument.from_json(json.dumps(published))


@pytest.mark.parametrize("days", ["14", [0], [-7], ["7"], [7.5], list(range(1, 22)), None])
@pytest.mark.parametrize("rule", ["reminder_days", "review_days"])
def test_days_that_are_no_days_are_refused(published: dict[str, Any], rule: str, days: object) -> None:
    published[rule] = days

    with pytest.raises(PortalAnswerInvalid):
        PolicyDocument.from_json(json.dumps(published))


def test_what_was_received_is_not_quoted_in_the_error(published: dict[str, Any]) -> None:
    published["portal_name"] = ["CANARY"]

    with pytest.raises(PortalAnswerInvalid) as refused:
        PolicyDocument.from_json(json.dumps(published))

    assert "CANARY" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "spelling", ["EDELIVERY", "eDelivery", "E-Delivery", "e delivery", "e-delivery", " E - DELIVERY ", "edelivery"]
)
def test_trf_1_every_spelling_of_e_delivery_is_understood(policy: PolicyDocument, spelling: str) -> None:
    assert policy.find_transaction_type(spelling) == "EDELIVERY"


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("837p", "837P"),
        ("837-P", "837P"),
        ("837 Professional", "837P"),
        ("ta1", "TA1"),
        ("277 ca", "277CA"),
        ("277", "277"),
        ("remittance advice", "RA"),
        ("278 response", "278R"),
        ("", None),
        ("-", None),
        ("999 letters", None),
    ],
)
def test_trf_1_other_types_are_found_by_code_label_and_alias(
    policy: PolicyDocument, spelling: str, code: str | None
) -> None:
    assert policy.find_transaction_type(spelling) == code


def test_labels_are_the_policys_and_unknown_codes_stand_for_themselves(policy: PolicyDocument) -> None:
    assert policy.transaction_type_label("EDELIVERY") == "E-Delivery"
    assert policy.transaction_type_label("XYZ") == "XYZ"
    assert policy.role_label("trade_files_e_delivery_only") == "Trade Files E-Delivery Only"
    assert policy.role_label("new_role") == "new_role"


def test_trf_8_a_new_kind_of_letter_appears_without_a_new_client(policy: PolicyDocument) -> None:
    assert policy.letter_kind_label("EFT") == "Electronic Funds Transfer letter"
    assert policy.letter_kind_label("NEW_KIND") == "NEW_KIND"


def test_clk_2_e_delivery_only_sees_letters_and_nothing_else(policy: PolicyDocument) -> None:
    downloads = policy.transaction_types_for({Role.TRADE_FILES_E_DELIVERY_ONLY}, Direction.DOWNLOAD)
    uploads = policy.transaction_types_for({Role.TRADE_FILES_E_DELIVERY_ONLY}, Direction.UPLOAD)

    assert [each.code for each in downloads] == ["EDELIVERY"]
    assert uploads == ()


def test_clk_2_includes_e_delivery_sees_everything(policy: PolicyDocument) -> None:
    downloads = policy.transaction_types_for({Role.TRADE_FILES}, Direction.DOWNLOAD)
    uploads = policy.transaction_types_for({Role.TRADE_FILES}, Direction.UPLOAD)

    assert [each.code for each in downloads][:4] == ["EDELIVERY", "RA", "835", "999"]
    assert [each.code for each in uploads] == ["837P", "837I", "837D", "270", "276", "278"]


def test_without_a_trade_files_role_nothing_is_seen(policy: PolicyDocument) -> None:
    assert policy.transaction_types_for({Role.CLAIM, Role.ADMINISTRATOR}, Direction.DOWNLOAD) == ()


def test_clk_2_the_two_trade_files_roles_exclude_each_other(policy: PolicyDocument) -> None:
    excluded = {each.code: each.excludes for each in policy.roles}

    assert excluded["trade_files_includes_e_delivery"] == ("trade_files_e_delivery_only",)
    assert excluded["trade_files_e_delivery_only"] == ("trade_files_includes_e_delivery",)
    assert {each.code for each in policy.roles} == {role.value for role in Role}


def test_the_cmap_fallback_holds_the_documents_numbers(policy: PolicyDocument) -> None:
    rules = policy.security_profile

    assert (rules.question_max, rules.answer_max, rules.email_form) == (50, 20, "strict")  # SEC-4, SEC-5
    assert (policy.password.days, policy.account.idle_days, policy.account.wrong_passwords) == (60, 90, 6)  # ACC
    assert (policy.user_id.min, policy.user_id.max, policy.user_id.pes_max) == (6, 20, 10)  # SET-3
    assert (policy.letters.retention_months_min, policy.letters.retention_months_max) == (6, 12)  # TRF-7
    assert policy.contacts.provider_assistance.phone == "1-800-842-8440"  # ACC-6
    assert len(policy.letter_kinds) == 5  # TRF-4


def test_every_profile_of_the_program_can_be_read() -> None:
    assert "cmap" in profile_names()
    for name in profile_names():
        profile = portal_profile(name)
        assert profile.name == name == profile.policy.profile
        assert profile.title
        assert "trade_files_download" in profile.panels


@pytest.mark.parametrize("name", ["", "../cmap", "CMAP", "cmap.toml", "/etc/passwd", "nowhere", "cmap\0"])
def test_a_profile_that_does_not_exist_is_refused_whatever_its_name(name: str) -> None:
    with pytest.raises(InputError, match="no portal profile"):
        fallback_policy(name)
