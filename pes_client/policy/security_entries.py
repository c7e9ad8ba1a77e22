"""The entries of *Increased Site Security* and the portal's own words for them (SEC-3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from pes_client.wording import text

ACCOUNT_SECURITY = text("Account Security")

# By the wire's field names, in the panel's order.
FIELD_LABELS = MappingProxyType(
    {
        "question_1": text("1st Secret Question"),
        "answer_1": text("1st Answer"),
        "question_2": text("2nd Secret Question"),
        "answer_2": text("2nd Answer"),
        "email": text("Email"),
        "confirm_email": text("Confirm Email"),
    }
)


@dataclass(frozen=True, slots=True)
class SecurityProfile:
    """The six entries as typed; what is secret stays out of the repr."""

    question_1: str
    answer_1: str = field(repr=False)
    question_2: str
    answer_2: str = field(repr=False)
    email: str
    confirm_email: str
