"""The outbox and what came of it, as columns."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pes_client.domain.submissions import Submission
from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import submission_sign
from pes_client.gui.theme import Theme
from pes_client.wording import text

COLUMNS: tuple[Column[Submission], ...] = (
    Column("file", text("File"), lambda row: row.file_name, width=18, stretches=True),
    Column(
        "state",
        text("State"),
        lambda row: str(submission_sign(row).word),
        width=18,
        sign=submission_sign,
    ),
    Column("reason", text("Why"), lambda row: str(row.reason), width=26, stretches=True),
    Column(
        "next_try",
        text("Next try"),
        lambda row: formats.when(row.next_try_at) if row.in_outbox else "—",
        width=10,
        sort=lambda row: row.next_try_at.timestamp() if row.next_try_at else 0.0,
    ),
    Column("receipt", text("Receipt"), lambda row: row.receipt.number if row.receipt else "—", width=19),
    Column(
        "size",
        text("Size"),
        lambda row: formats.size(row.size),
        width=9,
        sort=lambda row: row.size,
        right_aligned=True,
    ),
    Column(
        "queued",
        text("Added"),
        lambda row: formats.when(row.queued_at),
        width=10,
        sort=lambda row: row.queued_at.timestamp(),
    ),
    Column("sha256", text("SHA-256"), lambda row: row.sha256, width=24, hidden_at_first=True),
)


class SubmissionsModel(RowsModel[Submission]):
    """Submissions, one a row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.key, theme, parent)
