"""The message table at the top of a panel: errors, warnings and "Save was Successful" (SEC-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QVBoxLayout, QWidget

from pes_client.domain.findings import Finding
from pes_client.gui.models.findings import Message, MessagesModel
from pes_client.gui.theme import Theme
from pes_client.gui.widgets.table import RowsView
from pes_client.wording import Text, text

_MOST_ROWS = 6


class MessageTable(QWidget):
    """Hidden while there is nothing to say; a click or Enter on a row leads to its field."""

    field_chosen = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = MessagesModel(theme, self)
        self._table: RowsView[Message] = RowsView(
            self._model, theme, name="messages", label=text("Messages about this page"), parent=self
        )
        self._table.setSortingEnabled(False)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setFrameShape(QFrame.Shape.StyledPanel)
        self._table.setWordWrap(True)
        self._table.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._table.verticalHeader().setMinimumSectionSize(self._table.verticalHeader().defaultSectionSize())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._table)
        self._table.clicked.connect(self._on_clicked)
        self._table.opened.connect(self._on_opened)
        self.hide()

    @property
    def table(self) -> RowsView[Message]:
        """The table itself."""
        return self._table

    def findings(self) -> list[Finding]:
        """What the table shows now."""
        return [message.finding for message in self._model]

    def say(self, findings: Sequence[Finding], labels: Mapping[str, Text] | None = None) -> None:
        """Show these findings, or hide for none."""
        self._model.show_findings(tuple(findings), labels or {})
        self.setVisible(bool(findings))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths wrap sentences elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar leads to the field, too."""
        if event.key() == Qt.Key.Key_Space and self._table.currentIndex().isValid():
            self._on_clicked(self._table.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self._on_opened(self._model.row_at(index))

    @Slot(object)
    def _on_opened(self, message: Message) -> None:
        if message.finding.field:
            self.field_chosen.emit(message.finding.field, message.finding.row or 0)

    def _fit(self) -> None:
        """As high as its rows need, up to a limit."""
        self._table.resizeRowsToContents()
        rows = sum(self._table.rowHeight(row) for row in range(self._model.rowCount()))
        most = _MOST_ROWS * self._table.verticalHeader().defaultSectionSize()
        header = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(header + min(rows, most) + 2 * self._table.frameWidth() + 2)
