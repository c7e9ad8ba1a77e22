"""Working offline, what each role sees, and what the sign-in page says when the portal says no."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from pes_client.domain.submissions import SubmissionState
from pes_client.errors import AccountDisabled, AccountLocked, PesError, WrongPassword
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.panels.upload import UploadPage
from pes_client.services.practice import PracticeStarted

from .conftest import SAMPLES, account_named

PATIENCE = 40_000


def upload_page(program: Program) -> UploadPage:
    page = program.window.page(PageId.UPLOAD)
    assert isinstance(page, UploadPage)
    return page


@pytest.mark.parametrize(
    ("user_id", "password", "error"),
    [
        ("provider1", "not it", WrongPassword),
        ("lockedusr", None, AccountLocked),
        ("disabled1", None, AccountDisabled),
    ],
)
def test_the_sign_in_page_says_why_the_portal_said_no(
    program: Program,
    portal: PracticeStarted,
    qtbot: QtBot,
    user_id: str,
    password: str | None,
    error: type[PesError],
) -> None:
    page = program.window.page(PageId.SIGN_IN)
    assert isinstance(page, SignInPage)
    program.window.show_page(PageId.SIGN_IN)
    page.user_id.setText(user_id)
    page.password.setText(password or account_named(portal, user_id).password)

    page.sign_in_button.click()
    qtbot.waitUntil(lambda: page.error.error is not None, timeout=PATIENCE)

    assert isinstance(page.error.error, error)
    assert page.password.text() == ""
    assert page.user_id.text() == user_id
    assert not program.workspace.accounts.known()


def test_acc_6_the_sign_in_page_names_who_can_help(program: Program, portal: PracticeStarted) -> None:
    program.window.show_page(PageId.SIGN_IN)
    page = program.window.page(PageId.SIGN_IN)
    policy = program.workspace.portals.policy(portal.portal.name)

    assert any(
        policy.contacts.provider_assistance.phone in label.text() for label in page.findChildren(type(page._help))
    )


def test_clk_2_a_clerk_with_e_delivery_only_has_no_way_to_upload(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in("clerkedo1")

    program.window.add_paths([SAMPLES])
    qtbot.keyClick(program.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)

    assert program.window.rail.door(PageId.UPLOAD) is None
    assert program.window.rail.door(PageId.LETTERS) is not None
    assert program.window.page_id is PageId.HOME


def test_clk_7_switching_the_provider_changes_what_is_worked_on(signed_in: Callable[[str], Program]) -> None:
    program = signed_in("clerktf01")
    organizations = program.window.header.organizations
    before = program.workplace.avrs_id

    organizations.setCurrentIndex(1)
    organizations.activated.emit(1)

    assert program.workplace.avrs_id != before
    assert program.workplace.avrs_id in organizations.currentText()


def test_files_dropped_anywhere_are_checked_before_anything_is_sent(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in("provider1")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in sorted(SAMPLES.glob("*.x12"))])
    event = QDropEvent(
        QPoint(5, 5).toPointF(),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    program.window.dropEvent(event)
    page = upload_page(program)
    qtbot.waitUntil(lambda: len(page.candidates.candidates()) == 3, timeout=PATIENCE)

    assert program.window.page_id is PageId.UPLOAD
    assert page.candidates.send_button.text().replace("&", "") == "Send 3 files"
    assert not program.workspace.submissions.rows()


def test_offline_a_file_waits_says_so_and_goes_when_the_portal_is_back(
    signed_in_alone: Callable[[str], Program], qtbot: QtBot
) -> None:
    program = signed_in_alone("provider1")
    program.workspace.practice.stop()
    program.workspace.transfers.wake()
    qtbot.waitUntil(lambda: program.workplace.is_online is False, timeout=PATIENCE)
    assert program.window.header.connection.text() == "Working offline"

    program.window.add_paths(sorted(SAMPLES.glob("*.x12"))[:1])
    page = upload_page(program)
    qtbot.waitUntil(lambda: len(page.candidates.candidates()) == 1, timeout=PATIENCE)
    page.candidates.send_button.click()
    header = program.window.header.connection
    qtbot.waitUntil(lambda: header.text() == "Working offline — 1 file waits", timeout=PATIENCE)
    assert "offline" in str(page.messages.findings()[0].description)

    program.workspace.practice.start()
    program.workspace.submissions.try_now(next(iter(page.queue.rows)).key)
    program.workspace.transfers.wake()
    qtbot.waitUntil(lambda: all(row.receipt is not None for row in page.queue.rows), timeout=PATIENCE)
    qtbot.waitUntil(lambda: header.text() == "Online", timeout=PATIENCE)


def test_a_file_that_waits_can_be_withdrawn(signed_in: Callable[[str], Program], qtbot: QtBot) -> None:
    program = signed_in("provider1")
    program.workspace.transfers.stop()
    program.window.add_paths(sorted(SAMPLES.glob("*.x12"))[:1])
    page = upload_page(program)
    qtbot.waitUntil(lambda: len(page.candidates.candidates()) == 1, timeout=PATIENCE)
    page.candidates.send_button.click()
    qtbot.waitUntil(lambda: [row.state for row in page.queue.rows] == [SubmissionState.QUEUED], timeout=PATIENCE)

    page.queue.selectRow(0)
    qtbot.waitUntil(page.withdraw_button.isEnabled, timeout=PATIENCE)
    page.withdraw_button.click()

    qtbot.waitUntil(lambda: [row.state for row in page.queue.rows] == [SubmissionState.WITHDRAWN], timeout=PATIENCE)


def test_the_next_start_returns_to_the_same_account(signed_in: Callable[[str], Program], qapp: object) -> None:
    program = signed_in("provider1")
    account = program.workplace.account

    again = Program(qapp, program.workspace)  # type: ignore[arg-type]

    assert again.workplace.account == account
    assert again.window.page_id is PageId.HOME
    again.window.close()
    again.bridge.stop()
    again.window.deleteLater()
