"""A panel that only says something: what comes, or what was done."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_M, Theme
from pes_client.gui.widgets.card import Card, readable


class WordsPanel(QWidget):
    """A title and a few sentences on one card."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch()

    def say(self, title: str, sentences: Iterable[str]) -> None:
        """Show these words in place of earlier ones."""
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
        card = Card(self._theme, self)
        card.body.setSpacing(SPACE_M)
        card.add_title(title)
        for words in sentences:
            card.add_words(words)
        self._card = readable(card)
        self._column.insertWidget(0, self._card)
