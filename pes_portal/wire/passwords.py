"""Changing a password, as the wire says it (ASM-1, ACC-5)."""

from __future__ import annotations

from pydantic import Field

from pes_portal.wire.problems import Message
from pes_portal.wire.session import Account
from pes_portal.wire.shapes import PASTE_MAX, Input, Shape


class NewPasswordInput(Input):
    """A new password, typed twice."""

    new_password: str = Field(max_length=PASTE_MAX, repr=False)
    confirm_password: str = Field(max_length=PASTE_MAX, repr=False)


class PasswordChange(NewPasswordInput):
    """`PUT /v1/account/password`."""

    current_password: str = Field(max_length=PASTE_MAX, repr=False)


class PasswordChanged(Shape):
    """The success row of SEC-6 and the account as it is now."""

    messages: list[Message]
    account: Account
