"""The practice mailbox: the mails that a real portal would have sent when letters were posted (TRF-5)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from pes_client.domain.accounts import AccountId
from pes_client.errors import PesError
from pes_client.gui.bridge import Bridge
from pes_client.gui.models.notices import Mail, MailsModel
from pes_client.gui.theme import SPACE_L, SPACE_M, Theme
from pes_client.gui.widgets.busy_line import BusyLine
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.error_banner import ErrorBanner
from pes_client.gui.widgets.table import RowsView
from pes_client.portal.account_gateway import Notice
from pes_client.services.notices import Notices
from pes_client.wording import _, text


class MailboxWindow(QDialog):
    """The mails to the account's own address, newest first; F5 looks again, Esc closes."""

    def __init__(self, notices: Notices, account: AccountId, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Practice mailbox"))
        self.resize(760, 440)
        self._notices, self._account, self._bridge = notices, account, bridge
        self._asked = 0
        self._model = MailsModel(theme, self)
        empty = EmptyState(
            "letter",
            text("No mail yet"),
            text("When letters are posted, the portal sends a mail that names the organizations. It arrives here."),
            theme,
        )
        self.table: RowsView[Mail] = RowsView(
            self._model, theme, name="mailbox", label=text("Mails"), empty=empty, parent=self
        )
        self.body = QPlainTextEdit(self)
        self.error = ErrorBanner(theme, self)
        self._busy = BusyLine(theme, self)
        self.again_button = QPushButton(_("&Look again"), self)
        self.close_button = QPushButton(_("&Close"), self)
        self._build(theme)
        self.table.selection_changed.connect(self._follow_selection)
        self.again_button.clicked.connect(self.look)
        self.close_button.clicked.connect(self.close)
        QShortcut(QKeySequence.StandardKey.Refresh, self).activated.connect(self.look)
        self.look()

    @Slot()
    def look(self) -> None:
        """Ask the practice portal."""
        self.error.clear()
        self._busy.set_busy(busy=True)
        task = partial(self._notices.mailbox, self._account)
        self._asked = self._bridge.run(task, self._on_mails, self._on_failed, instead_of=self._asked)

    def _build(self, theme: Theme) -> None:
        words = QLabel(_("A real portal sends these by e-mail to {user}'s address.", user=self._account.user_id), self)
        words.setWordWrap(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.body.setReadOnly(True)
        self.body.setTabChangesFocus(True)
        self.body.setAccessibleName(_("The mail"))
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.body)
        splitter.setSizes([360, 400])
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.close_button)
        self.close_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_M)
        for widget in (words, self._busy, self.error):
            layout.addWidget(widget)
        layout.addWidget(splitter, 1)
        layout.addLayout(buttons)
        theme.changed.connect(self.body.update)

    @Slot(tuple)
    def _on_mails(self, mails: tuple[Notice, ...]) -> None:
        self._busy.set_busy(busy=False)
        self._model.show_rows([Mail(len(mails) - place, mail) for place, mail in enumerate(mails)])
        if mails and not self.table.chosen():
            self.table.selectRow(0)

    def _on_failed(self, error: PesError) -> None:
        self._busy.set_busy(busy=False)
        self.error.show_error(error)

    @Slot()
    def _follow_selection(self) -> None:
        chosen = self.table.chosen()
        self.body.setPlainText(chosen[0].notice.text if chosen else "")
