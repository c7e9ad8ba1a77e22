"""The window under test: a real workspace, a real practice portal over TLS, and a watchdog so that nothing hangs."""

from __future__ import annotations

import faulthandler
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

if not os.environ.get("PES_TEST_XVFB"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication

from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import Appearance, Theme
from pes_client.services.practice import PracticeAccount, PracticeStarted
from pes_client.services.workspace import Workspace, open_workspace

SECONDS_AT_MOST = 115
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


@pytest.fixture(autouse=True)
def _watchdog() -> Iterator[None]:
    """A slot that hangs ends the process with every thread's stack, instead of the day."""
    faulthandler.dump_traceback_later(SECONDS_AT_MOST, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(autouse=True)
def _us_formats() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    qapp.setStyle("fusion")
    theme = Theme(qapp, appearance=Appearance.LIGHT)
    yield theme
    theme.deleteLater()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An empty data folder with a key file of its own; the program that opens it closes it."""
    key = tmp_path / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    monkeypatch.setenv("PES_MASTER_KEY_FILE", str(key))
    monkeypatch.delenv("PES_HOME", raising=False)
    return open_workspace(tmp_path / "home")


@pytest.fixture
def program(qapp: QApplication, workspace: Workspace) -> Iterator[Program]:
    """The whole window over an empty data folder."""
    qapp.setStyle("fusion")
    program = Program(qapp, workspace)
    program.begin()
    yield program
    program.close()


@pytest.fixture
def practice(program: Program) -> PracticeStarted:
    """The window's own practice portal, running and connected to."""
    return program.workspace.practice.start()


@pytest.fixture
def signed_in(program: Program, practice: PracticeStarted) -> Callable[[str], Program]:
    """Sign in as one of the practice accounts, as the sign-in page would."""

    def sign_in(user_id: str) -> Program:
        account = account_named(practice, user_id)
        standing = program.workspace.accounts.sign_in(practice.portal.name, account.user_id, account.password)
        program.workplace.enter(standing.account)
        program.window.show_page(PageId.HOME)
        return program

    return sign_in


def account_named(practice: PracticeStarted, user_id: str) -> PracticeAccount:
    """One of the practice portal's invented accounts."""
    return next(each for each in practice.accounts if each.user_id == user_id)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns that it has no window manager to tell sizes to; that is no mistake of ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))
