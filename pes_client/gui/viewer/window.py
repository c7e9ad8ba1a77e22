"""A window of its own for one document; its title names the kind of document and nobody."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_M, Theme
from pes_client.gui.viewer.document_view import DocumentView
from pes_client.services.trade_files import OpenedFile
from pes_client.wording import _


class DocumentWindow(QDialog):
    """Esc closes, Ctrl+P prints; several may be open beside each other."""

    save_asked = Signal(object)

    def __init__(self, opened: OpenedFile, kind: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(_("{kind} — PES Client", kind=kind))
        self.resize(860, 760)
        self.view = DocumentView(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        layout.addWidget(self.view)
        self.view.save_asked.connect(self._on_save_asked)
        QShortcut(QKeySequence.StandardKey.Print, self).activated.connect(self.view.print_document)
        self.view.show_file(opened)

    @Slot(object)
    def _on_save_asked(self, opened: OpenedFile) -> None:
        self.save_asked.emit(opened)
