"""What two people did to one clerk's roles: as it was, as it is now, as one wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from pes_client.domain.accounts import Role
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import Sign
from pes_client.gui.theme import Theme, Tone
from pes_client.policy.rules import RoleEntry
from pes_client.wording import text

_HELD = Sign(text("Yes"), "ok", Tone.OK)
_NOT_HELD = Sign(text("No"), "remove", Tone.MUTED)


@dataclass(frozen=True, slots=True)
class RoleDifference:
    """One role on which the three do not agree."""

    label: str
    was: bool
    is_now: bool
    wanted: bool


def differences(
    roles: Sequence[RoleEntry], was: frozenset[Role], is_now: frozenset[Role], wanted: frozenset[Role]
) -> list[RoleDifference]:
    """The roles that were changed by either person, in the portal's order."""
    found = [RoleDifference(each.label, each.code in was, each.code in is_now, each.code in wanted) for each in roles]
    return [each for each in found if len({each.was, each.is_now, each.wanted}) > 1]


def _held(held: bool) -> Sign:
    return _HELD if held else _NOT_HELD


COLUMNS: tuple[Column[RoleDifference], ...] = (
    Column("role", text("Role"), lambda row: row.label, width=30, stretches=True),
    Column(
        "was",
        text("When you opened it"),
        lambda row: str(_held(row.was).word),
        width=20,
        sign=lambda row: _held(row.was),
    ),
    Column("now", text("Now"), lambda row: str(_held(row.is_now).word), width=12, sign=lambda row: _held(row.is_now)),
    Column(
        "wanted",
        text("What you want"),
        lambda row: str(_held(row.wanted).word),
        width=18,
        sign=lambda row: _held(row.wanted),
    ),
)


class RoleDifferencesModel(RowsModel[RoleDifference]):
    """One role a row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.label, theme, parent)
