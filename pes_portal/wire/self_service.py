"""Helping oneself by two secret questions, as the wire says it (ACC-2 to ACC-4, ACC-6)."""

from __future__ import annotations

from pydantic import Field

from pes_portal.wire.passwords import NewPasswordInput
from pes_portal.wire.policy import AssistanceContact
from pes_portal.wire.problems import Message
from pes_portal.wire.shapes import PASTE_MAX, Input, Moment, Shape

_TICKET_MAX = 100


class SelfServiceStart(Input):
    """`POST /v1/self-service`."""

    user_id: str = Field(min_length=1, max_length=200)


class SelfServiceQuestions(Shape):
    """The two questions, and a ticket to answer them with."""

    ticket: str
    question_1: str
    question_2: str
    expires_at: Moment


class SelfServiceAnswers(Input):
    """`POST /v1/self-service/answers`."""

    ticket: str = Field(max_length=_TICKET_MAX, repr=False)
    answer_1: str = Field(max_length=PASTE_MAX, repr=False)
    answer_2: str = Field(max_length=PASTE_MAX, repr=False)


class SelfServiceDone(Shape):
    """What right answers did; the ticket is good for one new password from here on."""

    ticket: str
    unlocked: bool
    reactivated: bool
    password_change_due: bool
    messages: list[Message]


class PasswordReset(NewPasswordInput):
    """`POST /v1/self-service/password`."""

    ticket: str = Field(max_length=_TICKET_MAX, repr=False)


class Saved(Shape):
    """The success row of SEC-6, alone."""

    messages: list[Message]


class WhomToAsk(Shape):
    """Who helps when self-service is over (ACC-6); the same for everybody."""

    master_user: str
    clerk: str
    provider_assistance: AssistanceContact
