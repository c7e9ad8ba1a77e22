"""The practice mailbox: what the portal would have sent by e-mail, behind the PRACTICE sign only (TRF-5)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pes_client.errors import PortalUnreachable
from pes_client.gui.app import Program
from pes_client.gui.theme import Appearance
from pes_client.gui.widgets.mailbox_window import MailboxWindow

from .conftest import SAMPLES

PATIENCE = 40_000


def open_mailbox(program: Program, qtbot: QtBot) -> MailboxWindow:
    qtbot.mouseClick(program.window.header.practice, Qt.MouseButton.LeftButton)
    return program.window.findChildren(MailboxWindow)[0]


def some_hours_later(program: Program) -> None:
    """The practice portal's clock moves on, and the letter that was being posted is posted."""
    data = program.workspace.home / "practice" / "data"
    command = [sys.executable, "-m", "pes_portal", "clock", "--data", str(data), "--advance", "12h"]
    subprocess.run(command, cwd=SAMPLES.parents[1], check=True, capture_output=True)


def test_trf_5_a_mail_names_the_organizations_whose_letters_were_posted(
    signed_in_alone: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in_alone("provider1")
    some_hours_later(program)
    window = open_mailbox(program, qtbot)

    def look() -> bool:
        window.again_button.click()
        qtbot.wait(200)
        return window.table.rows.rowCount() > 0

    qtbot.waitUntil(look, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "009900111" in window.body.toPlainText(), timeout=PATIENCE)


def test_the_mailbox_says_when_the_portal_is_away_and_esc_closes_it(
    signed_in_alone: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in_alone("provider1")
    program.workspace.practice.stop()
    window = open_mailbox(program, qtbot)
    qtbot.waitUntil(lambda: window.error.error is not None, timeout=PATIENCE)
    assert isinstance(window.error.error, PortalUnreachable)

    qtbot.keyClick(window, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not program.window.findChildren(MailboxWindow), timeout=PATIENCE)


def test_a_window_that_was_closed_does_not_keep_the_appearance_from_changing(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in("provider1")
    window = open_mailbox(program, qtbot)
    kept_alive = window.error
    window.close()
    qtbot.waitUntil(lambda: not program.window.findChildren(MailboxWindow), timeout=PATIENCE)

    program.theme.choose(Appearance.DARK)

    assert not isValid(kept_alive)


def test_a_real_portal_has_no_practice_sign(signed_in: Callable[[str], Program]) -> None:
    program = signed_in("provider1")
    assert program.window.header.practice.isVisible()

    portal = program.workplace.portal
    assert portal is not None
    program.workplace._portal = replace(portal, practice=False)
    program.workplace.changed.emit()

    assert not program.window.header.practice.isVisible()
