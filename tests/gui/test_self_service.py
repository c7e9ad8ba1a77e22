"""Self-service as people meet it: reset, unlock, reactivate, and who helps when it is over."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pes_client.domain.accounts import AccountId, AccountKind, NextStep
from pes_client.domain.findings import Severity
from pes_client.errors import AccountLocked, PortalUnreachable
from pes_client.gui.app import Program
from pes_client.gui.contacts import who_takes_over
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.wizards.self_service import ANSWERS, DONE, NEW_PASSWORD, OVER, USER, SelfServiceWizard
from pes_client.services.practice import PracticeStarted

from .conftest import account_named
from .panel_entries import (
    FIRST_ANSWER,
    NEW,
    PATIENCE,
    SECOND_ANSWER,
    broken_fields,
    control,
    fill,
    go_on,
    questions_asked,
    said,
)


def begin(program: Program, practice: PracticeStarted, user_id: str) -> SelfServiceWizard:
    """“Forgot the password?” on the sign-in page, with this user ID typed."""
    program.window.show_page(PageId.SIGN_IN)
    sign_in = program.window.page(PageId.SIGN_IN)
    assert isinstance(sign_in, SignInPage)
    sign_in.offer_portal(practice.portal.name)
    sign_in.user_id.setText(user_id)
    sign_in.forgot_button.click()
    wizard = program.window.page(PageId.SELF_SERVICE)
    assert program.window.page_id is PageId.SELF_SERVICE
    assert isinstance(wizard, SelfServiceWizard)
    return wizard


def answer(
    wizard: SelfServiceWizard, qtbot: QtBot, answer_1: str = FIRST_ANSWER, answer_2: str = SECOND_ANSWER
) -> None:
    if wizard.path.step.name == USER:
        go_on(wizard, qtbot)
    fill(wizard.answers.fields, {"answer_1": answer_1, "answer_2": answer_2})
    go_on(wizard, qtbot)


def type_password(wizard: SelfServiceWizard, new: str = NEW, again: str = NEW) -> None:
    fill(wizard.password.fields, {"new_password": new, "confirm_password": again})


def signs_in(program: Program, practice: PracticeStarted, user_id: str, password: str) -> NextStep:
    return program.workspace.accounts.sign_in(practice.portal.name, user_id, password).next_step


def test_acc_2_a_forgotten_password_is_reset(program: Program, practice: PracticeStarted, qtbot: QtBot) -> None:
    wizard = begin(program, practice, "provider1")
    answer(wizard, qtbot)
    assert said(wizard) == ["Both answers are right."]
    assert not wizard.back_button.isVisible(), "after the answers there is no way back"

    type_password(wizard)
    go_on(wizard, qtbot)
    assert wizard.path.step.name == DONE
    assert wizard.messages.findings()[0].severity is Severity.SUCCESS
    wizard.go_on()

    sign_in = program.window.page(PageId.SIGN_IN)
    assert isinstance(sign_in, SignInPage)
    assert program.window.page_id is PageId.SIGN_IN
    assert (sign_in.user_id.text(), sign_in.password.text()) == ("provider1", "")
    assert signs_in(program, practice, "provider1", NEW) is NextStep.NONE


def test_acc_3_a_locked_account_is_unlocked_and_may_keep_its_password(
    program: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, practice, "lockedusr")
    answer(wizard, qtbot, "  dinghy   SEVEN ", "marbles")

    assert said(wizard) == ["Both answers are right.", "The account is unlocked."]
    wizard.keep_button.click()
    assert wizard.path.step.name == DONE
    assert signs_in(program, practice, "lockedusr", account_named(practice, "lockedusr").password) is NextStep.NONE


def test_acc_4_a_disabled_account_is_active_again_and_gets_a_new_password(
    program: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, practice, "disabled1")
    answer(wizard, qtbot)
    assert "The account is active again." in said(wizard)

    wizard.keep_button.click()
    wizard.go_on()
    sign_in = program.window.page(PageId.SIGN_IN)
    assert isinstance(sign_in, SignInPage)
    sign_in.password.setText(account_named(practice, "disabled1").password)
    sign_in.sign_in_button.click()

    qtbot.waitUntil(lambda: program.window.page_id is PageId.CHANGE_PASSWORD, timeout=PATIENCE)


def test_acc_4_a_new_password_set_here_is_not_asked_for_again(
    program: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, practice, "disabled1")
    answer(wizard, qtbot)
    type_password(wizard)
    go_on(wizard, qtbot)

    assert signs_in(program, practice, "disabled1", NEW) is NextStep.NONE


def test_wrong_answers_do_not_say_which_and_stay_in_place(
    program: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, practice, "provider1")

    answer(wizard, qtbot, "Dinghy eight")

    assert wizard.path.step.name == ANSWERS
    assert broken_fields(wizard) == [""]
    assert wizard.answers.fields.entries() == {"answer_1": "Dinghy eight", "answer_2": SECOND_ANSWER}


def test_a_missing_answer_is_told_at_its_field_and_costs_no_attempt(
    program: Program, portal: PracticeStarted, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(program.workspace.self_service, "answer", lambda *given: sent.append(given))
    wizard = begin(program, portal, "provider1")

    answer(wizard, qtbot, answer_2="   ")

    assert broken_fields(wizard) == ["answer_2"]
    assert not sent


def test_asm_3_after_too_many_wrong_answers_both_ways_to_help_are_named(
    program: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, practice, "provider1")
    for _attempt in range(5):
        answer(wizard, qtbot, "Dinghy eight")

    contacts = program.workspace.portals.policy(practice.portal.name).contacts
    assert wizard.path.step.name == OVER
    assert contacts.provider_assistance.phone in wizard.over.words
    assert "If you are a clerk" in wizard.over.words
    assert not wizard.answers.fields.has_input()
    wizard.go_on()
    assert program.window.page_id is PageId.SIGN_IN

    again = begin(program, practice, "provider1")
    go_on(again, qtbot)
    assert again.path.step.name == OVER, "right answers do not help before the pause has ended"


@pytest.mark.parametrize(
    ("user_id", "heading"),
    [("clerktf01", "The master user of your organization"), ("provider1", "Who helps you now")],
)
def test_acc_6_an_account_that_is_known_here_is_sent_where_its_kind_belongs(
    program: Program, practice: PracticeStarted, qtbot: QtBot, user_id: str, heading: str
) -> None:
    signs_in(program, practice, user_id, account_named(practice, user_id).password)
    wizard = begin(program, practice, user_id)

    for _attempt in range(5):
        answer(wizard, qtbot, "Dinghy eight")

    assert heading in wizard.over.words
    assert "If you are a clerk" not in wizard.over.words


def test_acc_6_a_clerk_who_does_not_know_the_master_user_is_sent_to_the_desk(
    program: Program, portal: PracticeStarted
) -> None:
    policy = program.workspace.portals.policy(portal.portal.name)

    for_a_clerk = who_takes_over(policy, AccountKind.CLERK)
    for_a_master = who_takes_over(policy, AccountKind.MASTER)

    assert len(for_a_clerk) == 2
    assert policy.contacts.provider_assistance.phone in for_a_clerk[1][1]
    assert policy.contacts.provider_assistance.phone in for_a_master[0][1]


def test_a_stranger_s_user_id_gets_questions_like_any_other(
    program: Program, portal: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, portal, "nobody99")

    go_on(wizard, qtbot)

    assert wizard.path.step.name == ANSWERS
    assert control(wizard.answers.fields, "answer_1").accessibleName() != "1st Answer: "


def test_a_refused_password_is_told_at_its_field(program: Program, practice: PracticeStarted, qtbot: QtBot) -> None:
    wizard = begin(program, practice, "lockedusr")
    answer(wizard, qtbot)

    type_password(wizard, "lockedusr", "lockedus")
    go_on(wizard, qtbot)
    assert broken_fields(wizard) == ["new_password", "confirm_password"]

    earlier = account_named(practice, "lockedusr").password
    type_password(wizard, earlier, earlier)
    go_on(wizard, qtbot)
    assert broken_fields(wizard) == ["new_password"], "only the portal knows the earlier ones"
    assert wizard.path.step.name == NEW_PASSWORD


def test_previous_keeps_the_answers_to_the_same_questions(
    program: Program, portal: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, portal, "provider1")
    go_on(wizard, qtbot)
    fill(wizard.answers.fields, {"answer_1": "Attic"})

    wizard.back_button.click()
    assert wizard.path.step.name == USER
    assert wizard.account == AccountId("provider1", portal.portal.name)
    go_on(wizard, qtbot)

    assert wizard.answers.fields.entry("answer_1") == "Attic"


def test_answers_do_not_stay_for_the_questions_of_somebody_else(
    program: Program, portal: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, portal, "provider1")
    go_on(wizard, qtbot)
    fill(wizard.answers.fields, {"answer_1": "Attic"})

    wizard.back_button.click()
    control(wizard.user.fields, "user_id").setText("nobody99")
    go_on(wizard, qtbot)

    assert wizard.answers.fields.entry("answer_1") == ""


@pytest.mark.parametrize("step", [USER, ANSWERS, NEW_PASSWORD])
def test_a_lost_network_leaves_everything_typed_in_place(
    program: Program, practice: PracticeStarted, qtbot: QtBot, step: str
) -> None:
    wizard = begin(program, practice, "lockedusr")
    if step != USER:
        go_on(wizard, qtbot)
        fill(wizard.answers.fields, {"answer_1": FIRST_ANSWER, "answer_2": SECOND_ANSWER})
    if step == NEW_PASSWORD:
        go_on(wizard, qtbot)
        type_password(wizard)
    typed = [wizard.answers.fields.entries(), wizard.password.fields.entries()]
    program.workspace.practice.stop()

    go_on(wizard, qtbot)

    assert isinstance(wizard.error.error, PortalUnreachable)
    assert wizard.path.step.name == step
    assert [wizard.answers.fields.entries(), wizard.password.fields.entries()] == typed
    program.workspace.practice.start()
    go_on(wizard, qtbot)
    assert wizard.path.step.name != step


def test_closing_before_the_answers_leaves_the_account_locked(
    program: Program, practice: PracticeStarted, qtbot: QtBot
) -> None:
    wizard = begin(program, practice, "lockedusr")
    go_on(wizard, qtbot)
    fill(wizard.answers.fields, {"answer_1": FIRST_ANSWER, "answer_2": SECOND_ANSWER})

    wizard.leave()

    assert not wizard.has_input()
    with pytest.raises(AccountLocked):
        signs_in(program, practice, "lockedusr", account_named(practice, "lockedusr").password)


def test_esc_asks_once_when_something_was_typed(program: Program, portal: PracticeStarted, qtbot: QtBot) -> None:
    wizard = begin(program, portal, "provider1")
    wizard.escape()
    assert program.window.page_id is PageId.SIGN_IN, "a user ID that was brought along is nothing to lose"

    wizard = begin(program, portal, "provider1")
    go_on(wizard, qtbot)
    fill(wizard.answers.fields, {"answer_1": "Attic"})
    wizard.escape()
    wizard.escape()

    questions = questions_asked(wizard)
    assert len(questions) == 1
    qtbot.keyClick(questions[0], Qt.Key.Key_Escape)
    assert wizard.answers.fields.entry("answer_1") == "Attic"


def test_two_presses_cost_one_attempt(
    program: Program, portal: PracticeStarted, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    service = program.workspace.self_service
    really_answer = service.answer
    monkeypatch.setattr(service, "answer", lambda *given: (sent.append(given), really_answer(*given))[1])
    wizard = begin(program, portal, "nobody98")
    go_on(wizard, qtbot)
    fill(wizard.answers.fields, {"answer_1": "Any", "answer_2": "Other"})

    qtbot.mouseDClick(wizard.forward_button, Qt.MouseButton.LeftButton)
    wizard.go_on()
    qtbot.waitUntil(lambda: not wizard.is_sending, timeout=PATIENCE)

    assert len(sent) == 1


def test_acc_3_unlocking_with_the_keyboard_alone(program: Program, practice: PracticeStarted, qtbot: QtBot) -> None:
    wizard = begin(program, practice, "lockedusr")
    window = program.window
    window.activateWindow()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.path.step.name == ANSWERS, timeout=PATIENCE)

    qtbot.keyClicks(window.focusWidget(), FIRST_ANSWER)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(window.focusWidget(), SECOND_ANSWER)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.path.step.name == NEW_PASSWORD, timeout=PATIENCE)

    qtbot.keyClicks(window.focusWidget(), NEW)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(window.focusWidget(), NEW)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.path.step.name == DONE, timeout=PATIENCE)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)

    assert window.page_id is PageId.SIGN_IN
