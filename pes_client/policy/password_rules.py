"""What a portal accepts as a password (ASM-1): one rule after the other, and all of them as a live checklist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pes_client.policy.document import PolicyDocument
from pes_client.policy.entry_rules import alphabet, missing, too_long, too_short
from pes_client.policy.rules import Characters, PasswordRules
from pes_client.wording import Text, text

LETTER, DIGIT, SPECIAL = "letter", "digit", "special"


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One rule in words, and whether the password meets it so far."""

    words: Text
    met: bool


def password_words(password: str, user_id: str, rules: PasswordRules) -> Text | None:
    """The first rule that a password breaks, in words that quote nothing of it; None if it breaks none (ASM-1)."""
    return (
        missing(password)
        or too_short(password, rules.min)
        or too_long(password, rules.max)
        or _foreign(password, rules)
        or _lacks_a_class(password, rules)
        or _is_user_id(password, user_id, rules)
    )


def password_checklist(new_password: str, user_id: str, policy: PolicyDocument) -> tuple[ChecklistLine, ...]:
    """The rules as a person ticks them off while typing; nothing typed meets none.

    All lines are met exactly where `password_words` finds nothing. See `history_note` for what only the portal knows.
    """
    typed = not missing(new_password)
    return tuple(ChecklistLine(words, typed and met) for words, met in _lines(new_password, user_id, policy.password))


def history_note(policy: PolicyDocument) -> Text | None:
    """What else the portal looks at and nobody can check beforehand: the account's earlier passwords (ASM-1)."""
    earlier = policy.password.history
    if not earlier:
        return None
    return text("The portal also refuses the last {n} passwords of the account; only it can check that.", n=earlier)


def password_alphabet(rules: PasswordRules) -> Characters:
    """The characters that a password may hold: letters and digits of ASCII and the policy's specials."""
    return Characters(letters=True, digits=True, others=rules.specials)


def _lines(password: str, user_id: str, rules: PasswordRules) -> Iterator[tuple[Text, bool]]:
    yield (
        text("{least} to {most} characters", least=rules.min, most=rules.max),
        rules.min <= len(password) <= rules.max,
    )
    for need in rules.needs:
        if need in _NEEDS:
            yield _NEEDS[need], _has(need, password, rules)
    allowed = alphabet(password_alphabet(rules))
    yield text("Only {allowed}", allowed=allowed), _foreign(password, rules) is None
    if rules.not_user_id:
        yield text("Not the user ID"), _is_user_id(password, user_id, rules) is None


def _foreign(password: str, rules: PasswordRules) -> Text | None:
    characters = password_alphabet(rules)
    stranger = characters.stranger(password)
    if not stranger:
        return None
    # The place is told and not the character: a finding may be shown, logged or sent on.
    return text(
        "Character {place} is not allowed in a password. Use only {allowed}.",
        place=password.index(stranger) + 1,
        allowed=alphabet(characters),
    )


_NEEDS = {
    LETTER: text("At least one letter"),
    DIGIT: text("At least one digit"),
    SPECIAL: text("At least one special character"),
}
_LACKS = {
    LETTER: text("A password needs at least one letter, A-Z or a-z."),
    DIGIT: text("A password needs at least one digit, 0-9."),
    SPECIAL: text("A password needs at least one special character."),
}


def _lacks_a_class(password: str, rules: PasswordRules) -> Text | None:
    # A class that this program does not know yet is left to the portal.
    return next((_LACKS[need] for need in rules.needs if need in _LACKS and not _has(need, password, rules)), None)


def _has(need: str, password: str, rules: PasswordRules) -> bool:
    if need == SPECIAL:
        return any(each in rules.specials for each in password)
    if need == DIGIT:
        return any(each.isascii() and each.isdigit() for each in password)
    return any(each.isascii() and each.isalpha() for each in password)


def _is_user_id(password: str, user_id: str, rules: PasswordRules) -> Text | None:
    if not rules.not_user_id or password.casefold() != user_id.casefold():
        return None
    return text("The password must not be the user ID.")
