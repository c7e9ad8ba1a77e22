"""The deadlines of every account, as columns."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from pes_client.domain.accounts import NextStep
from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import Sign, urgency_sign
from pes_client.gui.theme import Theme
from pes_client.policy.deadlines import Urgency
from pes_client.services.deadlines import AccountDeadlines
from pes_client.wording import _, counted, text

_UNKNOWN_LAST = 1_000_000
_PRESSING = (Urgency.OVER, Urgency.URGENT, Urgency.SOON, Urgency.CALM, Urgency.UNKNOWN)
_STEPS = {
    NextStep.NONE: text("Nothing is due"),
    NextStep.PASSWORD_CHANGE: text("Change the password"),
    NextStep.CLERK_FIRST_SIGN_ON: text("First sign-on as a clerk"),
    NextStep.SITE_SECURITY: text("Increased Site Security"),
    NextStep.ACCOUNT_SETUP: text("Account Setup"),
}


def days_words(days: int | None, urgency: Urgency) -> str:
    """The days that are left."""
    if days is None:
        return _("Not known")
    if urgency is Urgency.OVER:
        return _("Over")
    return counted("{n} day", "{n} days", days) if days else _("Today")


def worst(line: AccountDeadlines) -> Urgency:
    """The more pressing of the account's two ends."""
    ends = line.deadlines
    return min(
        (ends.password_urgency, ends.idle_urgency) if ends else (Urgency.UNKNOWN,),
        key=_PRESSING.index,
    )


def _password_days(line: AccountDeadlines) -> str:
    ends = line.deadlines
    return days_words(ends.password_days_left, ends.password_urgency) if ends else _("Not known")


def _idle_days(line: AccountDeadlines) -> str:
    ends = line.deadlines
    return days_words(ends.idle_days_left, ends.idle_urgency) if ends else _("Not known")


def _password_sign(line: AccountDeadlines) -> Sign:
    return urgency_sign(line.deadlines.password_urgency if line.deadlines else Urgency.UNKNOWN)


def _idle_sign(line: AccountDeadlines) -> Sign:
    return urgency_sign(line.deadlines.idle_urgency if line.deadlines else Urgency.UNKNOWN)


def _last_sign_in(line: AccountDeadlines) -> datetime | None:
    return line.known.standing.last_sign_in_at if line.known.standing else None


def next_step(line: AccountDeadlines) -> str:
    """What the account has to do first."""
    if not line.known.signed_in or line.known.standing is None:
        return _("Sign in")
    return str(line.known.stopped_because) or str(_STEPS[line.known.standing.next_step])


def _or_last(days: int | None) -> int:
    return _UNKNOWN_LAST if days is None else days


COLUMNS: tuple[Column[AccountDeadlines], ...] = (
    Column("user_id", text("User ID"), lambda row: row.known.account.user_id, width=13),
    Column("portal", text("Portal"), lambda row: row.known.account.portal, width=16, stretches=True),
    Column(
        "urgency",
        text("Urgency"),
        lambda row: str(urgency_sign(worst(row)).word),
        width=16,
        sort=lambda row: _PRESSING.index(worst(row)),
        sign=lambda row: urgency_sign(worst(row)),
    ),
    Column(
        "password",
        text("Password ends in"),
        _password_days,
        width=16,
        sort=lambda row: _or_last(row.deadlines.password_days_left if row.deadlines else None),
        sign=_password_sign,
        tip=lambda row: formats.moment(row.deadlines.password_ends_at if row.deadlines else None),
    ),
    Column(
        "idle",
        text("Idle limit in"),
        _idle_days,
        width=13,
        sort=lambda row: _or_last(row.deadlines.idle_days_left if row.deadlines else None),
        sign=_idle_sign,
        tip=lambda row: formats.moment(row.deadlines.idle_ends_at if row.deadlines else None),
    ),
    Column(
        "last_sign_in",
        text("Last sign-in"),
        lambda row: formats.day(_last_sign_in(row)),
        width=11,
        sort=lambda row: at.timestamp() if (at := _last_sign_in(row)) else 0.0,
        tip=lambda row: formats.moment(_last_sign_in(row)),
    ),
    Column("step", text("Next step"), next_step, width=24, stretches=True),
)


class DeadlinesModel(RowsModel[AccountDeadlines]):
    """One account a row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.known.account, theme, parent)
