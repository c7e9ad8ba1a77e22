"""The clerks of the organization that is worked for, fetched once for all panels of Clerk Maintenance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pes_client.domain.accounts import AccountId, AccountKind
from pes_client.domain.clerks import Clerk, ClerkBook
from pes_client.domain.findings import Finding
from pes_client.errors import PesError
from pes_client.gui.bridge import Bridge
from pes_client.gui.workplace import Workplace
from pes_client.services.clerks import Clerks
from pes_client.wording import NOTHING, Text, text


class ClerksAtHand(QObject):
    """`changed` carries nothing: read `book`, which is None while nothing is known.

    `is_current` says whether the portal itself has just told the book; only then may anything be changed.
    """

    changed = Signal()
    failed = Signal(PesError)

    def __init__(self, clerks: Clerks, workplace: Workplace, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._clerks = clerks
        self._workplace = workplace
        self._bridge = bridge
        self._asked = 0
        self._place = self.place
        self._words: tuple[Finding, ...] = ()
        self.book: ClerkBook | None = None
        self.is_current = False
        self.is_asking = False
        self.chosen = ""
        workplace.changed.connect(self._on_workplace_changed)
        workplace.connection_changed.connect(self._on_connection_changed)

    @property
    def place(self) -> tuple[AccountId, str] | None:
        """Who works here, and for which organization."""
        account, avrs_id = self._workplace.account, self._workplace.avrs_id
        return (account, avrs_id) if account is not None and avrs_id else None

    @property
    def clerk(self) -> Clerk | None:
        """The clerk that was chosen, as last told."""
        return self.book.clerk(self.chosen) if self.book and self.chosen else None

    @property
    def may_grant_administrator(self) -> bool:
        """Whether the account may give and take administrator rights; a clerk may not (CLK-4)."""
        standing = self._workplace.known.standing if self._workplace.known else None
        return standing is not None and standing.kind is not AccountKind.CLERK

    def why_not(self, clerk: Clerk) -> Text:
        """Why the account cannot change this clerk; empty if it can."""
        account = self._workplace.account
        if account is not None and clerk.user_id.casefold() == account.user_id.casefold():
            return text("This is your own account; a master user changes it.")
        if clerk.is_administrator and not self.may_grant_administrator:
            return text("Only a master user changes a clerk who has administrator rights.")
        return NOTHING

    def look(self) -> None:
        """Show what is known here at once, and ask the portal behind it."""
        if self.place is not None:
            self.is_asking = True
            account, avrs_id = self.place
            known = partial(self._clerks.last_told, account, avrs_id)
            self._asked = self._bridge.run(known, self._on_known, self._on_failed, instead_of=self._asked)

    def leave_word(self, findings: Sequence[Finding]) -> None:
        """What the list should say when it is shown next."""
        self._words = tuple(findings)

    def take_word(self) -> tuple[Finding, ...]:
        """What was left to be said; once."""
        words, self._words = self._words, ()
        return words

    def note(self, book: ClerkBook) -> None:
        """A panel has just had the clerks from the portal."""
        account, avrs_id = self._workplace.account, self._workplace.avrs_id
        if account is not None and (book.portal, book.avrs_id) == (account.portal, avrs_id):
            self.book, self.is_current, self.is_asking = book, True, False
            self.changed.emit()

    def _ask(self) -> None:
        if self.place is not None:
            self.is_asking = True
            account, avrs_id = self.place
            ask = partial(self._clerks.refresh, account, avrs_id)
            self._asked = self._bridge.run(ask, self.note, self._on_failed, instead_of=self._asked)
            self.changed.emit()

    @Slot(object)
    def _on_known(self, book: ClerkBook | None) -> None:
        if book is not None:
            self.book = book
            self.changed.emit()
        self._ask()

    def _on_failed(self, error: PesError) -> None:
        self.is_current = self.is_asking = False
        self.changed.emit()
        self.failed.emit(error)

    @Slot()
    def _on_workplace_changed(self) -> None:
        if self.place != self._place:
            self._place = self.place
            self.book, self.is_current, self.is_asking, self.chosen, self._words = None, False, False, "", ()
            self.changed.emit()

    @Slot()
    def _on_connection_changed(self) -> None:
        if self.book is None:
            return
        if self._workplace.is_online is False and self.is_current:
            self.is_current = False
            self.changed.emit()
        elif self._workplace.is_online and not self.is_current:
            self._ask()
