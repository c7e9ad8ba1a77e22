"""Every page can be used with the keyboard and read by a screen reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.widgets.page import Page
from pes_client.gui.wizards.site_security import SiteSecurityWizard

CONTROLS = QAbstractButton | QAbstractItemView | QAbstractSpinBox | QComboBox | QLineEdit | QPlainTextEdit
WHEN_SIGNED_IN = [PageId.HOME, PageId.UPLOAD, PageId.DOWNLOAD, PageId.ACTIVITY, PageId.LETTERS, PageId.SETTINGS]
OF_A_MASTER_USER = [PageId.CLERKS, PageId.CLERK_ADD, PageId.CLERK_REVIEW, PageId.CLOCK]
OF_ONE_CLERK = [PageId.CLERK_ROLES, PageId.CLERK_RESET, PageId.CLERK_DELETE]


def controls(root: QWidget) -> Iterator[QWidget]:
    """What a person can act on; parts of a control (the edit in a spin box, a table's header) are not asked."""
    for widget in root.findChildren(QWidget):
        inside = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView)
        if isinstance(widget, CONTROLS) and widget.isVisible() and not inside and not isinstance(widget, QHeaderView):
            yield widget


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def access_keys(root: QWidget) -> list[str]:
    captions = [
        widget.text()
        for widget in (*root.findChildren(QAbstractButton), *root.findChildren(QLabel))
        if widget.isVisible() and (isinstance(widget, QAbstractButton) or widget.buddy() is not None)
    ]
    keys = [QKeySequence.mnemonic(caption).toString() for caption in captions]
    return [key for key in keys if key]


def tab_sequence(page: Page) -> list[QWidget]:
    first = page.nextInFocusChain()
    found, widget = [], first
    while True:
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
        if reachable and page.isAncestorOf(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
        if widget is first:
            return found


def place(widget: QWidget, page: Page) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


def comes_after(later: QRect, earlier: QRect) -> bool:
    """Inside it, to the right in the same line, below, or in a column further to the right."""
    return earlier.contains(later) or later.left() >= earlier.right() or later.top() >= earlier.bottom()


def check(program: Program, page: Page) -> None:
    nameless = [widget for widget in controls(program.window) if not spoken_name(widget)]
    assert not nameless, f"{page}: no accessible name: {nameless}"

    twice = [key for key, count in Counter(access_keys(program.window)).items() if count > 1]
    assert not twice, f"{page}: {twice} stands for two controls"

    without = [
        widget
        for widget in controls(page)
        if isinstance(widget, QAbstractButton) and widget.text() and not QKeySequence.mnemonic(widget.text()).toString()
    ]
    assert not without, f"{page}: no access key: {[widget.text() for widget in without]}"

    order = [place(widget, page) for widget in tab_sequence(page)]
    wrong = [(first, then) for first, then in pairwise(order) if not comes_after(then, first)]
    assert not wrong, f"{page}: Tab goes backward: {wrong}"


@pytest.fixture
def window_shown(program: Program, qtbot: QtBot) -> Program:
    program.window.resize(1200, 800)
    qtbot.waitExposed(program.window)
    return program


def test_the_first_pages_can_be_used_without_a_mouse(window_shown: Program) -> None:
    for page_id in (PageId.START, PageId.SIGN_IN, PageId.SETTINGS):
        window_shown.window.show_page(page_id)
        check(window_shown, window_shown.window.page(page_id))


def test_every_page_can_be_used_without_a_mouse(window_shown: Program, signed_in: Callable[[str], Program]) -> None:
    signed_in("provider1")
    for page_id in WHEN_SIGNED_IN:
        window_shown.window.show_page(page_id)
        assert window_shown.window.page_id is page_id
        check(window_shown, window_shown.window.page(page_id))


def test_sec_2_every_panel_of_the_wizard_can_be_used_without_a_mouse(
    window_shown: Program, signed_in: Callable[[str], Program]
) -> None:
    signed_in("tpmaster1")
    wizard = window_shown.window.page(PageId.SITE_SECURITY)
    assert isinstance(wizard, SiteSecurityWizard)

    check(window_shown, wizard)
    wizard.go_on()
    check(window_shown, wizard)


def test_clk_6_every_panel_of_clerk_maintenance_can_be_used_without_a_mouse(
    window_shown: Program, signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    signed_in("provider1")
    clerks = window_shown.desk.clerks
    for page_id in (*OF_A_MASTER_USER, *OF_ONE_CLERK):
        clerks.chosen = "clerktf01"
        window_shown.window.show_page(page_id)
        qtbot.waitUntil(lambda: clerks.is_current and not clerks.is_asking, timeout=40_000)
        assert window_shown.window.page_id is page_id
        check(window_shown, window_shown.window.page(page_id))
