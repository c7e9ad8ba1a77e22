"""Letters: the eDelivery letters that are on this computer, to be read one after the other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from pes_client.domain.tradefiles import E_DELIVERY, TradeFile
from pes_client.gui.desk import Desk
from pes_client.gui.models.trade_files import LettersModel
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.trade_file_page import TradeFilePage
from pes_client.gui.soon import Soon
from pes_client.gui.theme import SPACE_M, SPACE_S
from pes_client.gui.viewer.document_view import DocumentView
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.table import RowsView
from pes_client.services.trade_files import OpenedFile, TradeFileQuery
from pes_client.wording import _, text

_MOST_LETTERS = 2000
_NOTHING_YET = (
    text("No letters here yet"),
    text("Letters that you download from the portal are kept here and can be read without a connection."),
)
_NOTHING_FOUND = (text("Nothing found"), text("No letter fits these words. Esc empties the filter."))


class LettersPage(TradeFilePage):
    """The list on the left, the letter on the right; everything works offline."""

    title = text("Letters")
    help = (
        text("These letters are on this computer. They open without a connection and stay after the portal's ended."),
        text("Enter opens the chosen letter, Ctrl+P prints it, “Save as…” makes a copy outside the program."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked = 0
        self._empty = EmptyState("letter", *_NOTHING_YET, desk.theme, step=_("Go to Do&wnload"))
        self._model = LettersModel(self.kind, desk.theme, self)
        self.table: RowsView[TradeFile] = RowsView(
            self._model, desk.theme, name="letters", label=text("Letters"), empty=self._empty, parent=self
        )
        self.filter = QLineEdit(self)
        self.view = DocumentView(desk.theme, self)
        self._typed_soon = Soon(self.look, self, milliseconds=200)
        self._build()
        self.table.opened.connect(self._on_open)
        self.table.selection_changed.connect(self._on_chosen)
        self.filter.textChanged.connect(self._typed_soon.restart)
        self.view.save_asked.connect(self._on_save_asked)
        self._empty.step_taken.connect(self._on_go_to_download)
        self._reading_for = (desk.workplace.account, desk.workplace.avrs_id)
        desk.workplace.changed.connect(self._on_place_changed)

    def opened(self) -> None:
        """Look again."""
        self.look()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Look again."""
        self.look()

    def search_field(self) -> QWidget:
        """The filter."""
        return self.filter

    def escape(self) -> bool:
        """Esc empties the filter first, then closes the letter."""
        if self.filter.text():
            self.filter.clear()
            return True
        if self.view.opened is not None:
            self.view.clear()
            return True
        return super().escape()

    @Slot()
    def look(self) -> None:
        """Fetch the letters that are here."""
        workplace = self.desk.workplace
        if workplace.account is None or not workplace.avrs_id:
            return
        query = TradeFileQuery(transaction_type=E_DELIVERY, words=self.filter.text().strip(), only_here=True)
        task = partial(
            self.desk.workspace.trade_files.search,
            workplace.account,
            workplace.avrs_id,
            query,
            limit=_MOST_LETTERS,
        )
        self._asked = self.desk.bridge.run(task, self._on_rows, self.show_error, instead_of=self._asked)

    @Slot(OpenedFile)
    def show_opened(self, opened: OpenedFile) -> None:
        """In the pane on the right."""
        self.view.show_file(opened)

    def _build(self) -> None:
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaxLength(200)
        self.filter.setAccessibleName(_("Find in letters"))
        self.filter.setPlaceholderText(_("Part of a name"))
        label = QLabel(_("F&ind"), self)
        label.setBuddy(self.filter)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.sort_at_first("posted", Qt.SortOrder.DescendingOrder)
        filter_row = QHBoxLayout()
        filter_row.setSpacing(SPACE_S)
        filter_row.addWidget(label)
        filter_row.addWidget(self.filter, 1)
        left, right = QWidget(self), QWidget(self)
        left_layout, right_layout = QVBoxLayout(left), QVBoxLayout(right)
        left_layout.setContentsMargins(0, 0, SPACE_S, 0)
        left_layout.setSpacing(SPACE_M)
        left_layout.addLayout(filter_row)
        left_layout.addWidget(self.table, 1)
        right_layout.setContentsMargins(SPACE_S, 0, 0, 0)
        right_layout.addWidget(self.view)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([400, 560])
        self.content.addWidget(splitter, 1)
        QShortcut(QKeySequence.StandardKey.Print, self).activated.connect(self.view.print_document)

    @Slot(list)
    def _on_rows(self, rows: list[TradeFile]) -> None:
        self._empty.say(*(_NOTHING_FOUND if self.filter.text().strip() else _NOTHING_YET))
        self._model.show_rows(rows)

    @Slot(object)
    def _on_open(self, row: TradeFile) -> None:
        account = self.desk.workplace.account
        if account is not None:
            self.error.clear()
            self.opening.open(account, row)

    @Slot()
    def _on_chosen(self) -> None:
        chosen = self.table.chosen()
        shown = self.view.opened.local_id if self.view.opened else None
        if chosen and chosen[0].local_id != shown:
            self._on_open(chosen[0])

    @Slot()
    def _on_place_changed(self) -> None:
        place = (self.desk.workplace.account, self.desk.workplace.avrs_id)
        if place != self._reading_for:
            self._reading_for = place
            self.view.clear()

    @Slot(object)
    def _on_save_asked(self, opened: OpenedFile) -> None:
        self.save_opened(opened)

    @Slot()
    def _on_go_to_download(self) -> None:
        self.page_wanted.emit(PageId.DOWNLOAD)
