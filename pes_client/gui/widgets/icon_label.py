"""An icon that stands by itself and follows the appearance."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from pes_client.gui.theme import Theme, Tone


class IconLabel(QLabel):
    """`size` is in device-independent pixels. Words stand beside it, so screen readers pass it by."""

    def __init__(self, name: str, tone: Tone, size: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self._theme = theme
        theme.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        self.setPixmap(self._theme.icon(self._name, self._tone).pixmap(self._size, self._size))
