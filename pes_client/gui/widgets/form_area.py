"""The place of a form on its page: scrolls where the window is low, and looks like the page otherwise."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_M
from pes_client.gui.widgets.card import Card
from pes_client.wording import _


class FormArea(QScrollArea):
    """`column` takes what the form holds, from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.holder = QWidget(self)
        self.holder.setAutoFillBackground(False)
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_M)
        self.setWidget(self.holder)
        # Setting the widget gives it a background of its own.
        self.holder.setAutoFillBackground(False)


def say_what_is_required(card: Card) -> None:
    """The sentence above the fields of a form."""
    card.body.setSpacing(SPACE_M)
    required = QLabel(_("Fields marked with * are required."), card)
    required.setForegroundRole(required.foregroundRole().PlaceholderText)
    card.body.addWidget(required)
