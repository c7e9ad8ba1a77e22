"""Settings: how the window looks, and where this computer keeps the data."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from pes_client.gui.desk import Desk
from pes_client.gui.theme import SPACE_M, Appearance
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.page import Page
from pes_client.version import VERSION
from pes_client.wording import _, text

APPEARANCE = "window/appearance"


class SettingsPage(Page):
    """Every change takes effect at once."""

    title = text("Settings")
    help = (text("Changes take effect at once and are kept for this user of the computer."),)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.appearance = QComboBox(self)
        self.folder = QLineEdit(str(desk.workspace.home), self)
        self.folder_button = QPushButton(_("Sho&w in folder"), self)
        self._build()
        self.appearance.currentIndexChanged.connect(self._on_appearance)
        self.folder_button.clicked.connect(self._on_folder)

    def opened(self) -> None:
        """Ready to choose."""
        self.appearance.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        for value, words in (
            (Appearance.SYSTEM, _("As the system")),
            (Appearance.LIGHT, _("Light")),
            (Appearance.DARK, _("Dark")),
        ):
            self.appearance.addItem(words, value)
        self.appearance.setCurrentIndex(self.appearance.findData(self.desk.theme.appearance))
        self.folder.setReadOnly(True)
        card = Card(self.desk.theme, self)
        card.setMaximumWidth(720)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_M)
        grid.setColumnStretch(1, 1)
        appearance = QLabel(_("Appea&rance"), card)
        appearance.setBuddy(self.appearance)
        self.appearance.setAccessibleName(_("Appearance"))
        folder = QLabel(_("Your data (encr&ypted)"), card)
        folder.setBuddy(self.folder)
        self.folder.setAccessibleName(_("Folder of your data"))
        version = QLabel(_("Version"), card)
        grid.addWidget(appearance, 0, 0)
        grid.addWidget(self.appearance, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(folder, 1, 0)
        grid.addWidget(self.folder, 1, 1)
        grid.addWidget(self.folder_button, 1, 2)
        grid.addWidget(version, 2, 0)
        grid.addWidget(QLabel(f"PES Client {VERSION}", card), 2, 1)
        card.body.addLayout(grid)
        self.content.addWidget(card)
        self.content.addStretch()

    @Slot(int)
    def _on_appearance(self, place: int) -> None:
        appearance = Appearance(self.appearance.itemData(place))
        self.desk.settings.setValue(APPEARANCE, appearance.value)
        self.desk.theme.choose(appearance)

    @Slot()
    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.workspace.home)))
