"""Setting an account up with the PIN letter, as the wire says it (SET)."""

from __future__ import annotations

from pydantic import Field

from pes_portal.wire.problems import Message
from pes_portal.wire.security_profile import SecurityProfileInput
from pes_portal.wire.shapes import PASTE_MAX, Input, Shape


class PinLetterInput(Input):
    """`POST /v1/account-setup/verify`: what the letter says (SET-1)."""

    identifier: str = Field(min_length=1, max_length=200)
    pin: str = Field(min_length=1, max_length=200, repr=False)


class LetterOrganisation(Shape):
    """The organisation that the letter was sent to."""

    avrs_id: str
    name: str
    npi: str


class PinLetterAccepted(Shape):
    """A ticket to set the account up with."""

    ticket: str
    organisation: LetterOrganisation


class AccountSetupInput(SecurityProfileInput):
    """`POST /v1/account-setup`: the local administrator to be (SET-2)."""

    ticket: str = Field(max_length=100, repr=False)
    user_id: str = Field(max_length=PASTE_MAX)
    new_password: str = Field(max_length=PASTE_MAX, repr=False)
    confirm_password: str = Field(max_length=PASTE_MAX, repr=False)
    first_name: str = Field(max_length=PASTE_MAX)
    last_name: str = Field(max_length=PASTE_MAX)
    phone: str = Field(max_length=PASTE_MAX)


class AccountSetUp(Shape):
    """The success row of SEC-6 and the user ID that signs in from here on."""

    messages: list[Message]
    user_id: str
