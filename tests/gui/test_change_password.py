"""Change Password as people meet it: at any time, when the password has ended, and at a clerk's first sign-on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pes_client.domain.accounts import AccountId, NextStep
from pes_client.domain.findings import Severity
from pes_client.errors import AccountLocked, PortalUnreachable
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.wizards.change_password import CHANGE, CHANGED, ChangePasswordWizard
from pes_client.gui.wizards.self_service import SelfServiceWizard
from pes_client.services.practice import PracticeStarted

from .conftest import account_named, enter
from .panel_entries import NEW, PATIENCE, broken_fields, control, fill, go_on, questions_asked


def wizard_of(program: Program) -> ChangePasswordWizard:
    assert program.window.page_id is PageId.CHANGE_PASSWORD
    page = program.window.page(PageId.CHANGE_PASSWORD)
    assert isinstance(page, ChangePasswordWizard)
    return page


def type_change(wizard: ChangePasswordWizard, current: str, new: str = NEW, again: str | None = None) -> None:
    confirm = new if again is None else again
    fill(wizard.form.fields, {"current_password": current, "new_password": new, "confirm_password": confirm})


@pytest.fixture
def ended(program: Program, portal: PracticeStarted) -> ChangePasswordWizard:
    """A password that has ended, on a portal that is shared: be refused, but change nothing."""
    return wizard_of(enter(program, portal, "expired01"))


@pytest.fixture
def own(program: Program, practice: PracticeStarted) -> ChangePasswordWizard:
    """A password that has ended, on a portal of its own."""
    return wizard_of(enter(program, practice, "expired01"))


def password_of(practice: PracticeStarted, user_id: str = "expired01") -> str:
    return account_named(practice, user_id).password


def test_acc_5_a_password_that_has_ended_is_changed_before_anything_else(
    program: Program, practice: PracticeStarted, own: ChangePasswordWizard, qtbot: QtBot
) -> None:
    program.window.show_page(PageId.ACTIVITY)
    assert program.window.page_id is PageId.CHANGE_PASSWORD

    type_change(own, password_of(practice))
    go_on(own, qtbot)

    assert own.path.step.name == CHANGED
    assert [(str(each.description), each.severity) for each in own.messages.findings()] == [
        ("Save was Successful", Severity.SUCCESS)
    ]
    own.go_on()
    assert program.window.page_id is PageId.HOME
    standing = program.workspace.accounts.sign_in(practice.portal.name, "expired01", NEW)
    assert standing.next_step is NextStep.NONE


def test_clk_3_a_first_sign_on_leads_from_the_password_to_site_security(
    program: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = wizard_of(enter(program, practice, "clerknew1"))
    assert "initial password" in wizard.notice.words

    type_change(wizard, password_of(practice, "clerknew1"))
    go_on(wizard, qtbot)
    assert program.window.page_id is PageId.CHANGE_PASSWORD, "what was done stays until it was read"
    wizard.go_on()

    assert program.window.page_id is PageId.SITE_SECURITY


def test_the_account_menu_leads_to_it_at_any_time(signed_in: Callable[[str], Program], qtbot: QtBot) -> None:
    program = signed_in("provider1")

    program.window.header.change_password.trigger()
    wizard = wizard_of(program)
    qtbot.waitUntil(lambda: "days left" in wizard.notice.words, timeout=PATIENCE)
    wizard.cancel_button.click()

    assert program.window.page_id is PageId.ACCOUNT_MAINTENANCE


@pytest.mark.parametrize(
    ("new", "again", "fields"),
    [
        ("", "", ["new_password", "confirm_password"]),
        ("short1A", None, ["new_password"]),
        ("a1" * 16 + "x", None, ["new_password"]),
        ("onlyletters", None, ["new_password"]),
        ("12345678901", None, ["new_password"]),
        ("Blue Heron 2031", None, ["new_password"]),
        ("EXPIRED01", None, ["new_password"]),
        (NEW, NEW.lower(), ["confirm_password"]),
    ],
)
def test_asm_1_what_breaks_a_rule_is_told_at_its_field_and_not_sent(
    ended: ChangePasswordWizard, qtbot: QtBot, new: str, again: str | None, fields: list[str]
) -> None:
    type_change(ended, "Amber-Ferry-28", new, again)

    go_on(ended, qtbot)

    assert broken_fields(ended) == fields
    assert ended.path.step.name == CHANGE
    assert ended.form.fields.entry("new_password") == new, "nothing typed is lost"
    assert ended.window().focusWidget() is ended.form.fields.control(fields[0])


def test_asm_1_the_checklist_ticks_off_while_typing(ended: ChangePasswordWizard) -> None:
    summaries = []
    for typed in ("", "heron", "heron2031", "Blue-Heron-2031"):
        control(ended.form.fields, "new_password").setText(typed)
        summaries.append(ended.form.guide.summary)

    assert summaries[0].startswith("0 rules met.")
    assert "At least one digit" in summaries[1]
    assert "missing" not in summaries[2]
    assert ended.form.guide.meter.score == 4
    assert ended.form.fields.control("new_password").accessibleDescription() == summaries[3]  # type: ignore[union-attr]


def test_asm_1_an_earlier_password_is_refused_by_the_portal_itself(
    program: Program, practice: PracticeStarted, own: ChangePasswordWizard, qtbot: QtBot
) -> None:
    first = password_of(practice)
    type_change(own, first)
    go_on(own, qtbot)
    own.go_on()
    program.window.show_page(PageId.CHANGE_PASSWORD)

    type_change(own, NEW, first)
    go_on(own, qtbot)

    assert broken_fields(own) == ["new_password"]


def test_a_wrong_current_password_is_told_at_its_field(own: ChangePasswordWizard, qtbot: QtBot) -> None:
    type_change(own, "Amber-Ferry-29")

    go_on(own, qtbot)

    assert broken_fields(own) == ["current_password"]
    assert own.form.fields.entry("confirm_password") == NEW


def test_acc_3_too_many_wrong_ones_lock_and_lead_to_self_service(
    program: Program, own: ChangePasswordWizard, qtbot: QtBot
) -> None:
    for attempt in range(7):
        type_change(own, f"Amber-Ferry-{attempt}")
        go_on(own, qtbot)

    assert isinstance(own.error.error, AccountLocked)
    own.error.action_button.click()
    assert program.window.page_id is PageId.SELF_SERVICE
    self_service = program.window.page(PageId.SELF_SERVICE)
    assert isinstance(self_service, SelfServiceWizard)
    assert self_service.account == own.desk.workplace.account
    assert not own.has_input(), "no password stays behind"


def test_two_presses_send_once(
    own: ChangePasswordWizard, practice: PracticeStarted, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    changes = own.desk.workspace.password_changes
    really_change = changes.change
    monkeypatch.setattr(changes, "change", lambda *given: (sent.append(given), really_change(*given))[1])
    type_change(own, password_of(practice))

    qtbot.mouseDClick(own.forward_button, Qt.MouseButton.LeftButton)
    own.go_on()
    qtbot.waitUntil(lambda: own.path.step.name == CHANGED, timeout=PATIENCE)

    assert len(sent) == 1


def test_a_lost_network_leaves_everything_typed_in_place(
    program: Program, practice: PracticeStarted, own: ChangePasswordWizard, qtbot: QtBot
) -> None:
    first = password_of(practice)
    type_change(own, first)
    program.workspace.practice.stop()

    go_on(own, qtbot)

    assert isinstance(own.error.error, PortalUnreachable)
    assert own.form.fields.entries() == {
        "current_password": first,
        "new_password": NEW,
        "confirm_password": NEW,
    }
    program.workspace.practice.start()
    go_on(own, qtbot)
    assert own.path.step.name == CHANGED


def test_closing_half_way_leaves_the_old_password(
    program: Program, practice: PracticeStarted, own: ChangePasswordWizard, qtbot: QtBot
) -> None:
    first = password_of(practice)
    type_change(own, first)

    own.leave()

    assert program.window.page_id is PageId.SIGN_IN
    assert not own.has_input()
    standing = program.workspace.accounts.sign_in(practice.portal.name, "expired01", first)
    assert standing.next_step is NextStep.PASSWORD_CHANGE


def test_esc_asks_once_and_staying_keeps_everything(ended: ChangePasswordWizard, qtbot: QtBot) -> None:
    type_change(ended, "Amber-Ferry-28")

    ended.escape()
    ended.escape()
    questions = questions_asked(ended)
    assert len(questions) == 1
    qtbot.keyClick(questions[0], Qt.Key.Key_Escape)

    assert ended.form.fields.entry("current_password") == "Amber-Ferry-28"


def test_no_password_outlives_the_look_at_the_page(program: Program, ended: ChangePasswordWizard) -> None:
    type_change(ended, "Amber-Ferry-28")

    program.window.show_page(PageId.SETTINGS)

    assert not any(ended.form.fields.entries().values())
    assert not control(ended.form.fields, "new_password").isUndoAvailable()


def test_what_is_typed_is_dots_until_it_is_asked_for(ended: ChangePasswordWizard) -> None:
    edit = control(ended.form.fields, "new_password")
    assert edit.echoMode() is QLineEdit.EchoMode.Password

    ended.form.unmask.setChecked(True)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal

    ended.leave()
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_the_whole_change_with_the_keyboard_alone(
    program: Program, practice: PracticeStarted, own: ChangePasswordWizard, qtbot: QtBot
) -> None:
    window = program.window
    window.activateWindow()
    for words in (password_of(practice), NEW, NEW):
        focused = window.focusWidget()
        assert isinstance(focused, QLineEdit)
        qtbot.keyClicks(focused, words)
        if focused is not own.form.fields.control("confirm_password"):
            qtbot.keyClick(focused, Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: own.path.step.name == CHANGED, timeout=PATIENCE)

    assert window.focusWidget() is own.forward_button
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)

    assert window.page_id is PageId.HOME


def test_acc_6_sign_in_leads_a_locked_account_to_self_service(
    program: Program, portal: PracticeStarted, qtbot: QtBot
) -> None:
    program.window.show_page(PageId.SIGN_IN)
    page = program.window.page(PageId.SIGN_IN)
    assert isinstance(page, SignInPage)
    page.user_id.setText("lockedusr")
    page.password.setText(password_of(portal, "lockedusr"))
    page.sign_in_button.click()
    qtbot.waitUntil(lambda: page.error.error is not None, timeout=PATIENCE)

    page.error.action_button.click()

    assert program.window.page_id is PageId.SELF_SERVICE
    self_service = program.window.page(PageId.SELF_SERVICE)
    assert isinstance(self_service, SelfServiceWizard)
    assert self_service.account == AccountId("lockedusr", portal.portal.name)
