"""A step that is due on the portal, and that this version leaves to the portal's own pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from pes_client.domain.accounts import NextStep
from pes_client.gui.contacts import who_helps
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import SPACE_M, Tone
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.icon_label import IconLabel
from pes_client.gui.widgets.page import Page
from pes_client.wording import Text, _, text

_DUE: dict[NextStep, tuple[Text, Text]] = {
    NextStep.ACCOUNT_SETUP: (
        text("Account Setup is not complete"),
        text("Complete Account Setup on the portal's own page, then sign in here again."),
    ),
}


class StepDuePage(Page):
    """Says what is due and where it is done; what is already here stays safe meanwhile."""

    title = text("One step is due first")
    help = (text("The portal lets nothing in or out until this step is done. Files that wait here are not lost."),)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        card = Card(desk.theme, self)
        card.body.setSpacing(SPACE_M)
        card.setMaximumWidth(620)
        card.body.addWidget(IconLabel("lock", Tone.WARN, 32, desk.theme, card))
        self.due = card.add_title("")
        self._words = QLabel(card)
        self._words.setWordWrap(True)
        safe = QLabel(_("Files that wait on this computer are kept and go out afterwards."), card)
        safe.setWordWrap(True)
        safe.setForegroundRole(safe.foregroundRole().PlaceholderText)
        self.again_button = QPushButton(_("Sig&n in again"), self)
        desk.theme.accent(self.again_button)
        self.again_button.clicked.connect(self._on_again)
        self._help = QLabel(card)
        self._help.setWordWrap(True)
        self._help.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._words, safe, self._help):
            card.body.addWidget(label)
        self.content.addWidget(card)
        self.content.addStretch()
        self.buttons.addStretch()
        self.buttons.addWidget(self.again_button)

    def opened(self) -> None:
        """Name the step that the portal named."""
        known = self.desk.workplace.known
        step = known.standing.next_step if known and known.standing else NextStep.NONE
        if step in _DUE:
            title, words = _DUE[step]
            self.due.setText(str(title))
            self._words.setText(str(words))
        if known is not None and known.standing is not None:
            policy = self.desk.workspace.portals.policy(known.account.portal)
            self._help.setText(who_helps(policy, known.standing.kind))
        self.again_button.setFocus()

    @Slot()
    def _on_again(self) -> None:
        self.page_wanted.emit(PageId.SIGN_IN)
