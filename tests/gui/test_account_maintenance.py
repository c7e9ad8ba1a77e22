"""Account Maintenance as people meet it: changed while the portal answers, read while it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pes_client.errors import PortalRefused
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.account_maintenance import AccountMaintenancePage
from pes_client.gui.wizards.change_password import ChangePasswordWizard
from pes_client.services.practice import PracticeStarted

from .conftest import enter
from .panel_entries import FIRST_ANSWER, PATIENCE, SECOND_ANSWER, broken_fields, control, fill, go_on, said

CHANGED = {"question_1": "Which lamp burned longest?", "answer_1": "North", "answer_2": "Old pier"}


def page_of(program: Program) -> AccountMaintenancePage:
    door = program.window.rail.door(PageId.ACCOUNT_MAINTENANCE)
    assert door is not None
    door.click()
    page = program.window.page(PageId.ACCOUNT_MAINTENANCE)
    assert isinstance(page, AccountMaintenancePage)
    return page


def asked(page: AccountMaintenancePage, qtbot: QtBot) -> AccountMaintenancePage:
    qtbot.waitUntil(page.forward_button.isEnabled, timeout=PATIENCE)
    return page


@pytest.fixture
def page(signed_in: Callable[[str], Program], qtbot: QtBot) -> AccountMaintenancePage:
    """The page of a clerk on a shared portal: be refused, but save nothing."""
    return asked(page_of(signed_in("clerktf01")), qtbot)


@pytest.fixture
def own_page(signed_in_alone: Callable[[str], Program], qtbot: QtBot) -> AccountMaintenancePage:
    """The page on a portal of its own."""
    return asked(page_of(signed_in_alone("provider1")), qtbot)


def test_acc_1_the_present_questions_are_shown_and_never_the_answers(page: AccountMaintenancePage) -> None:
    profile = page.form.profile()

    assert (profile.question_1, profile.question_2) == ("Which boat did you sail first?", "What was on the blue shelf?")
    assert (profile.answer_1, profile.answer_2) == ("", "")
    assert profile.email == profile.confirm_email == "clerktf01@sample.example"
    assert not page.has_input()


def test_acc_1_questions_answers_and_email_can_be_changed(
    program: Program, practice: PracticeStarted, own_page: AccountMaintenancePage, qtbot: QtBot
) -> None:
    fill(own_page.form.fields, CHANGED | {"email": "paul@sample.example", "confirm_email": "paul@sample.example"})

    go_on(own_page, qtbot)

    assert said(own_page) == ["Save was Successful"]
    qtbot.waitUntil(lambda: own_page.form.fields.entry("question_1") == CHANGED["question_1"], timeout=PATIENCE)
    assert own_page.form.fields.entry("email") == "paul@sample.example"
    assert own_page.form.fields.entry("answer_1") == "", "answers are not kept"
    account = own_page.desk.workplace.account
    assert account is not None
    service = program.workspace.self_service
    with pytest.raises(PortalRefused):
        service.answer(account, service.begin(account), FIRST_ANSWER, SECOND_ANSWER)
    assert not service.answer(account, service.begin(account), "north", "old pier").unlocked


def test_sec_7_the_earlier_answers_may_be_entered_again(own_page: AccountMaintenancePage, qtbot: QtBot) -> None:
    fill(own_page.form.fields, {"answer_1": FIRST_ANSWER, "answer_2": SECOND_ANSWER})

    go_on(own_page, qtbot)

    assert said(own_page) == ["Save was Successful"]


def test_sec_6_every_broken_rule_is_told_at_its_field(page: AccountMaintenancePage, qtbot: QtBot) -> None:
    fill(page.form.fields, {"question_1": "x" * 51, "answer_1": "Rex-1", "confirm_email": "other@sample.example"})

    go_on(page, qtbot)

    assert broken_fields(page) == ["question_1", "answer_1", "answer_2", "confirm_email"]
    assert page.form.fields.entry("answer_1") == "Rex-1"
    table = page.messages.table
    place = table.visualRect(table.model().index(3, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.window().focusWidget() is page.form.control("confirm_email")


def test_both_ends_of_the_account_are_told_with_the_way_to_a_new_password(
    program: Program, page: AccountMaintenancePage, qtbot: QtBot
) -> None:
    def words() -> str:
        return " ".join(label.text() for label in page.password.findChildren(QLabel))

    qtbot.waitUntil(lambda: "The password ends on" in words(), timeout=PATIENCE)
    assert "Without a sign-in the account is disabled on" in words()

    page.password.change_button.click()

    assert program.window.page_id is PageId.CHANGE_PASSWORD
    assert isinstance(program.window.page(PageId.CHANGE_PASSWORD), ChangePasswordWizard)


def test_offline_the_last_known_state_can_be_read_and_nothing_typed(
    program: Program, signed_in_alone: Callable[[str], Program], qtbot: QtBot
) -> None:
    signed_in_alone("provider1")
    program.workspace.practice.stop()

    page = page_of(program)
    qtbot.waitUntil(lambda: bool(page.notice.words), timeout=PATIENCE)

    assert "cannot be reached" in page.notice.words
    assert page.form.fields.entry("email") == "provider1@sample.example"
    assert not control(page.form.fields, "answer_1").isEnabled()
    assert not page.forward_button.isEnabled()

    program.workspace.practice.start()
    page.refresh()
    asked(page, qtbot)
    assert not page.notice.words
    assert page.form.fields.entry("question_1") == "Which boat did you sail first?"


def test_a_network_lost_while_typing_leaves_everything_in_place(
    program: Program, own_page: AccountMaintenancePage, qtbot: QtBot
) -> None:
    fill(own_page.form.fields, CHANGED)
    program.workspace.practice.stop()

    go_on(own_page, qtbot)

    assert own_page.error.error is not None
    assert own_page.form.fields.entry("answer_2") == CHANGED["answer_2"]
    program.workspace.practice.start()
    go_on(own_page, qtbot)
    assert said(own_page) == ["Save was Successful"]


def test_the_answers_go_with_the_look_at_the_page_and_the_questions_stay(
    program: Program, page: AccountMaintenancePage
) -> None:
    fill(page.form.fields, CHANGED)

    program.window.show_page(PageId.HOME)

    profile = page.form.profile()
    assert (profile.question_1, profile.answer_1, profile.answer_2) == (CHANGED["question_1"], "", "")


def test_another_account_sees_nothing_of_the_one_before(
    program: Program, portal: PracticeStarted, page: AccountMaintenancePage, qtbot: QtBot
) -> None:
    fill(page.form.fields, {"question_1": "A question of Clara"})

    enter(program, portal, "clerkedo1")
    asked(page_of(program), qtbot)

    assert page.form.profile().question_1 == "Which boat did you sail first?"
    assert page.form.profile().email == "clerkedo1@sample.example"
