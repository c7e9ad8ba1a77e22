"""The rooms of the account panels on the walk of `screenshots.py`, with every error that a person can meet there."""

from __future__ import annotations

import json

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from screenshot_walk import Walk

from pes_client.gui.navigation import PageId
from pes_client.gui.panels.account_maintenance import AccountMaintenancePage
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.widgets.page import Page
from pes_client.gui.wizards import account_setup, change_password, self_service
from pes_client.gui.wizards.account_setup import AccountSetupWizard
from pes_client.gui.wizards.change_password import ChangePasswordWizard
from pes_client.gui.wizards.pin_request import PinRequestDialog
from pes_client.gui.wizards.self_service import SelfServiceWizard
from pes_client.gui.wizards.site_security import SiteSecurityWizard

NEW = "Blue-Heron-2031"
ADMINISTRATOR = {
    "user_id": "lighthouseadmin",
    "new_password": NEW,
    "confirm_password": NEW,
    "first_name": "Ada",
    "last_name": "Keeperly",
    "phone": "203-555-0142",
}
QUESTIONS = {
    "question_1": "Which lamp burned longest?",
    "answer_1": "North",
    "question_2": "Where did we moor the tender?",
    "answer_2": "Old pier",
    "email": "ada@sample.example",
    "confirm_email": "ada@sample.example",
}


class AccountRooms(Walk):
    """Self-service, password, setup and Account Maintenance."""

    def account_rooms(self) -> None:
        """Every account panel, in the order in which people get into trouble."""
        for room in (
            self._unlocked,
            self._reactivated,
            self._self_service_over,
            self._password_has_ended,
            self._first_sign_on,
            self._pin_letter,
            self._account_maintenance,
        ):
            room()

    def _begin_self_service(self, user_id: str) -> SelfServiceWizard:
        page = self._open(PageId.SIGN_IN, SignInPage)
        page.offer_portal(self.practice.portal.name)
        page.user_id.setText(user_id)
        page.forgot_button.click()
        return self._now_open(PageId.SELF_SERVICE, SelfServiceWizard)

    def _to_answers(self, wizard: SelfServiceWizard) -> None:
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == self_service.ANSWERS)

    def _answer(self, wizard: SelfServiceWizard, answer_1: str, answer_2: str) -> None:
        self._fill(wizard.answers.fields.control, {"answer_1": answer_1, "answer_2": answer_2})
        wizard.say(())
        wizard.go_on()
        self._until(lambda: not wizard.is_sending)

    def _unlocked(self) -> None:
        wizard = self._begin_self_service("lockedusr")
        self._snap("self-service, whose account")
        self._to_answers(wizard)
        self._snap("self-service, the questions")
        wizard.go_on()
        self._until(wizard.messages.findings)
        self._snap("self-service, answers are missing")
        self._answer(wizard, "Dinghy", "Marbles")
        self._until(wizard.messages.findings)
        self._snap("self-service, wrong answers")
        self._answer(wizard, "dinghy  SEVEN", "marbles")
        self._until(lambda: wizard.path.step.name == self_service.NEW_PASSWORD)
        self._snap("self-service, unlocked")
        self._fill(wizard.password.fields.control, {"new_password": "lockedusr", "confirm_password": "lockedus"})
        wizard.go_on()
        self._until(lambda: not wizard.is_sending)
        self._snap("self-service, a password that the portal refuses")
        self._fill(wizard.password.fields.control, {"new_password": NEW, "confirm_password": NEW})
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == self_service.DONE)
        self._snap("self-service, done")
        wizard.go_on()
        self._now_open(PageId.SIGN_IN, SignInPage)
        self._snap("self-service, back at sign-in")

    def _reactivated(self) -> None:
        wizard = self._begin_self_service("disabled1")
        self._to_answers(wizard)
        self._answer(wizard, "Dinghy seven", "Marbles")
        self._until(lambda: wizard.path.step.name == self_service.NEW_PASSWORD)
        self._snap("self-service, reactivated")
        wizard.keep_button.click()
        self._snap("self-service, the present password is kept")
        wizard.go_on()

    def _self_service_over(self) -> None:
        wizard = self._begin_self_service("whoever1")
        self._to_answers(wizard)
        for _attempt in range(8):
            if wizard.path.step.name == self_service.OVER:
                break
            self._answer(wizard, "No", "Idea")
        self._snap("self-service, over")
        wizard.go_on()

    def _password_has_ended(self) -> None:
        wizard = self._sign_in("expired01", PageId.CHANGE_PASSWORD, ChangePasswordWizard)
        self._snap("a password that has ended")
        self._fill(
            wizard.form.fields.control,
            {"current_password": "not-it-1", "new_password": "ferry1", "confirm_password": "ferry2"},
        )
        wizard.form.unmask.setChecked(True)
        self._snap("change password, while typing")
        wizard.go_on()
        self._until(wizard.messages.findings)
        self._snap("change password, errors")
        self._fill(wizard.form.fields.control, {"new_password": NEW, "confirm_password": NEW})
        wizard.say(())
        wizard.go_on()
        self._until(wizard.messages.findings)
        self._snap("change password, a wrong current one")
        wizard.escape()
        self._snap_dialog("change password, Esc asks", QMessageBox)
        self._fill(wizard.form.fields.control, {"current_password": self._password_of("expired01")})
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == change_password.CHANGED)
        self._snap("change password, changed")
        wizard.go_on()

    def _first_sign_on(self) -> None:
        wizard = self._sign_in("clerknew1", PageId.CHANGE_PASSWORD, ChangePasswordWizard)
        self._snap("a clerk's first sign-on")
        entries = {
            "current_password": self._password_of("clerknew1"),
            "new_password": NEW,
            "confirm_password": NEW,
        }
        self._fill(wizard.form.fields.control, entries)
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == change_password.CHANGED)
        self._snap("a clerk's first sign-on, changed")
        wizard.go_on()
        self._now_open(PageId.SITE_SECURITY, SiteSecurityWizard)

    def _pin_letter(self) -> None:
        file = self.program.workspace.home / "practice/data/practice-accounts.json"
        letter = json.loads(file.read_text("utf-8"))["pin_letter"]
        page = self._open(PageId.SIGN_IN, SignInPage)
        page.offer_portal(self.practice.portal.name)
        page.setup_button.click()
        wizard = self._now_open(PageId.ACCOUNT_SETUP, AccountSetupWizard)
        self._snap("account setup, the letter")
        self._fill(wizard.letter.fields.control, {"identifier": letter["npi"], "pin": "123"})
        wizard.go_on()
        self._until(wizard.messages.findings)
        self._snap("account setup, no PIN")
        self._fill(wizard.letter.fields.control, {"pin": "123456789"})
        wizard.go_on()
        self._until(lambda: not wizard.is_sending)
        self._snap("account setup, a wrong PIN")
        wizard.letter.request_button.click()
        self._snap_dialog("account setup, asking for a letter", PinRequestDialog)
        self._fill(wizard.letter.fields.control, {"pin": letter["pin"]})
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == account_setup.ADMINISTRATOR)
        self._snap("account setup, administrator")
        self._fill(wizard.administrator.fields.control, ADMINISTRATOR | {"phone": "203 555", "new_password": "short"})
        wizard.go_on()
        self._until(lambda: not wizard.is_sending)
        self._snap("account setup, administrator, errors")
        self.window.resize(960, 600)
        QTest.qWait(100)
        self._snap("smallest window, account setup")
        self.window.resize(1200, 800)
        self._fill(wizard.administrator.fields.control, ADMINISTRATOR | {"user_id": "provider1"})
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == account_setup.QUESTIONS)
        self._fill(wizard.questions.fields.control, QUESTIONS)
        QTest.qWait(700)
        self._snap("account setup, questions")
        wizard.go_on()
        self._until(wizard.messages.findings)
        self._snap("account setup, the user ID is taken")
        self._fill(wizard.administrator.fields.control, ADMINISTRATOR)
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == account_setup.QUESTIONS)
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == account_setup.DONE)
        self._snap("account setup, done")
        wizard.go_on()
        self._now_open(PageId.SIGN_IN, SignInPage)
        self._snap("account setup, at sign-in with the new user ID")

    def _account_maintenance(self) -> None:
        self._sign_in("provider1", PageId.HOME, Page)
        page = self._open(PageId.ACCOUNT_MAINTENANCE, AccountMaintenancePage)
        self._until(lambda: page.form.fields.entry("question_1"))
        QTest.qWait(300)
        self._snap("account maintenance")
        self._fill(page.form.control, {"answer_1": "Rex-1", "confirm_email": "provider2@sample.example"})
        page.go_on()
        self._until(page.messages.findings)
        self._snap("account maintenance, errors")
        self._fill(
            page.form.control,
            {"answer_1": "Dinghy seven", "answer_2": "Marbles", "confirm_email": page.form.fields.entry("email")},
        )
        page.go_on()
        self._until(lambda: not page.is_sending and not page.has_input())
        QTest.qWait(500)
        self._snap("account maintenance, saved")
        self.window.resize(960, 600)
        QTest.qWait(100)
        self._snap("smallest window, account maintenance")
        self.window.resize(1200, 800)
        page.password.change_button.click()
        self._now_open(PageId.CHANGE_PASSWORD, ChangePasswordWizard)
        QTest.qWait(300)
        self._snap("change password, at any time")

    def _account_maintenance_offline(self) -> None:
        page = self._open(PageId.ACCOUNT_MAINTENANCE, AccountMaintenancePage)
        self._until(lambda: page.notice.words)
        self._snap("account maintenance, offline")
        wizard = self._open(PageId.CHANGE_PASSWORD, ChangePasswordWizard)
        entries = {"current_password": "Lantern.Road.52", "new_password": NEW, "confirm_password": NEW}
        self._fill(wizard.form.fields.control, entries)
        wizard.go_on()
        self._until(lambda: wizard.error.error)
        self._snap("change password, the portal cannot be reached")
        wizard.leave()

    def _password_of(self, user_id: str) -> str:
        return next(each.password for each in self.practice.accounts if each.user_id == user_id)
