"""What to look for among the trade files: transaction type, dates, words, and whether it is here."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QDate, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from pes_client.gui.theme import SPACE_M, SPACE_XS
from pes_client.services.trade_files import TradeFileQuery
from pes_client.wording import _


class Period(StrEnum):
    """How far back to look."""

    ANY = "any"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    BETWEEN = "between"


_DAYS = {Period.WEEK: 7, Period.MONTH: 31, Period.YEAR: 366}


class SearchForm(QWidget):
    """`searched` is emitted by the button and Enter, `changed` by every other change."""

    searched = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.types = QComboBox(self)
        self.period = QComboBox(self)
        self.posted_from = QDateEdit(self)
        self.posted_to = QDateEdit(self)
        self.whereabouts = QComboBox(self)
        self.words = QLineEdit(self)
        self.search_button = QPushButton(_("Sea&rch"), self)
        self._build()
        self._connect()

    def offer_types(self, types: tuple[tuple[str, str], ...]) -> None:
        """The entries of the drop-down; the choice stays if it is still offered."""
        if [(self.types.itemData(at), self.types.itemText(at)) for at in range(self.types.count())][1:] == list(types):
            return
        chosen = self.types.currentData()
        silent = QSignalBlocker(self.types)
        self.types.clear()
        self.types.addItem(_("All transaction types"), "")
        for code, label in types:
            self.types.addItem(label, code)
        self.types.setCurrentIndex(max(0, self.types.findData(chosen)))
        silent.unblock()

    def query(self) -> TradeFileQuery:
        """What to look for."""
        first, last = self._dates()
        return TradeFileQuery(
            transaction_type=str(self.types.currentData() or ""),
            posted_from=first,
            posted_to=last,
            words=self.words.text().strip(),
            only_here=self.whereabouts.currentData() == "here",
            not_here=self.whereabouts.currentData() == "not_here",
        )

    def _dates(self) -> tuple[date | None, date | None]:
        period = Period(self.period.currentData())
        if period is Period.ANY:
            return None, None
        first, last = _as_date(self.posted_from), _as_date(self.posted_to)
        if period is not Period.BETWEEN:
            return first, None
        return min(first, last), max(first, last)

    def _build(self) -> None:
        for value, words in (
            (Period.ANY, _("At any time")),
            (Period.WEEK, _("In the last 7 days")),
            (Period.MONTH, _("In the last month")),
            (Period.YEAR, _("In the last year")),
            (Period.BETWEEN, _("Between two dates")),
        ):
            self.period.addItem(words, value)
        for code, words in (("", _("All")), ("not_here", _("Not downloaded yet")), ("here", _("On this computer"))):
            self.whereabouts.addItem(words, code)
        for edit in (self.posted_from, self.posted_to):
            edit.setCalendarPopup(True)
            edit.setDate(QDate.currentDate())
            edit.setEnabled(False)
        self.words.setClearButtonEnabled(True)
        self.words.setMaxLength(200)
        self.words.setPlaceholderText(_("Part of a name"))
        self.offer_types(())
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(SPACE_M)
        layout.setVerticalSpacing(SPACE_XS)
        for column, (words, name, control, stretch) in enumerate(
            (
                (_("Transaction T&ype"), _("Transaction Type"), self.types, 4),
                (_("Pos&ted"), _("Posted"), self.period, 3),
                (_("&From"), _("Posted from"), self.posted_from, 2),
                (_("&Up to"), _("Posted to"), self.posted_to, 2),
                (_("Sho&w"), _("Show"), self.whereabouts, 3),
                (_("&Name"), _("Name"), self.words, 3),
            )
        ):
            label = QLabel(words, self)
            label.setBuddy(control)
            control.setAccessibleName(name)
            layout.addWidget(label, 0, column)
            layout.addWidget(control, 1, column)
            layout.setColumnStretch(column, stretch)
        layout.addWidget(self.search_button, 1, 6)

    def _connect(self) -> None:
        self.search_button.clicked.connect(self._on_searched)
        self.words.returnPressed.connect(self._on_searched)
        self.words.textChanged.connect(self._on_changed)
        self.period.currentIndexChanged.connect(self._on_period)
        self.posted_from.dateChanged.connect(self._on_changed)
        self.posted_to.dateChanged.connect(self._on_changed)
        for combo in (self.types, self.whereabouts):
            combo.currentIndexChanged.connect(self._on_changed)

    @Slot()
    def _on_searched(self) -> None:
        self.searched.emit()

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()

    @Slot()
    def _on_period(self) -> None:
        period = Period(self.period.currentData())
        for edit in (self.posted_from, self.posted_to):
            edit.setEnabled(period is Period.BETWEEN)
        if period in _DAYS:
            for edit, days in ((self.posted_from, _DAYS[period]), (self.posted_to, 0)):
                silent = QSignalBlocker(edit)
                edit.setDate(QDate.currentDate().addDays(-days))
                silent.unblock()
        self.changed.emit()


def _as_date(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
