"""Activity: what happened, newest first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from pes_client.domain.activity import Activity
from pes_client.gui.desk import Desk
from pes_client.gui.models.activity import ActivityModel
from pes_client.gui.soon import Soon
from pes_client.gui.theme import SPACE_S
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.table import RowsView
from pes_client.wording import _, counted, text

_PAGE_SIZE = 200


class ActivityPage(Page):
    """The audit trail with a filter as you type; older entries are fetched when asked for."""

    breadcrumb = text("Trade Files > Activity")
    title = text("Activity")
    help = (
        text("Every sign-in, every file that went out and came back, every letter that was opened or saved."),
        text("Entries are written together with what they tell of, and are never changed."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked = 0
        self._entries: list[Activity] = []
        self._model = ActivityModel(desk.theme, self)
        self._empty = EmptyState(
            "activity",
            text("Nothing has happened yet"),
            text("Sign-ins, files sent and fetched, and letters opened will be listed here."),
            desk.theme,
        )
        self.filter = QLineEdit(self)
        self._count = QLabel(self)
        self.table: RowsView[Activity] = RowsView(
            self._model, desk.theme, name="activity", label=text("Activity"), empty=self._empty, parent=self
        )
        self.more_button = QPushButton(_("Show &more"), self)
        self._look_soon = Soon(self.refresh, self)
        self._typed_soon = Soon(self.refresh, self, milliseconds=200)
        self._build()
        self.filter.textChanged.connect(self._typed_soon.restart)
        self.more_button.clicked.connect(self._on_more)
        desk.bridge.activity_added.connect(self._on_activity_added)
        desk.workplace.changed.connect(self._look_soon.request)

    def opened(self) -> None:
        """Look again."""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """The newest entries."""
        self._entries = []
        self._fetch(None)

    def search_field(self) -> QWidget:
        """The filter."""
        return self.filter

    def escape(self) -> bool:
        """Esc empties the filter first."""
        if self.filter.text():
            self.filter.clear()
            return True
        return super().escape()

    def _build(self) -> None:
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaxLength(200)
        self.filter.setMaximumWidth(360)
        self.filter.setAccessibleName(_("Find in activity"))
        self.filter.setPlaceholderText(_("File name, user ID, receipt…"))
        label = QLabel(_("F&ind"), self)
        label.setBuddy(self.filter)
        self._count.setForegroundRole(self._count.foregroundRole().PlaceholderText)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(label)
        row.addWidget(self.filter, 1)
        row.addStretch()
        row.addWidget(self._count)
        self.content.addLayout(row)
        self.content.addWidget(self.table, 1)
        self.buttons.addStretch()
        self.buttons.addWidget(self.more_button)
        self.more_button.hide()

    def _fetch(self, before: int | None) -> None:
        task = partial(
            self.desk.workspace.trail.entries,
            account=self.desk.workplace.account,
            limit=_PAGE_SIZE,
            before=before,
            words=self.filter.text().strip(),
        )
        self.set_busy(busy=True)
        self._asked = self.desk.bridge.run(task, self._on_entries, self.show_error, instead_of=self._asked)

    @Slot(list)
    def _on_entries(self, entries: list[Activity]) -> None:
        self.set_busy(busy=False)
        self._entries = self._entries + entries
        self._model.show_rows(self._entries)
        self.more_button.setVisible(len(entries) == _PAGE_SIZE)
        self._count.setText(counted("{n} entry", "{n} entries", len(self._entries)))
        if self.filter.text().strip():
            self._empty.say(text("Nothing found"), text("No entry has these words. Esc empties the filter."))
        else:
            self._empty.say(
                text("Nothing has happened yet"),
                text("Sign-ins, files sent and fetched, and letters opened will be listed here."),
            )

    @Slot()
    def _on_more(self) -> None:
        if self._entries:
            self._fetch(self._entries[-1].entry_id)

    @Slot(object)
    def _on_activity_added(self, _event: object) -> None:
        if self.isVisible():
            self._look_soon.request()
