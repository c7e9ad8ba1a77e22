"""The window under test: a real workspace, a real practice portal over TLS, and a watchdog so that nothing hangs."""

from __future__ import annotations

import faulthandler
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
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


@dataclass(frozen=True)
class RunningPortal:
    """A practice portal that many tests look at and none changes for good."""

    url: str
    ca_pem: str
    accounts: tuple[PracticeAccount, ...]


@pytest.fixture(scope="session")
def running_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    data = tmp_path_factory.mktemp("portal")
    command = [sys.executable, "-m", "pes_portal", "serve", "--practice", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        command, cwd=SAMPLES.parents[1], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        listed = json.loads(Path(told["accounts_file"]).read_text("utf-8"))["accounts"]
        accounts = tuple(PracticeAccount(each["user_id"], each["password"], each["role"], "") for each in listed)
        yield RunningPortal(told["url"], Path(told["ca_file"]).read_text("ascii"), accounts)
        process.terminate()


@pytest.fixture
def portal(program: Program, running_portal: RunningPortal) -> PracticeStarted:
    """A portal that is shared with other tests: read, be refused, but commit nothing."""
    known = program.workspace.portals.connect(running_portal.url, running_portal.ca_pem)
    return PracticeStarted(known, running_portal.accounts)


@pytest.fixture
def practice(program: Program) -> PracticeStarted:
    """The window's own practice portal: it may be changed and stopped."""
    return program.workspace.practice.start()


@pytest.fixture
def signed_in(program: Program, portal: PracticeStarted) -> Callable[[str], Program]:
    """Sign in on the shared portal, as the sign-in page would."""
    return partial(enter, program, portal)


@pytest.fixture
def signed_in_alone(program: Program, practice: PracticeStarted) -> Callable[[str], Program]:
    """Sign in on a portal that nobody else uses."""
    return partial(enter, program, practice)


def enter(program: Program, practice: PracticeStarted, user_id: str) -> Program:
    account = account_named(practice, user_id)
    standing = program.workspace.accounts.sign_in(practice.portal.name, account.user_id, account.password)
    program.workplace.enter(standing.account)
    program.window.show_page(PageId.HOME)
    return program


def account_named(practice: PracticeStarted, user_id: str) -> PracticeAccount:
    """One of the practice portal's invented accounts."""
    return next(each for each in practice.accounts if each.user_id == user_id)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns that it has no window manager to tell sizes to; that is no mistake of ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))
