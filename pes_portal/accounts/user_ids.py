"""What a user ID looks like (SET-3), and that one is never given twice (CLK-5)."""

from __future__ import annotations

import string

from sqlalchemy import Connection, select

from pes_portal.accounts.entries import Broken, Entry
from pes_portal.database.tables import accounts
from pes_portal.wire.policy import UserIdRules


def check_user_id(entry: Entry, rules: UserIdRules, letters_id: str | None = None) -> Broken | None:
    """The first rule that a new user ID breaks; `letters_id` is the initial ID of the PIN letter."""
    description = _what_is_wrong(entry, rules, letters_id)
    return None if description is None else Broken(entry.name, description)


def check_not_taken(connection: Connection, entry: Entry) -> Broken | None:
    """Whether an account has, or a deleted clerk had, this user ID in any case."""
    found = connection.execute(select(accounts.c.id).where(accounts.c.user_id_folded == entry.value.casefold()))
    if found.one_or_none() is None:
        return None
    return Broken(entry.name, f"This {entry.label} is taken. Choose another one.")


def _what_is_wrong(entry: Entry, rules: UserIdRules, letters_id: str | None) -> str | None:
    user_id, label = entry.value, entry.label
    if not user_id.strip():
        return f"{label} is required."
    if not rules.min <= len(user_id) <= rules.max:
        return f"{label} must have {rules.min} to {rules.max} characters; it has {len(user_id)}."
    if not set(user_id) <= set(string.ascii_letters + string.digits):
        return f"{label} can have only letters A–Z and a–z and digits."
    if user_id[0] in string.digits and not rules.starts_with_digit:
        return f"{label} cannot start with a digit."
    if letters_id is not None and user_id.casefold() == letters_id.casefold():
        return f"{label} cannot be the initial ID of the letter."
    return None
