"""A portal's rules as data: what `GET /v1/policy` says, and what the portal itself decides by."""

from __future__ import annotations

from typing import Literal

from pes_portal.wire.shapes import Shape


class Characters(Shape):
    """Which characters a field takes; `letters` are A–Z and a–z."""

    letters: bool
    digits: bool
    others: str


class SecurityProfileRules(Shape):
    """SEC-4 and SEC-5."""

    question_max: int
    answer_max: int
    question_characters: Characters
    answer_characters: Characters
    email_form: Literal["strict", "usual"]
    email_max: int


class PasswordRules(Shape):
    """What a password looks like and how long it lasts (ASM-1, ACC-5)."""

    min: int
    max: int
    needs: list[Literal["letter", "digit", "special"]]
    specials: str
    history: int
    not_user_id: bool
    days: int


class UserIdRules(Shape):
    """SET-3."""

    min: int
    max: int
    pes_max: int
    starts_with_digit: bool


class NameRules(Shape):
    """A clerk's and a local administrator's first and last name (SET-2, CLK-1)."""

    max: int


class PhoneRules(Shape):
    """How a telephone number is written; `#` stands for a digit (SET-2)."""

    form: str


class PinRules(Shape):
    """The PIN of the letter (ASM-2)."""

    digits: int
    days: int


class AccountRules(Shape):
    """When an account locks, sleeps and may help itself (ACC-3, ACC-4, ASM-3)."""

    wrong_passwords: int
    idle_days: int
    wrong_answers: int
    self_service_pause_hours: int


class RoleEntry(Shape):
    """A role a clerk may have, and the roles that exclude it (CLK-1, CLK-2)."""

    code: str
    label: str
    excludes: list[str]


class TransactionType(Shape):
    """One entry of the `Transaction Type` drop-down (TRF-1)."""

    code: str
    label: str
    aliases: list[str]
    direction: Literal["download", "upload", "both"]
    letters: bool


class LetterKind(Shape):
    """A kind of letter (TRF-4, TRF-8)."""

    code: str
    label: str


class Limits(Shape):
    """How much fits."""

    upload_max_bytes: int
    creation_with_upload_max_bytes: int
    list_page_max: int


class LetterRules(Shape):
    """How long letters take to appear and how long they stay (TRF-6, TRF-7)."""

    retention_months_min: int
    retention_months_max: int
    posting_hint_hours: int


class AssistanceContact(Shape):
    """Whom to call (ACC-6)."""

    label: str
    phone: str
    hours: str
    email: str


class PinContact(Shape):
    """Where a PIN letter is asked for (SET-6)."""

    email: str


class Contacts(Shape):
    """The people behind the portal."""

    provider_assistance: AssistanceContact
    pin_requests: PinContact
    master_user_hint: str


class Policy(Shape):
    """The whole policy document."""

    policy_version: str
    profile: str
    portal_name: str
    practice: bool
    security_profile: SecurityProfileRules
    password: PasswordRules
    user_id: UserIdRules
    clerk_names: NameRules
    phone: PhoneRules
    pin: PinRules
    account: AccountRules
    reminder_days: list[int]
    review_days: list[int]
    roles: list[RoleEntry]
    transaction_types: list[TransactionType]
    letter_kinds: list[LetterKind]
    limits: Limits
    letters: LetterRules
    acknowledgement_hours: int
    contacts: Contacts
    assumed: list[str]
