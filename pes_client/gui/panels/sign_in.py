"""Signing in: one attempt for one press, and clear words when the portal says no."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from pes_client.domain.accounts import AccountId, Standing
from pes_client.errors import AccountDisabled, AccountLocked, PesError, WrongPassword
from pes_client.gui.contacts import self_service_that_fits, who_helps
from pes_client.gui.desk import Desk
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.table import RowsView
from pes_client.services.practice import PracticeAccount
from pes_client.wording import _, text

_LONGEST = 2000

PRACTICE_COLUMNS: tuple[Column[PracticeAccount], ...] = (
    Column("user_id", text("User ID"), lambda row: row.user_id, width=11),
    Column("role", text("Role"), lambda row: row.role, width=22),
    Column("note", text("What it shows"), lambda row: row.note, width=30, stretches=True),
)


class SignInPage(Page):
    """`signed_in` carries the account's standing."""

    title = text("Sign in")
    help = (
        text("Sign in with the user ID and the password that you use on the portal. One press is one attempt."),
        text(
            "The password is kept in the keyring of this computer, so that files can go out and come back without"
            " you. Sign out to stop that."
        ),
        text(
            "An account locks after more than six wrong passwords, and is disabled when nobody signs in for long."
            " Two right answers to your secret questions open it again: “Forgot the password?”."
        ),
        text(
            "Is there no account for your organization yet? The PIN letter of the portal sets it up: choose"
            " “Set up an account with a PIN letter”."
        ),
    )

    signed_in = Signal(Standing)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.portals = QComboBox(self)
        self.user_id = QLineEdit(self)
        self.password = QLineEdit(self)
        self.sign_in_button = QPushButton(_("Sign i&n"), self)
        self.other_button = QPushButton(_("An&other portal…"), self)
        self.forgot_button = QPushButton(_("&Forgot the password?"), self)
        self.setup_button = QPushButton(_("S&et up an account with a PIN letter…"), self)
        self._practice_model: RowsModel[PracticeAccount] = RowsModel(
            PRACTICE_COLUMNS, lambda row: row.user_id, desk.theme, self
        )
        self.practice_table: RowsView[PracticeAccount] = RowsView(
            self._practice_model,
            desk.theme,
            name="practice",
            label=text("Accounts of the practice portal"),
            parent=self,
        )
        self._practice_portal = ""
        self._help = QLabel(self)
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_L)
        columns.addWidget(self._form_card(), 2, Qt.AlignmentFlag.AlignTop)
        self._practice_card = self._build_practice_card()
        columns.addWidget(self._practice_card, 3)
        self.content.addLayout(columns)
        self.content.addStretch()
        self._connect()

    def opened(self) -> None:
        """The portals and accounts that this computer knows."""
        self._fill_portals()
        known = self.desk.workplace.known
        if known is not None:
            self.offer(known.account)
        self._show_practice()
        empty = self.user_id if not self.user_id.text() else self.password
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, account: AccountId) -> None:
        """Sign in as this account again; only the password is missing."""
        self._fill_portals()
        self.portals.setCurrentIndex(max(0, self.portals.findData(account.portal)))
        self.user_id.setText(account.user_id)

    def begin_for(self, account: AccountId) -> None:
        """Sign in as this account: another panel has prepared it."""
        self.offer(account)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_portal(self, name: str) -> None:
        """Sign in on this portal."""
        self._fill_portals()
        self.portals.setCurrentIndex(max(0, self.portals.findData(name)))
        self.user_id.clear()
        self.password.clear()

    def offer_practice(self, portal: str, accounts: Sequence[PracticeAccount]) -> None:
        """The practice portal's accounts; a click on one fills the form."""
        self._practice_portal = portal
        self._practice_model.show_rows(list(accounts))
        self.offer_portal(portal)
        self._show_practice()

    def _form_card(self) -> Card:
        card = Card(self.desk.theme, self)
        card.setMinimumWidth(310)
        card.setMaximumWidth(460)
        form = QGridLayout()
        form.setHorizontalSpacing(SPACE_M)
        form.setVerticalSpacing(SPACE_M)
        form.setColumnStretch(1, 1)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for row, (words, name, control) in enumerate(
            (
                (_("Po&rtal"), _("Portal"), self.portals),
                (_("User &ID"), _("User ID"), self.user_id),
                (_("Pass&word"), _("Password"), self.password),
            )
        ):
            label = QLabel(words, card)
            label.setBuddy(control)
            control.setAccessibleName(name)
            form.addWidget(label, row, 0)
            form.addWidget(control, row, 1)
        for edit in (self.user_id, self.password):
            edit.setMaxLength(_LONGEST)
        card.body.addLayout(form)
        card.body.addSpacing(SPACE_M)
        kept = QLabel(
            _("The password is kept in this computer's keyring, so that files go out and come back by themselves."),
            card,
        )
        kept.setWordWrap(True)
        kept.setForegroundRole(kept.foregroundRole().PlaceholderText)
        card.body.addWidget(kept)
        self._help.setWordWrap(True)
        self._help.setForegroundRole(kept.foregroundRole())
        self._help.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addSpacing(SPACE_S)
        card.body.addWidget(self._help)
        card.body.addSpacing(SPACE_M)
        buttons = QHBoxLayout()
        buttons.addWidget(self.other_button)
        buttons.addStretch()
        buttons.addWidget(self.sign_in_button)
        card.body.addLayout(buttons)
        self.desk.theme.accent(self.sign_in_button)
        self._add_ways_in(card)
        return card

    def _add_ways_in(self, card: Card) -> None:
        """What helps whoever cannot sign in: below the form, quieter than its button."""
        card.body.addSpacing(SPACE_M)
        for button, icon in ((self.forgot_button, "lock"), (self.setup_button, "letter")):
            button.setFlat(True)
            button.setAutoDefault(False)
            self.desk.theme.dress(button, icon, Tone.ACCENT)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _build_practice_card(self) -> Card:
        card = Card(self.desk.theme, self)
        card.body.setSpacing(SPACE_S)
        card.add_title(_("Accounts to practice with"))
        words = QLabel(_("Choose one: its user ID and password are filled in."), card)
        words.setForegroundRole(words.foregroundRole().PlaceholderText)
        card.body.addWidget(words)
        self.practice_table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.practice_table.setMinimumHeight(300)
        card.body.addWidget(self.practice_table)
        card.hide()
        return card

    def _connect(self) -> None:
        self.sign_in_button.clicked.connect(self._on_sign_in)
        self.user_id.returnPressed.connect(self._on_sign_in)
        self.password.returnPressed.connect(self._on_sign_in)
        self.other_button.clicked.connect(self._on_other)
        self.forgot_button.clicked.connect(self._on_self_service)
        self.setup_button.clicked.connect(self._on_setup)
        self.error.acted.connect(self._on_self_service)
        self.portals.currentIndexChanged.connect(self._on_portal_changed)
        self.practice_table.selection_changed.connect(self._on_practice_chosen)
        self.practice_table.opened.connect(self._on_practice_opened)
        for edit in (self.user_id, self.password):
            edit.textChanged.connect(self._on_typed)
        self._on_typed()

    def _fill_portals(self) -> None:
        chosen = self.portals.currentData()
        silent = QSignalBlocker(self.portals)
        self.portals.clear()
        for portal in self.desk.workspace.portals.known():
            self.portals.addItem(portal.title or portal.name, portal.name)
        self.portals.setCurrentIndex(max(0, self.portals.findData(chosen)))
        silent.unblock()
        self._name_helpers()

    def _name_helpers(self) -> None:
        portal = self.portals.currentData()
        self._help.setText(who_helps(self.desk.workspace.portals.policy(str(portal))) if portal else "")
        for button in (self.forgot_button, self.setup_button):
            button.setEnabled(bool(portal))

    def _show_practice(self) -> None:
        offered = bool(self._practice_portal) and self.portals.currentData() == self._practice_portal
        self._practice_card.setVisible(offered and self._practice_model.rowCount() > 0)

    @Slot()
    def _on_typed(self) -> None:
        self.sign_in_button.setEnabled(bool(self.user_id.text().strip() and self.password.text()))

    @Slot()
    def _on_portal_changed(self) -> None:
        self.password.clear()
        self._show_practice()
        self._name_helpers()

    @Slot()
    def _on_practice_chosen(self) -> None:
        for account in self.practice_table.chosen()[:1]:
            self.user_id.setText(account.user_id)
            self.password.setText(account.password)

    @Slot(object)
    def _on_practice_opened(self, _account: PracticeAccount) -> None:
        self._on_sign_in()

    @Slot()
    def _on_other(self) -> None:
        self.page_wanted.emit(PageId.START)

    @Slot()
    def _on_self_service(self) -> None:
        account = AccountId(self.user_id.text().strip(), str(self.portals.currentData()))
        self.password.clear()
        self.error.clear()
        self.page_wanted_for.emit(PageId.SELF_SERVICE, account)

    @Slot()
    def _on_setup(self) -> None:
        self.page_wanted_for.emit(PageId.ACCOUNT_SETUP, AccountId("", str(self.portals.currentData())))

    @Slot()
    def _on_sign_in(self) -> None:
        if not self.sign_in_button.isEnabled() or self.portals.currentData() is None:
            return
        self.error.clear()
        self._working(working=True)
        portal, user_id = str(self.portals.currentData()), self.user_id.text().strip()
        task = partial(self.desk.workspace.accounts.sign_in, portal, user_id, self.password.text())
        self.desk.bridge.run(task, self._on_signed_in, self._on_failed)

    @Slot(Standing)
    def _on_signed_in(self, standing: Standing) -> None:
        self._working(working=False)
        self.user_id.clear()
        self.password.clear()
        self.signed_in.emit(standing)

    def _on_failed(self, error: PesError) -> None:
        self._working(working=False)
        if isinstance(error, WrongPassword | AccountLocked | AccountDisabled):
            self.password.clear()
        self.show_error(error)
        self.error.offer(self_service_that_fits(error))
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _working(self, *, working: bool) -> None:
        self.set_busy(busy=working)
        for control in (self.portals, self.user_id, self.password, self.other_button, self.practice_table):
            control.setEnabled(not working)
        self.sign_in_button.setEnabled(not working)
        if not working:
            self._on_typed()
