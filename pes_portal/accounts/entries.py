"""What a person typed into a panel, checked entry by entry: the first broken rule of each, in words."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pes_portal.wire.policy import Characters, SecurityProfileRules
from pes_portal.wire.problems import Code, Message, PortalProblem

_STRICT_EMAIL = re.compile(r"[A-Za-z0-9]+@[A-Za-z0-9]+\.[A-Za-z]+")
_USUAL_EMAIL = re.compile(
    r"[A-Za-z0-9_+'-]+(?:\.[A-Za-z0-9_+'-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


@dataclass(frozen=True)
class Entry:
    """One field of a panel with what was typed into it; secrets stay out of its text form."""

    name: str
    label: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class Broken:
    """A rule that an entry breaks, or the n-th of several alike."""

    name: str
    description: str
    row: int | None = None


def refuse_broken(panel: str, found: Iterable[Broken | None]) -> None:
    """Raises `PortalProblem` `input.invalid` with one message for each broken entry, in the order given (SEC-6)."""
    messages = rows_of(panel, found)
    if messages:
        raise PortalProblem(422, Code.INPUT_INVALID, "Some fields cannot be saved as they are.", messages=messages)


def rows_of(panel: str, found: Iterable[Broken | None]) -> list[Message]:
    """The rows of the message table for what was found broken."""
    return [
        Message(description=broken.description, panel=panel, field=broken.name, row=broken.row)
        for broken in found
        if broken is not None
    ]


def check_text(entry: Entry, longest: int, characters: Characters) -> Broken | None:
    """Required, not too long, of an alphabet (SEC-4)."""
    too_long = check_length(entry, longest)
    if too_long is not None:
        return too_long
    if not all(map(_accepts(characters), entry.value)):
        return Broken(entry.name, f"{entry.label} can have only {_in_words(characters)}.")
    return None


def check_length(entry: Entry, longest: int) -> Broken | None:
    """Required, not too long; outer blanks count, blanks alone are nothing."""
    if not entry.value.strip():
        return Broken(entry.name, f"{entry.label} is required.")
    if len(entry.value) > longest:
        return Broken(entry.name, f"{entry.label} can have at most {longest} characters; it has {len(entry.value)}.")
    return None


def check_person_name(entry: Entry, longest: int) -> Broken | None:
    """Required, not too long, of characters that show as themselves; the ordinary blank is the only one."""
    too_long = check_length(entry, longest)
    if too_long is not None:
        return too_long
    if not entry.value.isprintable():
        return Broken(entry.name, f"{entry.label} has a character that cannot be shown.")
    return None


def check_email(entry: Entry, rules: SecurityProfileRules) -> Broken | None:
    """Required, not too long, of the form that the portal takes (SEC-5)."""
    if not entry.value.strip():
        return Broken(entry.name, f"{entry.label} is required.")
    if len(entry.value) > rules.email_max:
        return Broken(entry.name, f"{entry.label} can have at most {rules.email_max} characters.")
    form = _STRICT_EMAIL if rules.email_form == "strict" else _USUAL_EMAIL
    if not form.fullmatch(entry.value):
        return Broken(entry.name, f"{entry.label} must have the form name@place.end, of letters and digits.")
    return None


def check_phone(entry: Entry, form: str) -> Broken | None:
    """Required, and written as the portal writes telephone numbers, `#` standing for a digit."""
    if not entry.value.strip():
        return Broken(entry.name, f"{entry.label} is required.")
    if not re.fullmatch(re.escape(form).replace(r"\#", "[0-9]"), entry.value):
        return Broken(entry.name, f"{entry.label} must have the form {form}.")
    return None


def check_confirmation(entry: Entry, first: Entry) -> Broken | None:
    """Required, and character by character the same as what it confirms."""
    if not entry.value.strip():
        return Broken(entry.name, f"{entry.label} is required.")
    if entry.value != first.value:
        return Broken(entry.name, f"{entry.label} is not the same as {first.label}.")
    return None


def _accepts(characters: Characters) -> Callable[[str], bool]:
    accepted = set(characters.others)
    accepted.update(string.ascii_letters if characters.letters else "")
    accepted.update(string.digits if characters.digits else "")
    return accepted.__contains__


def _in_words(characters: Characters) -> str:
    kinds = ["letters A–Z and a–z"] if characters.letters else []
    kinds += ["digits"] if characters.digits else []
    kinds += ["spaces" if other == " " else f"“{other}”" for other in characters.others]
    return ", ".join(kinds[:-1]) + f" and {kinds[-1]}" if len(kinds) > 1 else kinds[0]
