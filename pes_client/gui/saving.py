"""Saving a kept file outside the program: the person's own act, with a proposed name."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.errors import PesError
from pes_client.gui.bridge import Bridge
from pes_client.services.trade_files import TradeFiles
from pes_client.wording import _

_FOLDER = "place/save_folder"


class Saving(QObject):
    """Asks where to, saves in the background, and says where the file is now."""

    saved = Signal(Path)
    failed = Signal(PesError)

    def __init__(self, trade_files: TradeFiles, bridge: Bridge, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._trade_files = trade_files
        self._bridge = bridge
        self._settings = settings
        self._window = parent

    def ask(self, account: AccountId, local_id: int, name: str) -> None:
        """Let the person choose a name; the dialog asks before it replaces a file."""
        proposed = str(self._folder() / name)
        chosen, _filter = QFileDialog.getSaveFileName(self._window, _("Save as"), proposed)
        if chosen:
            self.save(account, local_id, Path(chosen))

    def ask_folder(self, account: AccountId, local_ids: list[int]) -> None:
        """Let the person choose a folder for several files; nothing there is replaced."""
        chosen = QFileDialog.getExistingDirectory(self._window, _("Save into this folder"), str(self._folder()))
        if chosen:
            for local_id in local_ids:
                self.save(account, local_id, Path(chosen))

    def save(self, account: AccountId, local_id: int, target: Path) -> None:
        """Save to the path that the person chose."""
        folder = target if target.is_dir() else target.parent
        self._settings.setValue(_FOLDER, str(folder))
        task = partial(self._trade_files.save_as, account, local_id, target)
        self._bridge.run(task, self._on_saved, self._on_failed)

    def _folder(self) -> Path:
        kept = Path(str(self._settings.value(_FOLDER, "")))
        return kept if kept.is_dir() else Path.home()

    @Slot(Path)
    def _on_saved(self, path: Path) -> None:
        self.saved.emit(path)

    @Slot(PesError)
    def _on_failed(self, error: PesError) -> None:
        self.failed.emit(error)
