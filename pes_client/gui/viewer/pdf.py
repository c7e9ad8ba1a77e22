"""A PDF read from memory: nothing of it is ever written to a file (imported only when one is opened)."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

_MOST_PAGES = 2000
_PRINT_DOTS = 4000


class PdfView(QPdfView):
    """Shows pages one below the other, as wide as the view."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # Siblings of the view, made after it: they must outlive it, or Qt crashes when the view goes.
        self._document = QPdfDocument(parent)
        self._buffer = QBuffer(parent)
        self.setDocument(self._document)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return self._document.pageCount()

    def show_pdf(self, content: bytes) -> bool:
        """Show a PDF; False if it cannot be read as one."""
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        readable = self._document.error() is QPdfDocument.Error.None_
        return readable and 0 < self._document.pageCount() <= _MOST_PAGES

    def zoom(self, factor: float) -> None:
        """Nearer or farther, between a tenth and ten times."""
        now = self.zoomFactor() if self.zoomMode() is QPdfView.ZoomMode.Custom else 1.0
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(min(10.0, max(0.1, now * factor)))

    def fit_width(self) -> None:
        """As wide as the view again."""
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def print_to(self, printer: QPrinter) -> None:
        """Every page on a sheet of its own, as large as the paper allows."""
        painter = QPainter(printer)
        for page in range(self.pages):
            if page:
                printer.newPage()
            sheet = QRectF(painter.viewport())
            points = self._document.pagePointSize(page)
            scaled = points.scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            dots = scaled.boundedTo(scaled.scaled(_PRINT_DOTS, _PRINT_DOTS, Qt.AspectRatioMode.KeepAspectRatio))
            image = self._document.render(page, QSize(round(dots.width()), round(dots.height())))
            painter.drawImage(QRectF(sheet.topLeft(), scaled), image)
        painter.end()
