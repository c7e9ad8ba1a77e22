"""The mails of the practice mailbox, as columns."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.theme import Theme
from pes_client.portal.account_gateway import Notice
from pes_client.wording import text


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; `number` counts from the oldest, so that it stays the same when newer ones come."""

    number: int
    notice: Notice


COLUMNS: tuple[Column[Mail], ...] = (
    Column(
        "sent_at",
        text("Sent"),
        lambda row: formats.moment(row.notice.sent_at),
        width=18,
        sort=lambda row: row.notice.sent_at.timestamp(),
    ),
    Column("subject", text("Subject"), lambda row: row.notice.subject, width=30, stretches=True),
)


class MailsModel(RowsModel[Mail]):
    """One mail a row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.number, theme, parent)
