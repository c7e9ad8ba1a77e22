from __future__ import annotations

from pes_client.policy.account_setup import (
    FIELD_LABELS,
    PIN_FIELD_LABELS,
    AccountSetup,
    PinEntries,
    check_account_setup,
    check_pin,
)
from tests.unit.policy.rule_tables import CMAP, TABLES

VALID = TABLES["account_setup"].cases[0].entries


def test_set_2_the_labels_stand_in_the_panels_order() -> None:
    assert list(FIELD_LABELS) == list(AccountSetup.__dataclass_fields__)
    assert [str(label) for label in FIELD_LABELS.values()] == [
        "User ID",
        "New Password",
        "Confirm New Password",
        "First Name",
        "Last Name",
        "Phone",
        "1st Secret Question",
        "1st Answer",
        "2nd Secret Question",
        "2nd Answer",
        "Email",
        "Confirm Email",
    ]


def test_set_1_the_letters_page_has_two_fields() -> None:
    assert list(PIN_FIELD_LABELS) == list(PinEntries.__dataclass_fields__)


def test_what_is_secret_stays_out_of_the_repr() -> None:
    shown = repr(AccountSetup(**VALID)) + repr(PinEntries("1234567893", "402718653"))

    for secret in (VALID["new_password"], VALID["answer_1"], VALID["answer_2"], "402718653"):
        assert secret not in shown
    assert VALID["user_id"] in shown


def test_set_3_each_finding_names_the_requirement_behind_it() -> None:
    everything = AccountSetup(**dict.fromkeys(VALID, ""))

    found = check_account_setup(everything, CMAP, initial_id="")

    assert {each.field: each.code for each in found} == {
        "user_id": "SET-3",
        "new_password": "ASM-1",
        "confirm_password": "ASM-1",
        "first_name": "SET-2",
        "last_name": "SET-2",
        "phone": "SET-2",
        "question_1": "SEC-4",
        "answer_1": "SEC-4",
        "question_2": "SEC-4",
        "answer_2": "SEC-4",
        "email": "SEC-5",
        "confirm_email": "SEC-5",
    }


def test_asm_2_the_number_of_digits_is_the_policys() -> None:
    shorter = CMAP.model_copy(update={"pin": CMAP.pin.model_copy(update={"digits": 6})})

    (found,) = check_pin(PinEntries("1234567893", "402718653"), shorter)

    assert str(found.description) == "The PIN is the 6 digits of the letter, without blanks."
    assert check_pin(PinEntries("1234567893", "402718"), shorter) == ()


def test_set_2_the_form_of_the_phone_number_is_told() -> None:
    (found,) = check_account_setup(AccountSetup(**{**VALID, "phone": "8605550142"}), CMAP, initial_id="")

    assert str(found.description) == "Enter the phone number as ###-###-####."


def test_a_paste_of_ten_million_characters_in_every_field_is_answered() -> None:
    paste = "a@" + "a." * 5_000_000

    found = check_account_setup(AccountSetup(*[paste] * 12), CMAP, initial_id="") + check_pin(
        PinEntries(paste, paste), CMAP
    )

    assert len(found) == 12
