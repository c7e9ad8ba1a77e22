"""Making a password that nobody has to remember, for accounts that scripts use."""

from __future__ import annotations

import string
from typing import Protocol

from pes_client.errors import InputError
from pes_client.policy.document import PolicyDocument
from pes_client.policy.password_rules import password_words
from pes_client.policy.rules import PasswordRules
from pes_client.wording import text

# 20 of about 80 characters are some 125 bits: nobody tries them all.
_LENGTH = 20
_LONGEST = 200
_ATTEMPTS = 1000


class SecretsLike(Protocol):
    """Where chance comes from: the module `secrets`, or something repeatable in tests."""

    def choice(self, seq: str, /) -> str:
        """One of the characters, each as likely as the others."""


def make_password(policy: PolicyDocument, user_id: str, random: SecretsLike) -> str:
    """A password of 20 characters, or as near to that as the policy allows, evenly drawn from all that it accepts.

    Raises InputError where the portal's rules leave no password to be made.
    """
    rules = policy.password
    length = min(max(rules.min, _LENGTH), rules.max)
    if length <= _LONGEST:
        characters = _characters(rules)
        # Whole passwords are drawn again: mending one would make some likelier than others.
        for _attempt in range(_ATTEMPTS):
            password = "".join(random.choice(characters) for _place in range(length))
            if password_words(password, user_id, rules) is None:
                return password
    raise InputError(
        text("The portal's rules for passwords leave none that this program could make."),
        text("Nothing was changed. Choose the new password yourself."),
    )


def _characters(rules: PasswordRules) -> str:
    """What to draw from: each character once, and of the specials only those that any keyboard has."""
    specials = (each for each in rules.specials if each.isascii() and each.isprintable() and each != " ")
    return string.ascii_letters + string.digits + "".join(dict.fromkeys(s for s in specials if not s.isalnum()))
