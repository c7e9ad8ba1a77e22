"""How a portal takes the names and phone numbers of people (SET-2, CLK-1)."""

from __future__ import annotations

from pes_client.policy.document import PolicyDocument
from pes_client.policy.entry_rules import missing, too_long, unprintable
from pes_client.wording import Text, text

_ANY_DIGIT = "#"


def check_name(name: str, policy: PolicyDocument) -> Text | None:
    """What is wrong with a first or last name, or nothing; names may be of any script."""
    return missing(name) or too_long(name, policy.clerk_names.max) or unprintable(name)


def check_phone(phone: str, policy: PolicyDocument) -> Text | None:
    """What is wrong with a phone number, or nothing; it is written exactly in the policy's form."""
    form = policy.phone.form
    if words := missing(phone):
        return words
    if len(phone) == len(form) and all(map(_fits, phone, form)):
        return None
    return text("Enter the phone number as {form}.", form=form)


def _fits(character: str, expected: str) -> bool:
    if expected == _ANY_DIGIT:
        return character.isascii() and character.isdigit()
    return character == expected
