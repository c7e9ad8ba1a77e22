"""The site-security form: SEC-4 and SEC-5 as rules, each saying which field it refuses and why."""

from __future__ import annotations

from pes_portal.accounts.entries import Broken, Entry, check_confirmation, check_email, check_text
from pes_portal.wire.policy import SecurityProfileRules
from pes_portal.wire.security_profile import SecurityProfileInput

PANEL = "Account Security"


def check_security_profile(profile: SecurityProfileInput, rules: SecurityProfileRules) -> list[Broken | None]:
    """The broken rule of each field, or None, in the order of the panel."""
    email = Entry("email", "Email", profile.email)
    return [
        _check_question(Entry("question_1", "1st Secret Question", profile.question_1), rules),
        _check_answer(Entry("answer_1", "1st Answer", profile.answer_1), rules),
        _check_question(Entry("question_2", "2nd Secret Question", profile.question_2), rules),
        _check_answer(Entry("answer_2", "2nd Answer", profile.answer_2), rules),
        check_email(email, rules),
        check_confirmation(Entry("confirm_email", "Confirm Email", profile.confirm_email), email),
    ]


def _check_question(entry: Entry, rules: SecurityProfileRules) -> Broken | None:
    return check_text(entry, rules.question_max, rules.question_characters)


def _check_answer(entry: Entry, rules: SecurityProfileRules) -> Broken | None:
    return check_text(entry, rules.answer_max, rules.answer_characters)
