from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pes_client.policy.common_passwords import COMMON_PASSWORDS
from pes_client.policy.passwords import password_strength


def score(password: str, user_id: str = "tpmaster1") -> int:
    return password_strength(password, user_id).score


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "Password1",
        "P@ssw0rd",
        "medicaid1",
        "qwertyui",
        "1qaz2wsx",
        "12345678",
        "87654321",
        "abcdefgh1",
        "aaaaaaaa1",
        "abababab1",
        "Summer2024",
        "tpmaster1",
        "TPMaster123",
        "1retsampt",
        "connecticut1",
    ],
)
def test_what_everybody_tries_first_is_weak(password: str) -> None:
    assert score(password) <= 1


@pytest.mark.parametrize("password", ["x7Kq_9vB", "hV3mtQzw"])
def test_eight_unrelated_characters_are_good_and_not_strong(password: str) -> None:
    assert score(password) == 3


@pytest.mark.parametrize("password", ["Harbor-Light-41", "kettle94-Ribbon.moss", "Dbt83Fe}f6(gpe=q_PJC"])
def test_long_and_unrelated_is_strong(password: str) -> None:
    assert score(password) == 4


def test_the_own_user_id_counts_as_known_and_anybody_elses_does_not() -> None:
    assert score("quaysider1x", "quaysider1") < score("quaysider1x", "tpmaster1")


@pytest.mark.parametrize("password", ["", "a", "1"])
def test_next_to_nothing_is_nothing(password: str) -> None:
    assert score(password) == 0


def test_words_are_shown_beside_the_meter_and_none_before_anything_is_typed() -> None:
    assert str(password_strength("", "tpmaster1").words) == ""
    assert str(password_strength("password", "tpmaster1").words) == "Very easy to guess."
    assert str(password_strength("Dbt83Fe}f6(gpe=q_PJC", "tpmaster1").words) == "Strong."


def test_a_paste_of_ten_million_characters_is_rated() -> None:
    assert score("ab" * 5_000_000) <= 1


@given(st.text(max_size=70), st.text(max_size=30))
def test_anything_can_be_typed(password: str, user_id: str) -> None:
    assert 0 <= password_strength(password, user_id).score <= 4


def test_each_common_word_stands_in_the_list_once() -> None:
    assert len(set(COMMON_PASSWORDS)) == len(COMMON_PASSWORDS) >= 100
