"""Where the window stood last time, brought back onto a screen that exists now."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FIRST_SIZE = QSize(1200, 800)
LEAST_SIZE = QSize(960, 600)
_GEOMETRY = "window/geometry"


def remember_place(window: QWidget, settings: QSettings) -> None:
    """Keep size and place for next time."""
    settings.setValue(_GEOMETRY, window.saveGeometry())


def restore_place(window: QWidget, settings: QSettings) -> None:
    """Size and place of last time, or the first size in the middle of the screen; never off every screen."""
    kept = settings.value(_GEOMETRY)
    if kept is None or not window.restoreGeometry(kept):
        window.resize(FIRST_SIZE)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    window.setGeometry(onto_a_screen(window.geometry(), screens))


def onto_a_screen(wanted: QRect, screens: list[QRect]) -> QRect:
    """The place nearest to `wanted` that lies wholly on one screen, no larger than it."""
    if not screens:
        return wanted
    home = max(screens, key=lambda screen: _area(screen.intersected(wanted)))
    result = QRect(wanted.topLeft(), wanted.size().boundedTo(home.size()))
    if not home.contains(result):
        result.moveLeft(min(max(result.left(), home.left()), home.right() - result.width() + 1))
        result.moveTop(min(max(result.top(), home.top()), home.bottom() - result.height() + 1))
    return result


def _area(rectangle: QRect) -> int:
    return max(0, rectangle.width()) * max(0, rectangle.height())
