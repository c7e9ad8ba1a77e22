"""What the pages over trade files share: kinds in words, opening, saving, and news that make them look again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from pes_client.domain.events import TradeFilesChanged
from pes_client.domain.findings import Finding, Severity
from pes_client.domain.tradefiles import TradeFile
from pes_client.gui.desk import Desk
from pes_client.gui.opening import Opening
from pes_client.gui.saving import Saving
from pes_client.gui.soon import Soon
from pes_client.gui.theme import Tone
from pes_client.gui.widgets.notice_line import NoticeLine
from pes_client.gui.widgets.page import Page
from pes_client.policy.document import PolicyDocument
from pes_client.services.trade_files import OpenedFile
from pes_client.wording import Text, _, text


class TradeFilePage(Page):
    """Subclasses say what `look` does (fetch the local rows again) and what happens with an opened file."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._policy: PolicyDocument | None = None
        self.opening = Opening(desk.workspace.trade_files, desk.bridge, self)
        self.saving = Saving(desk.workspace.trade_files, desk.bridge, desk.settings, self)
        self.saved = NoticeLine(desk.theme, self, action=_("S&how in folder"), closable=True)
        self._saved_in: Path | None = None
        self.content.addWidget(self.saved)
        self.look_soon = Soon(self.look, self)
        self.opening.opened.connect(self.show_opened)
        self.opening.posting.connect(self._on_posting)
        self.opening.failed.connect(self.show_error)
        self.saving.saved.connect(self._on_saved)
        self.saved.acted.connect(self._on_show_in_folder)
        self.saving.failed.connect(self.show_error)
        desk.bridge.trade_files_changed.connect(self._on_trade_files_changed)
        desk.workplace.changed.connect(self._on_workplace_changed)

    def look(self) -> None:
        """Fetch the local rows again."""

    @Slot(OpenedFile)
    def show_opened(self, opened: OpenedFile) -> None:
        """A file was opened."""

    def kind(self, row: TradeFile) -> str:
        """The transaction type, or what kind of letter it is, in the portal's words."""
        policy = self.policy
        if policy is None:
            return row.listed.letter_kind or row.listed.transaction_type
        if row.listed.letter_kind:
            return policy.letter_kind_label(row.listed.letter_kind)
        return policy.transaction_type_label(row.listed.transaction_type)

    @property
    def policy(self) -> PolicyDocument | None:
        """The rules of the portal that is worked on."""
        account = self.desk.workplace.account
        if self._policy is None and account is not None:
            self._policy = self.desk.workspace.portals.policy(account.portal)
        return self._policy

    def advise(self, words: Text, *, severity: Severity = Severity.ADVICE) -> None:
        """One sentence in the message table; no error."""
        self.say((Finding(words, type(self).title, severity=severity),))

    @Slot(TradeFilesChanged)
    def _on_trade_files_changed(self, event: TradeFilesChanged) -> None:
        if self.isVisible() and event.avrs_id == self.desk.workplace.avrs_id:
            self.look_soon.request()

    @Slot()
    def _on_workplace_changed(self) -> None:
        self._policy = None
        self.say(())
        self.saved.clear()
        if self.isVisible():
            self.look_soon.request()

    @Slot(TradeFile)
    def _on_posting(self, row: TradeFile) -> None:
        hours = self.policy.letters.posting_hint_hours if self.policy else 3
        self.advise(
            text(
                "{name} is still being posted by the portal. Check back in about {hours} hours; it is fetched by"
                " itself once you have asked for it.",
                name=row.listed.name,
                hours=hours,
            )
        )

    @Slot(Path)
    def _on_saved(self, path: Path) -> None:
        self._saved_in = path if path.is_dir() else path.parent
        self.saved.say(_("Saved as {path}", path=str(path)), "ok", Tone.OK)

    @Slot()
    def _on_show_in_folder(self) -> None:
        if self._saved_in is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved_in)))

    def save_opened(self, opened: OpenedFile) -> None:
        """Ask where to save a file that is shown."""
        account = self.desk.workplace.account
        if account is not None:
            self.saving.ask(account, opened.local_id, opened.name)
