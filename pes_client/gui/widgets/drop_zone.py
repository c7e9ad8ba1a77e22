"""The place that says files may be dropped, with the buttons for those who do not drag."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, Theme, Tone
from pes_client.wording import _


class DropZone(QFrame):
    """Files are taken anywhere on the window; this frame only shows it."""

    files_asked = Signal()
    folder_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("drop")
        self._icon = QLabel(self)
        words = QLabel(_("Drop claim files or folders anywhere on this window"), self)
        words.setFont(theme.font(10, bold=True))
        more = QLabel(_("Every file is checked first. Nothing is sent before you say so."), self)
        more.setForegroundRole(more.foregroundRole().PlaceholderText)
        self.files_button = QPushButton(_("Add &files…"), self)
        self.folder_button = QPushButton(_("Add fold&er…"), self)
        self.files_button.setToolTip(_("Add files (Ctrl+O)"))
        sentences = QVBoxLayout()
        sentences.setSpacing(2)
        sentences.addWidget(words)
        sentences.addWidget(more)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._icon)
        layout.addLayout(sentences, 1)
        layout.addWidget(self.files_button, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(SPACE_S - SPACE_M)
        layout.addWidget(self.folder_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.files_button.clicked.connect(self._on_files)
        self.folder_button.clicked.connect(self._on_folder)
        theme.changed.connect(self._draw)
        self._draw()

    @Slot()
    def _on_files(self) -> None:
        self.files_asked.emit()

    @Slot()
    def _on_folder(self) -> None:
        self.folder_asked.emit()

    @Slot()
    def _draw(self) -> None:
        colors = self._theme.scheme
        self._icon.setPixmap(self._theme.icon("upload", Tone.ACCENT).pixmap(28, 28))
        self.setStyleSheet(
            f"QFrame#drop {{ background: {colors.base}; border: 1px dashed {colors.muted}; border-radius: 8px; }}"
        )
