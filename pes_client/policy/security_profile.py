"""What a portal accepts as a security profile (SEC-3…5); the door to its entries and to the advice on them, too.

The two e-mail entries match only if they are the same, character by character.
"""

from __future__ import annotations

from collections.abc import Iterator

from pes_client.domain.findings import Finding
from pes_client.policy.document import PolicyDocument
from pes_client.policy.entry_rules import bad_email, foreign, missing, too_long
from pes_client.policy.rules import SecurityProfileRules
from pes_client.policy.security_advice import advise
from pes_client.policy.security_entries import ACCOUNT_SECURITY, FIELD_LABELS, SecurityProfile
from pes_client.wording import Text, text

__all__ = ["ACCOUNT_SECURITY", "FIELD_LABELS", "SecurityProfile", "advise", "check_security_profile"]


def check_security_profile(
    profile: SecurityProfile, policy: PolicyDocument, *, panel: Text = ACCOUNT_SECURITY
) -> tuple[Finding, ...]:
    """What the portal would refuse, in the panel's order and one finding for each broken field (SEC-3…5)."""
    return tuple(
        Finding(words, panel, field=name, code=requirement)
        for name, words, requirement in _broken_fields(profile, policy.security_profile)
    )


def email_words(email: str, rules: SecurityProfileRules) -> Text | None:
    """What is wrong with an e-mail address, or nothing (SEC-5)."""
    return missing(email) or too_long(email, rules.email_max) or bad_email(email, rules.email_form)


def _broken_fields(profile: SecurityProfile, rules: SecurityProfileRules) -> Iterator[tuple[str, Text, str]]:
    entries = (
        ("question_1", profile.question_1, rules.question_max, rules.question_characters),
        ("answer_1", profile.answer_1, rules.answer_max, rules.answer_characters),
        ("question_2", profile.question_2, rules.question_max, rules.question_characters),
        ("answer_2", profile.answer_2, rules.answer_max, rules.answer_characters),
    )
    for name, entry, most, characters in entries:
        if words := missing(entry) or too_long(entry, most) or foreign(entry, characters):
            yield name, words, "SEC-4"
    if words := email_words(profile.email, rules):
        yield "email", words, "SEC-5"
    if words := missing(profile.confirm_email) or _differs(profile):
        yield "confirm_email", words, "SEC-5"


def _differs(profile: SecurityProfile) -> Text | None:
    return None if profile.email == profile.confirm_email else text("The two e-mail entries are not the same.")
