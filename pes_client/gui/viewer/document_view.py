"""Shows one opened file, whatever its kind: a PDF, an interchange, plain text, or why it cannot be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from pes_client.gui import formats
from pes_client.gui.theme import SPACE_S, SPACE_XS, Theme, Tone
from pes_client.gui.viewer.x12_text import segments_as_lines
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.services.trade_files import OpenedFile
from pes_client.wording import _, counted, text

if TYPE_CHECKING:
    from pes_client.gui.viewer.pdf import PdfView

PDF = "application/pdf"
_TEXTS = frozenset({"text/plain", "application/edi-x12"})


class DocumentView(QWidget):
    """A strip of tools above the document. Holds the content only while it is shown."""

    save_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opened: OpenedFile | None = None
        self._pdf: PdfView | None = None
        self._sign, self._name, self._pages = QLabel(self), QLabel(self), QLabel(self)
        self._buttons: list[QToolButton] = []
        self._stack = QStackedWidget(self)
        self._nothing = EmptyState(
            "letter",
            text("No letter is open"),
            text("Choose a letter to read it here. It is shown from memory and leaves no copy behind."),
            theme,
        )
        self._text = QPlainTextEdit(self)
        self._build()
        theme.changed.connect(self._draw_sign)
        self.clear()

    @property
    def opened(self) -> OpenedFile | None:
        """What is shown."""
        return self._opened

    @property
    def shows_pages(self) -> int:
        """How many PDF pages are shown; 0 for none."""
        return self._pdf.pages if self._pdf is not None and self._stack.currentWidget() is self._pdf else 0

    def clear(self) -> None:
        """Show nothing."""
        self._opened = None
        self._text.clear()
        self._nothing.say(
            text("No letter is open"),
            text("Choose a letter to read it here. It is shown from memory and leaves no copy behind."),
        )
        self._front(self._nothing)

    def show_file(self, opened: OpenedFile) -> None:
        """Show a file."""
        self._opened = opened
        self._name.setText(opened.name)
        if opened.media_type == PDF:
            self._show_pdf(opened.content)
        elif opened.media_type in _TEXTS:
            self._show_text(opened.content)
        else:
            self._show_nothing()
        self._draw_sign()

    @Slot()
    def print_document(self) -> None:
        """Ask for a printer and print what is shown."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._opened is None or self._stack.currentWidget() is self._nothing:
            return
        dialog = QPrintDialog(QPrinter(QPrinter.PrinterMode.HighResolution), self)
        dialog.setWindowTitle(_("Print"))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            printer = dialog.printer()
            if self._pdf is not None and self._stack.currentWidget() is self._pdf:
                self._pdf.print_to(printer)
            else:
                self._text.print_(printer)

    def _build(self) -> None:
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setMinimumWidth(60)
        self._pages.setForegroundRole(self._pages.foregroundRole().PlaceholderText)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setAccessibleName(_("Content of the file"))
        for page in (self._nothing, self._text):
            self._stack.addWidget(page)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_XS)
        tools.addWidget(self._sign)
        tools.addWidget(self._name)
        tools.addStretch()
        tools.addWidget(self._pages)
        tools.addSpacing(SPACE_S)
        for icon, words, slot in (
            ("zoom-out", _("Farther"), self._on_farther),
            ("zoom-in", _("Nearer"), self._on_nearer),
            ("print", _("Print… (Ctrl+P)"), self.print_document),
            ("save", _("Save as…"), self._on_save),
        ):
            button = QToolButton(self)
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._theme.dress(button, icon)
            button.clicked.connect(slot)
            self._buttons.append(button)
            tools.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(tools)
        layout.addWidget(self._stack, 1)

    def _show_pdf(self, content: bytes) -> None:
        if self._pdf is None:
            from pes_client.gui.viewer.pdf import PdfView

            self._pdf = PdfView(self._stack)
            self._pdf.setAccessibleName(_("Pages of the letter"))
            self._stack.addWidget(self._pdf)
        if self._pdf.show_pdf(content):
            self._pages.setText(counted("{n} page", "{n} pages", self._pdf.pages))
            self._front(self._pdf)
        else:
            self._show_nothing()

    def _show_text(self, content: bytes) -> None:
        readable = segments_as_lines(content)
        self._text.setPlainText(readable.words)
        self._pages.setText(
            _("The first part is shown; {size} more are in the file", size=formats.size(readable.left_out))
            if readable.left_out
            else formats.size(len(content))
        )
        self._front(self._text)

    def _show_nothing(self) -> None:
        self._nothing.say(
            text("This file cannot be shown here"),
            text("It is safe on this computer. Use “Save as…” to open it with another program."),
        )
        self._front(self._nothing)

    def _front(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        is_open = self._opened is not None
        for label in (self._sign, self._name, self._pages):
            label.setVisible(is_open)
        for button in self._buttons:
            button.setVisible(is_open)

    @Slot()
    def _draw_sign(self) -> None:
        if self._opened is None:
            return
        verified = self._opened.verified
        icon = self._theme.icon("ok" if verified else "warn", Tone.OK if verified else Tone.WARN)
        self._sign.setPixmap(icon.pixmap(18, 18))
        words = (
            _("Verified: the content is exactly what the portal announced.")
            if verified
            else _("Not verified: the portal named no digest for this file.")
        )
        self._sign.setToolTip(words)
        self._sign.setAccessibleName(words)

    @Slot()
    def _on_nearer(self) -> None:
        self._zoom(1.25)

    @Slot()
    def _on_farther(self) -> None:
        self._zoom(0.8)

    def _zoom(self, factor: float) -> None:
        if self._pdf is not None and self._stack.currentWidget() is self._pdf:
            self._pdf.zoom(factor)
        elif factor > 1:
            self._text.zoomIn(1)
        else:
            self._text.zoomOut(1)

    @Slot()
    def _on_save(self) -> None:
        if self._opened is not None:
            self.save_asked.emit(self._opened)
