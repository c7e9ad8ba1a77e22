"""The audit trail, as columns."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pes_client.domain.activity import Activity
from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import deed_sign
from pes_client.gui.theme import Theme
from pes_client.wording import text

COLUMNS: tuple[Column[Activity], ...] = (
    Column(
        "at",
        text("When"),
        lambda row: formats.moment(row.at),
        width=19,
        sort=lambda row: (row.at.timestamp(), row.entry_id),
    ),
    Column(
        "deed",
        text("What"),
        lambda row: str(deed_sign(row.deed).word),
        width=24,
        sign=lambda row: deed_sign(row.deed),
    ),
    Column("words", text("Details"), lambda row: str(row.words), width=50, stretches=True),
    Column("account", text("User ID"), lambda row: row.account.user_id if row.account else "—", width=14),
    Column("avrs", text("AVRS ID"), lambda row: row.avrs_id or "—", width=12),
)


class ActivityModel(RowsModel[Activity]):
    """Entries of the trail, one a row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.entry_id, theme, parent)
