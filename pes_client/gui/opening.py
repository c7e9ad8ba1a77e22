"""Opening a trade file inside the program: at once if it is here, as soon as it has arrived if not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pes_client.domain.accounts import AccountId
from pes_client.domain.tradefiles import TradeFile, TradeFileState
from pes_client.errors import PesError
from pes_client.gui.bridge import Bridge
from pes_client.services.trade_files import OpenedFile, TradeFiles


class Opening(QObject):
    """`opened` carries the file; `posting` a letter that the portal is still preparing (TRF-6)."""

    opened = Signal(OpenedFile)
    posting = Signal(TradeFile)
    fetching = Signal(TradeFile)
    failed = Signal(PesError)

    def __init__(self, trade_files: TradeFiles, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._trade_files = trade_files
        self._bridge = bridge
        self._awaited: dict[int, AccountId] = {}

    def open(self, account: AccountId, row: TradeFile) -> None:
        """Open this file, or ask for it and open it when it is here."""
        if row.is_here:
            task = partial(self._trade_files.open, account, row.local_id)
            self._bridge.run(task, self._on_opened, self._on_failed)
        elif row.state is TradeFileState.POSTING:
            self.posting.emit(row)
        else:
            self._awaited[row.local_id] = account
            self.fetching.emit(row)
            self._bridge.run(partial(self._trade_files.want, account, [row.local_id]), self._on_wanted, self._on_failed)

    def note_rows(self, rows: Iterable[TradeFile]) -> None:
        """These rows are known now; one that was waited for and is here is opened."""
        for row in rows:
            if row.is_here and (account := self._awaited.pop(row.local_id, None)) is not None:
                self.open(account, row)

    @Slot(OpenedFile)
    def _on_opened(self, opened: OpenedFile) -> None:
        self.opened.emit(opened)

    @Slot(int)
    def _on_wanted(self, _newly: int) -> None:
        """The transfers fetch it; `note_rows` hears when it is here."""

    @Slot(PesError)
    def _on_failed(self, error: PesError) -> None:
        self.failed.emit(error)
