"""The frame that every page has: breadcrumb, title, messages, content, actions at the lower right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.findings import Finding
from pes_client.errors import PesError
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, TITLE_POINTS
from pes_client.gui.widgets.busy_line import BusyLine
from pes_client.gui.widgets.error_banner import ErrorBanner
from pes_client.gui.widgets.message_table import MessageTable
from pes_client.wording import NOTHING, Text


class Page(QWidget):
    """One page of the window. Subclasses fill `content` and `buttons` and say what `refresh` does."""

    breadcrumb: ClassVar[Text] = NOTHING
    title: ClassVar[Text] = NOTHING
    help: ClassVar[tuple[Text, ...]] = ()

    page_wanted = Signal(PageId)
    page_wanted_for = Signal(PageId, AccountId)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.messages = MessageTable(desk.theme, self)
        self.error = ErrorBanner(desk.theme, self)
        self.content = QVBoxLayout()
        self.buttons = QHBoxLayout()
        self._crumb = QLabel(str(self.breadcrumb), self)
        self._heading = QLabel(str(self.title), self)
        self._progress = BusyLine(desk.theme, self)
        self._build_frame()
        self.messages.field_chosen.connect(self._on_field_chosen)
        self.setAccessibleName(str(self.title))

    def opened(self) -> None:
        """The page has come to the front."""

    def begin_for(self, account: AccountId) -> None:
        """The page was opened for this account, whoever works in the window."""

    def refresh(self) -> None:
        """F5: look again, and ask the portal where the page shows something of it."""

    def search_field(self) -> QWidget | None:
        """Where Ctrl+F leads."""
        return None

    def holds_the_front(self) -> bool:
        """Whether the page stays although another one is due: it still has something to say."""
        return False

    def escape(self) -> bool:
        """Esc was pressed; True if the page did something with it."""
        if self.error.error is not None:
            self.error.clear()
            return True
        return False

    def field_named(self, field: str, row: int) -> QWidget | None:  # noqa: ARG002 - for subclasses
        """The control that a row of the message table speaks of."""
        return None

    def say(self, findings: Sequence[Finding], labels: Mapping[str, Text] | None = None) -> None:
        """Show findings in the message table, or none."""
        self.messages.say(findings, labels)

    @Slot(PesError)
    def show_error(self, error: PesError) -> None:
        """Show an error on the page and end its progress."""
        self.set_busy(busy=False)
        self.error.show_error(error)

    def set_busy(self, *, busy: bool) -> None:
        """Show that something is under way."""
        self._progress.set_busy(busy=busy)

    def set_heading(self, breadcrumb: str, title: str) -> None:
        """Another title, for pages of several panels."""
        self._crumb.setText(breadcrumb)
        self._crumb.setVisible(bool(breadcrumb))
        self._heading.setText(title)
        self.setAccessibleName(title)

    def _build_frame(self) -> None:
        self._crumb.setForegroundRole(self._crumb.foregroundRole().PlaceholderText)
        self._crumb.setVisible(bool(self.breadcrumb.msgid))
        self._heading.setFont(self.desk.theme.font(TITLE_POINTS, bold=True))
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        head = QVBoxLayout()
        head.setSpacing(2)
        for widget in (self._crumb, self._heading):
            head.addWidget(widget)
        self.content.setSpacing(SPACE_M)
        self.buttons.setSpacing(SPACE_S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addLayout(head)
        layout.addWidget(self._progress)
        layout.addWidget(self.messages)
        layout.addWidget(self.error)
        layout.addLayout(self.content, 1)
        layout.addLayout(self.buttons)

    @Slot(str, int)
    def _on_field_chosen(self, field: str, row: int) -> None:
        control = self.field_named(field, row)
        if control is not None:
            control.setFocus(Qt.FocusReason.ShortcutFocusReason)
