"""A table as people expect one: sortable, resizable, columns to choose, rows to copy, words when it is empty."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from pes_client.gui.models.rows import RowsModel
from pes_client.gui.theme import ICON_SIZE, ROW_HEIGHT, Theme
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.wording import Text, _

Row = TypeVar("Row")


class RowsView(QTableView, Generic[Row]):
    """Shows a `RowsModel`. `name` is the place under which the person's columns are remembered."""

    opened = Signal(object)
    selection_changed = Signal()

    def __init__(
        self,
        model: RowsModel[Row],
        theme: Theme,
        *,
        name: str,
        label: Text,
        empty: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._name = name
        self._empty = empty
        self._sized = False
        self.setAccessibleName(str(label))
        self.setModel(model)
        self._dress()
        self._connect(theme)
        if empty is not None:
            empty.setParent(self.viewport())
        self._show_empty()

    @property
    def rows(self) -> RowsModel[Row]:
        """The model, with its own type."""
        return self._rows

    def chosen(self) -> list[Row]:
        """The selected rows, from top to bottom."""
        places = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self._rows.row_at(self._rows.index(place, 0)) for place in places]

    def sort_at_first(self, column: str, order: Qt.SortOrder) -> None:
        """The order before the person chooses one."""
        self.sortByColumn(self._place(column), order)

    def remember_columns(self, settings: QSettings) -> None:
        """Keep the widths, order and choice of columns for next time."""
        settings.setValue(f"columns/{self._name}", self.horizontalHeader().saveState())

    def restore_columns(self, settings: QSettings) -> None:
        """The widths, order and choice of columns of last time."""
        kept: Any = settings.value(f"columns/{self._name}")
        if kept is not None:
            self._sized = self.horizontalHeader().restoreState(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Ctrl+C copies the rows as text; Esc belongs to the page."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self._rows.row_at(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The stretching column takes what the others leave."""
        super().resizeEvent(event)
        self._size_columns()
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())

    @Slot()
    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, tab-separated, with the titles of the columns."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(at) for at in range(header.count())]
        shown = [self._rows.columns[place] for place in places if not self.isColumnHidden(place)]
        lines = ["\t".join(str(column.title) for column in shown)]
        lines += ["\t".join(_one_line(column.display(row)) for column in shown) for row in self.chosen()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, self.fontMetrics().height() + 10))
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setIconSize(self.iconSize().scaled(ICON_SIZE, ICON_SIZE, Qt.AspectRatioMode.IgnoreAspectRatio))
        for place, column in enumerate(self._rows.columns):
            self.setColumnHidden(place, column.hidden_at_first)

    def _connect(self, theme: Theme) -> None:
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.doubleClicked.connect(self._on_double_clicked)
        self.customContextMenuRequested.connect(self._on_menu_asked)
        self.horizontalHeader().customContextMenuRequested.connect(self._on_columns_asked)
        for news in (self._rows.rowsInserted, self._rows.rowsRemoved, self._rows.modelReset):
            news.connect(self._show_empty)
        theme.changed.connect(self._rows.repaint)

    @Slot()
    def _on_selected(self) -> None:
        self.selection_changed.emit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.opened.emit(self._rows.row_at(index))

    @Slot(QPoint)
    def _on_menu_asked(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.actions())
        copy = QAction(_("Copy as text"), menu)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setEnabled(bool(self.chosen()))
        copy.triggered.connect(self.copy_rows)
        menu.addAction(copy)
        menu.popup(self.viewport().mapToGlobal(at))
        menu.aboutToHide.connect(menu.deleteLater)

    @Slot(QPoint)
    def _on_columns_asked(self, at: QPoint) -> None:
        menu = QMenu(self)
        for place, column in enumerate(self._rows.columns):
            action = QAction(str(column.title), menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.setData(place)
            menu.addAction(action)
        menu.triggered.connect(self._on_column_chosen)
        menu.popup(self.horizontalHeader().mapToGlobal(at))
        menu.aboutToHide.connect(menu.deleteLater)

    @Slot(QAction)
    def _on_column_chosen(self, action: QAction) -> None:
        visible = sum(not self.isColumnHidden(place) for place in range(len(self._rows.columns)))
        if action.isChecked() or visible > 1:
            self.setColumnHidden(action.data(), not action.isChecked())
            self._size_columns()

    @Slot()
    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setVisible(self._rows.rowCount() == 0)

    def _size_columns(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        if not self._sized:
            for place, column in enumerate(self._rows.columns):
                self.setColumnWidth(place, character * column.width + 16)
            self._sized = True
        stretching = {
            at: column.width
            for at, column in enumerate(self._rows.columns)
            if column.stretches and not self.isColumnHidden(at)
        }
        others = self.horizontalHeader().length() - sum(self.columnWidth(at) for at in stretching)
        left = self.viewport().width() - others
        for at, width in stretching.items():
            share = left * width // sum(stretching.values())
            self.setColumnWidth(at, max(share, character * width * 2 // 3))

    def _place(self, name: str) -> int:
        return next(place for place, column in enumerate(self._rows.columns) if column.name == name)


def _one_line(words: str) -> str:
    return " ".join(words.split())
