"""Every account panel can be used with the keyboard and read by a screen reader, its error states included."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.account_maintenance import AccountMaintenancePage
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.widgets.entry_fields import EntryFields
from pes_client.gui.wizards.account_setup import ADMINISTRATOR, AccountSetupWizard
from pes_client.gui.wizards.change_password import ChangePasswordWizard
from pes_client.gui.wizards.self_service import DONE, NEW_PASSWORD, OVER, SelfServiceWizard
from pes_client.services.practice import PracticeStarted

from .conftest import account_named
from .panel_entries import FIRST_ANSWER, NEW, PATIENCE, SECOND_ANSWER, fill, go_on, pin_letter
from .test_account_setup import PERSON
from .test_without_a_mouse import check


@pytest.fixture
def window_shown(program: Program, qtbot: QtBot) -> Program:
    program.window.resize(1200, 800)
    qtbot.waitExposed(program.window)
    return program


def sign_in_page(program: Program, practice: PracticeStarted, user_id: str = "") -> SignInPage:
    program.window.show_page(PageId.SIGN_IN)
    page = program.window.page(PageId.SIGN_IN)
    assert isinstance(page, SignInPage)
    page.offer_portal(practice.portal.name)
    page.user_id.setText(user_id)
    return page


def test_acc_6_the_way_to_self_service_can_be_used_without_a_mouse(
    window_shown: Program, portal: PracticeStarted, qtbot: QtBot
) -> None:
    page = sign_in_page(window_shown, portal, "lockedusr")
    page.password.setText(account_named(portal, "lockedusr").password)
    page.sign_in_button.click()
    qtbot.waitUntil(lambda: page.error.error is not None, timeout=PATIENCE)

    check(window_shown, page)


@pytest.mark.parametrize("user_id", ["expired01", "clerknew1"])
def test_a_password_that_is_due_can_be_changed_without_a_mouse(
    window_shown: Program, signed_in: Callable[[str], Program], qtbot: QtBot, user_id: str
) -> None:
    signed_in(user_id)
    wizard = window_shown.window.page(PageId.CHANGE_PASSWORD)
    assert isinstance(wizard, ChangePasswordWizard)
    check(window_shown, wizard)

    go_on(wizard, qtbot)
    assert len(wizard.messages.findings()) == 3
    check(window_shown, wizard)


def test_account_maintenance_can_be_used_without_a_mouse(
    window_shown: Program, signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    signed_in("provider1")
    window_shown.window.show_page(PageId.ACCOUNT_MAINTENANCE)
    page = window_shown.window.page(PageId.ACCOUNT_MAINTENANCE)
    assert isinstance(page, AccountMaintenancePage)
    check(window_shown, page)
    qtbot.waitUntil(page.forward_button.isEnabled, timeout=PATIENCE)

    go_on(page, qtbot)
    check(window_shown, page)


def test_self_service_can_be_used_without_a_mouse(
    window_shown: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    sign_in_page(window_shown, practice, "lockedusr").forgot_button.click()
    wizard = window_shown.window.page(PageId.SELF_SERVICE)
    assert isinstance(wizard, SelfServiceWizard)
    check(window_shown, wizard)
    go_on(wizard, qtbot)
    check(window_shown, wizard)
    fill(wizard.answers.fields, {"answer_1": FIRST_ANSWER, "answer_2": SECOND_ANSWER})
    go_on(wizard, qtbot)
    assert wizard.path.step.name == NEW_PASSWORD
    check(window_shown, wizard)
    fill(wizard.password.fields, {"new_password": NEW, "confirm_password": NEW})
    go_on(wizard, qtbot)
    assert wizard.path.step.name == DONE
    check(window_shown, wizard)


def test_the_end_of_self_service_can_be_read_without_a_mouse(
    window_shown: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    sign_in_page(window_shown, practice, "nobody97").forgot_button.click()
    wizard = window_shown.window.page(PageId.SELF_SERVICE)
    assert isinstance(wizard, SelfServiceWizard)
    go_on(wizard, qtbot)
    for _attempt in range(5):
        fill(wizard.answers.fields, {"answer_1": "Any", "answer_2": "Other"})
        go_on(wizard, qtbot)

    assert wizard.path.step.name == OVER
    check(window_shown, wizard)


def test_account_setup_can_be_used_without_a_mouse(
    window_shown: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    sign_in_page(window_shown, practice).setup_button.click()
    wizard = window_shown.window.page(PageId.ACCOUNT_SETUP)
    assert isinstance(wizard, AccountSetupWizard)
    check(window_shown, wizard)
    letter = pin_letter(window_shown)
    fill(wizard.letter.fields, {"identifier": letter.npi, "pin": letter.pin})
    go_on(wizard, qtbot)
    assert wizard.path.step.name == ADMINISTRATOR
    check(window_shown, wizard)
    fill(wizard.administrator.fields, PERSON)
    go_on(wizard, qtbot)
    check(window_shown, wizard)


@pytest.mark.parametrize(
    "page_id", [PageId.SELF_SERVICE, PageId.ACCOUNT_SETUP, PageId.CHANGE_PASSWORD, PageId.ACCOUNT_MAINTENANCE]
)
def test_every_entry_is_marked_as_required(program: Program, page_id: PageId) -> None:
    forms = program.window.page(page_id).findChildren(EntryFields)
    entries = [edit for form in forms for edit in form.findChildren(QLineEdit)]
    captions = {label.buddy(): label.text() for form in forms for label in form.findChildren(QLabel) if label.buddy()}

    assert entries
    assert all(captions[edit].endswith(" *") for edit in entries)
