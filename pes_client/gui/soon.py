"""Many small pieces of news, one look: calls a method once, a moment after the first of several requests."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Soon(QObject):
    """Collects requests for `milliseconds`, then acts once. `act` must be a bound method of a QObject."""

    def __init__(self, act: Callable[[], object], parent: QObject, *, milliseconds: int = 120) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(act)

    def request(self) -> None:
        """Act soon; asking again while waiting changes nothing."""
        if not self._timer.isActive():
            self._timer.start()

    def restart(self) -> None:
        """Act soon after the last request (for typing)."""
        self._timer.start()
