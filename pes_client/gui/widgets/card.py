"""A card: a quiet frame around things that belong together."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pes_client.gui.theme import FIGURE_POINTS, SPACE_L, SPACE_M, SPACE_XS, Theme, Tone

_READABLE = 620
_NARROW = 200, 260


class Card(QFrame):
    """A rounded frame in the colors of a page of paper; `body` takes what it holds."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        self.body.setSpacing(SPACE_XS)
        theme.changed.connect(self._draw)
        self._draw()

    def add_title(self, words: str) -> QLabel:
        """A heading at the top of the card."""
        label = QLabel(words, self)
        label.setFont(self._theme.font(10, bold=True))
        label.setWordWrap(True)
        self.body.addWidget(label)
        return label

    def add_words(self, words: str) -> QLabel:
        """A sentence or two, wrapped; shown as they are, whoever wrote them."""
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.body.addWidget(label)
        return label

    @Slot()
    def _draw(self) -> None:
        colors = self._theme.scheme
        self.setStyleSheet(
            f"QFrame#card {{ background: {colors.base}; border: 1px solid {colors.border}; border-radius: 8px; }}"
        )


class FigureCard(Card):
    """One number that matters, what it counts, and a sentence about it."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._title = QLabel(title, self)
        self._figure = QLabel("—", self)
        self._figure.setFont(theme.font(FIGURE_POINTS, bold=True))
        self._words = QLabel("", self)
        self._words.setWordWrap(True)
        self._words.setForegroundRole(self._words.foregroundRole().PlaceholderText)
        self._tone = Tone.PLAIN
        for label in (self._title, self._figure, self._words):
            self.body.addWidget(label)
        self.body.addStretch()
        self.setAccessibleName(title)

    def say(self, figure: str, words: str, tone: Tone = Tone.PLAIN) -> None:
        """Show a number with its sentence."""
        self._figure.setText(figure)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._tone = tone
        self.setAccessibleDescription(f"{figure}. {words}")
        self._draw()

    def _draw(self) -> None:
        super()._draw()
        if hasattr(self, "_tone"):
            colors = self._figure.palette()
            colors.setColor(self._figure.foregroundRole(), self._theme.color(self._tone))
            self._figure.setPalette(colors)


def readable(card: Card, *, beside: Card | None = None, below: Card | None = None) -> QWidget:
    """A card no wider than is comfortable to read, at the left; a narrower one with advice `beside` it.

    `below` is a second card of that narrow column.
    """
    card.setMaximumWidth(_READABLE)
    holder = QWidget(card.parentWidget())
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_L)
    layout.addWidget(card, 3, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(SPACE_M)
    for narrow in (beside, below):
        if narrow is not None:
            narrow.setMinimumWidth(_NARROW[0])
            narrow.setMaximumWidth(_NARROW[1])
            column.addWidget(narrow)
    column.addStretch()
    layout.addLayout(column, 1)
    layout.addStretch()
    return holder
