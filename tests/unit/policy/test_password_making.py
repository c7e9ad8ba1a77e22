from __future__ import annotations

import random
import secrets

import pytest

from pes_client.errors import InputError
from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.passwords import make_password, password_strength, password_words


def policy_asking(**rules: object) -> PolicyDocument:
    policy = fallback_policy("cmap")
    return policy.model_copy(update={"password": policy.password.model_copy(update=rules)})


class AlwaysTheFirst:
    """Chance that has run out."""

    def choice(self, seq: str, /) -> str:
        return seq[0]


@pytest.mark.parametrize(
    ("rules", "length"),
    [
        ({}, 20),
        ({"needs": ("letter", "digit", "special")}, 20),
        ({"max": 8}, 8),
        ({"min": 24}, 24),
        ({"min": 32, "max": 32}, 32),
        ({"specials": ""}, 20),
        ({"specials": "!"}, 20),
        ({"needs": ()}, 20),
    ],
)
def test_asm_1_what_is_made_is_what_the_portal_accepts(rules: dict[str, object], length: int) -> None:
    policy = policy_asking(**rules)
    chance = random.Random(31)

    made = [make_password(policy, "harbor07", chance) for _ in range(200)]

    assert all(password_words(each, "harbor07", policy.password) is None for each in made)
    assert {len(each) for each in made} == {length}
    assert len(set(made)) == 200


def test_it_is_strong() -> None:
    chance = random.Random(7)

    assert all(
        password_strength(make_password(policy_asking(), "harbor07", chance), "harbor07").score == 4 for _ in range(50)
    )


def test_it_draws_on_every_character_of_the_policy() -> None:
    policy, chance = policy_asking(), random.Random(11)

    drawn = "".join(make_password(policy, "harbor07", chance) for _ in range(300))

    assert set(drawn) >= set(policy.password.specials)
    assert len(set(drawn)) == 26 + 26 + 10 + len(policy.password.specials)


def test_the_operating_systems_chance_is_what_it_is_made_for() -> None:
    assert len(make_password(policy_asking(), "harbor07", secrets)) == 20


def test_specials_that_no_keyboard_has_are_not_used() -> None:
    policy, chance = policy_asking(specials="\u00e9 \n\t\u200b\u0663a7-"), random.Random(5)

    drawn = "".join(make_password(policy, "harbor07", chance) for _ in range(100))

    assert drawn.isascii()
    assert {each for each in drawn if not each.isalnum()} == {"-"}


@pytest.mark.parametrize(
    "rules",
    [
        {"min": 1, "max": 1},
        {"min": 9, "max": 8, "needs": ("letter", "digit")},
        {"needs": ("special",), "specials": ""},
        {"min": 2**53, "max": 2**53},
    ],
)
def test_rules_that_leave_no_password_are_said_and_not_tried_for_ever(rules: dict[str, object]) -> None:
    with pytest.raises(InputError, match="leave none") as refused:
        make_password(policy_asking(**rules), "harbor07", random.Random(3))

    assert str(refused.value.hint)


def test_chance_that_has_run_out_is_not_waited_for() -> None:
    with pytest.raises(InputError):
        make_password(policy_asking(), "harbor07", AlwaysTheFirst())
