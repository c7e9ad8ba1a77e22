"""The initial password of a clerk, typed or made; and the card that shows it once when the portal has it (CLK-1)."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from pes_client.errors import InputError
from pes_client.gui.theme import FIGURE_POINTS, SPACE_M, SPACE_S, Theme
from pes_client.gui.widgets.card import Card
from pes_client.policy.document import PolicyDocument
from pes_client.policy.password_making import make_password
from pes_client.wording import _


def make_initial_password(policy: PolicyDocument, user_id: str) -> str:
    """A strong password for a clerk, or nothing where the portal's rules leave none."""
    try:
        return make_password(policy, user_id, secrets.SystemRandom())
    except InputError:
        return ""


class PasswordMaker(QWidget):
    """The button beside the field; what it makes is shown, because somebody has to pass it on."""

    def __init__(self, edit: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        self._policy: PolicyDocument | None = None
        self._user_id = ""
        self._made = ""
        self.button = QPushButton(_("Ma&ke one"), self)
        self.button.setToolTip(_("A strong password that fits the portal's rules"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch()
        layout.addWidget(self.button)
        self.button.clicked.connect(self.make)
        edit.textChanged.connect(self._follow)

    def use(self, policy: PolicyDocument | None, user_id: str) -> None:
        """By whose rules, and for whom."""
        self._policy, self._user_id = policy, user_id
        self.button.setEnabled(policy is not None)

    @Slot()
    def make(self) -> None:
        """Fill the field with a new password and show it."""
        if self._policy is not None:
            self._made = make_initial_password(self._policy, self._user_id)
            self._edit.setText(self._made)
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _follow(self) -> None:
        is_made = bool(self._made) and self._edit.text() == self._made
        if not is_made:
            self._made = ""
        self._edit.setEchoMode(QLineEdit.EchoMode.Normal if is_made else QLineEdit.EchoMode.Password)


class PasswordOnce(Card):
    """Shows an initial password until the person leaves; it is kept nowhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.body.setSpacing(SPACE_M)
        self.title = self.add_title("")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._password = QLineEdit(self)
        self._password.setReadOnly(True)
        self._password.setFrame(False)
        # A font in which l, I and 1, O and 0 do not look alike.
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.font(FIGURE_POINTS).pointSizeF())
        self._password.setFont(font)
        self._password.setAccessibleName(_("Initial password"))
        label = QLabel(_("Initial &password"), self)
        label.setBuddy(self._password)
        self.copy_button = QPushButton(_("C&opy"), self)
        self.copy_button.clicked.connect(self._on_copy)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._password, 1)
        row.addWidget(self.copy_button)
        self.body.addWidget(label)
        self.body.addLayout(row)
        self.words = self.add_words("")

    def show_password(self, title: str, password: str, words: str) -> None:
        """Show it once."""
        self.title.setText(title)
        self._password.setText(password)
        self.words.setText(words)

    def forget(self) -> None:
        """It is not to be seen again."""
        self._password.setText("")

    @property
    def password(self) -> str:
        """What is shown."""
        return self._password.text()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._password.text())
