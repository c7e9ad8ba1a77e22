"""The clerks of an organization, as columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from pes_client.domain.clerks import Clerk
from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import Sign, clerk_sign
from pes_client.gui.theme import Theme, Tone
from pes_client.policy.document import PolicyDocument
from pes_client.wording import _, counted, text

_NEVER = datetime.min.replace(tzinfo=UTC)
_LONG_AWAY = Sign(text("Long away"), "warn", Tone.WARN)
_LATELY_HERE = Sign(text("Lately here"), "ok", Tone.OK)


def role_words(clerk: Clerk, policy: PolicyDocument | None) -> str:
    """The clerk's roles in the portal's words and order."""
    if policy is None:
        return ", ".join(sorted(clerk.roles))
    labels = [each.label for each in policy.roles if each.code in clerk.roles]
    return ", ".join(labels) or _("No roles: own account only")


def last_sign_in(clerk: Clerk) -> str:
    """The day of the last sign-in, or that there was none."""
    return formats.day(clerk.last_sign_in_at) if clerk.last_sign_in_at else _("Never")


def away_words(clerk: Clerk, now: datetime) -> str:
    """How long the clerk has been away."""
    days = clerk.idle_days(now)
    return _("Never signed in") if days is None else counted("{n} day", "{n} days", days)


def _person(roles: Callable[[Clerk], str]) -> tuple[Column[Clerk], ...]:
    return (
        Column("user_id", text("User ID"), lambda row: row.user_id, width=13),
        Column("name", text("Name"), lambda row: row.name or "—", width=18, stretches=True),
        Column("roles", text("Roles"), roles, width=30, stretches=True),
    )


def _columns(roles: Callable[[Clerk], str]) -> tuple[Column[Clerk], ...]:
    user_id, name, in_words = _person(roles)
    return (
        user_id,
        name,
        Column("email", text("Email"), lambda row: row.email or "—", width=22, stretches=True),
        in_words,
        _signed_in_column(),
        Column("status", text("Status"), lambda row: str(clerk_sign(row).word), width=20, sign=clerk_sign),
    )


def _review_columns(
    roles: Callable[[Clerk], str], now: Callable[[], datetime], longest: Callable[[], int]
) -> tuple[Column[Clerk], ...]:
    def sign(row: Clerk) -> Sign:
        days = row.idle_days(now())
        return _LONG_AWAY if days is None or days >= longest() else _LATELY_HERE

    return (
        *_person(roles),
        _signed_in_column(),
        Column(
            "away",
            text("Not signed in for"),
            lambda row: away_words(row, now()),
            width=22,
            sort=lambda row: row.last_sign_in_at or _NEVER,
            sign=sign,
        ),
        Column("status", text("Status"), lambda row: str(clerk_sign(row).word), width=20, sign=clerk_sign),
    )


def _signed_in_column() -> Column[Clerk]:
    return Column(
        "last_sign_in",
        text("Last sign-in"),
        last_sign_in,
        width=12,
        sort=lambda row: row.last_sign_in_at or _NEVER,
        tip=lambda row: formats.moment(row.last_sign_in_at),
    )


class ClerksModel(RowsModel[Clerk]):
    """Clerks, one a row; `roles` puts a clerk's roles into words."""

    def __init__(self, roles: Callable[[Clerk], str], theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(_columns(roles), lambda row: row.user_id, theme, parent)


class ReviewModel(RowsModel[Clerk]):
    """Clerks under review; `longest` says after how many days an absence stands out."""

    def __init__(
        self,
        roles: Callable[[Clerk], str],
        now: Callable[[], datetime],
        longest: Callable[[], int],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(_review_columns(roles, now, longest), lambda row: row.user_id, theme, parent)
