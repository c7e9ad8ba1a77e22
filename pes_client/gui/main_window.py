"""The window: rail, header, one page at a time, status bar; and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from pes_client.domain.accounts import AccountId, Standing
from pes_client.domain.findings import Finding, Severity
from pes_client.domain.portals import Portal
from pes_client.errors import PesError
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId, first_page, may_open, rail_for
from pes_client.gui.pages import PAGES
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.panels.start import StartPage
from pes_client.gui.panels.upload import UploadPage
from pes_client.gui.place import LEAST_SIZE, remember_place, restore_place
from pes_client.gui.widgets.header import Header
from pes_client.gui.widgets.help_window import HelpWindow
from pes_client.gui.widgets.mailbox_window import MailboxWindow
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.rail import Rail
from pes_client.gui.widgets.status_bar import StatusBar
from pes_client.gui.widgets.tab_order import follow_layouts
from pes_client.gui.widgets.table import RowsView
from pes_client.services.practice import PracticeStarted
from pes_client.wording import Text, _, text


class MainWindow(QMainWindow):
    """Opens the page that is due, and afterwards the ones that the person chooses."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._pages: dict[PageId, Page] = {}
        self._help: HelpWindow | None = None
        self.rail = Rail(desk.theme, self)
        self.header = Header(desk.workplace, desk.theme, self)
        self._stack = QStackedWidget(self)
        self.status = StatusBar(desk.figures, desk.reminders, desk.workplace, desk.theme, self)
        self._build()
        self._connect()
        self._add_keys()
        restore_place(self, desk.settings)
        self._open_first()

    @property
    def page_id(self) -> PageId:
        """Which page is open."""
        return next(page_id for page_id, page in self._pages.items() if page is self._stack.currentWidget())

    def page(self, page_id: PageId) -> Page:
        """A page, built when it is wanted for the first time."""
        if page_id not in self._pages:
            page = PAGES[page_id](self.desk, self._stack)
            page.page_wanted.connect(self.show_page)
            page.page_wanted_for.connect(self._on_page_wanted_for)
            if isinstance(page, SignInPage):
                page.signed_in.connect(self._on_signed_in)
            elif isinstance(page, StartPage):
                page.connected.connect(self._on_portal_connected)
                page.practice_started.connect(self._on_practice_started)
            for table in page.findChildren(RowsView):
                table.restore_columns(self.desk.settings)
            follow_layouts(page)
            self._pages[page_id] = page
            self._stack.addWidget(page)
        return self._pages[page_id]

    @Slot(PageId)
    def show_page(self, page_id: PageId) -> None:
        """Bring a page to the front; where something is due first, that comes instead."""
        workplace = self.desk.workplace
        if not may_open(page_id, account=workplace.known, organisation=workplace.organisation):
            page_id = self._first_page()
        page = self.page(page_id)
        self._stack.setCurrentWidget(page)
        self.rail.mark(page_id)
        page.opened()
        if self._help is not None and self._help.isVisible():
            self._help.explain(page)

    def add_paths(self, paths: list[Path]) -> None:
        """Files were dropped or given: they are checked on the Upload page, where that may be opened."""
        workplace = self.desk.workplace
        if not may_open(PageId.UPLOAD, account=workplace.known, organisation=workplace.organisation):
            return
        self.show_page(PageId.UPLOAD)
        upload = self.page(PageId.UPLOAD)
        if isinstance(upload, UploadPage):
            upload.add_paths(paths)

    def tell(self, notices: Sequence[Text]) -> None:
        """What a person should know about how the data were opened, on the page that is open."""
        panel = text("Your data")
        self.page(self.page_id).say([Finding(words, panel, severity=Severity.WARNING) for words in notices])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember place and columns; what runs is asked to end by whoever opened the window."""
        remember_place(self, self.desk.settings)
        for page in self._pages.values():
            for table in page.findChildren(RowsView):
                table.remember_columns(self.desk.settings)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Local files and folders are welcome everywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.add_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _build(self) -> None:
        self.setWindowTitle(_("PES Client"))
        self.setMinimumSize(LEAST_SIZE)
        self.setAcceptDrops(True)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self._stack, 1)
        middle = QWidget(self)
        layout = QHBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self.rail.page_chosen.connect(self.show_page)
        self.rail.help_asked.connect(self._on_help)
        self.header.sign_in_asked.connect(self._on_sign_in_asked)
        self.header.sign_out_asked.connect(self._on_sign_out_asked)
        self.header.other_portal_asked.connect(self._on_other_portal_asked)
        self.header.change_password_asked.connect(self._on_change_password_asked)
        self.header.mailbox_asked.connect(self._on_mailbox_asked)
        self.header.account_chosen.connect(self._on_account_chosen)
        self.status.deadlines_asked.connect(self._on_deadlines_asked)
        self.desk.workplace.changed.connect(self._on_workplace_changed)
        self.desk.figures.changed.connect(self._on_figures_changed)
        self.desk.bridge.transfer_progressed.connect(self.status.note_progress)
        self.desk.bridge.nobody_handled.connect(self._on_error)

    def _add_keys(self) -> None:
        for key, slot in (
            (QKeySequence.StandardKey.HelpContents, self._on_help),
            (QKeySequence.StandardKey.Refresh, self._on_refresh),
            (QKeySequence.StandardKey.Open, self._on_add_files),
            (QKeySequence.StandardKey.Find, self._on_find),
            (QKeySequence(Qt.Key.Key_Escape), self._on_escape),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(slot)

    def _first_page(self) -> PageId:
        knows_a_portal = bool(self.desk.workspace.portals.known())
        return first_page(knows_a_portal=knows_a_portal, account=self.desk.workplace.known)

    def _open_first(self) -> None:
        self.desk.workplace.return_to_last()
        self._follow_workplace()
        self.show_page(self._first_page())

    def _follow_workplace(self) -> None:
        workplace = self.desk.workplace
        nothing_due = self._first_page() is PageId.HOME
        self.rail.offer(rail_for(workplace.organisation) if nothing_due else ())
        self.header.setVisible(workplace.known is not None)

    @Slot()
    def _on_workplace_changed(self) -> None:
        self._follow_workplace()
        if not self._pages:
            return
        workplace = self.desk.workplace
        stays = may_open(self.page_id, account=workplace.known, organisation=workplace.organisation)
        if stays or self.page(self.page_id).holds_the_front():
            self.rail.mark(self.page_id)
        else:
            self.show_page(self._first_page())

    @Slot()
    def _on_figures_changed(self) -> None:
        figures = self.desk.figures.now
        self.header.count_waiting(figures.waiting if figures else 0)
        self.header.tell(self.desk.figures.everywhere)

    @Slot(Standing)
    def _on_signed_in(self, standing: Standing) -> None:
        self.desk.workplace.note_answer(standing.account.portal)
        self.desk.workplace.enter(standing.account, self.desk.workplace.avrs_id)
        self.desk.workspace.transfers.wake()
        self.show_page(self._first_page())

    @Slot(Portal)
    def _on_portal_connected(self, portal: Portal) -> None:
        sign_in = self.page(PageId.SIGN_IN)
        if isinstance(sign_in, SignInPage):
            sign_in.offer_portal(portal.name)

    @Slot(PracticeStarted)
    def _on_practice_started(self, started: PracticeStarted) -> None:
        sign_in = self.page(PageId.SIGN_IN)
        if isinstance(sign_in, SignInPage):
            sign_in.offer_practice(started.portal.name, started.accounts)

    @Slot()
    def _on_sign_in_asked(self) -> None:
        self.show_page(PageId.SIGN_IN)

    @Slot()
    def _on_other_portal_asked(self) -> None:
        self.show_page(PageId.START)

    @Slot()
    def _on_change_password_asked(self) -> None:
        self.show_page(PageId.CHANGE_PASSWORD)

    @Slot(PageId, AccountId)
    def _on_page_wanted_for(self, page_id: PageId, account: AccountId) -> None:
        self.show_page(page_id)
        self.page(page_id).begin_for(account)

    @Slot()
    def _on_mailbox_asked(self) -> None:
        account = self.desk.workplace.account
        if account is not None:
            MailboxWindow(self.desk.workspace.notice_box, account, self.desk.bridge, self.desk.theme, self).open()

    @Slot(object)
    def _on_account_chosen(self, account: AccountId) -> None:
        self.desk.workplace.enter(account)
        self.show_page(self._first_page())

    @Slot()
    def _on_deadlines_asked(self) -> None:
        self.show_page(PageId.CLOCK)

    @Slot()
    def _on_sign_out_asked(self) -> None:
        account = self.desk.workplace.account
        if account is not None:
            self.desk.bridge.run(partial(self.desk.workspace.accounts.sign_out, account), self._on_signed_out)

    @Slot(object)
    def _on_signed_out(self, _nothing: object) -> None:
        self.desk.workplace.leave()
        self.show_page(PageId.SIGN_IN)

    @Slot(object)
    def _on_error(self, error: PesError) -> None:
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            page.show_error(error)

    @Slot()
    def _on_help(self) -> None:
        if self._help is None:
            self._help = HelpWindow(self)
        self._help.explain(self.page(self.page_id))
        self._help.show()
        self._help.raise_()

    @Slot()
    def _on_refresh(self) -> None:
        self.page(self.page_id).refresh()

    @Slot()
    def _on_add_files(self) -> None:
        workplace = self.desk.workplace
        if may_open(PageId.UPLOAD, account=workplace.known, organisation=workplace.organisation):
            self.show_page(PageId.UPLOAD)
            upload = self.page(PageId.UPLOAD)
            if isinstance(upload, UploadPage):
                upload.ask_for_files()

    @Slot()
    def _on_find(self) -> None:
        field = self.page(self.page_id).search_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_escape(self) -> None:
        if QApplication.activePopupWidget() is None:
            self.page(self.page_id).escape()
