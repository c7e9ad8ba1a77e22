"""The *Account Setup* panel: the PIN letter, and the local administrator that comes of it (SET-1…3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from pes_client.domain.findings import Finding
from pes_client.policy.document import PolicyDocument
from pes_client.policy.entry_rules import missing
from pes_client.policy.passwords import FIELD_LABELS as PASSWORD_LABELS
from pes_client.policy.passwords import PasswordEntries, check_new_password
from pes_client.policy.people import check_name, check_phone
from pes_client.policy.provider_identifiers import check_identifier
from pes_client.policy.rules import PinRules
from pes_client.policy.security_profile import FIELD_LABELS as SECURITY_LABELS
from pes_client.policy.security_profile import SecurityProfile, check_security_profile
from pes_client.policy.user_ids import check_user_id
from pes_client.wording import Text, text

ACCOUNT_SETUP = text("Account Setup")

# By the wire's field names, in the panel's order.
PIN_FIELD_LABELS = MappingProxyType(
    {
        "identifier": text("NPI or Non-medical Provider Identifier"),
        "pin": text("PIN"),
    }
)
FIELD_LABELS = MappingProxyType(
    {
        "user_id": text("User ID"),
        "new_password": PASSWORD_LABELS["new_password"],
        "confirm_password": PASSWORD_LABELS["confirm_password"],
        "first_name": text("First Name"),
        "last_name": text("Last Name"),
        "phone": text("Phone"),
        **SECURITY_LABELS,
    }
)


@dataclass(frozen=True, slots=True)
class PinEntries:
    """What the PIN letter says, as typed; the PIN stays out of the repr."""

    identifier: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccountSetup:
    """The entries for the local administrator, as typed; what is secret stays out of the repr."""

    user_id: str
    new_password: str = field(repr=False)
    confirm_password: str = field(repr=False)
    first_name: str
    last_name: str
    phone: str
    question_1: str
    answer_1: str = field(repr=False)
    question_2: str
    answer_2: str = field(repr=False)
    email: str
    confirm_email: str

    @property
    def passwords(self) -> PasswordEntries:
        """The entries that the password rules are about."""
        return PasswordEntries("", self.new_password, self.confirm_password)

    @property
    def security_profile(self) -> SecurityProfile:
        """The entries that the site-security rules are about."""
        return SecurityProfile(
            question_1=self.question_1,
            answer_1=self.answer_1,
            question_2=self.question_2,
            answer_2=self.answer_2,
            email=self.email,
            confirm_email=self.confirm_email,
        )


def check_pin(entries: PinEntries, policy: PolicyDocument) -> tuple[Finding, ...]:
    """What cannot be right about the letter's ID and PIN; whether they belong together only the portal knows."""
    checked = (
        ("identifier", check_identifier(entries.identifier), "SET-1"),
        ("pin", _pin_words(entries.pin, policy.pin), "ASM-2"),
    )
    return tuple(Finding(words, ACCOUNT_SETUP, field=name, code=code) for name, words, code in checked if words)


def check_account_setup(entries: AccountSetup, policy: PolicyDocument, *, initial_id: str) -> tuple[Finding, ...]:
    """What the portal would refuse, in the panel's order and one finding for each broken field (SET-2, SET-3)."""
    return tuple(_findings(entries, policy, initial_id))


def _findings(entries: AccountSetup, policy: PolicyDocument, initial_id: str) -> Iterator[Finding]:
    if words := check_user_id(entries.user_id, policy, initial_id=initial_id):
        yield Finding(words, ACCOUNT_SETUP, field="user_id", code="SET-3")
    yield from check_new_password(entries.passwords, entries.user_id, policy, panel=ACCOUNT_SETUP)
    person = (
        ("first_name", check_name(entries.first_name, policy)),
        ("last_name", check_name(entries.last_name, policy)),
        ("phone", check_phone(entries.phone, policy)),
    )
    for name, words in person:
        if words:
            yield Finding(words, ACCOUNT_SETUP, field=name, code="SET-2")
    yield from check_security_profile(entries.security_profile, policy, panel=ACCOUNT_SETUP)


def _pin_words(pin: str, rules: PinRules) -> Text | None:
    if words := missing(pin):
        return words
    if len(pin) == rules.digits and pin.isascii() and pin.isdigit():
        return None
    return text("The PIN is the {n} digits of the letter, without blanks.", n=rules.digits)
