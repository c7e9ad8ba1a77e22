"""A copy that a person saved outside the program: where it is, and the way to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from pes_client.domain.tradefiles import TradeFileState
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.download import DownloadPage

PATIENCE = 40_000


def test_after_save_as_the_folder_is_one_press_away(
    signed_in: Callable[[str], Program], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = signed_in("provider1")
    program.workspace.transfers.start()
    program.window.show_page(PageId.DOWNLOAD)
    page = program.window.page(PageId.DOWNLOAD)
    assert isinstance(page, DownloadPage)
    qtbot.waitUntil(lambda: page.table.rows.rowCount() > 0, timeout=PATIENCE)
    wanted = next(row for row in page.table.rows if row.state is TradeFileState.LISTED)
    page.download([wanted])
    qtbot.waitUntil(lambda: any(row.is_here for row in page.table.rows), timeout=PATIENCE)
    account = program.workplace.account
    assert account is not None

    page.saving.save(account, wanted.local_id, tmp_path / "copy.pdf")
    qtbot.waitUntil(lambda: bool(page.saved.words), timeout=PATIENCE)

    assert str(tmp_path / "copy.pdf") in page.saved.words
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    page.saved.action_button.click()
    assert shown == [str(tmp_path)]
    page.saved.close_button.click()
    assert not page.saved.isVisible()
