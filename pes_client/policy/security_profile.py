"""What a portal accepts as a security profile (SEC-3…5); the door to its entries and to the advice on them, too.

Entries are judged as they are typed, the way a strict portal does: blanks at either end count towards the length
and are allowed where the alphabet has a blank; an entry of nothing but blanks is no entry; nothing is trimmed or
changed on its way. The two e-mail entries match only if they are the same, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pes_client.domain.findings import Finding
from pes_client.policy.document import PolicyDocument
from pes_client.policy.rules import Characters, EmailForm, SecurityProfileRules
from pes_client.policy.security_advice import advise
from pes_client.policy.security_entries import ACCOUNT_SECURITY, FIELD_LABELS, SecurityProfile
from pes_client.wording import Text, text

__all__ = ["ACCOUNT_SECURITY", "FIELD_LABELS", "SecurityProfile", "advise", "check_security_profile"]

_EMAIL_FORMS = {
    EmailForm.STRICT: re.compile(r"[a-z0-9]+@[a-z0-9]+\.[a-z]+", re.ASCII | re.IGNORECASE),
    EmailForm.USUAL: re.compile(
        r"[a-z0-9_+'-]+(\.[a-z0-9_+'-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}",
        re.ASCII | re.IGNORECASE,
    ),
}


def check_security_profile(profile: SecurityProfile, policy: PolicyDocument) -> tuple[Finding, ...]:
    """What the portal would refuse, in the panel's order and one finding for each broken field (SEC-3…5)."""
    rules = policy.security_profile
    return tuple(_broken_fields(profile, rules))


def _broken_fields(profile: SecurityProfile, rules: SecurityProfileRules) -> Iterator[Finding]:
    entries = (
        ("question_1", profile.question_1, rules.question_max, rules.question_characters),
        ("answer_1", profile.answer_1, rules.answer_max, rules.answer_characters),
        ("question_2", profile.question_2, rules.question_max, rules.question_characters),
        ("answer_2", profile.answer_2, rules.answer_max, rules.answer_characters),
    )
    for name, entry, most, characters in entries:
        if words := _required(entry) or _too_long(entry, most) or _foreign(entry, characters):
            yield _finding(name, words, "SEC-4")
    if words := _required(profile.email) or _too_long(profile.email, rules.email_max) or _form(profile, rules):
        yield _finding("email", words, "SEC-5")
    if words := _required(profile.confirm_email) or _differs(profile):
        yield _finding("confirm_email", words, "SEC-5")


def _finding(name: str, words: Text, requirement: str) -> Finding:
    return Finding(words, ACCOUNT_SECURITY, field=name, code=requirement)


def _required(entry: str) -> Text | None:
    return None if entry.strip(" ") else text("This field is required.")


def _too_long(entry: str, most: int) -> Text | None:
    if len(entry) <= most:
        return None
    return text("At most {most} characters are allowed; this has {count}.", most=most, count=len(entry))


def _foreign(entry: str, characters: Characters) -> Text | None:
    stranger = characters.stranger(entry)
    if not stranger:
        return None
    found = stranger if stranger.isprintable() else f"U+{ord(stranger):04X}"
    allowed = "A-Z a-z " * characters.letters + "0-9 " * characters.digits
    allowed = (allowed + " ".join(characters.others.replace(" ", ""))).strip()
    if " " in characters.others:
        return text("“{found}” is not allowed here. Use only {allowed} and blanks.", found=found, allowed=allowed)
    return text("“{found}” is not allowed here. Use only {allowed}.", found=found, allowed=allowed)


def _form(profile: SecurityProfile, rules: SecurityProfileRules) -> Text | None:
    if _EMAIL_FORMS[rules.email_form].fullmatch(profile.email):
        return None
    if rules.email_form is EmailForm.STRICT:
        return text(
            "The portal takes only addresses such as name@example.com: letters and digits, @, letters and digits,"
            " a period, letters."
        )
    return text("This is not an e-mail address such as first.last@example.com.")


def _differs(profile: SecurityProfile) -> Text | None:
    return None if profile.email == profile.confirm_email else text("The two e-mail entries are not the same.")
