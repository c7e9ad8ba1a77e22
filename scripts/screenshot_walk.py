"""The tools of a walk through the window: open a page, wait until something is so, keep a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.theme import Appearance
from pes_client.gui.widgets.page import Page
from pes_client.services.practice import PracticeStarted

PATIENCE, GLANCE = 40_000, 40
AnyPage = TypeVar("AnyPage", bound=Page)


class Walk:
    """Goes through the window of one program; pictures are numbered as they come."""

    def __init__(self, program: Program, out: Path, scale: int) -> None:
        self.program = program
        self.window = program.window
        self.window.resize(1200, 800)
        self.practice: PracticeStarted = program.workspace.practice.start()
        self._out = out
        self._scale = scale
        self._taken = 0
        self._looks = (Appearance.LIGHT, Appearance.DARK) if scale == 1 else (Appearance.LIGHT,)

    def _open(self, page_id: PageId, kind: type[AnyPage]) -> AnyPage:
        self.window.show_page(page_id)
        return self._now_open(page_id, kind)

    def _now_open(self, page_id: PageId, kind: type[AnyPage]) -> AnyPage:
        """The page that came to the front, which must be this one."""
        self._until(lambda: self.window.page_id is page_id)
        page = self.window.page(page_id)
        if not isinstance(page, kind):
            raise TypeError(f"{self.window.page_id} is open, not {page_id}")
        return page

    def _type_account(self, page: SignInPage, user_id: str) -> None:
        account = next(each for each in self.practice.accounts if each.user_id == user_id)
        page.error.clear()
        page.offer_portal(self.practice.portal.name)
        page.user_id.setText(account.user_id)
        page.password.setText(account.password)

    def _sign_in(self, user_id: str, page_id: PageId, kind: type[AnyPage]) -> AnyPage:
        """Sign in as this account; the page that follows."""
        page = self._open(PageId.SIGN_IN, SignInPage)
        self._type_account(page, user_id)
        page.sign_in_button.click()
        return self._now_open(page_id, kind)

    def _fill(self, control: Callable[[str], QLineEdit | None], entries: dict[str, str]) -> None:
        for field, words in entries.items():
            edit = control(field)
            if edit is not None:
                edit.setText(words)

    def _until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; give up with words rather than hang."""
        for _glance in range(PATIENCE // GLANCE):
            if condition():
                return
            QTest.qWait(GLANCE)
        shown = self.window.page(self.window.page_id).error.error
        raise TimeoutError(f"on {self.window.page_id}: {shown}")

    def _snap(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture of the window, or of a dialog over it."""
        self._taken += 1
        for look in self._looks:
            self.program.theme.choose(look)
            QTest.qWait(60)
            suffix = f"{look}" if self._scale == 1 else f"{self._scale}00 %"
            (widget or self.window).grab().save(str(self._out / f"{self._taken:03} {name} ({suffix}).png"))
        self.program.theme.choose(Appearance.LIGHT)

    def _snap_dialog(self, name: str, kind: type[QDialog]) -> None:
        """Wait for a dialog, keep its picture, and close it without an answer."""
        self._until(lambda: self._dialogs(kind))
        QTest.qWait(700)
        dialog = self._dialogs(kind)[0]
        self._snap(name, dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        dialog.close()
        QTest.qWait(50)

    def _dialogs(self, kind: type[QDialog]) -> list[QDialog]:
        return [each for each in self.window.findChildren(kind) if each.isVisible()]
