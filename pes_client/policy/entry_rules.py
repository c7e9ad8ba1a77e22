"""The rules that entries of several panels share: each says what is wrong with one entry, or nothing.

Entries are judged as they are typed, the way a strict portal does: blanks at either end count towards the length
and nothing is trimmed or changed on its way; an entry of nothing but blanks is no entry.
"""

from __future__ import annotations

import re

from pes_client.policy.rules import Characters, EmailForm
from pes_client.wording import Text, text

_EMAIL_FORMS = {
    EmailForm.STRICT: re.compile(r"[a-z0-9]+@[a-z0-9]+\.[a-z]+", re.ASCII | re.IGNORECASE),
    EmailForm.USUAL: re.compile(
        r"[a-z0-9_+'-]+(\.[a-z0-9_+'-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}",
        re.ASCII | re.IGNORECASE,
    ),
}


def missing(entry: str) -> Text | None:
    """Every field marked `*` needs an entry."""
    return None if entry.strip(" ") else text("This field is required.")


def too_short(entry: str, least: int) -> Text | None:
    """Fewer than `least` characters."""
    if len(entry) >= least:
        return None
    return text("At least {least} characters are needed; this has {count}.", least=least, count=len(entry))


def too_long(entry: str, most: int) -> Text | None:
    """More than `most` characters."""
    if len(entry) <= most:
        return None
    return text("At most {most} characters are allowed; this has {count}.", most=most, count=len(entry))


def foreign(entry: str, characters: Characters) -> Text | None:
    """A character that the alphabet does not have; the sentence quotes it, so this is not for passwords."""
    stranger = characters.stranger(entry)
    if not stranger:
        return None
    found = stranger if stranger.isprintable() else f"U+{ord(stranger):04X}"
    allowed = alphabet(characters)
    if " " in characters.others:
        return text("“{found}” is not allowed here. Use only {allowed} and blanks.", found=found, allowed=allowed)
    return text("“{found}” is not allowed here. Use only {allowed}.", found=found, allowed=allowed)


def unprintable(entry: str) -> Text | None:
    """A control character or one that shows nothing, in an entry that may otherwise hold any script."""
    stranger = next((each for each in entry if not each.isprintable()), None)
    if stranger is None:
        return None
    return text("The character U+{number} cannot be used here.", number=f"{ord(stranger):04X}")


def bad_email(entry: str, form: EmailForm) -> Text | None:
    """Not an e-mail address of the form that the portal takes (SEC-5)."""
    if _EMAIL_FORMS[form].fullmatch(entry):
        return None
    if form is EmailForm.STRICT:
        return text(
            "The portal takes only addresses such as name@example.com: letters and digits, @, letters and digits,"
            " a period, letters."
        )
    return text("This is not an e-mail address such as first.last@example.com.")


def alphabet(characters: Characters) -> str:
    """The alphabet for a person to read, without its blank."""
    ranges = "A-Z a-z " * characters.letters + "0-9 " * characters.digits
    return (ranges + " ".join(characters.others.replace(" ", ""))).strip()
