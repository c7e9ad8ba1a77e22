"""The clock: for every account of this machine, when its password ends and when idleness disables it (ACC-4, ACC-5)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMessageBox, QPushButton, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError
from pes_client.gui.desk import Desk
from pes_client.gui.models.deadlines import DeadlinesModel
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import Tone
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.table import RowsView
from pes_client.services.deadlines import AccountDeadlines
from pes_client.wording import _, counted, text


class ClockPage(Page):
    """One table; the most pressing account stands first."""

    title = text("Deadlines")
    help = (
        text("Every account that this computer knows, counted from what its portal told last. It works offline."),
        text(
            "“Change password” is for people. “Change unattended” is for accounts that only this program and scripts"
            " use: a strong password is made, changed on the portal, proven by signing in, and kept safe here."
        ),
        text("Signing in counts as using the account; an account that nobody uses is disabled by the portal."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asking_for: AccountId | None = None
        self._changing: AccountId | None = None
        self._question: QMessageBox | None = None
        self._model = DeadlinesModel(desk.theme, self)
        empty = EmptyState(
            "wait", text("No accounts yet"), text("Accounts that sign in here will be listed."), desk.theme
        )
        self.table: RowsView[AccountDeadlines] = RowsView(
            self._model, desk.theme, name="deadlines", label=text("Accounts"), empty=empty, parent=self
        )
        self.count = QLabel(self)
        self.unattended_button = QPushButton(_("Change &unattended…"), self)
        self.change_button = QPushButton(_("Change pass&word…"), self)
        self._build()
        self._connect()

    def opened(self) -> None:
        """Count again."""
        self.desk.reminders.look()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """F5: count again, and let the transfers look at the portals."""
        self.desk.workspace.transfers.wake()
        self.desk.reminders.look()

    def _build(self) -> None:
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.count.setForegroundRole(self.count.foregroundRole().PlaceholderText)
        self.content.addWidget(self.table, 1)
        self.buttons.addWidget(self.count)
        self.buttons.addStretch()
        self.buttons.addWidget(self.unattended_button)
        self.buttons.addWidget(self.change_button)
        self.desk.theme.accent(self.change_button)
        self._follow()

    def _connect(self) -> None:
        self.desk.reminders.changed.connect(self._follow)
        self.table.selection_changed.connect(self._follow_selection)
        self.table.opened.connect(self._on_opened)
        self.unattended_button.clicked.connect(self._on_unattended)
        self.change_button.clicked.connect(self._on_change)

    def _chosen(self) -> AccountDeadlines | None:
        chosen = self.table.chosen()
        return chosen[0] if chosen else None

    @Slot()
    def _follow(self) -> None:
        lines = self.desk.reminders.lines
        self._model.show_rows(lines)
        self.count.setText(counted("{n} account", "{n} accounts", len(lines)))
        if lines and self._chosen() is None:
            self.table.selectRow(0)
        self._follow_selection()

    @Slot()
    def _follow_selection(self) -> None:
        chosen = self._chosen()
        self.change_button.setEnabled(chosen is not None)
        free = chosen is not None and chosen.known.signed_in and self._changing is None
        self.unattended_button.setEnabled(free)

    @Slot(object)
    def _on_opened(self, _line: AccountDeadlines) -> None:
        self._on_change()

    @Slot()
    def _on_change(self) -> None:
        """To the panel, as the chosen account; one that is signed out here signs in first."""
        line = self._chosen()
        if line is None:
            return
        account = line.known.account
        if not line.known.signed_in:
            self.page_wanted.emit(PageId.SIGN_IN)
            return
        if account != self.desk.workplace.account:
            self.desk.workplace.enter(account)
        self.page_wanted.emit(PageId.CHANGE_PASSWORD)

    @Slot()
    def _on_unattended(self) -> None:
        line = self._chosen()
        if line is None or self._changing is not None or self._question is not None:
            return
        question = QMessageBox(self)
        question.setIconPixmap(self.desk.theme.icon("key", Tone.ACCENT).pixmap(32, 32))
        question.setWindowTitle(_("Change unattended"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(_("Change the password of {user} unattended?", user=line.known.account.user_id))
        question.setInformativeText(
            _(
                "This program makes a strong password, changes it on the portal, proves it by signing in, and keeps it"
                " safe on this computer. The old one is dropped only after that, so there is no moment without a"
                " password that works.\n\nNobody will know the new password. To sign in anywhere else, for example in"
                " a web browser, it has to be reset there with the two secret questions."
            )
        )
        yes = question.addButton(_("&Change it now"), QMessageBox.ButtonRole.AcceptRole)
        no = question.addButton(_("&Leave it"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(no)
        question.setEscapeButton(no)
        self._asking_for = line.known.account
        yes.clicked.connect(self._on_confirmed)
        question.finished.connect(self._on_answered)
        self._question = question
        question.open()

    @Slot()
    def _on_confirmed(self) -> None:
        account, self._asking_for = self._asking_for, None
        if account is None:
            return
        self._changing = account
        self.error.clear()
        self.say(())
        self.set_busy(busy=True)
        self._follow_selection()
        rotate = partial(self.desk.workspace.password_changes.rotate, account)
        self.desk.bridge.run(rotate, self._on_rotated, self._on_not_rotated)

    @Slot(int)
    def _on_answered(self, _result: int) -> None:
        if self._question is not None:
            self._question.deleteLater()
            self._question = None

    @Slot(object)
    def _on_rotated(self, _nothing: object) -> None:
        user = self._changing.user_id if self._changing else ""
        self._settle()
        words = text("The password of {user} was changed and proven by signing in.", user=user)
        self.say((Finding(words, type(self).title, severity=Severity.SUCCESS),))

    def _on_not_rotated(self, error: PesError) -> None:
        self._settle()
        self.show_error(error)

    def _settle(self) -> None:
        self._changing = None
        self.set_busy(busy=False)
        self._follow_selection()
        self.desk.reminders.look()
