"""Clerk Maintenance: who works for the organization, with which roles; the way to add, change and delete (CLK-6)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from pes_client.domain.clerks import Clerk
from pes_client.errors import PesError
from pes_client.gui.desk import Desk
from pes_client.gui.models.clerks import ClerksModel, role_words
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.clerk_review import reviewed_words
from pes_client.gui.theme import SPACE_S, Tone
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.notice_line import NoticeLine
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.table import RowsView
from pes_client.gui.wizards.clerk_task import reading_only_words
from pes_client.policy.clerks import FIELD_LABELS
from pes_client.wording import _, counted, text

_NOBODY = (text("No clerks yet"), text("Clerks that you create for this organization will be listed here."))
_NOTHING_FOUND = (text("Nothing found"), text("No clerk has these words. Esc empties the filter."))


class ClerkMaintenancePage(Page):
    """The last known list at once, the portal's own behind it; without the portal it can be read."""

    title = text("Clerk Maintenance")
    help = (
        text("Everybody who works for this organization, as the portal tells it. Enter opens a clerk's roles."),
        text(
            "Review the clerks regularly, and delete the ID of a clerk who has left. A deleted clerk can never be"
            " reactivated; a person who comes back gets a new clerk ID."
        ),
        text("Without a connection the list can be read, with the day from which it is. Changes need the portal."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.clerks = desk.clerks
        self.line = NoticeLine(desk.theme, self)
        self.filter = QLineEdit(self)
        self.reviewed = QLabel(self)
        self._empty = EmptyState("user", *_NOBODY, desk.theme)
        self._model = ClerksModel(self._roles, desk.theme, self)
        self.table: RowsView[Clerk] = RowsView(
            self._model, desk.theme, name="clerks", label=text("Clerks"), empty=self._empty, parent=self
        )
        self.hint = QLabel(self)
        self.review_button = QPushButton(_("Re&view…"), self)
        self.delete_button = QPushButton(_("De&lete…"), self)
        self.reset_button = QPushButton(_("Reset &password…"), self)
        self.roles_button = QPushButton(_("&Roles…"), self)
        self.add_button = QPushButton(_("&Add clerk…"), self)
        self._build()
        self._connect()

    def opened(self) -> None:
        """What was just done is said here; the list is looked at again."""
        self.say(self.clerks.take_word(), FIELD_LABELS)
        self.error.clear()
        self.set_busy(busy=True)
        self.clerks.look()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """F5: ask the portal again."""
        self.error.clear()
        self.set_busy(busy=True)
        self.clerks.look()

    def search_field(self) -> QWidget:
        """The filter."""
        return self.filter

    def escape(self) -> bool:
        """Esc empties the filter first."""
        if self.filter.text():
            self.filter.clear()
            return True
        return super().escape()

    def _build(self) -> None:
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaxLength(200)
        self.filter.setMaximumWidth(300)
        self.filter.setAccessibleName(_("Find a clerk"))
        self.filter.setPlaceholderText(_("User ID, name, e-mail or role"))
        label = QLabel(_("F&ind"), self)
        label.setBuddy(self.filter)
        for quiet in (self.reviewed, self.hint):
            quiet.setTextFormat(Qt.TextFormat.PlainText)
            quiet.setForegroundRole(quiet.foregroundRole().PlaceholderText)
        self.hint.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(label)
        row.addWidget(self.filter, 1)
        row.addStretch()
        row.addWidget(self.reviewed)
        self.content.addWidget(self.line)
        self.content.addLayout(row)
        self.content.addWidget(self.table, 1)
        self.buttons.addWidget(self.hint, 1)
        for button in (
            self.review_button,
            self.delete_button,
            self.reset_button,
            self.roles_button,
            self.add_button,
        ):
            self.buttons.addWidget(button)
        self.desk.theme.accent(self.add_button)
        self._follow()

    def _connect(self) -> None:
        self.clerks.changed.connect(self._follow)
        self.clerks.failed.connect(self._on_failed)
        self.desk.workplace.changed.connect(self._on_workplace_changed)
        self.filter.textChanged.connect(self._follow)
        self.table.selection_changed.connect(self._follow_selection)
        self.table.opened.connect(self._on_opened)
        for button, slot in (
            (self.roles_button, self._on_roles),
            (self.reset_button, self._on_reset),
            (self.delete_button, self._on_delete),
        ):
            button.clicked.connect(slot)
            action = QAction(button.text().replace("&", ""), self.table)
            action.triggered.connect(button.click)
            self.table.addAction(action)
        self.review_button.clicked.connect(self._on_review)
        self.add_button.clicked.connect(self._on_add)

    def _roles(self, clerk: Clerk) -> str:
        account = self.desk.workplace.account
        return role_words(clerk, self.desk.workspace.portals.policy(account.portal) if account else None)

    @Slot()
    def _follow(self) -> None:
        book = self.clerks.book
        words = self.filter.text().strip().casefold()
        rows = [each for each in book.clerks if words in self._said(each)] if book else []
        self._empty.say(*(_NOTHING_FOUND if words else _NOBODY))
        self._model.show_rows(rows)
        self.set_busy(busy=self.clerks.is_asking)
        self.reviewed.setText(reviewed_words(self.clerks.book))
        if self.clerks.is_current or self.clerks.is_asking:
            self.line.clear()
        else:
            self.line.say(reading_only_words(self.clerks), "offline", Tone.WARN)
        self._follow_selection()

    def _said(self, clerk: Clerk) -> str:
        return " ".join((clerk.user_id, clerk.name, clerk.email, self._roles(clerk))).casefold()

    @Slot()
    def _follow_selection(self) -> None:
        clerk = self._chosen()
        why_not = self.clerks.why_not(clerk) if clerk else None
        changeable = clerk is not None and self.clerks.is_current and not str(why_not)
        for button in (self.roles_button, self.reset_button, self.delete_button):
            button.setEnabled(changeable)
        for action in self.table.actions():
            action.setEnabled(changeable)
        self.add_button.setEnabled(self.clerks.is_current)
        self.review_button.setEnabled(self.clerks.book is not None)
        count = counted("{n} clerk", "{n} clerks", self._model.rowCount())
        self.hint.setText(str(why_not) if clerk and str(why_not) else count)

    def _chosen(self) -> Clerk | None:
        chosen = self.table.chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _go(self, page: PageId) -> None:
        clerk = self._chosen()
        if clerk is not None:
            self.clerks.chosen = clerk.user_id
            self.page_wanted.emit(page)

    def _on_failed(self, error: PesError) -> None:
        if self.isVisible() and (not error.retryable or self.clerks.book is None):
            self.show_error(error)

    @Slot()
    def _on_workplace_changed(self) -> None:
        if self.isVisible() and self.clerks.book is None:
            self.say(())
            self.clerks.look()

    @Slot(object)
    def _on_opened(self, clerk: Clerk) -> None:
        if self.roles_button.isEnabled() and clerk == self._chosen():
            self._on_roles()

    @Slot()
    def _on_roles(self) -> None:
        self._go(PageId.CLERK_ROLES)

    @Slot()
    def _on_reset(self) -> None:
        self._go(PageId.CLERK_RESET)

    @Slot()
    def _on_delete(self) -> None:
        self._go(PageId.CLERK_DELETE)

    @Slot()
    def _on_review(self) -> None:
        self.page_wanted.emit(PageId.CLERK_REVIEW)

    @Slot()
    def _on_add(self) -> None:
        self.page_wanted.emit(PageId.CLERK_ADD)
