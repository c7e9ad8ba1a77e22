"""Switch provider: lists, letters and outbox follow it, and one sees at a glance where something waits (CLK-7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.download import DownloadPage
from pes_client.gui.panels.letters import LettersPage
from pes_client.gui.panels.upload import UploadPage

from .conftest import SAMPLES

PATIENCE = 40_000
HARBOR, RIVERBEND = "009900111", "009900222"


@pytest.fixture
def program(program: Program) -> Program:
    """Nothing leaves by itself, so that what waits goes on waiting."""
    program.workspace.transfers.stop()
    return program


def queue(program: Program, avrs_id: str, number: int) -> None:
    """One sample waits in the outbox of an organization."""
    account = program.workplace.account
    assert account is not None
    checked = program.workspace.submissions.check(sorted(SAMPLES.glob("*.x12"))[number : number + 1], account=account)
    outcomes = program.workspace.submissions.queue(account, avrs_id, checked)
    assert all(each.submission for each in outcomes)


def choose(program: Program, avrs_id: str) -> None:
    box = program.window.header.organizations
    place = box.findData(avrs_id)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_clk_7_the_switcher_says_where_something_waits(signed_in: Callable[[str], Program], qtbot: QtBot) -> None:
    program = signed_in("provider1")
    switcher = program.window.header.switcher
    assert not switcher.elsewhere.isVisible()
    queue(program, RIVERBEND, 0)
    qtbot.waitUntil(switcher.elsewhere.isVisible, timeout=PATIENCE)

    assert "1 file waits" in switcher.box.itemText(switcher.box.findData(RIVERBEND))
    interface = QAccessible.queryAccessibleInterface(switcher.elsewhere)
    assert "Sample Riverbend Pediatrics: 1 file waits" in interface.text(QAccessible.Text.Name)

    choose(program, RIVERBEND)
    qtbot.waitUntil(lambda: not switcher.elsewhere.isVisible(), timeout=PATIENCE)
    assert program.workplace.avrs_id == RIVERBEND


def test_clk_7_the_outbox_follows_the_switch(signed_in: Callable[[str], Program], qtbot: QtBot) -> None:
    program = signed_in("provider1")
    queue(program, HARBOR, 0)
    queue(program, RIVERBEND, 1)
    program.window.show_page(PageId.UPLOAD)
    page = program.window.page(PageId.UPLOAD)
    assert isinstance(page, UploadPage)
    qtbot.waitUntil(lambda: [row.avrs_id for row in page.queue.rows] == [HARBOR], timeout=PATIENCE)

    choose(program, RIVERBEND)

    qtbot.waitUntil(lambda: [row.avrs_id for row in page.queue.rows] == [RIVERBEND], timeout=PATIENCE)


def test_clk_7_the_trade_files_follow_the_switch(signed_in: Callable[[str], Program], qtbot: QtBot) -> None:
    program = signed_in("provider1")
    program.window.show_page(PageId.DOWNLOAD)
    page = program.window.page(PageId.DOWNLOAD)
    assert isinstance(page, DownloadPage)
    qtbot.waitUntil(lambda: page.table.rows.rowCount() > 0, timeout=PATIENCE)
    assert {row.listed.avrs_id for row in page.table.rows} == {HARBOR}

    choose(program, RIVERBEND)

    qtbot.waitUntil(lambda: all(row.listed.avrs_id == RIVERBEND for row in page.table.rows), timeout=PATIENCE)


def test_clk_7_the_letters_follow_the_switch_and_an_open_one_is_closed(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in("provider1")
    program.window.show_page(PageId.LETTERS)
    page = program.window.page(PageId.LETTERS)
    assert isinstance(page, LettersPage)

    choose(program, RIVERBEND)

    qtbot.waitUntil(lambda: all(row.listed.avrs_id == RIVERBEND for row in page.table.rows), timeout=PATIENCE)
    assert page.view.opened is None


def test_clk_7_another_account_of_this_computer_is_one_choice_away(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    signed_in("clerkedo1")
    program = signed_in("provider1")
    header = program.window.header

    def offered() -> list[str]:
        return [each.text() for each in header.account.menu().actions() if "Work as" in each.text()]

    qtbot.waitUntil(lambda: bool(offered()), timeout=PATIENCE)
    assert offered()[0].startswith("Work as clerkedo1")

    next(each for each in header.account.menu().actions() if "Work as" in each.text()).trigger()

    assert program.workplace.account is not None
    assert program.workplace.account.user_id == "clerkedo1"


def test_the_switcher_is_reached_with_its_access_key(signed_in: Callable[[str], Program], qtbot: QtBot) -> None:
    program = signed_in("provider1")

    qtbot.keyClick(program.window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)

    assert program.window.focusWidget() is program.window.header.organizations
