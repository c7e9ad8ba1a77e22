"""The clerk review in the window: who is away, who may do what, exported and noted on the portal (CLK-5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QDesktopServices
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pes_client.domain.accounts import Role
from pes_client.domain.findings import Severity
from pes_client.errors import FileError
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.clerk_review import ClerkReviewPage
from pes_client.gui.review_pdf import review_as_pdf

PATIENCE = 40_000


def opened(program: Program, qtbot: QtBot) -> ClerkReviewPage:
    program.window.show_page(PageId.CLERK_REVIEW)
    page = program.window.page(PageId.CLERK_REVIEW)
    assert isinstance(page, ClerkReviewPage)
    qtbot.waitUntil(page.note_button.isEnabled, timeout=PATIENCE)
    return page


@pytest.fixture
def page(signed_in: Callable[[str], Program], qtbot: QtBot) -> ClerkReviewPage:
    """The review of a portal that nobody changes."""
    return opened(signed_in("provider1"), qtbot)


@pytest.fixture
def chosen_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """What the person chooses in the system's own dialog."""

    def choose(name: str) -> Path:
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
        return target

    return choose


def choose_days(page: ClerkReviewPage, days: int) -> None:
    page.idle.setCurrentIndex(page.idle.findData(days))


def user_ids(page: ClerkReviewPage) -> list[str]:
    return [row.user_id for row in page.table.rows]


@pytest.mark.parametrize(("days", "is_shown"), [(0, True), (30, True), (60, True), (90, False)])
def test_clk_5_who_has_not_signed_in_for_so_many_days(page: ClerkReviewPage, days: int, is_shown: bool) -> None:
    choose_days(page, days)

    assert ("clerkold1" in user_ids(page)) is is_shown
    assert ("clerktf01" in user_ids(page)) is (days == 0)
    assert user_ids(page)[0] == "clerknew1", "who never signed in comes first"


def test_clk_5_the_days_are_the_portals_own(page: ClerkReviewPage) -> None:
    account = page.desk.workplace.account
    assert account is not None
    policy = page.desk.workspace.portals.policy(account.portal)

    assert [page.idle.itemData(at) for at in range(page.idle.count())] == [0, *sorted(policy.review_days)]


def test_clk_5_who_has_which_right(page: ClerkReviewPage) -> None:
    page.right.setCurrentIndex(page.right.findData(Role.ADMINISTRATOR.value))

    assert user_ids(page) == ["clerkadm1"]


def test_the_export_holds_what_is_shown(
    page: ClerkReviewPage, chosen_file: Callable[[str], Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_days(page, 60)
    target = chosen_file("review.csv")

    page.csv_button.click()
    qtbot.waitUntil(lambda: bool(page.saved.words), timeout=PATIENCE)

    written = target.read_text("utf-8-sig")
    assert "clerkold1" in written
    assert "clerktf01" not in written
    assert "not signed in for 60 days or longer" in written
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    page.saved.action_button.click()
    assert shown == [str(target.parent)]


def test_the_pdf_holds_the_same_list(page: ClerkReviewPage, chosen_file: Callable[[str], Path], qtbot: QtBot) -> None:
    target = chosen_file("review.pdf")

    page.pdf_button.click()
    qtbot.waitUntil(lambda: bool(page.saved.words), timeout=PATIENCE)

    words = pdf_words(target.read_bytes())
    assert all(user_id in words for user_id in user_ids(page))
    assert "Sample Harbor Family Practice" in words


def test_a_hostile_name_is_words_on_paper_and_no_markup(page: ClerkReviewPage) -> None:
    review = page.review()
    assert review is not None
    object.__setattr__(review.clerks[0], "first_name", "<img src='file:///etc/passwd'><b>Nora</b>")

    assert "<b>Nora</b>" in pdf_words(review_as_pdf(review)).replace(" ", "")


def test_an_export_that_cannot_be_written_is_told_in_words(
    page: ClerkReviewPage, chosen_file: Callable[[str], Path], qtbot: QtBot
) -> None:
    chosen_file("no such folder/review.csv")

    page.csv_button.click()
    qtbot.waitUntil(lambda: page.error.error is not None, timeout=PATIENCE)

    assert isinstance(page.error.error, FileError)


def test_clk_5_a_review_is_noted_with_day_and_name_for_everybody(
    signed_in_alone: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in_alone("provider1")
    page = opened(program, qtbot)
    assert page.reviewed.text() == "Not reviewed yet"

    page.note_button.click()
    qtbot.waitUntil(lambda: bool(page.messages.findings()), timeout=PATIENCE)

    assert page.messages.findings()[0].severity is Severity.SUCCESS
    assert "by provider1" in page.reviewed.text()
    assert program.workplace.account is not None
    told = program.workspace.clerks.refresh(program.workplace.account, program.workplace.avrs_id)
    assert told.reviewed_by == "provider1"


def test_offline_the_review_can_be_read_and_exported_but_not_noted(
    signed_in_alone: Callable[[str], Program], chosen_file: Callable[[str], Path], qtbot: QtBot
) -> None:
    program = signed_in_alone("provider1")
    page = opened(program, qtbot)
    program.workspace.practice.stop()
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.line.words), timeout=PATIENCE)

    assert not page.note_button.isEnabled()
    target = chosen_file("offline.csv")
    page.csv_button.click()
    qtbot.waitUntil(target.is_file, timeout=PATIENCE)


def pdf_words(content: bytes) -> str:
    """The words of every page, in one line."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = (document.getAllText(number).text() for number in range(document.pageCount()))
    words = " ".join(" ".join(pages).split())
    document.close()
    return words
