"""What the panels of Clerk Maintenance share: they check here, send once, and change nothing while offline."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError, PortalRefused
from pes_client.gui import formats
from pes_client.gui.clerks_at_hand import ClerksAtHand
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import Tone
from pes_client.gui.widgets.notice_line import NoticeLine
from pes_client.gui.wizards.steps import Step
from pes_client.gui.wizards.wizard_page import WizardPage
from pes_client.policy.clerks import FIELD_LABELS
from pes_client.policy.document import PolicyDocument
from pes_client.wording import _, text

BREADCRUMB = text("Clerk Maintenance")


class ClerkTask(WizardPage):
    """Subclasses say how to check and to send what was typed, and what to do with the answer."""

    def __init__(self, desk: Desk, steps: tuple[Step, ...], parent: QWidget | None = None) -> None:
        super().__init__(desk, steps, parent)
        self.clerks = desk.clerks
        self.line = NoticeLine(desk.theme, self)
        self.content.insertWidget(0, self.line)
        self.cancel_button = QPushButton(_("Ca&ncel"), self)
        self.cancel_button.setAutoDefault(True)
        self.buttons.insertWidget(self.buttons.indexOf(self.forward_button), self.cancel_button)
        self.cancel_button.clicked.connect(self.escape)
        self._works_for: tuple[AccountId, str] | None = None
        self.clerks.changed.connect(self.follow)

    def begin(self) -> None:
        """The panel has come to the front: show what it is about."""

    def check(self, account: AccountId) -> Callable[[], tuple[Finding, ...]]:
        """What finds out, away from the window, what the portal would refuse."""
        raise NotImplementedError

    def send(self, account: AccountId, avrs_id: str) -> None:
        """Ask the bridge to send what was typed; `failed` hears of every error."""
        raise NotImplementedError

    def control(self, field: str) -> QWidget | None:
        """The control of a field."""
        raise NotImplementedError

    def mark(self, broken: Iterable[str]) -> None:
        """Show which fields the message table speaks of."""

    def forget(self) -> None:
        """Forget what was typed."""

    def set_reading_only(self, *, reading_only: bool) -> None:
        """Let nothing be typed while nothing could be sent."""

    @property
    def policy(self) -> PolicyDocument | None:
        """The rules of the portal that is worked on."""
        account = self.desk.workplace.account
        return self.desk.workspace.portals.policy(account.portal) if account is not None else None

    def opened(self) -> None:
        """A panel that belongs to another organization, or that is done, begins again."""
        if self.clerks.place != self._works_for or self.path.is_committed:
            self._works_for = self.clerks.place
            self.forget()
            self.start_again()
        if self.clerks.book is None or not self.clerks.is_current:
            self.clerks.look()
        self.begin()
        self.follow()
        self.focus_first()

    def refresh(self) -> None:
        """F5: ask the portal again; what was typed stays."""
        self.clerks.look()

    def field_named(self, field: str, row: int) -> QWidget | None:  # noqa: ARG002 - the forms have no rows
        """The control of a field."""
        return self.control(field)

    def show_step(self) -> None:
        """After the commit there is nothing to be canceled."""
        super().show_step()
        self.cancel_button.setVisible(not self.path.is_committed)

    def commit(self) -> None:
        """Check here, then send once."""
        account = self.desk.workplace.account
        if account is not None and self.clerks.is_current:
            self.sending()
            self.cancel_button.setEnabled(False)
            self.desk.bridge.run(self.check(account), self._on_checked, self.failed)

    def not_sent(self) -> None:
        """Everything typed stays where it is."""
        super().not_sent()
        self.cancel_button.setEnabled(True)
        self.follow()

    def leave(self) -> None:
        """Back to the list."""
        self.forget()
        self.start_again()
        self.page_wanted.emit(PageId.CLERKS)

    def done(self, findings: Iterable[Finding]) -> None:
        """The portal has it and there is nothing more to read here: the list says so."""
        self.not_sent()
        self.clerks.leave_word(tuple(findings))
        self.leave()

    def failed(self, error: PesError) -> None:
        """The portal's findings beside their fields, anything else as an error of the page."""
        findings = error.findings if isinstance(error, PortalRefused) else ()
        shown = tuple(each for each in findings if isinstance(each, Finding))
        if shown:
            self.refuse(shown)
        else:
            self.not_sent()
            self.show_error(error)

    def refuse(self, findings: tuple[Finding, ...]) -> None:
        """Show what is wrong, and lead to the first of it."""
        self.not_sent()
        self.say(findings, FIELD_LABELS)
        self.mark({each.field for each in findings if each.severity is Severity.ERROR})
        first = self.control(findings[0].field) if findings else None
        if first is not None:
            first.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was shown once is not shown again when the person comes back."""
        super().hideEvent(event)
        if self.path.is_committed and not event.spontaneous():
            self.forget()
            self.start_again()

    @Slot()
    def follow(self) -> None:
        """Whether anything can be changed now, said before one types."""
        if self.isVisible() and self.clerks.place != self._works_for and not self.is_sending:
            self.leave()
            return
        if self.path.is_committed:
            self.line.clear()
            return
        reading_only = not self.clerks.is_current and not self.clerks.is_asking
        if reading_only:
            self.line.say(reading_only_words(self.clerks), "offline", Tone.WARN)
        else:
            self.line.clear()
        self.set_reading_only(reading_only=reading_only)
        self.forward_button.setEnabled(self.clerks.is_current and not self.is_sending)

    @Slot(tuple)
    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        if findings or self._works_for is None:
            self.refuse(findings)
            return
        self.send(*self._works_for)


def reading_only_words(clerks: ClerksAtHand) -> str:
    """From when the clerks are, and why nothing can be changed now."""
    if clerks.book is None:
        return _("The portal cannot be reached. Changes need the portal.")
    return _(
        "The portal cannot be reached. This is how it was on {when}; changes need the portal.",
        when=formats.moment(clerks.book.told_at),
    )
