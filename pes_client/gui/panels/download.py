"""Trade Files > Download: what the portal holds, searched, fetched, opened (TRF-1)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.tradefiles import TradeFile, TradeFileState
from pes_client.errors import PesError
from pes_client.gui import formats
from pes_client.gui.desk import Desk
from pes_client.gui.models.trade_files import TradeFilesModel
from pes_client.gui.panels.trade_file_page import TradeFilePage
from pes_client.gui.soon import Soon
from pes_client.gui.viewer.window import DocumentWindow
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.search_form import SearchForm
from pes_client.gui.widgets.table import RowsView
from pes_client.services.trade_files import OpenedFile, TradeFileQuery, TradeFiles
from pes_client.wording import _, counted, text

_PAGE_SIZE = 200
_FETCHABLE = frozenset({TradeFileState.LISTED, TradeFileState.POSTING})
_NOTHING_YET = (
    text("No trade files here yet"),
    text("Letters, acknowledgements and remittance advices that the portal posts will be listed here."),
)
_NOTHING_FOUND = (text("Nothing found"), text("No trade file fits this search. Try other dates or another type."))


class DownloadPage(TradeFilePage):
    """Shows the local rows at once and asks the portal in the background."""

    breadcrumb = text("Trade Files > Download")
    title = text("Download")
    help = (
        text("Choose a transaction type, such as E-Delivery for letters, and search. F5 asks the portal again."),
        text(
            "Select rows and press Download: the files are fetched, checked against the portal's digest, and kept"
            " encrypted on this computer. Enter or a double click opens a file inside the program."
        ),
        text(
            "Letters stay on the portal for 6 to 12 months. What was downloaded stays here. A letter that is still"
            " being posted can be fetched a few hours later."
        ),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked, self._refreshing, self._limit = 0, 0, _PAGE_SIZE
        self._counted = (0, 0)
        self.form = SearchForm(self)
        self._empty = EmptyState("download", *_NOTHING_YET, desk.theme)
        self._model = TradeFilesModel(self.kind, desk.theme, self)
        self.table: RowsView[TradeFile] = RowsView(
            self._model, desk.theme, name="trade_files", label=text("Trade files"), empty=self._empty, parent=self
        )
        self._count = QLabel(self)
        self.more_button = QPushButton(_("Show &more"), self)
        self.all_button = QPushButton(_("S&elect all"), self)
        self.open_button = QPushButton(_("&Open"), self)
        self.save_button = QPushButton(_("Sa&ve as…"), self)
        self.download_button = QPushButton(_("&Download"), self)
        self._typed_soon = Soon(self._look_from_the_top, self, milliseconds=200)
        self._build()
        self._connect()

    def opened(self) -> None:
        """Local rows at once, the portal's news behind."""
        self._offer_types()
        self.look()
        self._ask_portal()

    def refresh(self) -> None:
        """F5 and `search`: look here, and ask the portal."""
        self.error.clear()
        self._look_from_the_top()
        self._ask_portal()

    def search_field(self) -> QWidget:
        """The name filter."""
        return self.form.words

    def escape(self) -> bool:
        """Esc empties the filter first."""
        if self.form.words.text():
            self.form.words.clear()
            return True
        return super().escape()

    @Slot()
    def look(self) -> None:
        """Fetch the local rows again."""
        workplace, trade_files = self.desk.workplace, self.desk.workspace.trade_files
        if workplace.account is None or not workplace.avrs_id:
            return
        task = partial(
            _rows_and_count, trade_files, workplace.account, workplace.avrs_id, self.form.query(), self._limit
        )
        self._asked = self.desk.bridge.run(task, self._on_rows, self.show_error, instead_of=self._asked)

    def download(self, rows: list[TradeFile]) -> None:
        """Ask for these files; the transfers fetch them."""
        account = self.desk.workplace.account
        wanted = [row.local_id for row in rows if row.state in _FETCHABLE]
        if account is None or not wanted:
            return
        self.error.clear()
        task = partial(self.desk.workspace.trade_files.want, account, wanted)
        self.desk.bridge.run(task, self._on_wanted, self.show_error)

    @Slot(OpenedFile)
    def show_opened(self, opened: OpenedFile) -> None:
        """In a window of its own."""
        place = self._model.place_of(opened.local_id)
        row = self._model.row_at(self._model.index(place, 0)) if place is not None else None
        kind = self.kind(row) if row else _("Trade file")
        window = DocumentWindow(opened, kind, self.desk.theme, self)
        window.save_asked.connect(self._on_save_asked)
        window.show()

    def _build(self) -> None:
        self.table.sort_at_first("posted", Qt.SortOrder.DescendingOrder)
        self._count.setForegroundRole(self._count.foregroundRole().PlaceholderText)
        self.content.addWidget(self.form)
        self.content.addWidget(self.table, 1)
        self.buttons.addWidget(self._count)
        self.buttons.addWidget(self.more_button)
        self.buttons.addStretch()
        for button in (self.all_button, self.open_button, self.save_button, self.download_button):
            self.buttons.addWidget(button)
        self.desk.theme.accent(self.download_button)
        self.more_button.hide()
        self._follow_selection()

    def _connect(self) -> None:
        self.form.searched.connect(self.refresh)
        self.form.changed.connect(self._typed_soon.restart)
        self.table.opened.connect(self._on_open)
        self.table.selection_changed.connect(self._follow_selection)
        self.all_button.clicked.connect(self.table.selectAll)
        self.open_button.clicked.connect(self._on_open_chosen)
        self.save_button.clicked.connect(self._on_save_chosen)
        self.download_button.clicked.connect(self._on_download)
        self.more_button.clicked.connect(self._on_more)
        self.opening.fetching.connect(self._on_fetching)

    def _offer_types(self) -> None:
        workplace = self.desk.workplace
        if workplace.account is not None and workplace.avrs_id:
            types = self.desk.workspace.trade_files.transaction_types(workplace.account, workplace.avrs_id)
            self.form.offer_types(types)

    def _ask_portal(self) -> None:
        workplace = self.desk.workplace
        if workplace.account is None or not workplace.avrs_id or workplace.is_stopped:
            return
        self.set_busy(busy=True)
        task = partial(self.desk.workspace.trade_files.refresh, workplace.account, workplace.avrs_id)
        self._refreshing = self.desk.bridge.run(
            task, self._on_refreshed, self._on_not_refreshed, instead_of=self._refreshing
        )

    @Slot()
    def _look_from_the_top(self) -> None:
        self._limit = _PAGE_SIZE
        self.look()

    @Slot(int)
    def _on_refreshed(self, _changed: int) -> None:
        self.set_busy(busy=False)
        self.look()

    def _on_not_refreshed(self, error: PesError) -> None:
        self.set_busy(busy=False)
        if not error.retryable:
            self.show_error(error)

    @Slot(tuple)
    def _on_rows(self, found: tuple[list[TradeFile], int]) -> None:
        rows, count = found
        searched = self.form.query() != TradeFileQuery()
        self._empty.say(*(_NOTHING_FOUND if searched else _NOTHING_YET))
        self._model.show_rows(rows)
        self.more_button.setVisible(len(rows) < count)
        self._counted = (len(rows), count)
        self._follow_selection()
        self.opening.note_rows(rows)

    @Slot()
    def _follow_selection(self) -> None:
        chosen = self.table.chosen()
        fetchable = [row for row in chosen if row.state in _FETCHABLE]
        self.download_button.setEnabled(bool(fetchable))
        self.download_button.setText(
            counted("&Download {n} file", "&Download {n} files", len(fetchable)) if fetchable else _("&Download")
        )
        self.open_button.setEnabled(len(chosen) == 1)
        self.save_button.setEnabled(any(row.is_here for row in chosen))
        self.all_button.setEnabled(self._model.rowCount() > 0)
        self._count.setText(self._count_words(len(chosen)))

    def _count_words(self, chosen: int) -> str:
        shown, count = self._counted
        words = (
            _("{shown} of {count} files", shown=formats.number(shown), count=formats.number(count))
            if shown < count
            else counted("{n} file", "{n} files", count)
        )
        return f"{words} · {counted('{n} selected', '{n} selected', chosen)}" if chosen else words

    @Slot()
    def _on_more(self) -> None:
        self._limit += _PAGE_SIZE
        self.look()

    @Slot()
    def _on_download(self) -> None:
        self.download(self.table.chosen())

    @Slot(int)
    def _on_wanted(self, _newly: int) -> None:
        if self.desk.workplace.is_stopped:
            self.advise(text("The files are fetched as soon as you have signed in."))
        elif self.desk.workplace.is_online is False:
            self.advise(text("You work offline. The files are fetched as soon as the portal answers."))
        self.look()

    @Slot(TradeFile)
    def _on_fetching(self, row: TradeFile) -> None:
        if self.desk.workplace.is_online is False or self.desk.workplace.is_stopped:
            self.advise(text("{name} is not on this computer yet. It opens once it is.", name=row.listed.name))

    @Slot(object)
    def _on_open(self, row: TradeFile) -> None:
        account = self.desk.workplace.account
        if account is not None:
            self.error.clear()
            self.say(())
            self.opening.open(account, row)

    @Slot()
    def _on_open_chosen(self) -> None:
        for row in self.table.chosen()[:1]:
            self._on_open(row)

    @Slot()
    def _on_save_chosen(self) -> None:
        account = self.desk.workplace.account
        here = [row for row in self.table.chosen() if row.is_here]
        if account is None or not here:
            return
        self.saving.ask_folder(account, [row.local_id for row in here])

    @Slot(object)
    def _on_save_asked(self, opened: OpenedFile) -> None:
        self.save_opened(opened)


def _rows_and_count(
    trade_files: TradeFiles, account: AccountId, avrs_id: str, query: TradeFileQuery, limit: int
) -> tuple[list[TradeFile], int]:
    return (
        trade_files.search(account, avrs_id, query, limit=limit),
        trade_files.count(account, avrs_id, query),
    )
