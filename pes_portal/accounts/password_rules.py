"""What a password looks like (ASM-1): length, alphabet, what it needs, and that it is not the user ID."""

from __future__ import annotations

import string

from pes_portal.accounts.entries import Broken, Entry
from pes_portal.wire.policy import PasswordRules

_KINDS = {"letter": string.ascii_letters, "digit": string.digits}


def check_password(entry: Entry, user_id: str, rules: PasswordRules) -> Broken | None:
    """The first rule that a new password breaks; its history is looked at elsewhere."""
    description = _what_is_wrong(entry, user_id, rules)
    return None if description is None else Broken(entry.name, description)


def _what_is_wrong(entry: Entry, user_id: str, rules: PasswordRules) -> str | None:
    password, label = entry.value, entry.label
    if not password.strip():
        return f"{label} is required."
    if not rules.min <= len(password) <= rules.max:
        return f"{label} must have {rules.min} to {rules.max} characters; it has {len(password)}."
    if not set(password) <= set(string.ascii_letters + string.digits + rules.specials):
        return f"{label} can have only letters A–Z and a–z, digits and {' '.join(rules.specials)}"
    for kind in rules.needs:
        if set(password).isdisjoint(_KINDS.get(kind, rules.specials)):
            return f"{label} needs at least one {kind if kind != 'special' else 'special character'}."
    if rules.not_user_id and password.casefold() == user_id.casefold():
        return f"{label} cannot be the user ID."
    return None
