"""Advice on secret questions (SEC-8): nothing here is refused, it only tells what others could guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pes_client.domain.findings import Finding, Severity
from pes_client.policy.security_entries import ACCOUNT_SECURITY, SecurityProfile
from pes_client.wording import Text, text

_SHORT_ANSWER = 3
_SUBJECTS: tuple[tuple[re.Pattern[str], Text], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), advice)
    for words, advice in (
        (
            r"maiden|mother|father|mom|dad|parents?|spouse|wife|husband|child|children|son|daughter|sister|brother",
            text("Names in a family are easy to find out. You may answer with something that is not true."),
        ),
        (
            r"birth\w*|born|anniversary|wedding|age",
            text("Dates and places of a life are in public records. You may answer with something that is not true."),
        ),
        (
            r"ssn|social security|phone|license|zip|address|street|npi|tax id",
            text("Numbers and addresses stand on many papers. You may answer with something that is not true."),
        ),
        (
            r"pet|dog|cat|school|college|team|car|color|city|town|employer|movie|food",
            text("Others may know or guess this, for example from social media. The answer need not be true."),
        ),
    )
)


def advise(profile: SecurityProfile, *, user_id: str = "") -> tuple[Finding, ...]:
    """What would be wiser, as findings of severity ADVICE in the panel's order; says nothing of empty fields."""
    return tuple(
        Finding(words, ACCOUNT_SECURITY, field=name, severity=Severity.ADVICE, code="SEC-8")
        for name, words in _advice(profile, user_id)
    )


def normal_form(entry: str) -> str:
    """An answer as the portal compares it: without regard to case, outer and repeated blanks (ASM-3)."""
    return " ".join(entry.split()).casefold()


def _advice(profile: SecurityProfile, user_id: str) -> Iterator[tuple[str, Text]]:
    yield from _about_question("question_1", profile.question_1)
    yield from _about_answer("answer_1", profile.answer_1, profile.question_1, profile, user_id)
    yield from _about_question("question_2", profile.question_2)
    if _same(profile.question_1, profile.question_2):
        yield "question_2", text("Both questions are the same; two different ones protect better.")
    yield from _about_answer("answer_2", profile.answer_2, profile.question_2, profile, user_id)
    if _same(profile.answer_1, profile.answer_2):
        yield "answer_2", text("Both answers are the same: who knows one knows both.")


def _about_question(name: str, question: str) -> Iterator[tuple[str, Text]]:
    advice = next((words for subject, words in _SUBJECTS if subject.search(question)), None)
    if advice is not None:
        yield name, advice


def _about_answer(
    name: str, answer: str, question: str, profile: SecurityProfile, user_id: str
) -> Iterator[tuple[str, Text]]:
    bare = normal_form(answer)
    if not bare:
        return
    if f" {bare} " in f" {normal_form(question.replace('?', ' '))} ":
        yield name, text("The answer stands in its own question.")
    elif bare in {normal_form(user_id), normal_form(profile.email), normal_form(profile.email.partition("@")[0])}:
        yield name, text("The answer is your user ID or e-mail address, which others know.")
    elif len(bare) < _SHORT_ANSWER:
        yield name, text("Such a short answer can be guessed by trying.")


def _same(one: str, other: str) -> bool:
    return bool(normal_form(one)) and normal_form(one) == normal_form(other)
