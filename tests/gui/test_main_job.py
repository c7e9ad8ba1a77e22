"""The whole main job through the window, against the real practice portal over TLS."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pes_client.domain.findings import Severity
from pes_client.domain.submissions import SubmissionState
from pes_client.domain.tradefiles import E_DELIVERY, TradeFileState
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.download import DownloadPage
from pes_client.gui.panels.home import HomePage
from pes_client.gui.panels.letters import LettersPage
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.panels.start import StartPage
from pes_client.gui.panels.upload import UploadPage
from pes_client.gui.viewer.window import DocumentWindow
from pes_client.gui.wizards.site_security import ACCOUNT_SECURITY, SUBMITTED, SiteSecurityWizard

from .conftest import SAMPLES

PATIENCE = 40_000
FINAL = {SubmissionState.ACCEPTED, SubmissionState.PARTLY, SubmissionState.REJECTED}

AnyPage = TypeVar("AnyPage")


class Person:
    """Sits in front of the window: types, presses, waits for what is seen."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.window = program.window
        self.qtbot = qtbot

    def sees(self, page_id: PageId, kind: type[AnyPage]) -> AnyPage:
        self.qtbot.waitUntil(lambda: self.window.page_id is page_id, timeout=PATIENCE)
        page = self.window.page(page_id)
        assert isinstance(page, kind)
        return page

    def opens(self, page_id: PageId, kind: type[AnyPage]) -> AnyPage:
        door = self.window.rail.door(page_id)
        assert door is not None
        self.qtbot.mouseClick(door, Qt.MouseButton.LeftButton)
        return self.sees(page_id, kind)

    def types(self, control: object, words: str) -> None:
        control.clear()  # type: ignore[attr-defined]
        self.qtbot.keyClicks(control, words)

    def presses(self, button: object) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def waits_until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)


@pytest.fixture
def person(program: Program, qtbot: QtBot) -> Person:
    return Person(program, qtbot)


def test_from_a_bare_machine_to_an_opened_letter(person: Person) -> None:
    start = person.sees(PageId.START, StartPage)
    person.presses(start.practice_button)

    sign_in = person.sees(PageId.SIGN_IN, SignInPage)
    password = next(row.password for row in sign_in.practice_table.rows if row.user_id == "tpmaster1")
    person.types(sign_in.user_id, "tpmaster1")
    person.types(sign_in.password, password)
    person.presses(sign_in.sign_in_button)

    does_the_site_security_with_a_mistake_first(person)
    sends_the_samples_and_waits_for_the_answers(person)
    brings_the_letters_home_and_opens_one(person)

    person.opens(PageId.HOME, HomePage)
    figures = person.window.desk.figures
    person.waits_until(lambda: figures.now is not None and figures.now.letters_here > 0)
    assert figures.now is not None
    assert (figures.now.waiting, figures.now.unanswered) == (0, 0)


def does_the_site_security_with_a_mistake_first(person: Person) -> None:
    wizard = person.sees(PageId.SITE_SECURITY, SiteSecurityWizard)
    assert person.window.rail.door(PageId.UPLOAD) is None, "SEC-1: nothing else before it"
    person.presses(wizard.forward_button)
    entries = {
        "question_1": "Which river did I cross first?",
        "answer_1": "Amber-7",
        "question_2": "Where is the best hiding place?",
        "answer_2": "Attic",
        "email": "tessa@example.com",
        "confirm_email": "tessa@example.com",
    }
    for field, words in entries.items():
        person.types(wizard.form.control(field), words)
    person.presses(wizard.forward_button)
    person.waits_until(wizard.messages.findings)
    assert [finding.field for finding in wizard.messages.findings()] == ["answer_1"]
    assert wizard.path.step.name == ACCOUNT_SECURITY
    assert wizard.form.profile().question_1 == entries["question_1"], "nothing typed is lost"

    person.types(wizard.form.control("answer_1"), "Amber 7")
    QTest.keyClick(wizard.form.control("answer_1"), Qt.Key.Key_Return)
    person.waits_until(lambda: wizard.path.step.name == SUBMITTED)
    assert [(str(each.description), each.severity) for each in wizard.messages.findings()] == [
        ("Save was Successful", Severity.SUCCESS)
    ]
    assert person.window.page_id is PageId.SITE_SECURITY, "SEC-2: the last panel stays until it was read"
    person.presses(wizard.forward_button)
    person.sees(PageId.HOME, HomePage)


def sends_the_samples_and_waits_for_the_answers(person: Person) -> None:
    samples = sorted(SAMPLES.glob("*.x12"))
    person.window.add_paths(samples)
    upload = person.sees(PageId.UPLOAD, UploadPage)
    person.waits_until(lambda: len(upload.candidates.candidates()) == len(samples))
    person.presses(upload.candidates.send_button)
    person.waits_until(lambda: upload.queue.rows.rowCount() == len(samples))
    person.waits_until(lambda: all(row.state in FINAL for row in upload.queue.rows))
    assert all(row.receipt is not None for row in upload.queue.rows)

    person.window.add_paths(samples[:1])
    person.waits_until(lambda: len(upload.candidates.candidates()) == 1)
    person.presses(upload.candidates.send_button)
    person.waits_until(lambda: upload.candidates.candidates()[0].already is not None)
    assert not upload.candidates.send_button.isEnabled(), "the same content goes out once"
    assert upload.queue.rows.rowCount() == len(samples)


def brings_the_letters_home_and_opens_one(person: Person) -> None:
    download = person.opens(PageId.DOWNLOAD, DownloadPage)
    person.waits_until(lambda: download.form.types.findData(E_DELIVERY) >= 0)
    download.form.types.setCurrentIndex(download.form.types.findData(E_DELIVERY))
    person.presses(download.form.search_button)
    person.waits_until(lambda: download.table.rows.rowCount() > 0 and all(row.is_letter for row in download.table.rows))
    person.presses(download.all_button)
    person.presses(download.download_button)
    person.waits_until(lambda: all(row.is_here or row.state is TradeFileState.POSTING for row in download.table.rows))

    here = next(place for place, row in enumerate(download.table.rows) if row.is_here)
    download.table.selectRow(here)
    QTest.keyClick(download.table, Qt.Key.Key_Return)
    person.waits_until(lambda: download.findChildren(DocumentWindow))
    letter_window = download.findChildren(DocumentWindow)[0]
    assert letter_window.view.shows_pages >= 1
    assert letter_window.view.opened is not None
    assert letter_window.view.opened.verified
    assert letter_window.view.opened.name not in letter_window.windowTitle()
    letter_window.close()

    posting = [place for place, row in enumerate(download.table.rows) if row.state is TradeFileState.POSTING]
    download.table.selectRow(posting[0])
    person.presses(download.open_button)
    person.waits_until(download.messages.findings)
    assert download.messages.findings()[0].severity is Severity.ADVICE, "TRF-6: no error"
    assert download.error.error is None

    letters = person.opens(PageId.LETTERS, LettersPage)
    person.waits_until(lambda: letters.table.rows.rowCount() > 0)
    letters.table.selectRow(0)
    person.waits_until(lambda: letters.view.shows_pages >= 1)
