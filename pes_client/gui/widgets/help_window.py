"""F1: what the open page is for, and the keys that work everywhere."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_M
from pes_client.gui.widgets.page import Page
from pes_client.wording import Text, _, text

_KEYS: tuple[tuple[str, Text], ...] = (
    ("F1", text("Help for the page")),
    ("F5", text("Look again, and ask the portal")),
    ("Ctrl+O", text("Add files to send")),
    ("Ctrl+F", text("Find in the page")),
    ("Ctrl+C", text("Copy the chosen rows as text")),
    ("Ctrl+P", text("Print the letter that is open")),
    ("Enter", text("Do what the highlighted button says; open the chosen row")),
    ("Esc", text("Close, empty the filter, or step back")),
    ("Alt+…", text("The control with that letter underlined")),
)


class HelpWindow(QDialog):
    """Stays open beside the window and follows the page that is opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.resize(420, 520)
        self.words = QTextBrowser(self)
        self.words.setAccessibleName(_("Help for the page"))
        self.words.setOpenLinks(False)
        self.words.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.words.viewport().setAutoFillBackground(False)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, Qt.Orientation.Horizontal, self)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        layout.addWidget(self.words)
        layout.addWidget(close)

    def explain(self, page: Page) -> None:
        """Show the words of this page."""
        paragraphs = "".join(f"<p>{escape(str(words))}</p>" for words in page.help)
        keys = "".join(
            f"<tr><td style='padding-right:16px'><b>{escape(key)}</b></td><td>{escape(str(words))}</td></tr>"
            for key, words in _KEYS
        )
        self.words.setHtml(
            f"<h3>{escape(page.accessibleName())}</h3>{paragraphs}"
            f"<h4>{escape(_('Keys'))}</h4><table cellspacing='4'>{keys}</table>"
        )
