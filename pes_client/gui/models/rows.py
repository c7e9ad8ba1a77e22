"""The one table model: frozen rows in, named columns out, selection and place kept when rows change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import groupby
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from pes_client.gui.models.columns import Column
from pes_client.gui.theme import Theme

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()
_GAP = "\N{EN SPACE}"  # between a number at the right of its column and the words of the next


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows the rows it was handed. `key` names a row for as long as it lives."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._theme = theme
        self._rows: list[Row] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        roles = Qt.ItemDataRole
        self._shows: dict[int, Callable[[Column[Row], Row], Any]] = {
            roles.DisplayRole: _display,
            roles.AccessibleTextRole: lambda column, row: column.display(row),
            roles.ToolTipRole: lambda column, row: (column.tip or column.display)(row),
            roles.TextAlignmentRole: lambda column, _row: _alignment(column),
            roles.DecorationRole: self._icon,
            roles.ForegroundRole: self._color,
            SORT_ROLE: lambda column, row: column.sort_key(row),
        }

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def row_at(self, index: Index) -> Row:
        """The row that an index stands in."""
        return self._rows[index.row()]

    def place_of(self, key: Hashable) -> int | None:
        """Where the row with this key stands now; None if it is not here."""
        return next((place for place, row in enumerate(self._rows) if self._key(row) == key), None)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows from now on, changing only what differs."""
        wanted = self._in_order(rows)
        by_key = {self._key(row): row for row in wanted}
        self._drop_missing(by_key)
        self._update_kept(by_key)
        self._rearrange([by_key[key] for key in by_key if key in {self._key(row) for row in self._rows}])
        self._insert_new(wanted)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As Qt asks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """As Qt asks."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As Qt asks."""
        show = self._shows.get(role)
        if show is None or not index.isValid():
            return None
        return show(self.columns[index.column()], self._rows[index.row()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As Qt asks."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(column.title) + (_GAP if column.right_aligned else "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 leaves the order in which the rows were handed over."""
        self._sorted_by = (column, order) if column >= 0 else None
        self._rearrange(self._in_order(self._rows))

    def repaint(self) -> None:
        """The colors changed: everything is drawn anew."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def _icon(self, column: Column[Row], row: Row) -> QIcon | None:
        sign = column.sign(row) if column.sign else None
        return self._theme.icon(sign.icon, sign.tone) if sign else None

    def _color(self, column: Column[Row], row: Row) -> QColor | None:
        return self._theme.color(column.sign(row).tone) if column.sign else None

    def _in_order(self, rows: Sequence[Row]) -> list[Row]:
        if self._sorted_by is None:
            return list(rows)
        place, order = self._sorted_by
        return sorted(rows, key=self.columns[place].sort_key, reverse=order == Qt.SortOrder.DescendingOrder)

    def _drop_missing(self, wanted: dict[Hashable, Row]) -> None:
        gone = [place for place, row in enumerate(self._rows) if self._key(row) not in wanted]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(_ROOT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _update_kept(self, wanted: dict[Hashable, Row]) -> None:
        for place, row in enumerate(self._rows):
            now = wanted[self._key(row)]
            if now != row:
                self._rows[place] = now
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def _rearrange(self, rows: list[Row]) -> None:
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        places = {self._key(row): place for place, row in enumerate(rows)}
        before = self.persistentIndexList()
        after = [self.index(places[self._key(self._rows[old.row()])], old.column()) for old in before]
        self._rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert_new(self, wanted: list[Row]) -> None:
        here = {self._key(row) for row in self._rows}
        new = [place for place, row in enumerate(wanted) if self._key(row) not in here]
        for first, last in _runs(new):
            self.beginInsertRows(_ROOT, first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self.endInsertRows()


_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


def _display(column: Column[Row], row: Row) -> str:
    return column.display(row) + (_GAP if column.right_aligned else "")


def _alignment(column: Column[Row]) -> int:
    return _RIGHT if column.right_aligned else _LEFT


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighboring places as (first, last)."""
    for _distance, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        together = [place for _position, place in run]
        yield together[0], together[-1]
