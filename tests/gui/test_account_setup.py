"""Account Setup as people meet it: from the PIN letter to signing in with the new user ID."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from pes_client.domain.accounts import AccountKind, NextStep
from pes_client.errors import PortalRefused, PortalUnreachable
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.wizards.account_setup import ADMINISTRATOR, DONE, LETTER, QUESTIONS, AccountSetupWizard
from pes_client.gui.wizards.pin_request import PinRequestDialog
from pes_client.policy.account_setup import PinEntries
from pes_client.services.practice import PracticeStarted

from .panel_entries import NEW, PATIENCE, broken_fields, control, fill, go_on, pin_letter, questions_asked, said

PERSON = {
    "user_id": "ltadmin01",
    "new_password": NEW,
    "confirm_password": NEW,
    "first_name": "Ada",
    "last_name": "Keeperly",
    "phone": "203-555-0142",
}
PROFILE = {
    "question_1": "Which lamp burned longest?",
    "answer_1": "North",
    "question_2": "Where did we moor the tender?",
    "answer_2": "Old pier",
    "email": "ada@sample.example",
    "confirm_email": "ada@sample.example",
}
AN_NPI = "1234567893"

Begin = Callable[[PracticeStarted], AccountSetupWizard]


@pytest.fixture
def begin(program: Program) -> Begin:
    """“Set up an account with a PIN letter” on the sign-in page."""

    def open_wizard(practice: PracticeStarted) -> AccountSetupWizard:
        program.window.show_page(PageId.SIGN_IN)
        sign_in = program.window.page(PageId.SIGN_IN)
        assert isinstance(sign_in, SignInPage)
        sign_in.offer_portal(practice.portal.name)
        sign_in.setup_button.click()
        wizard = program.window.page(PageId.ACCOUNT_SETUP)
        assert program.window.page_id is PageId.ACCOUNT_SETUP
        assert isinstance(wizard, AccountSetupWizard)
        return wizard

    return open_wizard


@pytest.fixture
def accepted(program: Program, practice: PracticeStarted, begin: Begin, qtbot: QtBot) -> AccountSetupWizard:
    """A letter that the portal has accepted, on a portal of its own."""
    wizard = begin(practice)
    letter = pin_letter(program)
    fill(wizard.letter.fields, {"identifier": letter.npi, "pin": letter.pin})
    go_on(wizard, qtbot)
    assert wizard.path.step.name == ADMINISTRATOR
    return wizard


def to_questions(wizard: AccountSetupWizard, qtbot: QtBot, **changes: str) -> None:
    fill(wizard.administrator.fields, PERSON | changes)
    go_on(wizard, qtbot)
    assert wizard.path.step.name == QUESTIONS


def test_set_1_to_4_the_letter_becomes_a_master_user_and_ends(
    program: Program, practice: PracticeStarted, accepted: AccountSetupWizard, qtbot: QtBot
) -> None:
    letter = pin_letter(program)
    assert "Sample Lighthouse Dental" in said(accepted)[0]
    to_questions(accepted, qtbot)
    fill(accepted.questions.fields, PROFILE)

    go_on(accepted, qtbot)
    assert accepted.path.step.name == DONE
    assert said(accepted) == ["Save was Successful"]
    assert not accepted.has_input(), "no secret stays"
    accepted.go_on()

    sign_in = program.window.page(PageId.SIGN_IN)
    assert isinstance(sign_in, SignInPage)
    assert sign_in.user_id.text() == "ltadmin01"
    standing = program.workspace.accounts.sign_in(practice.portal.name, "ltadmin01", NEW)
    assert (standing.kind, standing.next_step) == (AccountKind.MASTER, NextStep.NONE)
    with pytest.raises(PortalRefused):
        program.workspace.account_setups.verify(practice.portal.name, PinEntries(letter.npi, letter.pin))


@pytest.mark.parametrize(
    ("identifier", "pin", "fields"),
    [
        ("", "", ["identifier", "pin"]),
        (AN_NPI, "12345678", ["pin"]),
        (AN_NPI, "12345 678", ["pin"]),
        ("1234567890", "123456789", ["identifier"]),
    ],
)
def test_set_1_what_cannot_be_in_a_letter_is_told_at_its_field(
    portal: PracticeStarted, begin: Begin, qtbot: QtBot, identifier: str, pin: str, fields: list[str]
) -> None:
    wizard = begin(portal)
    fill(wizard.letter.fields, {"identifier": identifier, "pin": pin})

    go_on(wizard, qtbot)

    assert broken_fields(wizard) == fields
    assert wizard.path.step.name == LETTER


def test_set_1_a_wrong_pin_is_refused_by_the_portal_and_stays_in_place(
    practice: PracticeStarted, program: Program, begin: Begin, qtbot: QtBot
) -> None:
    wizard = begin(practice)
    fill(wizard.letter.fields, {"identifier": pin_letter(program).npi, "pin": "123456789"})

    go_on(wizard, qtbot)

    assert wizard.path.step.name == LETTER
    assert "PIN" in said(wizard)[0]
    assert wizard.letter.pin_entries().pin == "123456789"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"user_id": "short"}, ["user_id"]),
        ({"user_id": "1starter"}, ["user_id"]),
        ({"user_id": "x" * 21}, ["user_id"]),
        ({"new_password": "short1", "confirm_password": "short2"}, ["new_password", "confirm_password"]),
        ({"first_name": "", "last_name": " "}, ["first_name", "last_name"]),
        ({"phone": "2035550142"}, ["phone"]),
    ],
)
def test_set_2_and_3_what_breaks_a_rule_is_told_before_the_questions(
    accepted: AccountSetupWizard, qtbot: QtBot, changes: dict[str, str], fields: list[str]
) -> None:
    fill(accepted.administrator.fields, PERSON | changes)

    go_on(accepted, qtbot)

    assert broken_fields(accepted) == fields
    assert accepted.path.step.name == ADMINISTRATOR


def test_set_3_the_limit_of_the_older_software_is_advice(accepted: AccountSetupWizard, qtbot: QtBot) -> None:
    to_questions(accepted, qtbot, user_id="lighthouseadmin")
    accepted.back_button.click()

    told = control(accepted.administrator.fields, "user_id").accessibleDescription()
    assert "6 to 10 characters" in told


def test_set_3_a_user_id_that_is_taken_leads_back_to_its_field(accepted: AccountSetupWizard, qtbot: QtBot) -> None:
    to_questions(accepted, qtbot, user_id="provider1")
    fill(accepted.questions.fields, PROFILE)

    go_on(accepted, qtbot)
    assert broken_fields(accepted) == ["user_id"]
    assert accepted.path.step.name == ADMINISTRATOR
    assert accepted.window().focusWidget() is accepted.administrator.fields.control("user_id")

    control(accepted.administrator.fields, "user_id").setText("ltadmin01")
    go_on(accepted, qtbot)
    assert accepted.questions.profile().answer_2 == PROFILE["answer_2"], "nothing typed is lost"
    go_on(accepted, qtbot)
    assert accepted.path.step.name == DONE


def test_sec_4_and_5_the_questions_follow_the_same_rules(accepted: AccountSetupWizard, qtbot: QtBot) -> None:
    to_questions(accepted, qtbot)
    fill(accepted.questions.fields, PROFILE | {"answer_1": "No-rth", "confirm_email": "ada@sample.test"})

    go_on(accepted, qtbot)

    assert broken_fields(accepted) == ["answer_1", "confirm_email"]
    assert accepted.path.step.name == QUESTIONS


def test_previous_keeps_what_was_typed(accepted: AccountSetupWizard, qtbot: QtBot) -> None:
    to_questions(accepted, qtbot)
    fill(accepted.questions.fields, PROFILE)

    accepted.back_button.click()
    accepted.back_button.click()
    assert accepted.path.step.name == LETTER
    go_on(accepted, qtbot)
    go_on(accepted, qtbot)

    assert accepted.path.step.name == QUESTIONS
    assert accepted.questions.fields.entries() == PROFILE


def test_set_4_closing_half_way_makes_nothing_and_leaves_the_letter_good(
    program: Program, practice: PracticeStarted, accepted: AccountSetupWizard, qtbot: QtBot
) -> None:
    letter = pin_letter(program)
    to_questions(accepted, qtbot)
    fill(accepted.questions.fields, PROFILE)

    accepted.leave()

    assert not accepted.has_input()
    ticket = program.workspace.account_setups.verify(practice.portal.name, PinEntries(letter.npi, letter.pin))
    assert ticket.name == "Sample Lighthouse Dental"


@pytest.mark.parametrize("step", [LETTER, QUESTIONS])
def test_a_lost_network_leaves_everything_typed_in_place(
    program: Program, accepted: AccountSetupWizard, qtbot: QtBot, step: str
) -> None:
    fill(accepted.administrator.fields, PERSON)
    fill(accepted.questions.fields, PROFILE)
    if step == LETTER:
        accepted.back_button.click()
    else:
        go_on(accepted, qtbot)
    program.workspace.practice.stop()

    go_on(accepted, qtbot)

    assert isinstance(accepted.error.error, PortalUnreachable)
    assert accepted.path.step.name == step
    assert accepted.administrator.fields.entries() == PERSON
    assert accepted.questions.fields.entries() == PROFILE
    program.workspace.practice.start()
    go_on(accepted, qtbot)
    assert accepted.path.step.name == (ADMINISTRATOR if step == LETTER else DONE)


def test_two_presses_make_one_account(
    accepted: AccountSetupWizard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    setups = accepted.desk.workspace.account_setups
    really_create = setups.create
    monkeypatch.setattr(setups, "create", lambda *given: (sent.append(given), really_create(*given))[1])
    to_questions(accepted, qtbot)
    fill(accepted.questions.fields, PROFILE)

    qtbot.mouseDClick(accepted.forward_button, Qt.MouseButton.LeftButton)
    accepted.go_on()
    qtbot.waitUntil(lambda: accepted.path.step.name == DONE, timeout=PATIENCE)

    assert len(sent) == 1


def test_esc_asks_once_and_staying_keeps_everything(portal: PracticeStarted, begin: Begin, qtbot: QtBot) -> None:
    wizard = begin(portal)
    fill(wizard.letter.fields, {"identifier": AN_NPI})

    wizard.escape()
    wizard.escape()
    questions = questions_asked(wizard)
    assert len(questions) == 1
    qtbot.keyClick(questions[0], Qt.Key.Key_Escape)

    assert wizard.letter.pin_entries().identifier == AN_NPI


class MailProgram(QObject):
    """Takes the place of the person's own mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url)


@pytest.fixture
def mail_program() -> Iterator[MailProgram]:
    program = MailProgram()
    QDesktopServices.setUrlHandler("mailto", program, "open")
    yield program
    QDesktopServices.unsetUrlHandler("mailto")


def test_set_6_the_request_goes_to_the_mail_program_and_nowhere_else(
    portal: PracticeStarted, program: Program, begin: Begin, qtbot: QtBot, mail_program: MailProgram
) -> None:
    wizard = begin(portal)
    control(wizard.letter.fields, "identifier").setText(AN_NPI)
    wizard.letter.request_button.click()
    dialog = wizard.findChildren(PinRequestDialog)[0]
    assert dialog.npi.text() == AN_NPI
    assert not dialog.mail_button.isEnabled(), "the desk needs both numbers"
    assert not mail_program.opened

    qtbot.keyClicks(dialog.avrs_id, "009900333")
    assert "009900333" in dialog.words.toPlainText()
    dialog.mail_button.click()

    assert len(mail_program.opened) == 1
    mail = urlsplit(mail_program.opened[0].toString(QUrl.ComponentFormattingOption.FullyEncoded))
    assert mail.path == program.workspace.portals.policy(portal.portal.name).contacts.pin_requests.email
    assert "009900333" in parse_qs(mail.query)["body"][0]
