"""An error on its page: what happened, what it means, what can be done, and the details to copy."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from pes_client.errors import PesError
from pes_client.gui.theme import SPACE_M, SPACE_S, SPACE_XS, Theme, Tone
from pes_client.version import VERSION
from pes_client.wording import _


def details_of(error: PesError) -> str:
    """What support needs to know; the same words that the person reads, and nothing secret."""
    lines = [str(error.title), str(error.message), str(error.hint), ""]
    lines += [type(error).__name__, f"PES Client {VERSION}", platform.platform()]
    return "\n".join(line for line in lines if line)


class ErrorBanner(QFrame):
    """Hidden until there is an error; stays until it is closed or the page tries again."""

    closed = Signal()
    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._error: PesError | None = None
        self._icon, self._title, self._words = QLabel(self), QLabel(self), QLabel(self)
        self.action_button = QPushButton(self)
        self._copy = QPushButton(_("Cop&y details"), self)
        self._close = QToolButton(self)
        self._build()
        self.action_button.clicked.connect(self._on_acted)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self.clear)
        theme.changed.connect(self._draw)
        self._draw()
        self.hide()

    @property
    def error(self) -> PesError | None:
        """The error that is shown."""
        return self._error

    def show_error(self, error: PesError) -> None:
        """Show an error in words."""
        self._error = error
        self._title.setText(str(error.title))
        self._words.setText(str(error))
        self.setAccessibleName(f"{error.title}. {error}")
        self.offer("")
        self.show()

    def offer(self, words: str) -> None:
        """A button for what can be done about it; none for no words."""
        self.action_button.setText(words)
        self.action_button.setVisible(bool(words))

    @Slot()
    def clear(self) -> None:
        """Nothing is wrong any more."""
        if self._error is not None:
            self._error = None
            self.hide()
            self.closed.emit()

    def _build(self) -> None:
        self.setObjectName("error")
        self._title.setFont(self._theme.font(9, bold=True))
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(_("Close this message"))
        self._close.setToolTip(_("Close this message"))
        self._close.setIconSize(QSize(14, 14))
        self._theme.dress(self._close, "remove", Tone.MUTED)
        sentences = QVBoxLayout()
        sentences.setSpacing(SPACE_XS)
        sentences.addWidget(self._title)
        sentences.addWidget(self._words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(sentences, 1)
        layout.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _on_acted(self) -> None:
        self.acted.emit()

    @Slot()
    def _on_copy(self) -> None:
        if self._error is not None:
            QGuiApplication.clipboard().setText(details_of(self._error))

    @Slot()
    def _draw(self) -> None:
        colors = self._theme.scheme
        self._icon.setPixmap(self._theme.icon("stop", Tone.STOP).pixmap(20, 20))
        self.setStyleSheet(
            f"QFrame#error {{ background: {colors.base}; border: 1px solid {colors.stop};"
            " border-left-width: 4px; border-radius: 6px; }"
        )
