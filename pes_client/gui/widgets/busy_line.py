"""A thin line under the title that moves while something is under way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pes_client.gui.theme import Theme, Tone
from pes_client.wording import _

_MILLISECONDS, _STEPS = 40, 50
_HEIGHT, _SHARE = 3, 0.25


class BusyLine(QWidget):
    """Keeps its place when it rests, so that nothing jumps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS)
        self._timer.timeout.connect(self._on_tick)
        self.setFixedHeight(_HEIGHT)
        self.set_busy(busy=False)

    @property
    def is_busy(self) -> bool:
        """Whether it moves."""
        return self._timer.isActive()

    def set_busy(self, *, busy: bool) -> None:
        """Move, or rest."""
        self.setAccessibleName(_("Working…") if busy else _("Ready"))
        if busy and not self.is_busy:
            self._timer.start()
        elif not busy:
            self._timer.stop()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A pale line, and the part of it that moves."""
        if not self.is_busy:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.scheme.border)
        long = self.width() * _SHARE
        start = (self.width() + long) * self._step / _STEPS - long
        painter.fillRect(QRectF(start, 0, long, self.height()), self._theme.color(Tone.ACCENT))
        painter.end()

    @Slot()
    def _on_tick(self) -> None:
        self._step = (self._step + 1) % (_STEPS + 1)
        self.update()
