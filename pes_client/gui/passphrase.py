"""Asking for the passphrase on a machine without a keyring."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout

from pes_client.gui.theme import SPACE_L, SPACE_M
from pes_client.wording import _

_LEAST = 12


def ask_passphrase(is_new: bool) -> str | None:
    """The passphrase that the person types; None if they give up."""
    dialog = PassphraseDialog(is_new=is_new)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    return dialog.first.text() if accepted else None


class PassphraseDialog(QDialog):
    """A new passphrase is typed twice and has at least twelve characters."""

    def __init__(self, *, is_new: bool) -> None:
        super().__init__()
        self._is_new = is_new
        self.setWindowTitle(_("Passphrase for your data"))
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        words = QLabel(
            _(
                "This computer has no keyring. Choose a passphrase of at least {n} characters: without it nobody,"
                " and no backup, can open your data.",
                n=_LEAST,
            )
            if is_new
            else _("Type the passphrase that opens your data."),
            self,
        )
        words.setWordWrap(True)
        form = QFormLayout()
        for caption, name, edit in (
            (_("&Passphrase"), _("Passphrase"), self.first),
            (_("Once &more"), _("Passphrase once more"), self.second),
        ):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setAccessibleName(name)
            edit.setMaxLength(1000)
            form.addRow(caption, edit)
            edit.textChanged.connect(self._on_typed)
        form.setRowVisible(1, is_new)
        buttons = QDialogButtonBox.StandardButton
        self._box = QDialogButtonBox(buttons.Ok | buttons.Cancel, self)
        self._box.accepted.connect(self.accept)
        self._box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(words)
        layout.addLayout(form)
        layout.addWidget(self._box)
        self.setMinimumWidth(440)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        fits = bool(self.first.text())
        if self._is_new:
            fits = len(self.first.text()) >= _LEAST and self.first.text() == self.second.text()
        self._box.button(QDialogButtonBox.StandardButton.Ok).setEnabled(fits)
