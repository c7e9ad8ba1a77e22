"""What a portal accepts as the user ID of a new account (SET-3)."""

from __future__ import annotations

from pes_client.policy.document import PolicyDocument
from pes_client.policy.entry_rules import foreign, missing, too_long, too_short
from pes_client.policy.rules import Characters, UserIdRules
from pes_client.wording import Text, text

_ALPHABET = Characters(letters=True, digits=True, others="")


def check_user_id(user_id: str, policy: PolicyDocument, *, initial_id: str = "") -> Text | None:
    """The first rule that the user ID breaks, in words; None if it breaks none (SET-3).

    `initial_id` is the ID of the PIN letter, in any case of letters. Whether the ID is taken only the portal knows.
    """
    rules = policy.user_id
    return (
        missing(user_id)
        or too_short(user_id, rules.min)
        or too_long(user_id, rules.max)
        or foreign(user_id, _ALPHABET)
        or _starts_with_digit(user_id, rules)
        or _is_initial_id(user_id, initial_id)
    )


def pes_limit_note(user_id: str, policy: PolicyDocument) -> Text | None:
    """Advice where the ID is longer than the Web Logon ID field of Provider Electronic Solutions takes (SET-3)."""
    rules = policy.user_id
    if len(user_id) <= rules.pes_max:
        return None
    return text(
        "The Web Logon ID field of Provider Electronic Solutions takes {least} to {most} characters; this user ID has"
        " {count}. This program takes it as it is: choose a shorter one only if you also use the older software.",
        least=rules.min,
        most=rules.pes_max,
        count=len(user_id),
    )


def _starts_with_digit(user_id: str, rules: UserIdRules) -> Text | None:
    if rules.starts_with_digit or not user_id[0].isdigit():
        return None
    return text("A user ID must not start with a digit.")


def _is_initial_id(user_id: str, initial_id: str) -> Text | None:
    if user_id.casefold() != initial_id.casefold():
        return None
    return text("This is the ID from the letter; it ends with the account setup. Choose a new one.")
