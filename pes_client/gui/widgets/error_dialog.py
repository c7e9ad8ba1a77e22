"""An error that belongs to no page: what happened, what to do, and the details to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, Theme, Tone
from pes_client.gui.widgets.icon_label import IconLabel
from pes_client.wording import _


class ErrorDialog(QDialog):
    """`details` is what Copy details puts on the clipboard."""

    def __init__(
        self, title: str, words: str, details: str, theme: Theme | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._details = details
        self.setWindowTitle(_("PES Client"))
        self.setMinimumWidth(460)
        heading, message = QLabel(title, self), QLabel(words, self)
        for label in (heading, message):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy, close = QPushButton(_("&Copy details"), self), QPushButton(_("C&lose"), self)
        close.setDefault(True)
        copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.accept)
        words_column = QVBoxLayout()
        words_column.setSpacing(SPACE_S)
        words_column.addWidget(heading)
        words_column.addWidget(message)
        words_column.addStretch()
        top = QHBoxLayout()
        top.setSpacing(SPACE_M)
        if theme is not None:
            top.addWidget(IconLabel("stop", Tone.STOP, 32, theme, self), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words_column, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addLayout(top)
        layout.addLayout(buttons)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
