"""The program's own icons, tinted in any color and crisp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pes_client.resources import resource

_SIZES = (16, 18, 20, 24, 32, 36, 48, 64, 96)


class Icons:
    """Reads each icon once and keeps every tint that was asked for."""

    def __init__(self) -> None:
        self._tinted: dict[tuple[str, str, str], QIcon] = {}

    def tinted(self, name: str, color: str, disabled: str) -> QIcon:
        """The icon `name` in a color (#RRGGBB), and in another one where its control is disabled."""
        key = (name, color, disabled)
        if key not in self._tinted:
            icon = QIcon()
            for mode, tint in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled)):
                for size in _SIZES:
                    icon.addPixmap(_drawn(name, tint, size), mode)
            self._tinted[key] = icon
        return self._tinted[key]


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _drawn(name: str, color: str, size: int) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
