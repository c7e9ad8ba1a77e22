"""What stands where nothing is yet: what will be here, and the first step to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_M, SPACE_S, SPACE_XL, Theme, Tone
from pes_client.wording import Text


class EmptyState(QWidget):
    """An icon, a sentence or two and, where there is one, a first step."""

    step_taken = Signal()

    def __init__(
        self, icon: str, title: Text, words: Text, theme: Theme, *, step: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._icon = QLabel(self)
        self._title = QLabel(str(title), self)
        self._title.setFont(theme.font(10.5, bold=True))
        self._words = QLabel(str(words), self)
        self._words.setWordWrap(True)
        self._words.setMaximumWidth(460)
        self._words.setForegroundRole(self._words.foregroundRole().PlaceholderText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, SPACE_M)
        layout.setSpacing(SPACE_S)
        layout.addStretch()
        for label in (self._icon, self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._icon)
        layout.addWidget(self._title)
        layout.addLayout(self._centered(self._words))
        if step:
            self._add_step(step, layout)
        layout.addStretch()
        theme.changed.connect(self._draw)
        self._draw()

    def _centered(self, words: QLabel) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(words, 100)
        row.addStretch(1)
        return row

    def say(self, title: Text, words: Text) -> None:
        """Other words for another kind of emptiness."""
        self._title.setText(str(title))
        self._words.setText(str(words))

    def _add_step(self, step: str, layout: QVBoxLayout) -> None:
        button = QPushButton(step, self)
        button.clicked.connect(self._on_step)
        layout.addSpacing(SPACE_S)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    @Slot()
    def _on_step(self) -> None:
        self.step_taken.emit()

    @Slot()
    def _draw(self) -> None:
        self._icon.setPixmap(self._theme.icon(self._icon_name, Tone.MUTED).pixmap(40, 40))
