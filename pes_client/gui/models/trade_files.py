"""Trade files of an organisation, as columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from pes_client.domain.tradefiles import TradeFile
from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import Sign, trade_file_sign
from pes_client.gui.theme import Theme, Tone
from pes_client.wording import _, text

_UNREAD = Sign(text("New"), "letter", Tone.ACCENT)
_READ = Sign(text("Read"), "letter-open", Tone.MUTED)


def reading_sign(row: TradeFile) -> Sign:
    """Whether a letter was opened here before."""
    return _READ if row.opened_at else _UNREAD


def _kept_until(row: TradeFile) -> float:
    until = row.listed.available_until
    return until.timestamp() if until else float("inf")


def _columns(kind: Callable[[TradeFile], str]) -> tuple[Column[TradeFile], ...]:
    return (
        Column("name", text("Name"), lambda row: row.listed.name, width=28, stretches=True),
        Column("kind", text("Kind"), kind, width=24, stretches=True),
        Column(
            "posted",
            text("Posted"),
            lambda row: formats.day(row.listed.posted_at),
            width=10,
            sort=lambda row: row.listed.posted_at.timestamp(),
        ),
        Column(
            "size",
            text("Size"),
            lambda row: formats.size(row.listed.size),
            width=10,
            sort=lambda row: row.listed.size or 0,
            right_aligned=True,
        ),
        Column(
            "until",
            text("Until"),
            lambda row: formats.day(row.listed.available_until),
            width=9,
            sort=_kept_until,
            tip=lambda row: _("On the portal until {day}", day=formats.day(row.listed.available_until)),
        ),
        Column(
            "state",
            text("State"),
            lambda row: str(trade_file_sign(row).word),
            width=20,
            sign=trade_file_sign,
            tip=lambda row: str(row.reason) or str(trade_file_sign(row).word),
        ),
    )


def _letter_columns(kind: Callable[[TradeFile], str]) -> tuple[Column[TradeFile], ...]:
    return (
        Column("reading", text("Read"), lambda row: str(reading_sign(row).word), width=9, sign=reading_sign),
        Column("kind", text("Kind"), kind, width=28, stretches=True),
        Column(
            "posted",
            text("Posted"),
            lambda row: formats.day(row.listed.posted_at),
            width=10,
            sort=lambda row: row.listed.posted_at.timestamp(),
        ),
        Column("name", text("Name"), lambda row: row.listed.name, width=24, hidden_at_first=True),
    )


class TradeFilesModel(RowsModel[TradeFile]):
    """Trade files, one a row; `kind` puts a row's transaction type and letter kind into words."""

    def __init__(self, kind: Callable[[TradeFile], str], theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(_columns(kind), lambda row: row.local_id, theme, parent)


class LettersModel(RowsModel[TradeFile]):
    """Letters that are here, for reading one after the other."""

    def __init__(self, kind: Callable[[TradeFile], str], theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(_letter_columns(kind), lambda row: row.local_id, theme, parent)
