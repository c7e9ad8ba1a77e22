"""The e-mail that asks for a PIN letter (SET-6), shown before the person's own mail program gets it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from pes_client.gui.theme import SPACE_L, SPACE_M, Theme
from pes_client.policy.document import PolicyDocument
from pes_client.policy.pin_request import (
    pin_request_address,
    pin_request_mail,
    pin_request_subject,
    pin_request_words,
)
from pes_client.wording import _

_LONGEST = 20


class PinRequestDialog(QDialog):
    """NPI and AVRS ID, the words that come of them, and the button that hands them over. It sends nothing itself."""

    handed_over = Signal()

    def __init__(self, policy: PolicyDocument, npi: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = policy
        self.setWindowTitle(_("Ask for a PIN letter"))
        self.setMinimumWidth(520)
        self.npi, self.avrs_id = QLineEdit(npi, self), QLineEdit(self)
        self.words = QPlainTextEdit(self)
        self.mail_button = QPushButton(_("&Open my mail program"), self)
        self.close_button = QPushButton(_("Canc&el"), self)
        theme.accent(self.mail_button)
        self._build()
        for edit in (self.npi, self.avrs_id):
            edit.setMaxLength(_LONGEST)
            edit.textChanged.connect(self._compose)
        self.mail_button.clicked.connect(self._on_mail)
        self.close_button.clicked.connect(self.reject)
        self._compose()

    def address(self) -> str:
        """The `mailto:` address that the mail program is opened with."""
        return pin_request_mail(self.npi.text().strip(), self.avrs_id.text().strip(), self._policy)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        grid.setSpacing(SPACE_M)
        grid.setColumnStretch(1, 1)
        to = pin_request_address(self._policy) or _("(the portal names no address: fill it in yourself)")
        for row, (caption, words) in enumerate(((_("To"), to), (_("Subject"), str(pin_request_subject())))):
            grid.addWidget(QLabel(caption, self), row, 0)
            shown = QLabel(words, self)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            grid.addWidget(shown, row, 1)
        for row, (caption, name, control) in enumerate(
            (
                (_("&NPI"), _("NPI"), self.npi),
                (_("A&VRS ID"), _("AVRS ID"), self.avrs_id),
                (_("&What it says"), _("What the e-mail says"), self.words),
            ),
            start=2,
        ):
            label = QLabel(caption, self)
            label.setBuddy(control)
            control.setAccessibleName(name)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(control, row, 1)
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.mail_button)
        grid.addLayout(buttons, 5, 0, 1, 2)

    @Slot()
    def _compose(self) -> None:
        self.words.setPlainText(str(pin_request_words(self.npi.text().strip(), self.avrs_id.text().strip())))
        self.mail_button.setEnabled(bool(self.npi.text().strip() and self.avrs_id.text().strip()))

    @Slot()
    def _on_mail(self) -> None:
        QDesktopServices.openUrl(QUrl(self.address(), QUrl.ParsingMode.StrictMode))
        self.handed_over.emit()
        self.accept()
