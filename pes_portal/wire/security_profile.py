"""Two questions, two answers and an e-mail address, as the wire says them (SEC-3)."""

from __future__ import annotations

from pydantic import Field

from pes_portal.wire.problems import Message
from pes_portal.wire.session import Account
from pes_portal.wire.shapes import PASTE_MAX, Input, Shape


class SecurityProfileInput(Input):
    """`PUT /v1/account/security-profile`."""

    question_1: str = Field(max_length=PASTE_MAX)
    answer_1: str = Field(max_length=PASTE_MAX, repr=False)
    question_2: str = Field(max_length=PASTE_MAX)
    answer_2: str = Field(max_length=PASTE_MAX, repr=False)
    email: str = Field(max_length=PASTE_MAX)
    confirm_email: str = Field(max_length=PASTE_MAX)


class SecurityProfile(Shape):
    """What is kept and may be shown: answers never are."""

    question_1: str | None
    question_2: str | None
    email: str | None


class SecurityProfileSaved(Shape):
    """The success row of SEC-6 and the account as it is now."""

    messages: list[Message]
    account: Account
