"""Access keys: letters inside the words, and Ctrl with a digit for the doors in the rail."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from pes_client.gui.access_keys import with_access_keys
from pes_client.gui.app import Program
from pes_client.gui.navigation import RAIL, PageId

PATIENCE = 40_000


def test_each_caption_gets_its_first_letter_that_is_free() -> None:
    assert with_access_keys(["Claim", "Eligibility", "Claims"], "C") == ["C&laim", "&Eligibility", "Cl&aims"]


def test_a_caption_without_a_free_letter_stays_as_it_is() -> None:
    assert with_access_keys(["12", "ab"], "AB") == ["12", "ab"]


def test_an_ampersand_of_the_portal_is_shown_and_is_no_key() -> None:
    caption = with_access_keys(["R&D & more"], "R")[0]

    assert caption == "R&&&D && more"
    assert QKeySequence.mnemonic(caption).toString() == "Alt+D"


def test_control_with_a_digit_opens_the_pages_in_the_order_of_the_rail(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in("provider1")
    program.window.show_page(PageId.SETTINGS)
    home = program.window.rail.door(PageId.HOME)
    assert home is not None
    qtbot.waitUntil(home.isVisible, timeout=PATIENCE)
    for number, entry in enumerate(RAIL, start=1):
        qtbot.keyClick(program.window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda page=entry.page: program.window.page_id is page, timeout=PATIENCE)
        door = program.window.rail.door(entry.page)
        assert door is not None
        assert f"Ctrl+{number}" in door.toolTip()


def test_no_caption_carries_its_key_in_parentheses(signed_in: Callable[[str], Program]) -> None:
    window = signed_in("provider1").window
    for page_id in (*(entry.page for entry in RAIL), PageId.CLERK_ADD, PageId.CLERK_REVIEW, PageId.SETTINGS):
        window.show_page(page_id)
        captions = [each.text() for each in (*window.findChildren(QAbstractButton), *window.findChildren(QLabel))]
        assert not [each for each in captions if "(&" in each], page_id
