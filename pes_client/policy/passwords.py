"""The *Change Password* and *Reset Password* panels; the door to the rules, the advice and the making of passwords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from pes_client.domain.findings import Finding
from pes_client.policy.document import PolicyDocument
from pes_client.policy.entry_rules import missing
from pes_client.policy.password_making import SecretsLike, make_password
from pes_client.policy.password_rules import ChecklistLine, history_note, password_checklist, password_words
from pes_client.policy.password_strength import Strength, password_strength
from pes_client.policy.rules import PasswordRules
from pes_client.wording import Text, text

__all__ = [
    "CHANGE_PASSWORD",
    "FIELD_LABELS",
    "RESET_PASSWORD",
    "ChecklistLine",
    "PasswordEntries",
    "SecretsLike",
    "Strength",
    "check_new_password",
    "history_note",
    "make_password",
    "password_checklist",
    "password_strength",
    "password_words",
]

CHANGE_PASSWORD = text("Change Password")
RESET_PASSWORD = text("Reset Password")

# By the wire's field names, in the panels' order.
FIELD_LABELS = MappingProxyType(
    {
        "current_password": text("Current Password"),
        "new_password": text("New Password"),
        "confirm_password": text("Confirm New Password"),
    }
)


@dataclass(frozen=True, slots=True)
class PasswordEntries:
    """The three entries as typed; `current_password` is empty on the panels that do not ask for it."""

    current_password: str = field(repr=False)
    new_password: str = field(repr=False)
    confirm_password: str = field(repr=False)


def check_new_password(
    entries: PasswordEntries, user_id: str, policy: PolicyDocument, *, panel: Text
) -> tuple[Finding, ...]:
    """What the portal would refuse, in the panel's order and one finding for each broken field (ASM-1).

    Only *Change Password* asks for the current password. Of the earlier passwords that the portal remembers none is
    known here but the current one, as typed.
    """
    asks_current = panel == CHANGE_PASSWORD
    return tuple(
        Finding(words, panel, field=name, code="ASM-1")
        for name, words in _broken_fields(entries, user_id, policy.password, asks_current=asks_current)
    )


def _broken_fields(
    entries: PasswordEntries, user_id: str, rules: PasswordRules, *, asks_current: bool
) -> Iterator[tuple[str, Text]]:
    if asks_current and (words := missing(entries.current_password)):
        yield "current_password", words
    words = password_words(entries.new_password, user_id, rules)
    if words is None and asks_current:
        words = _is_current(entries, rules)
    if words:
        yield "new_password", words
    if words := missing(entries.confirm_password) or _differs(entries):
        yield "confirm_password", words


def _is_current(entries: PasswordEntries, rules: PasswordRules) -> Text | None:
    if not rules.history or entries.new_password != entries.current_password:
        return None
    return text("This is the current password; choose another one.")


def _differs(entries: PasswordEntries) -> Text | None:
    if entries.new_password == entries.confirm_password:
        return None
    return text("The two entries of the new password are not the same.")
