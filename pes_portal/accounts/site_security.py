"""The site-security form: SEC-4 and SEC-5 as rules, each saying which field it refuses and why."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import dataclass

from pes_portal.wire.policy import Characters, SecurityProfileRules
from pes_portal.wire.problems import Message
from pes_portal.wire.security_profile import SecurityProfileInput

PANEL = "Account Security"

_STRICT_EMAIL = re.compile(r"[A-Za-z0-9]+@[A-Za-z0-9]+\.[A-Za-z]+")
_USUAL_EMAIL = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


@dataclass(frozen=True)
class _Field:
    name: str
    label: str


_QUESTIONS = (_Field("question_1", "1st Secret Question"), _Field("question_2", "2nd Secret Question"))
_ANSWERS = (_Field("answer_1", "1st Answer"), _Field("answer_2", "2nd Answer"))
_EMAIL = _Field("email", "Email")
_CONFIRM_EMAIL = _Field("confirm_email", "Confirm Email")


def site_security_messages(profile: SecurityProfileInput, rules: SecurityProfileRules) -> list[Message]:
    """One message for each field that breaks a rule, in the order of the panel; empty when all is well."""
    broken: list[Message | None] = []
    for question, answer in zip(_QUESTIONS, _ANSWERS, strict=True):
        broken.append(_check_text(profile, question, rules.question_max, rules.question_characters))
        broken.append(_check_text(profile, answer, rules.answer_max, rules.answer_characters))
    broken.append(_check_email(profile, rules))
    broken.append(_check_confirmation(profile))
    return [message for message in broken if message is not None]


def _check_text(profile: SecurityProfileInput, field: _Field, longest: int, characters: Characters) -> Message | None:
    value = getattr(profile, field.name)
    if not value.strip():
        return _message(field, f"{field.label} is required.")
    if len(value) > longest:
        return _message(field, f"{field.label} can have at most {longest} characters; it has {len(value)}.")
    if not all(map(_accepts(characters), value)):
        return _message(field, f"{field.label} can have only {_in_words(characters)}.")
    return None


def _check_email(profile: SecurityProfileInput, rules: SecurityProfileRules) -> Message | None:
    if not profile.email.strip():
        return _message(_EMAIL, "Email is required.")
    if len(profile.email) > rules.email_max:
        return _message(_EMAIL, f"Email can have at most {rules.email_max} characters.")
    form = _STRICT_EMAIL if rules.email_form == "strict" else _USUAL_EMAIL
    if not form.fullmatch(profile.email):
        return _message(_EMAIL, "Email must have the form name@place.end, of letters and digits.")
    return None


def _check_confirmation(profile: SecurityProfileInput) -> Message | None:
    if not profile.confirm_email.strip():
        return _message(_CONFIRM_EMAIL, "Confirm Email is required.")
    if profile.confirm_email != profile.email:
        return _message(_CONFIRM_EMAIL, "Confirm Email is not the same as Email.")
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


def _message(field: _Field, description: str) -> Message:
    return Message(description=description, panel=PANEL, field=field.name)
