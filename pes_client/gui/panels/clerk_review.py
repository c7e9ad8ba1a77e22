"""Clerk Maintenance > Review: who has not signed in for a while, who has which rights; exported and noted (CLK-5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from pes_client.domain.accounts import Organisation
from pes_client.domain.clerks import Clerk, ClerkBook
from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError
from pes_client.gui import formats
from pes_client.gui.desk import Desk
from pes_client.gui.models.clerks import ReviewModel, role_words
from pes_client.gui.navigation import PageId
from pes_client.gui.review_pdf import review_as_pdf
from pes_client.gui.theme import SPACE_L, SPACE_S, Tone
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.notice_line import NoticeLine
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.table import RowsView
from pes_client.gui.wizards.clerk_task import reading_only_words
from pes_client.policy.clerks import CLERK_MAINTENANCE
from pes_client.policy.document import PolicyDocument
from pes_client.services.clerk_review import ClerkReview, as_csv, proposed_name, review_of, save_review
from pes_client.wording import _, counted, text

_FOLDER = "place/save_folder"
_LONGEST_AT_FIRST = 90


class ClerkReviewPage(Page):
    """Reading and exporting work offline; noting the review needs the portal."""

    breadcrumb = text("Clerk Maintenance > Review")
    title = text("Clerk Review")
    help = (
        text("Clerks who have been away longest come first. Delete the IDs of those who have left."),
        text(
            "Export the list for your file as CSV for a spreadsheet or as PDF. “Note as reviewed” keeps day and name on"
            " the portal, for every administrator of the organization to see."
        ),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.clerks = desk.clerks
        self._now = datetime.now(UTC)
        self._longest = _LONGEST_AT_FIRST
        self._noting = False
        self.line = NoticeLine(desk.theme, self)
        self.saved = NoticeLine(desk.theme, self, action=_("S&how in folder"), closable=True)
        self._saved_in: Path | None = None
        self.idle = QComboBox(self)
        self.right = QComboBox(self)
        self._empty = EmptyState("ok", text("Nobody"), text("No clerk fits what was chosen above."), desk.theme)
        self._model = ReviewModel(self._roles, self._when, self._limit, desk.theme, self)
        self.table: RowsView[Clerk] = RowsView(
            self._model, desk.theme, name="clerk_review", label=text("Clerks to review"), empty=self._empty, parent=self
        )
        self.reviewed = QLabel(self)
        self.back_button = QPushButton(_("&Back to the list"), self)
        self.csv_button = QPushButton(_("Export C&SV…"), self)
        self.pdf_button = QPushButton(_("Export &PDF…"), self)
        self.note_button = QPushButton(_("Note as &reviewed"), self)
        self._build()
        self._connect()

    def opened(self) -> None:
        """This portal's days and roles, and the list as it is now."""
        self.say(())
        self.saved.clear()
        self._offer()
        self.clerks.look()
        self.idle.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """F5: ask the portal again."""
        self.error.clear()
        self.clerks.look()

    def escape(self) -> bool:
        """Esc leads back to the list."""
        if not super().escape():
            self.page_wanted.emit(PageId.CLERKS)
        return True

    def shown(self) -> list[Clerk]:
        """The clerks that fit, those away longest first."""
        book = self.clerks.book
        if book is None:
            return []
        right = self.right.currentData()
        idle = self.desk.workspace.clerks.idle(book, int(self.idle.currentData() or 0))
        return [each for each in idle if not right or right in each.roles]

    def review(self) -> ClerkReview | None:
        """What is shown, as a document."""
        book, policy, organisation = self.clerks.book, self._policy, self._organisation
        if book is None or policy is None or organisation is None:
            return None
        days = int(self.idle.currentData() or 0)
        return review_of(book, self.shown(), organisation, policy, datetime.now(UTC), idle_for=days)

    @property
    def _policy(self) -> PolicyDocument | None:
        account = self.desk.workplace.account
        return self.desk.workspace.portals.policy(account.portal) if account else None

    @property
    def _organisation(self) -> Organisation | None:
        return self.desk.workplace.organisation

    def _build(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(SPACE_S)
        for words, name, control in (
            (_("Not signed in &for"), _("Not signed in for"), self.idle),
            (_("With the ro&le"), _("With the role"), self.right),
        ):
            label = QLabel(words, self)
            label.setBuddy(control)
            control.setAccessibleName(name)
            control.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            filters.addWidget(label)
            filters.addWidget(control)
            filters.addSpacing(SPACE_L)
        filters.addStretch()
        self.reviewed.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (self.line, self.saved):
            self.content.addWidget(widget)
        self.content.addLayout(filters)
        self.content.addWidget(self.table, 1)
        self.buttons.addWidget(self.reviewed, 1)
        for button in (self.back_button, self.csv_button, self.pdf_button, self.note_button):
            self.buttons.addWidget(button)
        self.desk.theme.accent(self.note_button)
        self._follow()

    def _connect(self) -> None:
        self.clerks.changed.connect(self._follow)
        self.clerks.failed.connect(self._on_failed)
        for combo in (self.idle, self.right):
            combo.currentIndexChanged.connect(self._follow)
        self.back_button.clicked.connect(self._on_back)
        self.csv_button.clicked.connect(self._on_csv)
        self.pdf_button.clicked.connect(self._on_pdf)
        self.note_button.clicked.connect(self._on_note)
        self.saved.acted.connect(self._on_show_in_folder)
        self.desk.workplace.changed.connect(self._on_workplace_changed)

    def _offer(self) -> None:
        policy = self._policy
        if policy is None:
            return
        days = sorted(policy.review_days)
        self._longest = days[-1] if days else _LONGEST_AT_FIRST
        _refill(
            self.idle,
            [
                (_("any time"), 0),
                *((counted("{n} day or longer", "{n} days or longer", each), each) for each in days),
            ],
        )
        _refill(self.right, [(_("any role"), ""), *((each.label, each.code) for each in policy.roles)])

    def _roles(self, clerk: Clerk) -> str:
        return role_words(clerk, self._policy)

    def _when(self) -> datetime:
        return self._now

    def _limit(self) -> int:
        return self._longest

    @Slot()
    def _follow(self) -> None:
        self._now = datetime.now(UTC)
        self._model.show_rows(self.shown())
        self.set_busy(busy=self.clerks.is_asking or self._noting)
        self.reviewed.setText(reviewed_words(self.clerks.book))
        known = self.clerks.book is not None
        for button in (self.csv_button, self.pdf_button):
            button.setEnabled(known)
        self.note_button.setEnabled(self.clerks.is_current and not self._noting)
        if self.clerks.is_current or self.clerks.is_asking:
            self.line.clear()
        else:
            self.line.say(reading_only_words(self.clerks), "offline", Tone.WARN)

    def _on_failed(self, error: PesError) -> None:
        if self.isVisible() and (not error.retryable or self.clerks.book is None):
            self.show_error(error)

    @Slot()
    def _on_workplace_changed(self) -> None:
        if self.isVisible() and self.clerks.book is None:
            self.say(())
            self.saved.clear()
            self._offer()
            self.clerks.look()

    @Slot()
    def _on_back(self) -> None:
        self.page_wanted.emit(PageId.CLERKS)

    @Slot()
    def _on_csv(self) -> None:
        self._export("csv", _("CSV files (*.csv)"), as_csv)

    @Slot()
    def _on_pdf(self) -> None:
        self._export("pdf", _("PDF files (*.pdf)"), review_as_pdf)

    def _export(self, suffix: str, kinds: str, write: Callable[[ClerkReview], bytes]) -> None:
        """Let the person choose a name; the dialog asks before it replaces a file."""
        review = self.review()
        if review is None:
            return
        kept = Path(str(self.desk.settings.value(_FOLDER, "")))
        folder = kept if kept.is_dir() else Path.home()
        proposed = str(folder / proposed_name(review, suffix))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Export the review"), proposed, kinds)
        if not chosen:
            return
        self.error.clear()
        self.desk.settings.setValue(_FOLDER, str(Path(chosen).parent))
        task = partial(save_review, Path(chosen), write(review))
        self.desk.bridge.run(task, self._on_saved, self.show_error)

    @Slot(Path)
    def _on_saved(self, path: Path) -> None:
        self._saved_in = path.parent
        self.saved.say(_("Saved as {path}", path=str(path)), "ok", Tone.OK)

    @Slot()
    def _on_show_in_folder(self) -> None:
        if self._saved_in is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved_in)))

    @Slot()
    def _on_note(self) -> None:
        place = self.clerks.place
        if place is None or self._noting:
            return
        self._noting = True
        self.error.clear()
        self._follow()
        task = partial(self.desk.workspace.clerks.note_review, *place)
        self.desk.bridge.run(task, self._on_noted, self._on_not_noted)

    @Slot(ClerkBook)
    def _on_noted(self, book: ClerkBook) -> None:
        self._noting = False
        self.clerks.note(book)
        self._follow()
        words = text("The review of today was noted on the portal.")
        self.say((Finding(words, CLERK_MAINTENANCE, severity=Severity.SUCCESS),))

    def _on_not_noted(self, error: PesError) -> None:
        self._noting = False
        self._follow()
        self.show_error(error)


def reviewed_words(book: ClerkBook | None) -> str:
    """When the clerks were reviewed last, and by whom."""
    if book is None:
        return ""
    if book.reviewed_on is None:
        return _("Not reviewed yet")
    day = formats.day(book.reviewed_on)
    return _("Reviewed on {day} by {user}", day=day, user=book.reviewed_by) if book.reviewed_by else day


def _refill(combo: QComboBox, entries: list[tuple[str, object]]) -> None:
    if [(combo.itemText(at), combo.itemData(at)) for at in range(combo.count())] == entries:
        return
    chosen = combo.currentData()
    combo.blockSignals(True)  # noqa: FBT003 - Qt
    combo.clear()
    for words, data in entries:
        combo.addItem(words, data)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.blockSignals(False)  # noqa: FBT003 - Qt
