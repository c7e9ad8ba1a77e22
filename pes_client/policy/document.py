"""The policy document: a portal's rules as the portal itself publishes them (`GET /v1/policy`)."""

from __future__ import annotations

import json
from collections.abc import Collection

from pydantic import Field, ValidationError

from pes_client.domain.accounts import Role
from pes_client.errors import PortalAnswerInvalid
from pes_client.policy.profile_files import profile_tables
from pes_client.policy.rules import (
    AccountRules,
    Contacts,
    Direction,
    LetterKind,
    LetterRules,
    Limit,
    Limits,
    NameRules,
    PasswordRules,
    PhoneRules,
    PinRules,
    RoleEntry,
    Rules,
    SecurityProfileRules,
    ShortText,
    TransactionType,
    UserIdRules,
)
from pes_client.wording import text


class PolicyDocument(Rules):
    """All rules of one portal. What the documents do not say and was assumed is named in `assumed` (ASM).

    Rules with a default are younger than the interface: an older portal does not tell them.
    """

    policy_version: ShortText
    profile: ShortText
    portal_name: ShortText
    practice: bool
    security_profile: SecurityProfileRules
    password: PasswordRules
    user_id: UserIdRules
    account: AccountRules
    roles: tuple[RoleEntry, ...] = Field(max_length=100)
    transaction_types: tuple[TransactionType, ...] = Field(max_length=500)
    letter_kinds: tuple[LetterKind, ...] = Field(max_length=500)
    limits: Limits
    letters: LetterRules
    acknowledgement_hours: Limit
    contacts: Contacts
    clerk_names: NameRules = NameRules()
    phone: PhoneRules = PhoneRules()
    pin: PinRules = PinRules()
    reminder_days: tuple[Limit, ...] = Field(default=(14, 7, 3, 1), max_length=20)
    review_days: tuple[Limit, ...] = Field(default=(30, 60, 90), max_length=20)
    assumed: tuple[ShortText, ...] = ()

    @classmethod
    def from_json(cls, document: str | bytes) -> PolicyDocument:
        """The policy as a portal sent it; raises PortalAnswerInvalid for anything else."""
        try:
            return cls.model_validate_json(document)
        except ValidationError:
            # The cause would quote what was received; it says nothing that a person could use.
            raise PortalAnswerInvalid(
                text("The portal's rules could not be read."),
                text("Nothing was changed. The rules known so far stay in force; try again later."),
            ) from None

    def to_json(self) -> str:
        """The policy as one line of text, to be kept for working offline."""
        return self.model_dump_json()

    def transaction_type_label(self, code: str) -> str:
        """What people call the type; the code itself where the portal does not list it."""
        return next((each.label for each in self.transaction_types if each.code == code), code)

    def find_transaction_type(self, spelling: str) -> str | None:
        """The code that a spelling means, whatever its case, blanks and hyphens; None if none (TRF-1)."""
        wanted = _bare(spelling)
        if not wanted:
            return None
        for each in self.transaction_types:
            if wanted == _bare(each.code):
                return each.code
        for each in self.transaction_types:
            if wanted in {_bare(name) for name in (each.label, *each.aliases)}:
                return each.code
        return None

    def transaction_types_for(self, roles: Collection[Role], direction: Direction) -> tuple[TransactionType, ...]:
        """What an account with these roles may send or fetch; letters are all that E-Delivery Only shows."""
        listed = tuple(each for each in self.transaction_types if each.goes(direction))
        if Role.TRADE_FILES in roles:
            return listed
        if Role.TRADE_FILES_E_DELIVERY_ONLY in roles:
            return tuple(each for each in listed if each.letters)
        return ()

    def letter_kind_label(self, code: str) -> str:
        """What people call the kind; the code itself where it is new (TRF-8)."""
        return next((each.label for each in self.letter_kinds if each.code == code), code)

    def role_label(self, code: str) -> str:
        """What people call the role; the code itself where the portal does not list it."""
        return next((each.label for each in self.roles if each.code == code), code)


def fallback_policy(profile: str) -> PolicyDocument:
    """The rules to work with until a portal has told its own; raises InputError for an unknown profile."""
    return PolicyDocument.from_json(json.dumps(profile_tables(profile)["policy"]))


def _bare(spelling: str) -> str:
    return "".join(each for each in spelling.casefold() if each.isalnum())
