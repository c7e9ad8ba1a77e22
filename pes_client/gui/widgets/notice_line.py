"""One quiet line on a page: an icon, a sentence and, where there is one, what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from pes_client.gui.theme import ICON_SIZE, SPACE_M, SPACE_S, Theme, Tone
from pes_client.wording import _


class NoticeLine(QFrame):
    """Hidden until it has something to say. `acted` is its button's, `closed` its cross's."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, action: str = "", closable: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sign = ("info", Tone.WAIT)
        self._icon, self._words = QLabel(self), QLabel(self)
        self.setObjectName("notice")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.action_button = QPushButton(action, self)
        self.action_button.setVisible(bool(action))
        self.close_button = QToolButton(self)
        self.close_button.setVisible(closable)
        self._build()
        self.action_button.clicked.connect(self._on_acted)
        self.close_button.clicked.connect(self._on_closed)
        theme.changed.connect(self._draw)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty while it is hidden."""
        return self._words.text()

    def say(self, words: str, icon: str = "info", tone: Tone = Tone.WAIT) -> None:
        """Show a sentence."""
        self._sign = (icon, tone)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.action_button.setAccessibleDescription(words)
        self._draw()
        self.show()

    @Slot()
    def clear(self) -> None:
        """Nothing is to be said any more."""
        self._words.clear()
        self.hide()

    def _build(self) -> None:
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(_("Close this message"))
        self.close_button.setToolTip(_("Close this message"))
        self.close_button.setIconSize(QSize(14, 14))
        self._theme.dress(self.close_button, "remove", Tone.MUTED)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._icon)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)

    @Slot()
    def _on_acted(self) -> None:
        self.acted.emit()

    @Slot()
    def _on_closed(self) -> None:
        self.clear()
        self.closed.emit()

    @Slot()
    def _draw(self) -> None:
        icon, tone = self._sign
        colors = self._theme.scheme
        self._icon.setPixmap(self._theme.icon(icon, tone).pixmap(ICON_SIZE, ICON_SIZE))
        self.setStyleSheet(
            f"QFrame#notice {{ background: {colors.base}; border: 1px solid {colors.border};"
            f" border-left: 4px solid {colors.of(tone)}; border-radius: 6px; }}"
        )
