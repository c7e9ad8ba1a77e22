"""The parts of a policy document: one small model for each group of rules."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Limit = Annotated[int, Field(ge=1, le=2**53)]
ShortText = Annotated[str, Field(max_length=200)]


class Rules(BaseModel):
    """A part of the document: frozen, strict about types, indifferent to what a newer portal adds."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Characters(Rules):
    """An alphabet. Letters and digits are those of ASCII: look-alikes from other scripts do not belong."""

    letters: bool
    digits: bool
    others: ShortText

    def stranger(self, entry: str) -> str:
        """The first character of `entry` that the alphabet does not have, empty where it has them all."""
        return next((each for each in entry if not self._has(each)), "")

    def _has(self, character: str) -> bool:
        if character.isascii() and character.isalpha():
            return self.letters
        if character.isascii() and character.isdigit():
            return self.digits
        return character in self.others


class EmailForm(StrEnum):
    """How an e-mail address must look (SEC-5): the documents' own narrow form, or what real addresses have."""

    STRICT = "strict"
    USUAL = "usual"


class SecurityProfileRules(Rules):
    """SEC-4 and SEC-5; lengths are in characters."""

    question_max: Limit
    answer_max: Limit
    question_characters: Characters
    answer_characters: Characters
    email_form: EmailForm
    email_max: Limit


class PasswordRules(Rules):
    """ASM-1, ACC-5. `needs` names classes (`letter`, `digit`, `special`), `history` counts earlier passwords."""

    min: Limit
    max: Limit
    needs: tuple[ShortText, ...]
    specials: ShortText
    history: int = Field(ge=0, le=1000)
    not_user_id: bool
    days: Limit


class UserIdRules(Rules):
    """SET-3. `pes_max` is what the Web Logon ID field of a PES user takes."""

    min: Limit
    max: Limit
    pes_max: Limit
    starts_with_digit: bool


class NameRules(Rules):
    """First and last names of people; in characters."""

    max: Limit = 35


class PhoneRules(Rules):
    """How a phone number is written: `#` stands for a digit, everything else for itself."""

    form: ShortText = "###-###-####"


class PinRules(Rules):
    """ASM-2: the PIN of the letter that starts an account."""

    digits: Limit = 9
    days: Limit = 60


class AccountRules(Rules):
    """ACC-3, ACC-4, ASM-3. One more than `wrong_passwords` locks."""

    wrong_passwords: Limit
    idle_days: Limit
    wrong_answers: Limit
    self_service_pause_hours: Limit


class RoleEntry(Rules):
    """A role by its code and label; `excludes` names the roles that cannot be held with it (CLK-2)."""

    code: ShortText
    label: ShortText
    excludes: tuple[ShortText, ...] = ()


class Direction(StrEnum):
    """Which way a transaction type goes, seen from the trading partner."""

    DOWNLOAD = "download"
    UPLOAD = "upload"
    BOTH = "both"


class TransactionType(Rules):
    """One entry of the Transaction Type drop-down; `letters` marks eDelivery (TRF-1)."""

    code: ShortText
    label: ShortText
    aliases: tuple[ShortText, ...] = Field(default=(), max_length=50)
    direction: Direction
    letters: bool = False

    def goes(self, direction: Direction) -> bool:
        """Whether files of this type go that way."""
        return self.direction in {direction, Direction.BOTH}


class LetterKind(Rules):
    """A kind of letter by its code and label (TRF-4)."""

    code: ShortText
    label: ShortText


class Limits(Rules):
    """ASM-7: sizes in bytes, a page in rows."""

    upload_max_bytes: Limit
    creation_with_upload_max_bytes: Limit
    list_page_max: Limit


class LetterRules(Rules):
    """TRF-6 and TRF-7."""

    retention_months_min: Limit
    retention_months_max: Limit
    posting_hint_hours: Limit


class Contact(Rules):
    """A desk that people can turn to (ACC-6)."""

    label: ShortText = ""
    phone: ShortText = ""
    hours: ShortText = ""
    email: ShortText = ""


class Contacts(Rules):
    """The desks by what they are for; `master_user_hint` tells a clerk who its master user is."""

    provider_assistance: Contact
    pin_requests: Contact
    master_user_hint: ShortText = ""
