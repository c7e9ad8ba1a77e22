"""The identifiers that a PIN letter names: an NPI, or another identifier of the portal (SET-1)."""

from __future__ import annotations

import re

from pes_client.policy.entry_rules import foreign, missing, too_long
from pes_client.policy.rules import Characters
from pes_client.wording import Text, text

_ALPHABET = Characters(letters=True, digits=True, others="")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_LONGEST = 15
# The check digit is that of the card number which the NPI stands in, and this is how such a card begins.
_CARD_ISSUER = "80840"


def check_identifier(identifier: str) -> Text | None:
    """The first rule that the identifier breaks, in words; None if it breaks none. Ten digits are an NPI."""
    if words := missing(identifier) or too_long(identifier, _LONGEST) or foreign(identifier, _ALPHABET):
        return words
    if _TEN_DIGITS.fullmatch(identifier) and not is_npi(identifier):
        return text("This is no NPI: its last digit does not fit the others. Compare it with the letter.")
    return None


def is_npi(identifier: str) -> bool:
    """Whether it is ten digits that end in the check digit of an NPI (Luhn, with the prefix of health cards)."""
    if not _TEN_DIGITS.fullmatch(identifier):
        return False
    total = 0
    for place, digit in enumerate(reversed(_CARD_ISSUER + identifier)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
