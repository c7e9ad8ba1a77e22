from __future__ import annotations

import pytest

from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.provider_identifiers import is_npi
from pes_client.policy.user_ids import check_user_id, pes_limit_note


@pytest.fixture
def policy() -> PolicyDocument:
    return fallback_policy("cmap")


@pytest.mark.parametrize("length", [0, 6, 9, 10])
def test_set_3_up_to_what_the_pes_field_takes_there_is_nothing_to_note(length: int, policy: PolicyDocument) -> None:
    assert pes_limit_note("q" * length, policy) is None


@pytest.mark.parametrize("length", [11, 20])
def test_set_3_a_longer_id_is_taken_and_the_limit_of_pes_explained(length: int, policy: PolicyDocument) -> None:
    note = pes_limit_note("q" * length, policy)

    assert check_user_id("q" * length, policy) is None
    assert f"6 to 10 characters; this user ID has {length}." in str(note)


def test_set_3_the_limit_of_pes_is_the_policys(policy: PolicyDocument) -> None:
    longer = policy.model_copy(update={"user_id": policy.user_id.model_copy(update={"pes_max": 12})})

    assert pes_limit_note("q" * 12, longer) is None
    assert pes_limit_note("q" * 13, longer) is not None


@pytest.mark.parametrize(
    ("user_id", "words"),
    [
        ("", "This field is required."),
        ("quay1", "At least 6 characters are needed; this has 5."),
        ("quayside-1", "“-” is not allowed here. Use only A-Z a-z 0-9."),
        ("quayside\u200b", "“U+200B” is not allowed here. Use only A-Z a-z 0-9."),
        ("1quayside", "A user ID must not start with a digit."),
        ("HB1234567", "This is the ID from the letter; it ends with the account setup. Choose a new one."),
    ],
)
def test_set_3_the_words_say_what_to_do(user_id: str, words: str, policy: PolicyDocument) -> None:
    assert str(check_user_id(user_id, policy, initial_id="HB1234567")) == words


def test_a_paste_of_ten_million_characters_is_answered(policy: PolicyDocument) -> None:
    assert "At most 20" in str(check_user_id("\u00e9" * 10_000_000, policy))


@pytest.mark.parametrize("npi", ["1234567893", "1999999984", "1888888884", "1000000020"])
def test_set_1_an_npi_is_known_by_its_check_digit(npi: str) -> None:
    others = {npi[:-1] + digit for digit in "0123456789"} - {npi}

    assert is_npi(npi)
    assert not any(is_npi(each) for each in others)


@pytest.mark.parametrize("identifier", ["", "123456789", "12345678934", "12345678²3", "١٢٣٤٥٦٧٨٩٣", "123456789\n"])
def test_set_1_what_is_not_ten_digits_is_no_npi(identifier: str) -> None:
    assert not is_npi(identifier)
