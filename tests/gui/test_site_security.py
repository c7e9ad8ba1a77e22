"""Increased Site Security as people meet it: nothing typed is lost, nothing goes out twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from pes_client.errors import PortalUnreachable
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.wizards.site_security import ACCOUNT_SECURITY, INFO, SUBMITTED, SiteSecurityWizard
from pes_client.policy.security_profile import FIELD_LABELS

PATIENCE = 30_000
GOOD = {
    "question_1": "Which river did I cross first?",
    "answer_1": "Amber",
    "question_2": "Where is the best hiding place?",
    "answer_2": "Attic",
    "email": "tessa@example.com",
    "confirm_email": "tessa@example.com",
}


@pytest.fixture
def wizard(signed_in: Callable[[str], Program]) -> SiteSecurityWizard:
    """The wizard as it opens after the first sign-in, at its form; not to be completed."""
    return at_the_form(signed_in("tpmaster1"))


@pytest.fixture
def own_wizard(signed_in_alone: Callable[[str], Program]) -> SiteSecurityWizard:
    """The same on a portal of its own, to be completed or cut off."""
    return at_the_form(signed_in_alone("tpmaster1"))


def at_the_form(program: Program) -> SiteSecurityWizard:
    window = program.window
    page = window.page(PageId.SITE_SECURITY)
    assert isinstance(page, SiteSecurityWizard)
    page.go_on()
    return page


def fill(wizard: SiteSecurityWizard, **changes: str) -> None:
    for field, words in (GOOD | changes).items():
        control = wizard.form.control(field)
        assert control is not None
        control.setText(words)


def test_sec_3_the_six_fields_are_marked_as_required(wizard: SiteSecurityWizard) -> None:
    labels = {
        label.buddy(): label.text().replace("&", "") for label in wizard.form.findChildren(QLabel) if label.buddy()
    }

    for field, name in FIELD_LABELS.items():
        assert labels[wizard.form.control(field)] == f"{name} *"


def test_sec_6_a_click_on_a_message_leads_to_its_field(wizard: SiteSecurityWizard, qtbot: QtBot) -> None:
    fill(wizard, question_2="x" * 51, confirm_email="tessa@example.org")
    wizard.go_on()
    qtbot.waitUntil(lambda: bool(wizard.messages.findings()), timeout=PATIENCE)
    assert [finding.field for finding in wizard.messages.findings()] == ["question_2", "confirm_email"]

    table = wizard.messages.table
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert wizard.window().focusWidget() is wizard.form.control("confirm_email")


def test_sec_8_advice_comes_while_typing_and_stops_nobody(own_wizard: SiteSecurityWizard, qtbot: QtBot) -> None:
    fill(own_wizard, question_1="What is my dog called?")
    control = own_wizard.form.control("question_1")
    assert control is not None

    qtbot.waitUntil(lambda: "guess" in control.accessibleDescription(), timeout=PATIENCE)
    own_wizard.go_on()

    qtbot.waitUntil(lambda: own_wizard.path.step.name == SUBMITTED, timeout=PATIENCE)


def test_previous_keeps_what_was_typed(wizard: SiteSecurityWizard) -> None:
    fill(wizard)

    wizard.back_button.click()
    assert wizard.path.step.name == INFO
    wizard.forward_button.click()

    assert wizard.form.profile().answer_2 == GOOD["answer_2"]


def test_esc_asks_once_and_staying_keeps_everything(wizard: SiteSecurityWizard, qtbot: QtBot) -> None:
    fill(wizard)

    wizard.escape()
    wizard.escape()
    questions = [box for box in wizard.findChildren(QMessageBox) if box.isVisible()]
    assert len(questions) == 1
    qtbot.keyClick(questions[0], Qt.Key.Key_Escape)

    assert wizard.path.step.name == ACCOUNT_SECURITY
    assert wizard.form.profile().answer_1 == GOOD["answer_1"]


def test_leaving_forgets_the_answers(wizard: SiteSecurityWizard) -> None:
    fill(wizard)

    wizard.leave()

    assert wizard.form.profile().answer_1 == ""


def test_two_presses_send_once(own_wizard: SiteSecurityWizard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    accounts = own_wizard.desk.workspace.accounts
    really_save = accounts.save_security_profile
    monkeypatch.setattr(accounts, "save_security_profile", lambda *given: (sent.append(given), really_save(*given))[1])
    fill(own_wizard)

    qtbot.mouseDClick(own_wizard.forward_button, Qt.MouseButton.LeftButton)
    own_wizard.go_on()
    qtbot.waitUntil(lambda: own_wizard.path.step.name == SUBMITTED, timeout=PATIENCE)

    assert len(sent) == 1


def test_a_lost_network_leaves_everything_typed_in_place(own_wizard: SiteSecurityWizard, qtbot: QtBot) -> None:
    fill(own_wizard)
    own_wizard.desk.workspace.practice.stop()

    own_wizard.go_on()
    qtbot.waitUntil(lambda: own_wizard.error.error is not None, timeout=PATIENCE)

    assert isinstance(own_wizard.error.error, PortalUnreachable)
    assert own_wizard.path.step.name == ACCOUNT_SECURITY
    assert own_wizard.form.profile().answer_1 == GOOD["answer_1"]
    assert own_wizard.forward_button.isEnabled()


def test_a_paste_of_ten_megabytes_does_no_harm(wizard: SiteSecurityWizard) -> None:
    fill(wizard, question_1="x" * 10_000_000)

    assert len(wizard.form.profile().question_1) < 1000
